"""SDP text to an `Offer`. Pure: knows the grammar, not what we want of it. No I/O.

It is a parser of our own. On 1,500 mutated offers aiortc's `SessionDescription.parse` raised six kinds of
undeclared exceptions in 40 % of the cases (StopIteration, ValueError, AssertionError, AttributeError,
IndexError, KeyError); it splits lines at characters that end none in SDP, and drops what is needed here
(`a=content`, `a=rid`, `a=bundle-only`, `a=rtcp-rsize`). Tests compare the two on good offers.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from streaming.contract import BOARD, STUDENTS, TEACHER, Kind
from streaming.errors import OfferError
from streaming.ports import Codec
from streaming.rtp.codecs import AV1, H264, OPUS, RED, RTX, VP8, VP9
from streaming.signaling.description import MediaOffer, Offer, Setup

MAX_OFFER_SIZE = 65_536
"""Bytes of UTF-8. A Chromium offer with three sections has 8,000."""
MAX_SECTIONS = 32
MAX_SSRCS = 64
"""Per section. A section of three simulcast layers with retransmission has 6."""
MAX_RIDS = 16
"""Per section; Chromium sends three at most."""

_CONTENT_ROLES = {"speaker": TEACHER, "slides": BOARD, "alt": STUDENTS}
_DIRECTIONS = ("sendrecv", "sendonly", "recvonly", "inactive")
_CODEC_NAMES = {name.lower(): name for name in (H264, VP9, VP8, AV1, OPUS, RTX, RED)}
_DIGEST_SIZES = {"sha-256": 32, "sha-384": 48, "sha-512": 64}
"""Bytes. MD5 and SHA-1, which RFC 8122 section 5 still allows or forbids, are not accepted here."""
_DERIVED_GROUPS = ("FID", "FEC-FR")
"""RFC 5576 section 4.2, RFC 5956 section 4.3: the first SSRC is the original, the others are made of it."""

# One character of a `token`, RFC 8866 section 9.
_WORD = r"[!#$%&'*+\-.0-9A-Z^_`a-z{|}~]"
_MEDIA_LINE = re.compile(
    rf"({_WORD}{{1,32}}) ([0-9]{{1,5}})(?:/[0-9]{{1,5}})? ([A-Za-z0-9/]{{1,64}})((?: [!-~]{{1,64}}){{1,256}})"
)
_MID = re.compile(rf"{_WORD}{{1,64}}")
CREDENTIAL_FORMS = {
    "ice-ufrag": re.compile(r"[A-Za-z0-9+/]{4,256}"),
    "ice-pwd": re.compile(r"[A-Za-z0-9+/]{22,256}"),
}
"""Source: RFC 8839, section 5.4."""
_FINGERPRINT = re.compile(r"([A-Za-z0-9-]{1,16}) ((?:[0-9A-Fa-f]{2}:)*[0-9A-Fa-f]{2})")
_RTPMAP = re.compile(rf"([0-9]{{1,3}}) ({_WORD}{{1,64}})/([0-9]{{1,9}})(?:/([0-9]{{1,3}}))?")
_FMTP = re.compile(r"([0-9]{1,3}) ([ -~]{1,2000})")
_RTCP_FB = re.compile(rf"([0-9]{{1,3}}|\*) ({_WORD}{{1,64}}(?: [!-~]{{1,64}}){{0,3}})")
_EXTMAP = re.compile(
    r"([0-9]{1,5})(?:/(sendrecv|sendonly|recvonly|inactive))? ([!-~]{1,256})(?: .*)?"
)
_SSRC = re.compile(r"([0-9]{1,10})(?: .*)?")
_SSRC_GROUP = re.compile(rf"({_WORD}{{1,32}})((?: [0-9]{{1,10}}){{1,32}})")
_RID = re.compile(r"([A-Za-z0-9_-]{1,32}) (send|recv)(?: .*)?")


@dataclass(slots=True)
class _Section:
    """The lines of one section, or of the session: attributes by name, in order."""

    media_line: str = ""
    attributes: dict[str, list[str]] = field(default_factory=dict)
    origin: str = ""

    def all(self, name: str) -> list[str]:
        return self.attributes.get(name, [])

    def first(self, name: str) -> str | None:
        return self.attributes.get(name, [None])[0]

    def has(self, name: str) -> bool:
        return name in self.attributes


def parse_offer(text: str) -> Offer:
    """Read an SDP offer.

    Raises:
        OfferError: and nothing else, whatever the text is. The message says what is missing or which line
            is wrong: BUNDLE, rtcp-mux, ICE credentials and a fingerprint are demanded.

    Source: RFC 8866 (SDP), RFC 9429 (JSEP) section 5.8, RFC 9143 (BUNDLE).
    """
    session, *sections = _sections(text)
    if not sections:
        raise OfferError("offer: no m= section")
    media = tuple(_media(session, section) for section in sections)
    mids = [section.mid for section in media]
    for mid in mids:
        if mids.count(mid) > 1:
            raise OfferError(f"a=mid: {mid!r} names two sections")
    bundle = _bundle(session, mids)
    # RFC 9143 section 7.2: the transport of the bundle is described in the section of its first mid.
    # Browsers repeat it in each section; others write it once, at session level.
    tagged = mids.index(bundle[0])
    order = [sections[tagged], session, *sections]
    if not any(media[mids.index(mid)].rtcp_mux for mid in bundle):
        raise OfferError("a=rtcp-mux: missing; RTP and RTCP must share the transport")
    return Offer(
        ice_ufrag=_credential(order, "ice-ufrag"),
        ice_pwd=_credential(order, "ice-pwd"),
        fingerprints=_fingerprints(order),
        setup=_setup(order),
        media=media,
        bundle=bundle,
        origin=session.origin,
        appetite=session.first("x-appetite") or "",
        mixed_extensions=session.has("extmap-allow-mixed"),
    )


# --- lines ----------------------------------------------------------------------------------------


def _sections(text: str) -> list[_Section]:
    """Split into the session part and one section per `m=` line."""
    if len(text) > MAX_OFFER_SIZE or len(text.encode(errors="replace")) > MAX_OFFER_SIZE:
        raise OfferError(f"offer: more than {MAX_OFFER_SIZE} bytes")
    sections = [_Section()]
    for number, line in _lines(text):
        if number == 1 and line != "v=0":
            raise OfferError(f"line 1: {line[:40]!r}; an offer begins with v=0")
        letter, equals, value = line[:1], line[1:2], line[2:]
        if equals != "=" or not "a" <= letter <= "z":
            raise OfferError(f"line {number}: {line[:40]!r}; a letter and = are expected")
        if letter == "m":
            if len(sections) > MAX_SECTIONS:
                raise OfferError(f"line {number}: more than {MAX_SECTIONS} m= sections")
            sections.append(_Section(media_line=value))
        elif letter == "a":
            name, _, argument = value.partition(":")
            sections[-1].attributes.setdefault(name, []).append(argument.strip())
        elif letter == "o" and len(sections) == 1:
            sections[0].origin = value
    return sections


def _lines(text: str) -> Iterator[tuple[int, str]]:
    # RFC 8866 section 5: CRLF ends a line, a bare LF should be accepted; nothing else ends one.
    lines = text.replace("\r\n", "\n").removesuffix("\n").split("\n")
    for number, line in enumerate(lines, start=1):
        if not line:
            raise OfferError(f"line {number}: empty")
        if not line.isprintable():
            raise OfferError(f"line {number}: {line[:40]!r} has a character that is not printable")
        yield number, line


# --- the transport --------------------------------------------------------------------------------


def _bundle(session: _Section, mids: list[str]) -> tuple[str, ...]:
    for group in session.all("group"):
        semantics, *members = group.split()[: MAX_SECTIONS + 1] or [""]
        if semantics == "BUNDLE":
            if known := tuple(dict.fromkeys(mid for mid in members if mid in mids)):
                return known
            raise OfferError("a=group:BUNDLE names no section of the offer")
    raise OfferError("a=group:BUNDLE: missing; all sections must share one transport")


def _credential(order: list[_Section], name: str) -> str:
    for section in order:
        if (value := section.first(name)) is not None:
            if CREDENTIAL_FORMS[name].fullmatch(value):
                return value
            raise OfferError(f"a={name}: {value[:40]!r} is not one (RFC 8839 section 5.4)")
    raise OfferError(f"a={name}: missing; ICE cannot start without it")


def _fingerprints(order: list[_Section]) -> tuple[tuple[str, str], ...]:
    for section in order:
        found = []
        for value in section.all("fingerprint"):
            match = _FINGERPRINT.fullmatch(value)
            if not match:
                raise OfferError(f"a=fingerprint: {value[:40]!r} is not one (RFC 8122 section 5)")
            algorithm, digest = match[1].lower(), match[2].upper()
            size = _DIGEST_SIZES.get(algorithm)
            if size and len(digest) != 3 * size - 1:
                raise OfferError(f"a=fingerprint: a {algorithm} digest has {size} bytes")
            if size:
                found.append((algorithm, digest))
        if found:
            return tuple(found[:8])
    allowed = ", ".join(_DIGEST_SIZES)
    raise OfferError(f"a=fingerprint: missing, or none of {allowed}")


def _setup(order: list[_Section]) -> Setup:
    for section in order:
        if (value := section.first("setup")) is not None:
            try:
                return Setup(value)
            except ValueError:
                raise OfferError(
                    f"a=setup: {value[:40]!r}; actpass, active or passive are allowed"
                ) from None
    # RFC 4145 section 4.1: "The default value of the setup attribute in an offer/answer exchange is
    # 'active' in the offer".
    return Setup.ACTIVE


# --- one section ----------------------------------------------------------------------------------


def _media(session: _Section, section: _Section) -> MediaOffer:
    match = _MEDIA_LINE.fullmatch(section.media_line)
    if not match:
        raise OfferError(f"m={section.media_line[:60]}: not a media line (RFC 8866 section 5.14)")
    media, port, protocol, formats = match[1], int(match[2]), match[3], tuple(match[4].split())
    mid = section.first("mid")
    if mid is None or not _MID.fullmatch(mid):
        raise OfferError(f"m={media}: a=mid is missing or not a token")
    kind = Kind(media) if media in (Kind.AUDIO, Kind.VIDEO) else None
    direction = _direction(session, section)
    ssrcs, rtx = _sources(section)
    return MediaOffer(
        mid=mid,
        kind=kind,
        direction=direction,
        role=_role(section),
        codecs=_codecs(section, kind, formats) if kind else (),
        ssrcs=ssrcs,
        rtx=rtx,
        extensions=_extensions(session, section),
        rids=_rids(section),
        port_zero=port == 0 and not section.has("bundle-only"),
        media=media,
        protocol=protocol,
        formats=formats,
        rtcp_mux=section.has("rtcp-mux") or section.has("rtcp-mux-only"),
        reduced_size=section.has("rtcp-rsize"),
    )


def _direction(session: _Section, section: _Section) -> str:
    for place in (section, session):
        for direction in _DIRECTIONS:
            if place.has(direction):
                return direction
    return "sendrecv"  # RFC 8866 section 6.7: the default


def _role(section: _Section) -> str | None:
    for value in (section.first("content") or "").split(","):
        if role := _CONTENT_ROLES.get(value.strip()):
            return role
    return None


def _codecs(section: _Section, kind: Kind, formats: tuple[str, ...]) -> tuple[Codec, ...]:
    """Return the codecs that the `m=` line lists and `a=rtpmap` explains, in the order of the line."""
    maps: dict[int, tuple[str, int, int]] = {}
    for value in section.all("rtpmap"):
        match = _RTPMAP.fullmatch(value)
        if not match:
            raise OfferError(f"a=rtpmap: {value[:60]!r} is not one (RFC 8866 section 6.6)")
        name = _CODEC_NAMES.get(match[2].lower(), match[2])
        channels = int(match[4] or 1) if kind is Kind.AUDIO else 0
        maps.setdefault(int(match[1]), (name, int(match[3]), channels))
    parameters = _parameters(section)
    feedback = _feedback(section)
    codecs = []
    for text in dict.fromkeys(formats):
        if not text.isascii() or not text.isdigit() or int(text) > 127:
            raise OfferError(f"m={kind}: payload type {text[:20]!r}; 0 to 127 are allowed")
        number = int(text)
        if number in maps:
            name, clock_rate, channels = maps[number]
            given = tuple(dict.fromkeys(feedback.get("*", []) + feedback.get(text, [])))
            codecs.append(
                Codec(name, number, clock_rate, channels, parameters.get(number, {}), given)
            )
    return tuple(codecs)


def _parameters(section: _Section) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = {}
    for value in section.all("fmtp"):
        match = _FMTP.fullmatch(value)
        if not match:
            raise OfferError(f"a=fmtp: {value[:60]!r} is not one (RFC 8866 section 6.15)")
        parameters = found.setdefault(int(match[1]), {})
        for part in match[2].split(";"):
            name, _, argument = part.strip().partition("=")
            if name:
                parameters[name.strip().lower()] = argument.strip()
    return found


def _feedback(section: _Section) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for value in section.all("rtcp-fb"):
        match = _RTCP_FB.fullmatch(value)
        if not match:
            raise OfferError(f"a=rtcp-fb: {value[:60]!r} is not one (RFC 4585 section 4.2)")
        found.setdefault(match[1], []).append(match[2])
    return found


def _sources(section: _Section) -> tuple[tuple[int, ...], dict[int, int]]:
    """Return the primary SSRCs, and which one each retransmission SSRC repeats."""
    named: dict[int, None] = {}
    for value in section.all("ssrc"):
        match = _SSRC.fullmatch(value)
        if not match:
            raise OfferError(f"a=ssrc: {value[:40]!r} is not one (RFC 5576 section 4.1)")
        named[_ssrc(match[1])] = None
    if len(named) > MAX_SSRCS:
        raise OfferError(f"a=ssrc: more than {MAX_SSRCS} in one section")
    derived: dict[int, None] = {}
    rtx: dict[int, int] = {}
    for value in section.all("ssrc-group"):
        match = _SSRC_GROUP.fullmatch(value)
        if not match:
            raise OfferError(f"a=ssrc-group: {value[:40]!r} is not one (RFC 5576 section 4.2)")
        primary, *others = (_ssrc(text) for text in match[2].split())
        if match[1] in _DERIVED_GROUPS:
            derived |= dict.fromkeys(others)
        if match[1] == "FID":
            rtx |= dict.fromkeys(others, primary)
    return tuple(ssrc for ssrc in named if ssrc not in derived), rtx


def _ssrc(text: str) -> int:
    number = int(text)
    if not 0 < number <= 0xFFFF_FFFF:
        raise OfferError(f"a=ssrc: {text}; 1 to 4294967295 are allowed")
    return number


def _extensions(session: _Section, section: _Section) -> dict[str, int]:
    found: dict[str, int] = {}
    for value in session.all("extmap") + section.all("extmap"):
        match = _EXTMAP.fullmatch(value)
        if not match:
            raise OfferError(f"a=extmap: {value[:60]!r} is not one (RFC 8285 section 5)")
        number = int(match[1])
        # Left out: numbers 4096 … 4351, which ask us to choose one of several (RFC 8285 section 6), and
        # one-way extensions, whose answer would need a direction too. No browser sends what we use so.
        if 1 <= number <= 255 and match[2] in (None, "sendrecv"):
            found.setdefault(match[3], number)
    return found


def _rids(section: _Section) -> tuple[str, ...]:
    """Return the layers of `a=simulcast:send`, of alternatives the first; without that line, those of `a=rid`.

    Source: RFC 8853 section 5.1: layers are separated by `;`, alternatives by `,`, and `~` marks one that is paused.
    """
    matches = (_RID.fullmatch(value) for value in section.all("rid"))
    declared = [match[1] for match in matches if match and match[2] == "send"][:MAX_RIDS]
    words = (section.first("simulcast") or "").split()
    if "send" not in words[:-1]:
        return tuple(declared)
    listed = words[words.index("send") + 1].split(";")
    names = (entry.split(",")[0].removeprefix("~") for entry in listed)
    return tuple(dict.fromkeys(name for name in names if name in declared))
