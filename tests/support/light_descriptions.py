"""What light peers say of themselves and read of others: a small SDP, written apart from the product's."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

CODECS = {"H264": 102, "VP8": 96, "opus": 111}
_LINES = {
    "H264": (
        "a=rtpmap:102 H264/90000",
        "a=fmtp:102 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f",
    ),
    "VP8": ("a=rtpmap:96 VP8/90000",),
    "opus": ("a=rtpmap:111 opus/48000/2", "a=fmtp:111 minptime=10;useinbandfec=1"),
}
_VIDEO_FEEDBACK = ("nack", "nack pli", "ccm fir")
REPEATS = 97
"""Payload type of repeats of a picture."""
TRANSPORT_WIDE, MID, RID = 3, 4, 5
"""Numbers of the header extensions."""
_TRANSPORT_WIDE_URI = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"
_SDES = "urn:ietf:params:rtp-hdrext:sdes:"


@dataclass(frozen=True, slots=True)
class Section:
    """One media section of this peer."""

    codec: str
    """`H264`, `VP8` or `opus`."""
    ssrc: int = 0
    """Of the stream that it sends; 0 for a section that receives."""
    content: str = ""
    """`a=content` (RFC 4796), empty: none."""
    measured: bool = False
    """Offers transport-wide feedback, and repeats with an SSRC of their own, as browsers do."""
    rids: tuple[str, ...] = ()
    """Layers that it sends, the smallest first; their packets say which one they belong to."""

    @property
    def payload_type(self) -> int:
        """The number that this peer gives the codec."""
        return CODECS[self.codec]


@dataclass(slots=True)
class Remote:
    """What the other side's description says."""

    ufrag: str
    password: str
    candidates: list[tuple[str, int]]
    """IPv4 over UDP."""
    tcp_candidates: list[tuple[str, int]]
    """IPv4, passive ones (RFC 6544)."""
    fingerprint: str
    ssrcs: list[int]
    """Of each section in order; 0 where the section was rejected or names none."""
    accepted: list[bool]
    setup: str


def read_description(text: str) -> Remote:
    """Read an answer (or Janus' offer).

    Raises:
        ValueError: if it lacks credentials, a fingerprint or an IPv4 UDP candidate.
    """

    def first(pattern: str) -> str:
        if found := re.search(pattern, text, re.MULTILINE | re.IGNORECASE):
            return found.group(1)
        raise ValueError(f"no {pattern} in the description:\n{text}")

    candidates = re.findall(
        r"^a=candidate:\S+ 1 udp \d+ ([\d.]+) (\d+) typ host", text, re.MULTILINE | re.IGNORECASE
    )
    if not candidates:
        raise ValueError(f"no IPv4 UDP host candidate in the description:\n{text}")
    passive = re.findall(
        r"^a=candidate:\S+ 1 tcp \d+ ([\d.]+) (\d+) typ host tcptype passive", text, re.MULTILINE
    )
    sections = re.split(r"^m=", text, flags=re.MULTILINE)[1:]
    ssrcs = [re.search(r"^a=ssrc:(\d+)", section, re.MULTILINE) for section in sections]
    return Remote(
        ufrag=first(r"^a=ice-ufrag:(\S+)"),
        password=first(r"^a=ice-pwd:(\S+)"),
        candidates=[(address, int(port)) for address, port in candidates],
        tcp_candidates=[(address, int(port)) for address, port in passive],
        fingerprint=first(r"^a=fingerprint:sha-256 (\S+)").upper(),
        ssrcs=[int(found.group(1)) if found else 0 for found in ssrcs],
        accepted=[not re.match(r"\w+ 0 ", section) for section in sections],
        setup=first(r"^a=setup:(\w+)"),
    )


@dataclass(frozen=True, slots=True)
class Local:
    """The transport of the side that describes itself."""

    ufrag: str
    password: str
    fingerprint: str
    address: tuple[str, int]
    setup: str


def describe(local: Local, sections: Sequence[Section], mids: Sequence[str], *, sends: bool) -> str:
    """Return an offer or an answer with one section per mid, all of them bundled."""
    lines = ["v=0", f"o=- {secrets.randbits(60)} 1 IN IP4 127.0.0.1", "s=-", "t=0 0"]
    lines.append("a=group:BUNDLE " + " ".join(mids))
    for section, mid in zip(sections, mids, strict=True):
        kind = "audio" if section.codec == "opus" else "video"
        lines += [
            f"m={kind} 9 UDP/TLS/RTP/SAVPF {_formats(section)}",
            "c=IN IP4 0.0.0.0",
            f"a=mid:{mid}",
            f"a=ice-ufrag:{local.ufrag}",
            f"a=ice-pwd:{local.password}",
            f"a=fingerprint:sha-256 {local.fingerprint}",
            f"a=setup:{local.setup}",
            "a=sendonly" if sends else "a=recvonly",
            "a=rtcp-mux",
            f"a=candidate:1 1 udp 2130706431 {local.address[0]} {local.address[1]} typ host",
            *_LINES[section.codec],
        ]
        if kind == "video":
            lines += [f"a=rtcp-fb:{section.payload_type} {value}" for value in _VIDEO_FEEDBACK]
        lines += _measuring(section) + _layers(section)
        if section.content:
            lines.append(f"a=content:{section.content}")
        if section.ssrc:
            lines.append(f"a=ssrc:{section.ssrc} cname:light")
    return "\r\n".join(lines) + "\r\n"


def _formats(section: Section) -> str:
    repeated = section.measured and section.codec != "opus"
    return f"{section.payload_type} {REPEATS}" if repeated else str(section.payload_type)


def _measuring(section: Section) -> list[str]:
    if not section.measured:
        return []
    lines = [
        f"a=extmap:{TRANSPORT_WIDE} {_TRANSPORT_WIDE_URI}",
        f"a=rtcp-fb:{section.payload_type} transport-cc",
    ]
    if section.codec != "opus":
        lines += [f"a=rtpmap:{REPEATS} rtx/90000", f"a=fmtp:{REPEATS} apt={section.payload_type}"]
    return lines


def _layers(section: Section) -> list[str]:
    if not section.rids:
        return []
    lines = [f"a=extmap:{MID} {_SDES}mid", f"a=extmap:{RID} {_SDES}rtp-stream-id"]
    lines += [f"a=rid:{rid} send" for rid in section.rids]
    return [*lines, f"a=simulcast:send {';'.join(section.rids)}"]
