import datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa

from streaming.errors import HandshakeError
from streaming.transport.dtls import MTU, Certificate, digest
from tests.support.transport_parts import TODAY, converse, two_ends


def rsa_certificate():
    key = rsa.generate_private_key(65_537, 2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "encoder")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(TODAY)
        .not_valid_after(TODAY + datetime.timedelta(days=9))
        .sign(key, hashes.SHA256())
    )
    return Certificate(key, certificate, digest(certificate, "sha-256"))


def test_both_ends_export_the_same_keys_crosswise():
    client, server = two_ends()
    converse(client, server)
    assert client.keys is not None
    assert server.keys is not None
    assert client.keys.outbound == server.keys.inbound
    assert client.keys.inbound == server.keys.outbound
    assert len(client.keys.outbound) == 28


def test_aes_gcm_is_preferred():
    client, server = two_ends()
    converse(client, server)
    assert server.keys.profile.name == "SRTP_AEAD_AES_128_GCM"


@pytest.mark.parametrize("rsa_side", ["client", "server"])
def test_an_rsa_certificate_is_served_in_either_role(rsa_side):
    client, server = two_ends(**{f"{rsa_side}_certificate": rsa_certificate()})
    converse(client, server)
    assert client.keys is not None
    assert server.keys is not None


def test_a_certificate_that_is_not_the_offered_one_is_refused():
    client, server = two_ends(fingerprints=(("sha-256", "AB:" * 31 + "AB"),))
    with pytest.raises(HandshakeError, match="fingerprint"):
        converse(client, server)
    assert server.keys is None


def test_an_unknown_hash_is_no_match():
    client, server = two_ends(fingerprints=(("md5", "AB:CD"),))
    with pytest.raises(HandshakeError, match="fingerprint"):
        converse(client, server)


def test_a_lost_flight_is_repeated_when_the_timer_is_due():
    client, server = two_ends()
    client.start()
    server.start()
    assert client.take_outgoing()
    assert client.take_outgoing() == []
    client.poll()
    assert client.take_outgoing() == [], "OpenSSL's timer of one second is not due yet"


@pytest.mark.parametrize("garbage", [b"\x16", b"\x16\xfe\xfd" + b"\0" * 40, b"\xff" * 600])
def test_garbage_from_a_checked_address_does_not_end_the_handshake(garbage):
    client, server = two_ends()
    server.start()
    server.receive(garbage)
    converse(client, server)
    assert server.keys is not None


def test_flights_are_cut_at_record_borders():
    client, server = two_ends(server_certificate=rsa_certificate())
    client.start()
    server.start()
    for datagram in client.take_outgoing():
        server.receive(datagram)
    for datagram in server.take_outgoing():
        assert len(datagram) <= MTU + 256
        position = 0
        while position < len(datagram):
            position += 13 + int.from_bytes(datagram[position + 11 : position + 13], "big")
        assert position == len(datagram)


def test_a_close_alert_is_noticed():
    client, server = two_ends()
    converse(client, server)
    client.close()
    for datagram in client.take_outgoing():
        server.receive(datagram)
    assert server.closed
