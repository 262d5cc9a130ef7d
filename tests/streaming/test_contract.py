import dataclasses
import typing

import pytest
from hypothesis import given, strategies as st

from streaming import contract
from streaming.contract import (
    Acknowledged,
    ContractError,
    Direction,
    Envelope,
    JoinRoom,
    OpenRoom,
    PeerQuality,
    QualityReport,
    RestingLayer,
    SegmentLost,
    SegmentStored,
    decode,
    encode,
)

MESSAGES = [
    OpenRoom("l1", ("teacher", "board")),
    JoinRoom("r", "s", "l1", "person:1", Direction.PUBLISH, "v=0\r\n课"),
    QualityReport(
        "l1",
        1.5,
        (PeerQuality("s", "room:1", Direction.RECEIVE, 32.0, 800.5, 0.4, 12.0),),
        (RestingLayer("teacher", "m"),),
    ),
    SegmentLost("g", "l1", "t", 0, 3, 1.0, 2.0, 6.0, "rotten"),
    SegmentStored("g", "l1", "t", 0, 3, "k/3.m4s", 9, "ab", 1.0, 2.0, 6.0, 0.5, "loss"),
    Acknowledged(7),
]


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: message.type)
def test_a_message_survives_the_link(message):
    assert decode(encode(Envelope(5, message))) == Envelope(5, message)


def test_every_message_has_its_own_type_name():
    types = [
        typing.get_args(typing.get_type_hints(message)["type"])[0]
        for message in typing.get_args(contract.Message)
    ]
    assert len(types) == len(set(types))


def test_messages_cannot_be_changed_on_the_way():
    with pytest.raises(dataclasses.FrozenInstanceError):
        MESSAGES[0].lesson = "l2"


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ('{"number":1,"message":{"type":"open_room","lesson":"../x"}}', "lesson"),
        ('{"number":1,"message":{"type":"open_room"}}', "lesson"),
        ('{"number":1,"message":{"type":"no_such"}}', "message"),
        ('{"message":{"type":"acknowledged","number":1}}', "number"),
        ("[]", "message"),
        ("", "message"),
    ],
)
def test_what_is_wrong_is_named(text, field):
    with pytest.raises(ContractError, match=field):
        decode(text)


def test_an_offer_beyond_the_limit_is_refused():
    text = encode(Envelope(1, JoinRoom("r", "s", "l1", "i", Direction.PUBLISH, "v" * 65_537)))
    with pytest.raises(ContractError, match="offer"):
        decode(text)


@given(st.one_of(st.binary(max_size=200), st.text(max_size=200)))
def test_any_text_ends_in_one_error(text):
    with pytest.raises(ContractError):
        decode(text)
