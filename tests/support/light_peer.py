"""A small WebRTC peer without aiortc: a real connectivity check, a real DTLS handshake, real SRTP, and nothing else.

One socket, blocking calls with time-outs, no thread; forty of them fit in one process. It offers (to our node) or answers
(Janus), and its RTP comes from the test, packet by packet.
"""

import datetime
import re
import secrets
import select
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from aioice import stun
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from OpenSSL import SSL
from pylibsrtp import Policy, Session

from tests.support.framed_socket import FramedSocket
from tests.support.light_descriptions import Local, Remote, Section, describe, read_description
from tests.support.light_packets import LightRtp, read_rtp

MTU = 1200
CHECK_INTERVAL = 0.1
"""Seconds between connectivity checks while connecting."""
CONSENT_INTERVAL = 2.5
"""Seconds between checks afterwards, as Chromium does (RFC 7675 allows 5 s)."""
RECEIVE_BUFFER = 4 << 20
"""Bytes: 1,500 packets, what comes in 6 s of a busy machine at 240 a second."""
_SO_RCVBUFFORCE = 33
"""Source: asm-generic/socket.h; the socket module has no name for it."""
_PROFILES = {
    b"SRTP_AEAD_AES_128_GCM": (Policy.SRTP_PROFILE_AEAD_AES_128_GCM, 16, 12),
    b"SRTP_AES128_CM_SHA1_80": (Policy.SRTP_PROFILE_AES128_CM_SHA1_80, 16, 14),
}
"""Name → profile, bytes of key, bytes of salt. Source: RFC 5764 section 4.1.2, RFC 7714 section 12."""


def enlarge_receive_buffer(receiver: socket.socket) -> None:
    """Make room for `RECEIVE_BUFFER` bytes; beyond the machine's limit where this process is root."""
    try:
        receiver.setsockopt(socket.SOL_SOCKET, _SO_RCVBUFFORCE, RECEIVE_BUFFER)
    except PermissionError:
        receiver.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER)


def _make_context() -> tuple[SSL.Context, str]:
    """Return a DTLS context with a fresh P-256 certificate, and its fingerprint."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "light peer")])
    today = datetime.datetime.now(datetime.UTC)  # noqa: TID251 - a certificate needs the real day
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - datetime.timedelta(days=1))
        .not_valid_after(today + datetime.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    context = SSL.Context(SSL.DTLS_METHOD)
    context.set_verify(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT, lambda *_: True)
    context.use_certificate(certificate)
    context.use_privatekey(key)
    context.set_tlsext_use_srtp(b":".join(_PROFILES))
    return context, certificate.fingerprint(hashes.SHA256()).hex(":").upper()


_CONTEXT, _FINGERPRINT = _make_context()


@dataclass
class LightPeer:
    """See the module. Make it, exchange descriptions, `connect`, then send and receive; `close` at the end."""

    sections: Sequence[Section]
    sends: bool
    """Publishes (sendonly) or receives (recvonly)."""
    host: str = "127.0.0.1"
    """Address that its socket binds to."""
    stream: bool = False
    """Connects by TCP (RFC 4571, RFC 6544), as behind a wall that blocks UDP."""
    remote: Remote | None = None
    ufrag: str = field(default_factory=lambda: secrets.token_hex(4))
    password: str = field(default_factory=lambda: secrets.token_hex(12))
    ssrc: int = field(default_factory=lambda: secrets.randbits(31) + 1)
    """Of the reports of a peer that only receives."""
    profile: str = ""
    """The SRTP profile that was agreed."""

    def __post_init__(self) -> None:
        self._socket: socket.socket | FramedSocket
        self.address: tuple[str, int]
        self._open()
        self._coming = (self.ufrag, self.password)
        self._destination: tuple[str, int] | None = None
        self._dtls: SSL.Connection | None = None
        self._controlling = True
        self._inbound: Session | None = None
        self._outbound: Session | None = None
        self._checked_at = 0.0
        self._buffer = bytearray(2048)

    def _open(self) -> None:
        if self.stream:
            self._socket = FramedSocket(self.host)
        else:
            self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            self._socket.bind((self.host, 0))
            self._socket.setblocking(False)
            enlarge_receive_buffer(self._socket)
        self.address = self._socket.getsockname()

    def fileno(self) -> int:
        """Return the socket's descriptor, for a selector."""
        return self._socket.fileno()

    # --- descriptions ----------------------------------------------------------------------------

    def offer(self, setup: str = "actpass") -> str:
        """Return this peer's offer; `setup` may also be `active`."""
        return self._describe(setup, [str(index) for index in range(len(self.sections))])

    def accept(self, answer: str) -> None:
        """Take the answer to this peer's offer."""
        self.remote = read_description(answer)

    def answer(self, offer: str) -> str:
        """Take an offer whose sections have this peer's codecs, and return the answer; the peer becomes the DTLS client."""
        self.remote = read_description(offer)
        self._controlling = False
        for section in self.sections:  # the numbers of the offer count
            assert f"a=rtpmap:{section.payload_type} {section.codec}" in offer, offer
        return self._describe("active", re.findall(r"^a=mid:(\S+)", offer, re.MULTILINE))

    def _describe(self, setup: str, mids: Sequence[str]) -> str:
        local = Local(self.ufrag, self.password, _FINGERPRINT, self.address, setup)
        return describe(local, self.sections, mids, sends=self.sends)

    def new_credentials(self) -> str:
        """Make new ICE credentials, and return the fragment that tells of them; checks go on with the old ones."""
        self._coming = (secrets.token_hex(4), secrets.token_hex(12))
        ufrag, password = self._coming
        return f"a=ice-ufrag:{ufrag}\r\na=ice-pwd:{password}\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:0\r\n"

    def restart(self, fragment: str, timeout: float = 10.0) -> None:
        """Take the answer to the new credentials: from another port of this machine, check until the other side answers.

        Raises:
            TimeoutError: if it does not.
        """
        assert self.remote is not None
        for name, key in (("ufrag", "ice-ufrag"), ("password", "ice-pwd")):
            found = re.search(rf"^a={key}:(\S+)", fragment, re.MULTILINE)
            assert found, fragment
            setattr(self.remote, name, found[1])
        self.ufrag, self.password = self._coming
        self.move(timeout)

    def move(self, timeout: float = 10.0) -> None:
        """Go on from another port of this machine, as behind a NAT that forgot us: check until the other side answers.

        Raises:
            TimeoutError: if it does not.
        """
        self._socket.close()
        self._open()
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            self._check_all()
            if select.select([self._socket], [], [], CHECK_INTERVAL)[0]:
                return
        raise TimeoutError(f"no answer to checks from a new address in {timeout} s")

    def lose(self) -> int:
        """Lose what waits, as if the link had been down while it was sent; returns the number of datagrams."""
        return len(self._waiting())

    # --- connecting ------------------------------------------------------------------------------

    def connect(self, timeout: float = 10.0) -> None:
        """Check connectivity and agree on keys.

        Raises:
            TimeoutError: with what was reached after `timeout` seconds.
            SSL.Error: if the handshake was refused.
        """
        assert self.remote is not None, "descriptions come first"
        deadline = time.monotonic() + timeout
        next_check = 0.0
        while self._inbound is None:
            now = time.monotonic()
            if now > deadline:
                reached = "no answer to checks" if self._destination is None else "no keys"
                raise TimeoutError(f"peer {self.address} after {timeout} s: {reached}")
            if now >= next_check:
                next_check = now + CHECK_INTERVAL
                self._check_all()
                self._repeat_handshake()
            if select.select([self._socket], [], [], 0.02)[0]:
                self._receive_while_connecting()

    def check(self, *, password: str = "", ufrag: str = "") -> bytes:
        """Return a connectivity check; a test may make it a wrong one."""
        assert self.remote is not None
        message = stun.Message(stun.Method.BINDING, stun.Class.REQUEST)
        message.attributes["USERNAME"] = f"{ufrag or self.remote.ufrag}:{self.ufrag}"
        message.attributes["PRIORITY"] = 1_845_501_695
        if self._controlling:
            message.attributes["ICE-CONTROLLING"] = secrets.randbits(64)
            message.attributes["USE-CANDIDATE"] = None
        else:
            message.attributes["ICE-CONTROLLED"] = secrets.randbits(64)
        message.add_message_integrity((password or self.remote.password).encode())
        return bytes(message)

    def send_raw(self, datagram: bytes, destination: tuple[str, int] | None = None) -> None:
        """Send bytes as they are, to the agreed address or to `destination`."""
        target = destination or self._destination
        assert target is not None, "not connected"
        self._socket.sendto(datagram, target)

    def _check_all(self) -> None:
        assert self.remote is not None
        remote = self.remote.tcp_candidates if self.stream else self.remote.candidates
        for candidate in [one for one in remote if one[0].startswith("127.")] or remote:
            self.send_raw(self.check(), candidate)

    def _receive_while_connecting(self) -> None:
        for datagram, sender in self._waiting():
            if datagram[0] < 4:
                self._receive_stun(datagram, sender)
            elif 19 < datagram[0] < 64 and self._dtls is not None:
                self._dtls.bio_write(datagram)
                self._advance()

    def _waiting(self) -> list[tuple[bytes, tuple[str, int]]]:
        found: list[tuple[bytes, tuple[str, int]]] = []
        while True:
            try:
                datagram, sender = self._socket.recvfrom(2048)
            except BlockingIOError:
                return found
            if datagram:
                found.append((datagram, sender))

    def _receive_stun(self, datagram: bytes, sender: tuple[str, int]) -> None:
        message = stun.parse_message(datagram)
        if message.message_class == stun.Class.REQUEST:
            assert message.check_message_integrity(self.password.encode()), "a forged check came"
            response = stun.Message(
                stun.Method.BINDING, stun.Class.RESPONSE, message.transaction_id
            )
            response.attributes["XOR-MAPPED-ADDRESS"] = sender
            response.add_message_integrity(self.password.encode())
            self.send_raw(bytes(response), sender)
        elif message.message_class == stun.Class.RESPONSE and self._dtls is None:
            self._destination = sender
            self._start_dtls()

    def _start_dtls(self) -> None:
        self._dtls = SSL.Connection(_CONTEXT)
        self._dtls.set_ciphertext_mtu(MTU)
        assert self.remote is not None
        if self.remote.setup == "active":
            self._dtls.set_accept_state()
        else:
            self._dtls.set_connect_state()
        self._advance()

    def _repeat_handshake(self) -> None:
        if self._dtls is not None and self._dtls.DTLSv1_get_timeout() == 0:
            self._dtls.DTLSv1_handle_timeout()
            self._flush_dtls()

    def _advance(self) -> None:
        assert self._dtls is not None
        if self._inbound is not None:
            return
        try:
            self._dtls.do_handshake()
        except SSL.WantReadError:
            self._flush_dtls()
            return
        self._flush_dtls()
        self._take_keys()

    def _flush_dtls(self) -> None:
        """Send what OpenSSL wrote, whole records packed into datagrams of at most `MTU` bytes."""
        assert self._dtls is not None
        flight = b""
        while True:
            try:
                flight += self._dtls.bio_read(16_384)
            except SSL.WantReadError:
                break
        datagram = b""
        while flight:
            size = 13 + int.from_bytes(flight[11:13], "big")
            if datagram and len(datagram) + size > MTU:
                self.send_raw(datagram)
                datagram = b""
            datagram, flight = datagram + flight[:size], flight[size:]
        if datagram:
            self.send_raw(datagram)

    def _take_keys(self) -> None:
        assert self._dtls is not None
        assert self.remote is not None
        certificate = self._dtls.get_peer_certificate(as_cryptography=True)
        assert certificate is not None
        shown = certificate.fingerprint(hashes.SHA256()).hex(":").upper()
        assert shown == self.remote.fingerprint, "the certificate is not the one that was described"
        name = self._dtls.get_selected_srtp_profile()
        profile, key, salt = _PROFILES[name]
        block = self._dtls.export_keying_material(b"EXTRACTOR-dtls_srtp", 2 * (key + salt), None)
        client = block[:key] + block[2 * key : 2 * key + salt]
        server = block[key : 2 * key] + block[2 * key + salt :]
        ours, theirs = (server, client) if self.remote.setup == "active" else (client, server)
        self.profile = name.decode()
        self._outbound = Session(_policy(ours, Policy.SSRC_ANY_OUTBOUND, profile))
        self._inbound = Session(_policy(theirs, Policy.SSRC_ANY_INBOUND, profile))

    # --- media -----------------------------------------------------------------------------------

    def send(self, packet: LightRtp) -> None:
        """Encrypt and send one RTP packet."""
        assert self._outbound is not None, "not connected"
        self.send_raw(self._outbound.protect(bytes(packet)))

    def send_rtcp(self, compound: bytes) -> None:
        """Encrypt and send one RTCP compound."""
        assert self._outbound is not None, "not connected"
        self.send_raw(self._outbound.protect_rtcp(compound))

    def keep_alive(self, now: float) -> None:
        """Send a consent check when it is due (monotonic seconds)."""
        if now - self._checked_at >= CONSENT_INTERVAL:
            self._checked_at = now
            self.send_raw(self.check())

    def receive(self) -> tuple[list[LightRtp], list[bytes]]:
        """Take what waits: RTP packets, and RTCP compounds in the clear. Answers checks on the way.

        What does not decrypt is left out; a repeated packet does not decrypt twice.
        """
        assert self._inbound is not None, "not connected"
        packets: list[LightRtp] = []
        compounds: list[bytes] = []
        for datagram, sender in self._waiting():
            if datagram[0] < 4:
                self._receive_stun(datagram, sender)
            elif datagram[0] > 127 and 192 <= datagram[1] <= 223:
                compounds.append(self._inbound.unprotect_rtcp(datagram))
            elif datagram[0] > 127:
                packets.append(self.open(datagram))
        return packets, compounds

    def receive_until(self, enough: int, timeout: float = 5.0) -> list[LightRtp]:
        """Return the RTP packets that came, as soon as there are `enough`, or fail after `timeout` seconds."""
        packets: list[LightRtp] = []
        deadline = time.monotonic() + timeout
        while len(packets) < enough:
            left = deadline - time.monotonic()
            assert left > 0, f"{len(packets)} of {enough} packets in {timeout} s"
            if select.select([self._socket], [], [], min(left, 0.1))[0]:
                packets += self.receive()[0]
            self.keep_alive(time.monotonic())
        return packets

    def open(self, datagram: bytes) -> LightRtp:
        """Decrypt one SRTP packet. Raises: pylibsrtp.Error when it is not authentic."""
        assert self._inbound is not None, "not connected"
        return read_rtp(self._inbound.unprotect(datagram))

    def drain(self) -> tuple[int, bytes | None]:
        """Take what waits without decrypting; return the number of RTP packets and the first of them."""
        count, length, buffer, receive = 0, 0, self._buffer, self._socket.recv_into
        kept = None
        while True:
            try:
                length = receive(buffer)
            except BlockingIOError:
                return count, kept
            if not length:
                continue
            if buffer[0] < 4:
                self.answer_check(bytes(buffer[:length]))
            elif buffer[0] > 127 and not 192 <= buffer[1] <= 223:
                count += 1
                if kept is None:
                    kept = bytes(buffer[:length])

    def answer_check(self, datagram: bytes) -> None:
        """Answer a request for consent; responses to our own checks mean nothing any more."""
        if datagram[0] == 0:  # a request; its address is the one that was agreed
            assert self._destination is not None
            self._receive_stun(datagram, self._destination)

    def close(self, *, goodbye: bool = False) -> None:
        """Close the socket, silently as a crash would; or with a close alert."""
        if goodbye and self._dtls is not None:
            self._dtls.shutdown()
            self._flush_dtls()
        self._socket.close()


def _policy(key: bytes, ssrc_type: int, profile: int) -> Policy:
    policy = Policy(key=key, ssrc_type=ssrc_type, srtp_profile=profile)
    policy.allow_repeat_tx = True
    policy.window_size = 1024
    return policy
