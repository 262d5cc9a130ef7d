"""Invariants: a datagram that claims to be STUN is read or refused; nobody without our password gets an answer; none is longer."""

from aioice import stun
from hypothesis import given, settings, strategies as st

from streaming.errors import PacketError
from streaming.metrics import Drop
from streaming.transport import ice
from tests.support.transport_parts import Client, Port, binding_request

PASSWORD = "our-password-our-password"
LOCAL = ice.Credentials("ours", PASSWORD)
REMOTE = ice.Credentials("them", "their-password-their-password")
COOKIE = b"\x21\x12\xa4\x42"
STRANGER = b"\x02\x00\xff\xff\x7f\0\0\x09" + bytes(8)

ATTRIBUTES = st.lists(
    st.tuples(
        st.sampled_from([1, 6, 8, 9, 0x20, 0x24, 0x25, 0x8028, 0x8029, 0x802A, 0x7FFF]),
        st.binary(max_size=40),
        st.integers(-3, 3),
    ),
    max_size=8,
)


@st.composite
def messages(draw):
    """Something with a header of STUN: right or wrong lengths, known and unknown attributes, in any order."""
    body = b""
    for kind, value, lie in draw(ATTRIBUTES):
        length = max(0, len(value) + lie)
        body += kind.to_bytes(2, "big") + length.to_bytes(2, "big") + value + bytes(-len(value) % 4)
    kind = draw(st.sampled_from([0x0001, 0x0101, 0x0111, 0x0011, 0x0003]))
    length = max(0, len(body) + draw(st.sampled_from([0, 0, 0, -4, 4, 1])))
    return kind.to_bytes(2, "big") + length.to_bytes(2, "big") + COOKIE + bytes(12) + body


@st.composite
def damaged(draw):
    """A right check with some bytes changed, its end cut or lengthened."""
    data = bytearray(binding_request("ours", PASSWORD))
    for _ in range(draw(st.integers(1, 4))):
        data[draw(st.integers(0, len(data) - 1))] = draw(st.integers(0, 255))
    return bytes(data[: draw(st.integers(0, len(data)))]) + draw(st.binary(max_size=30))


ANYTHING = st.one_of(st.binary(max_size=700), messages(), damaged())


@settings(max_examples=300)
@given(ANYTHING)
def test_a_check_is_read_or_refused(datagram):
    ice.named_user(datagram)
    try:
        check = ice.parse(datagram)
    except PacketError:
        return
    agent = ice.IceLite(LOCAL, REMOTE)
    for answer in (agent.answer(check, ("2001:db8::1", 65_535)), ice.Mint("x").refuse(check)):
        assert answer is None or stun.parse_message(answer)
    assert agent.confirmed(check) is None


@settings(max_examples=200)
@given(st.one_of(st.binary(min_size=1, max_size=700), messages()))
def test_a_stranger_gets_no_byte(datagram):
    port = Port()
    client = Client(port)
    port.receive(datagram, STRANGER)
    assert port.batch.mailbox == []
    assert sum(port.drops.counts.values()) == 1
    assert port.drops.counts[Drop.BROKEN] == 0
    assert client.peer.destination is None


@settings(max_examples=200)
@given(damaged())
def test_no_damaged_check_is_answered_with_more_than_came(datagram):
    port = Port()
    Client(port)
    port.receive(datagram, STRANGER)
    for _, answer in port.batch.mailbox:
        assert len(answer) <= len(datagram)
