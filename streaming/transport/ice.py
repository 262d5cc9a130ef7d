"""ICE-lite (RFC 8445 section 2.5): answers connectivity checks, and asks for consent when a peer falls silent.

Bytes in, bytes out: no socket, no clock. A stranger gets no answer at all: only a check with the right user name
and MESSAGE-INTEGRITY is answered.
"""

import hashlib
import hmac
import secrets
import struct
from dataclasses import dataclass, field

from aioice import stun
from aioice.ice import get_host_addresses

from streaming.errors import PacketError

MAX_CHECK_BYTES = 548
"""No check of any known agent is longer; RFC 8489 tells to stay below the smallest IPv4 path."""
_STUN_HEADER = 20
_COOKIE = b"\x21\x12\xa4\x42"
_ATTRIBUTE = struct.Struct("!HH")
_USERNAME = 0x0006
MAX_ASKED = 32
"""Consent checks that may still be answered: more than are sent before a silent peer counts as dead."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """User name fragment and password of one side (RFC 8445 section 5.3)."""

    ufrag: str
    password: str


def host_addresses(*, ipv6: bool) -> tuple[str, ...]:
    """Return the addresses to announce by default: this machine's own, and loopback for the pages on it."""
    return (*get_host_addresses(use_ipv4=True, use_ipv6=ipv6), "127.0.0.1")


class Mint:
    """Makes credentials whose password follows from the name and a secret, which outlives the process.

    So a node that was killed, or has given a session up, can still tell its peer that the session is gone, in a way that the peer
    can trust: a browser then joins anew at once instead of waiting for its own time-outs.
    """

    def __init__(self, secret: str) -> None:
        """`secret` is the node's token; an empty one stands for a secret that lasts as long as this process."""
        self._secret = secret.encode() or secrets.token_bytes(32)

    def credentials(self) -> Credentials:
        """Return fresh credentials: 48 bits of fragment (a name) and 192 bits of password (a secret)."""
        ufrag = secrets.token_hex(6)
        return Credentials(ufrag, self._password(ufrag))

    def refuse(self, check: "Check") -> bytes | None:
        """Return the answer to a check of a session that we made once and that is gone; None for a stranger's.

        It is a 403 (RFC 7675 section 5.2 lets the consent be taken back so) and shorter than the check.
        """
        password = self._password(check.local_ufrag).encode()
        if not check.message.check_message_integrity(password):
            return None
        response = stun.Message(stun.Method.BINDING, stun.Class.ERROR, check.message.transaction_id)
        response.attributes["ERROR-CODE"] = (403, "gone")
        response.add_message_integrity(password)
        return bytes(response)

    def _password(self, ufrag: str) -> str:
        return hmac.new(self._secret, b"ice " + ufrag.encode(), hashlib.sha256).hexdigest()[:48]


@dataclass(frozen=True, slots=True)
class Check:
    """A well-formed Binding message, integrity not yet checked."""

    message: stun.Message
    local_ufrag: str
    """Empty for a response."""
    request: bool


def named_user(datagram: bytes) -> str | None:
    """Return whom of ours a Binding request names, without the cost of reading it whole; None if it is no such request.

    Source: RFC 8489 section 5 (header) and section 14 (attributes).
    """
    if len(datagram) > MAX_CHECK_BYTES or datagram[:2] != b"\0\1" or datagram[4:8] != _COOKIE:
        return None
    position = _STUN_HEADER
    while position + 4 <= len(datagram):
        kind, length = _ATTRIBUTE.unpack_from(datagram, position)
        if kind == _USERNAME:
            name = datagram[position + 4 : position + 4 + length].partition(b":")[0]
            return name.decode("ascii", "replace")
        position += 4 + (length + 3 & ~3)
    return None


def parse(datagram: bytes) -> Check:
    """Read one STUN datagram.

    Raises:
        PacketError: for anything but a Binding request or success response that names our side.
    """
    if len(datagram) > MAX_CHECK_BYTES:
        raise PacketError(f"STUN of {len(datagram)} bytes; at most {MAX_CHECK_BYTES}")
    try:
        message = stun.parse_message(datagram)
    except Exception as error:
        raise PacketError("not a STUN message") from error
    if message.message_method != stun.Method.BINDING:
        raise PacketError("not a Binding")
    if message.message_class == stun.Class.RESPONSE:
        return Check(message, "", request=False)
    if message.message_class != stun.Class.REQUEST:
        raise PacketError("neither a request nor a success response")
    user = message.attributes.get("USERNAME")
    if not isinstance(user, str) or ":" not in user:
        raise PacketError("a request without user name")
    return Check(message, user.split(":", 1)[0], request=True)


@dataclass(slots=True)
class IceLite:
    """The ICE side of one peer."""

    local: Credentials
    remote: Credentials
    _asked: dict[bytes, float] = field(default_factory=dict)
    """Transactions of our newest checks, in order, and when they left."""

    def answer(self, check: Check, address: tuple[str, int]) -> bytes | None:
        """Return the success response for a check from `address`; None when its integrity is wrong."""
        if not check.message.check_message_integrity(self.local.password.encode()):
            return None
        response = stun.Message(
            stun.Method.BINDING, stun.Class.RESPONSE, check.message.transaction_id
        )
        response.attributes["XOR-MAPPED-ADDRESS"] = address
        response.add_message_integrity(self.local.password.encode())
        return bytes(response)

    def nominates(self, check: Check) -> bool:
        """Whether the controlling side has chosen the pair of this check."""
        return "USE-CANDIDATE" in check.message.attributes

    def ask(self, now: float) -> bytes:
        """Return a consent check (RFC 7675) to send to the peer: it says whether it lives, and how far away it is."""
        request = stun.Message(stun.Method.BINDING, stun.Class.REQUEST)
        request.attributes["USERNAME"] = f"{self.remote.ufrag}:{self.local.ufrag}"
        request.attributes["PRIORITY"] = 1
        request.attributes["ICE-CONTROLLED"] = secrets.randbits(64)
        request.add_message_integrity(self.remote.password.encode())
        if len(self._asked) >= MAX_ASKED:
            del self._asked[next(iter(self._asked))]
        self._asked[request.transaction_id] = now
        return bytes(request)

    def confirmed(self, check: Check) -> float | None:
        """Return when the consent check left that a response answers with the right integrity; None: it answers none."""
        if check.message.transaction_id not in self._asked:
            return None
        if not check.message.check_message_integrity(self.remote.password.encode()):
            return None
        return self._asked.pop(check.message.transaction_id)
