"""One DTLS 1.2 association as a state machine over memory buffers. No sockets, no tasks, no clock.

Datagrams go in by `receive`, leave by `take_outgoing`; `poll` lets OpenSSL retransmit. The keys of RFC 5764
are exported when the handshake is done and the peer's certificate matches the fingerprint of its offer.
"""

import datetime
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from OpenSSL import SSL

from streaming.errors import HandshakeError
from streaming.transport.srtp import PROFILES, SrtpKeys, profile_named

MTU = 1200
"""Bytes of one handshake datagram; passes every link that WebRTC passes."""
CIPHERS = (
    b"ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"
    b"ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305:"
    b"ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
    b"ECDHE-ECDSA-AES128-SHA:ECDHE-RSA-AES128-SHA"
)
"""Suites for ECDSA and RSA peers: hardware encoders and GStreamer bring RSA certificates."""
_HASHES: dict[str, type[hashes.HashAlgorithm]] = {
    "sha-256": hashes.SHA256,
    "sha-384": hashes.SHA384,
    "sha-512": hashes.SHA512,
}
_RECORD_HEADER = 13
_DTLS_1_2 = 0xFEFD


@dataclass(frozen=True, slots=True)
class Certificate:
    """This process' key and self-signed certificate, made at start and never stored."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate
    fingerprint: str
    """SHA-256 as in `a=fingerprint`, upper-case hex with colons."""


def make_certificate(today: datetime.datetime) -> Certificate:
    """Make a P-256 key with a certificate that is good for a year around `today` (aware)."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "tongke")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - datetime.timedelta(days=2))
        .not_valid_after(today + datetime.timedelta(days=365))
        .sign(key, hashes.SHA256())
    )
    return Certificate(key, certificate, digest(certificate, "sha-256"))


def digest(certificate: x509.Certificate, algorithm: str) -> str:
    """Return the certificate's fingerprint in the form of RFC 8122."""
    raw = certificate.fingerprint(_HASHES[algorithm]()).hex().upper()
    return ":".join(raw[index : index + 2] for index in range(0, len(raw), 2))


def make_context(certificate: Certificate) -> SSL.Context:
    """Return the OpenSSL context that all associations of a process share."""
    context = SSL.Context(SSL.DTLS_METHOD)
    context.set_min_proto_version(_DTLS_1_2)
    # Our outgoing flights are cut at DTLS 1.2 record borders; 1.3 has other headers and no use for SRTP yet.
    context.set_max_proto_version(_DTLS_1_2)
    context.set_options(SSL.OP_NO_TICKET | SSL.OP_NO_RENEGOTIATION)
    # Certificates are self-signed by nature; the fingerprint of the signalled offer is what counts.
    context.set_verify(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT, lambda *_: True)
    context.use_certificate(certificate.certificate)
    context.use_privatekey(certificate.key)
    context.set_cipher_list(CIPHERS)
    context.set_tlsext_use_srtp(":".join(profile.name for profile in PROFILES).encode())
    return context


class Dtls:
    """One association. `keys` is None until the handshake has succeeded."""

    def __init__(
        self, context: SSL.Context, role: str, fingerprints: tuple[tuple[str, str], ...]
    ) -> None:
        """`role` is "server" or "client"; `fingerprints` are those of the peer's offer."""
        self._server = role == "server"
        self._fingerprints = fingerprints
        self._connection = SSL.Connection(context)
        if self._server:
            self._connection.set_accept_state()
        else:
            self._connection.set_connect_state()
        self._connection.set_ciphertext_mtu(MTU)
        self.keys: SrtpKeys | None = None
        self.closed = False
        """The peer has sent a close alert."""

    def start(self) -> None:
        """Begin: a client sends its ClientHello, a server waits. Raises: HandshakeError."""
        self._advance()

    def receive(self, datagram: bytes) -> None:
        """Take one datagram of the peer.

        Raises:
            HandshakeError: when the association can never succeed; the caller ends the session.
        """
        self._connection.bio_write(datagram)
        if self.keys is None:
            self._advance()
            return
        try:
            # Also answers a repeated Finished. Data channels are not ours: what comes is thrown away.
            self._connection.recv(MTU)
        except SSL.ZeroReturnError:
            self.closed = True
        except SSL.Error:
            return

    def poll(self) -> None:
        """Let OpenSSL repeat its last flight when its own timer says so. Call every 50 ms or so."""
        if self.keys is None and self._connection.DTLSv1_get_timeout() == 0:
            self._connection.DTLSv1_handle_timeout()

    def close(self) -> None:
        """Queue a close alert, so that the peer does not wait for a time-out; idempotent."""
        if self.keys is not None and not self.closed:
            self.closed = True
            try:
                self._connection.shutdown()
            except SSL.Error:
                return

    def take_outgoing(self) -> list[bytes]:
        """Return the datagrams to send now, each at most `MTU` bytes where records allow it."""
        flight = b""
        while True:
            try:
                flight += self._connection.bio_read(16_384)
            except SSL.WantReadError:
                break
        return _datagrams(flight)

    def _advance(self) -> None:
        try:
            self._connection.do_handshake()
        except SSL.WantReadError:
            return
        except SSL.Error as error:
            raise HandshakeError(f"DTLS handshake failed: {_reason(error)}") from error
        self._check_fingerprint()
        self.keys = self._export()

    def _check_fingerprint(self) -> None:
        certificate = self._connection.get_peer_certificate(as_cryptography=True)
        if certificate is None:
            raise HandshakeError("the peer showed no certificate")
        for algorithm, value in self._fingerprints:
            if algorithm.lower() in _HASHES and value.upper() == digest(
                certificate, algorithm.lower()
            ):
                return
        raise HandshakeError("the peer's certificate is not the one of its offer's fingerprint")

    def _export(self) -> SrtpKeys:
        """Cut the exported block as RFC 5764 section 4.2 orders: client key, server key, client salt, server salt."""
        name = self._connection.get_selected_srtp_profile()
        if not name:
            raise HandshakeError("the peer agreed to no SRTP profile of ours")
        profile = profile_named(name.decode())
        key, salt = profile.key_length, profile.salt_length
        block = self._connection.export_keying_material(
            b"EXTRACTOR-dtls_srtp", 2 * (key + salt), None
        )
        client = block[:key] + block[2 * key : 2 * key + salt]
        server = block[key : 2 * key] + block[2 * key + salt :]
        outbound, inbound = (server, client) if self._server else (client, server)
        return SrtpKeys(profile, outbound, inbound)


def _reason(error: SSL.Error) -> str:
    entries = error.args[0] if error.args and isinstance(error.args[0], list) else []
    return "; ".join(str(entry[-1]) for entry in entries) or "unknown reason"


def _datagrams(flight: bytes) -> list[bytes]:
    """Pack whole DTLS 1.2 records into datagrams: a memory buffer forgets where one ended."""
    datagrams: list[bytes] = []
    current = b""
    position = 0
    while position + _RECORD_HEADER <= len(flight):
        size = _RECORD_HEADER + int.from_bytes(flight[position + 11 : position + 13], "big")
        record = flight[position : position + size]
        if current and len(current) + len(record) > MTU:
            datagrams.append(current)
            current = b""
        current += record
        position += size
    if current:
        datagrams.append(current)
    return datagrams
