import os

import pytest

from streaming.errors import HandshakeError
from streaming.transport.srtp import PROFILES, Srtp, SrtpKeys, profile_named
from streaming.transport.udp import SLOT_BYTES, SendBatch
from tests.support.relay_parts import rtp_bytes


def pair(profile):
    size = profile.key_length + profile.salt_length
    one, two = os.urandom(size), os.urandom(size)
    return Srtp(SrtpKeys(profile, one, two)), Srtp(SrtpKeys(profile, two, one))


def protected(srtp, batch, data):
    batch.memory[: len(data)] = data
    length = srtp.protect(batch.pointers[0], len(data))
    return bytearray(batch.memory[:length]), length


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.name)
def test_a_packet_survives_the_way_there_in_place(profile):
    sender, receiver = pair(profile)
    batch = SendBatch(-1)
    plain = bytes(rtp_bytes(5, payload=b"hello" * 30))
    cipher, length = protected(sender, batch, plain)
    assert length > len(plain)
    assert plain[12:] not in cipher
    size = receiver.unprotect(memoryview(cipher), length)
    assert bytes(cipher[:size]) == plain


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.name)
def test_every_flipped_byte_is_noticed(profile):
    sender, receiver = pair(profile)
    cipher, length = protected(sender, SendBatch(-1), bytes(rtp_bytes(5, payload=b"x" * 20)))
    for position in range(length):
        forged = bytearray(cipher)
        forged[position] ^= 0x10
        assert receiver.unprotect(memoryview(forged), length) == -1
    assert receiver.unprotect(memoryview(cipher), length) > 0


def test_a_replayed_packet_is_refused():
    sender, receiver = pair(PROFILES[0])
    cipher, length = protected(sender, SendBatch(-1), bytes(rtp_bytes(5)))
    assert receiver.unprotect(memoryview(bytearray(cipher)), length) > 0
    assert receiver.unprotect(memoryview(bytearray(cipher)), length) == -1


def test_a_retransmission_is_the_same_bytes_again():
    sender, _ = pair(PROFILES[0])
    batch = SendBatch(-1)
    first, _length = protected(sender, batch, bytes(rtp_bytes(5)))
    protected(sender, batch, bytes(rtp_bytes(6)))
    again, _length = protected(sender, batch, bytes(rtp_bytes(5)))
    assert first == again


def test_rtcp_goes_there_and_back():
    sender, receiver = pair(PROFILES[0])
    batch = SendBatch(-1)
    plain = bytes.fromhex("80c90001 00000007".replace(" ", ""))
    batch.memory[: len(plain)] = plain
    length = sender.protect_rtcp(batch.pointers[0], len(plain))
    cipher = bytearray(batch.memory[:length])
    size = receiver.unprotect_rtcp(memoryview(cipher), length)
    assert bytes(cipher[:size]) == plain


def test_nonsense_is_refused_and_not_raised():
    _, receiver = pair(PROFILES[0])
    for length in (0, 1, 11, 12, 27, 28, 200):
        data = memoryview(bytearray(os.urandom(SLOT_BYTES)))
        assert receiver.unprotect(data, length) == -1
        assert receiver.unprotect_rtcp(data, length) == -1


def test_an_unknown_profile_is_named_in_the_error():
    with pytest.raises(HandshakeError, match="SRTP_NULL"):
        profile_named("SRTP_NULL")
