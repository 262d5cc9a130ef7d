from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from streaming.contract import BOARD, STUDENTS, TEACHER, Direction, Kind
from streaming.ports import Codec
from streaming.signaling.offer import parse_offer
from streaming.signaling.selection import (
    REJECTED_CODEC,
    Rejected,
    agreed_codec,
    alternatives_to,
    assign_roles,
    choose_codec,
)
from tests.support.offers import ROLES, text_of

OFFER = parse_offer(text_of("chromium-publish"))
AUDIO, VIDEO = OFFER.media[:2]
ANY = "H264 or VP9 or VP8 or AV1"


def h264(number, profile="42e01f", mode="1"):
    return Codec(
        "H264", number, 90_000, 0, {"profile-level-id": profile, "packetization-mode": mode}
    )


def av1(number, **parameters):
    return Codec("AV1", number, 90_000, parameters=parameters)


def vp9(number, **parameters):
    return Codec("VP9", number, 90_000, parameters=parameters)


def vp8(number):
    return Codec("VP8", number, 90_000)


def chosen(*codecs, wanted=None):
    found = choose_codec(replace(VIDEO, codecs=codecs), Kind.VIDEO, wanted)
    return found.payload_type if isinstance(found, Codec) else found.reason


def sections(*described):
    """Build an offer: each section is (kind, role named by content, direction)."""
    media = tuple(
        replace(VIDEO, mid=str(index), kind=kind, role=role, direction=direction)
        for index, (kind, role, direction) in enumerate(described)
    )
    return replace(OFFER, media=media, bundle=tuple(it.mid for it in media))


def roles_of(offer, direction=Direction.PUBLISH, roles=ROLES):
    return [it if isinstance(it, str) else None for it in assign_roles(offer, direction, roles)]


VIDEO_OUT = (Kind.VIDEO, None, "sendonly")
AUDIO_OUT = (Kind.AUDIO, None, "sendonly")


# --- codecs ---------------------------------------------------------------------------------------


def test_constrained_baseline_in_mode_1_is_taken_before_all_others():
    assert (
        chosen(vp8(96), h264(97, "42001f"), h264(98, mode="0"), h264(99, "640c1f"), h264(100))
        == 100
    )


def test_any_level_and_any_spelling_of_constrained_baseline_counts():
    assert chosen(h264(97, "42001f"), h264(98, "42E034")) == 98
    assert chosen(h264(97, "42001f"), h264(98, "42c00b")) == 98


def test_baseline_is_taken_before_main_and_main_before_high():
    assert chosen(h264(97, "640028"), h264(98, "4d001f"), h264(99, "42001f")) == 99
    assert chosen(h264(97, "640028"), h264(98, "4d001f")) == 98


def test_of_equals_the_peers_first_is_taken():
    assert chosen(h264(105), h264(104)) == 105


def test_high_h264_is_taken_before_vp8():
    assert chosen(vp8(96), h264(97, "640c1f", mode="0")) == 97


def test_without_parameters_h264_is_baseline_in_mode_0():
    assert chosen(Codec("H264", 97, 90_000), h264(98, mode="0")) == 98
    assert chosen(Codec("H264", 97, 90_000), vp8(96)) == 97


@pytest.mark.parametrize(
    "codec",
    [
        h264(97, "f4001f"),  # High 4:4:4: browsers cannot show it
        h264(97, "42e0"),
        h264(97, "xyz"),
        h264(97, mode="2"),  # interleaved
        h264(97, mode=""),
        replace(h264(97), clock_rate=8_000),
    ],
)
def test_h264_that_we_cannot_serve_is_passed_over(codec):
    assert chosen(codec, vp8(96)) == 96
    assert chosen(codec).startswith(REJECTED_CODEC)


def test_without_h264_it_is_vp9_in_profile_0_because_browsers_replay_that_and_not_vp8():
    assert chosen(vp8(96), vp9(98)) == 98
    assert chosen(vp8(96), vp9(100, **{"profile-id": "2"}), vp9(98, **{"profile-id": "0"})) == 98
    assert chosen(vp8(96), vp9(100, **{"profile-id": "2"})) == 96
    assert chosen(vp9(98), vp8(96), h264(97, "640c1f", mode="0")) == 97


def test_av1_in_profile_0_is_taken_from_whoever_has_nothing_else():
    assert chosen(av1(45)) == 45
    assert chosen(av1(47, profile="1"), av1(45, profile="0")) == 45
    assert chosen(av1(45), vp8(96)) == 96
    assert chosen(av1(47, profile="1")).startswith(REJECTED_CODEC)


def test_a_receiver_is_ready_for_every_codec_that_can_be_published():
    section = replace(VIDEO, codecs=(vp8(96), vp9(100, **{"profile-id": "2"}), vp9(98), h264(97)))
    others = alternatives_to(h264(97), section)
    assert [(codec.name, codec.payload_type) for codec in others] == [("VP9", 98), ("VP8", 96)]


def test_a_receiver_gets_the_codec_that_is_published_or_nothing():
    assert chosen(h264(97), vp8(96), wanted="VP8") == 96
    assert chosen(vp8(96), h264(97), wanted="H264") == 97
    assert chosen(vp8(96), wanted="H264") == "no common codec: offered VP8; needed H264"


def test_the_reason_names_what_was_offered():
    assert chosen(Codec("H265", 49, 90_000)) == f"no common codec: offered H265; needed {ANY}"
    assert chosen() == f"no common codec: offered none; needed {ANY}"


def test_sound_is_opus_with_two_channels_at_48_khz():
    def choose(*codecs):
        return choose_codec(replace(AUDIO, codecs=codecs), Kind.AUDIO, None)

    pcm, opus = Codec("PCMU", 0, 8_000, 1), Codec("opus", 111, 48_000, 2)
    assert choose(pcm, opus) is opus
    assert isinstance(choose(pcm, replace(opus, channels=1)), Rejected)
    assert isinstance(choose(pcm, replace(opus, clock_rate=16_000)), Rejected)


def test_agreed_feedback_is_what_was_offered_and_is_understood():
    offered = replace(
        h264(97), feedback=("goog-remb", "transport-cc", "nack", "ccm tmmbr", "nack pli", "x")
    )
    with_transport = agreed_codec(offered, transport_wide=True)
    assert with_transport.feedback == ("goog-remb", "transport-cc", "nack", "nack pli")
    without = agreed_codec(offered, transport_wide=False)
    assert without.feedback == ("goog-remb", "nack", "nack pli")
    assert without.parameters == offered.parameters


def test_sound_has_no_key_frames_to_ask_for_and_always_corrects_errors():
    offered = Codec("opus", 111, 48_000, 2, {"minptime": "10", "useinbandfec": "0"}, ("nack pli",))
    agreed = agreed_codec(offered, transport_wide=True)
    assert agreed.feedback == ()
    assert agreed.parameters == {"minptime": "10", "useinbandfec": "1"}


# --- roles ----------------------------------------------------------------------------------------


def test_sections_take_the_roles_in_order_and_per_kind():
    offer = sections(AUDIO_OUT, VIDEO_OUT, VIDEO_OUT, VIDEO_OUT)
    assert roles_of(offer) == [TEACHER, TEACHER, BOARD, STUDENTS]


def test_named_roles_come_first_wherever_they_stand():
    offer = sections(VIDEO_OUT, (Kind.VIDEO, TEACHER, "sendonly"), VIDEO_OUT)
    assert roles_of(offer) == [BOARD, TEACHER, STUDENTS]


def test_a_role_that_is_taken_or_not_allowed_is_no_role():
    twice = sections((Kind.VIDEO, BOARD, "sendonly"), (Kind.VIDEO, BOARD, "sendonly"))
    assert roles_of(twice) == [BOARD, None]
    foreign = sections((Kind.VIDEO, TEACHER, "sendonly"), VIDEO_OUT)
    assert roles_of(foreign, roles=("class:7",)) == [None, "class:7"]


def test_more_sections_than_roles_leave_some_without():
    assert roles_of(sections(VIDEO_OUT, VIDEO_OUT), roles=(TEACHER,)) == [TEACHER, None]
    assert roles_of(sections(VIDEO_OUT), roles=()) == [None]


@pytest.mark.parametrize(
    ("direction", "offered", "usable"),
    [
        (Direction.PUBLISH, "sendonly", True),
        (Direction.PUBLISH, "sendrecv", True),
        (Direction.PUBLISH, "recvonly", False),
        (Direction.PUBLISH, "inactive", False),
        (Direction.RECEIVE, "sendonly", False),
        (Direction.RECEIVE, "sendrecv", True),
        (Direction.RECEIVE, "recvonly", True),
        (Direction.RECEIVE, "inactive", False),
    ],
)
def test_a_section_that_goes_the_other_way_takes_no_role_away(direction, offered, usable):
    right = "sendonly" if direction is Direction.PUBLISH else "recvonly"
    offer = sections((Kind.VIDEO, None, offered), (Kind.VIDEO, None, right))
    expected = [TEACHER, BOARD] if usable else [None, TEACHER]
    assert roles_of(offer, direction) == expected


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"kind": None}, "neither"),
        ({"port_zero": True}, "switched off"),
        ({"mid": "outside"}, "outside the BUNDLE"),
        ({"protocol": "UDP/DTLS/SCTP"}, "protocol UDP/DTLS/SCTP"),
    ],
)
def test_a_section_that_cannot_carry_media_says_why(changed, reason):
    offer = replace(OFFER, media=(replace(VIDEO, **changed),))
    (found,) = assign_roles(offer, Direction.PUBLISH, ROLES)
    assert isinstance(found, Rejected)
    assert reason in found.reason


@pytest.mark.parametrize(
    "protocol", ["UDP/TLS/RTP/SAVPF", "TCP/DTLS/RTP/SAVPF", "RTP/SAVPF", "RTP/AVP"]
)
def test_the_protocol_names_that_jsep_allows_are_understood(protocol):
    offer = replace(OFFER, media=(replace(VIDEO, protocol=protocol),))
    assert roles_of(offer) == [TEACHER]


SECTIONS = st.tuples(
    st.sampled_from(Kind),
    st.sampled_from([None, TEACHER, BOARD, STUDENTS]),
    st.sampled_from(["sendonly", "sendrecv", "recvonly", "inactive"]),
)


@given(st.lists(SECTIONS, max_size=8), st.lists(st.sampled_from([*ROLES, "class:1"]), max_size=5))
def test_two_sections_of_a_kind_never_get_the_same_role(described, roles):
    offer = sections(*described)
    assigned = roles_of(offer, roles=tuple(roles))
    for kind in Kind:
        given_out = [
            role
            for role, section in zip(assigned, offer.media, strict=True)
            if section.kind is kind and role is not None
        ]
        assert len(given_out) == len(set(given_out))
        assert set(given_out) <= set(roles)
