"""The values of signaling: what a peer offers, what we bring, what was agreed. No I/O, no text."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from streaming.contract import Kind
from streaming.errors import OfferError
from streaming.ports import Codec

NO_CODEC = Codec(name="", payload_type=0, clock_rate=0)
"""Stands where a rejected section has no agreed codec."""


class NoCommonCodec(OfferError):
    """No section of an offer can be accepted, because we share no codec with the peer."""


class Setup(StrEnum):
    """Who may start the DTLS handshake. Source: RFC 4145 section 4."""

    ACTPASS = "actpass"
    ACTIVE = "active"
    PASSIVE = "passive"


@dataclass(frozen=True, slots=True)
class MediaOffer:
    """One `m=` section of an offer. Everything in it has been checked and may be echoed."""

    mid: str
    kind: Kind | None
    """None for what is neither audio nor video (data channels): always rejected."""
    direction: str
    """`sendrecv`, `sendonly`, `recvonly` or `inactive`."""
    role: str | None
    """Track role that the peer names by RFC 4796 `a=content`; None: none that we know."""
    codecs: tuple[Codec, ...]
    """As offered, in the peer's order, `rtx` and the like among them; each with its offered feedback."""
    ssrcs: tuple[int, ...]
    """Primary ones: without those that retransmit or repair (RFC 5576 groups FID and FEC-FR)."""
    rtx: Mapping[int, int]
    """SSRC that retransmits → the one whose packets it repeats."""
    extensions: Mapping[str, int]
    """URI → number, only those that the peer offers for both directions."""
    rids: tuple[str, ...]
    """Simulcast layers that the peer wants to send, in its order (RFC 8851)."""
    port_zero: bool
    """The peer itself has switched the section off: port 0 without `a=bundle-only`."""
    media: str = ""
    """The `m=` line's media type, protocol and formats, for the echo in a rejected section."""
    protocol: str = ""
    formats: tuple[str, ...] = ()
    rtcp_mux: bool = False
    reduced_size: bool = False
    """`a=rtcp-rsize`: feedback may come without a report before it (RFC 5506)."""


@dataclass(frozen=True, slots=True)
class Offer:
    """An offer that could be read, with one transport for all of its bundled sections."""

    ice_ufrag: str
    ice_pwd: str
    fingerprints: tuple[tuple[str, str], ...]
    """Hash function in lower case, digest in upper case with colons; only functions that are still safe."""
    setup: Setup
    media: tuple[MediaOffer, ...]
    """In the order of the offer."""
    bundle: tuple[str, ...]
    """Mids of the first BUNDLE group; the first of them carries the transport (RFC 9143 section 7)."""
    origin: str
    appetite: str = ""
    """`a=x-appetite` at session level, an attribute of our own: how much a receiver asks for; empty: it does not say."""
    mixed_extensions: bool = False
    """`a=extmap-allow-mixed` at session level (RFC 8285 section 6)."""


@dataclass(frozen=True, slots=True)
class LocalParameters:
    """Our side of one session's transport."""

    ice_ufrag: str
    ice_pwd: str
    fingerprints: tuple[tuple[str, str], ...]
    candidates: tuple[tuple[str, int], ...]
    """Address and UDP port of each, in any order."""
    cname: str
    tcp_port: int = 0
    """TCP port of the same addresses, for peers whose network blocks UDP; 0: none."""


@dataclass(frozen=True, slots=True)
class NegotiatedMedia:
    """What one audio or video section came to.

    With `accepted` False only `mid`, `kind`, `role` and `reason` mean something.
    """

    mid: str
    kind: Kind
    role: str
    """Empty when a rejected section got none."""
    codec: Codec
    """With the payload type of the offer, and the parameters and feedback that were agreed."""
    local_ssrc: int
    """The SSRC that we shall send (receivers); 0 for publishers."""
    remote_ssrcs: tuple[int, ...]
    """What the peer said that it will send; often empty: then `mid` extensions tell."""
    rtx: Mapping[int, int]
    extensions: Mapping[str, int] = field(default_factory=dict)
    """Agreed URI → number, the offerer's numbers."""
    alternatives: tuple[Codec, ...] = ()
    """Receivers, when asked for: further codecs that we may send in this section at any time."""
    rids: tuple[str, ...] = ()
    """Publishers: the simulcast layers that we take, the smallest picture first; empty: there is one stream."""
    retransmissions: Mapping[int, Codec] = field(default_factory=dict)
    """Payload type → the RTX codec that repeats it (RFC 4588)."""
    rtx_ssrc: int = 0
    """Receivers: the SSRC under which we repeat; 0: repeats go out under `local_ssrc`."""
    redundancy: Codec | None = None
    """The RED format of an Opus section (RFC 2198)."""
    accepted: bool = True
    reason: str = ""
    """Why it was rejected, a sentence in English."""


@dataclass(frozen=True, slots=True)
class Negotiated:
    """An answer and what it means."""

    answer: str
    """SDP with CRLF line ends."""
    dtls_role: str
    """Ours: `server` or `client`."""
    media: tuple[NegotiatedMedia, ...]
    """The audio and video sections in the order of the offer; others are rejected and not listed."""
