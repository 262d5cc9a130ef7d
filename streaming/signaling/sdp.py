"""An offer and our wishes to an answer. Pure: no I/O, no randomness; SSRCs and keys are arguments.

Reading the text is `streaming.signaling.offer`, the values are `streaming.signaling.description`,
which codec and role a section gets is `streaming.signaling.selection`; this module decides what is
accepted and writes the answer.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from streaming.contract import Direction, Kind
from streaming.errors import OfferError
from streaming.ports import Codec
from streaming.rtp.extensions import (
    AUDIO_LEVEL,
    MID,
    REPAIRED_RTP_STREAM_ID,
    RTP_STREAM_ID,
    TRANSPORT_WIDE_CC,
)
from streaming.signaling.description import (
    NO_CODEC,
    LocalParameters as LocalParameters,
    MediaOffer as MediaOffer,
    Negotiated as Negotiated,
    NegotiatedMedia as NegotiatedMedia,
    NoCommonCodec as NoCommonCodec,
    Offer as Offer,
    Setup as Setup,
)
from streaming.signaling.offer import parse_offer as parse_offer
from streaming.signaling.repair import layers, prefers, redundancy, retransmissions
from streaming.signaling.selection import (
    REJECTED_CODEC,
    Rejected,
    agreed_codec,
    alternatives_to,
    assign_roles,
    choose_codec,
)

_PUBLISH_EXTENSIONS = (MID, TRANSPORT_WIDE_CC, AUDIO_LEVEL)
_LAYER_EXTENSIONS = (RTP_STREAM_ID, REPAIRED_RTP_STREAM_ID)
"""RFC 8852: which layer a packet belongs to, or which one it repeats; without the first there is no simulcast."""
_RECEIVE_EXTENSIONS = (MID, TRANSPORT_WIDE_CC)
"""What our downlink writes, and MID, which Chromium wants to see agreed; what a receiver would get of the others it does not."""

_HOST_PREFERENCE = 126
"""Type preference of host candidates. Source: RFC 8445 section 5.1.2.2."""
_TCP_PREFERENCE = 90
"""Type preference of host candidates over TCP; libwebrtc's own value."""


def answer(  # noqa: PLR0913 - everything that an answer depends on
    offer: Offer,
    direction: Direction,
    roles: Sequence[str],
    local: LocalParameters,
    ssrcs: Iterator[int],
    preferred: Mapping[str, str] | None = None,
    *,
    alternatives: bool = False,
) -> Negotiated:
    """Answer an offer.

    Args:
        offer: as `parse_offer` returned it.
        direction: what the peer came to do. A section that goes the other way is rejected.
        roles: the roles that the peer may publish or receive, in the order of its video sections.
        local: our transport.
        ssrcs: gives one unused SSRC per section that we shall send.
        preferred: for receivers: role → codec of the video that is already published. A section that does
            not offer that codec is rejected, because nothing is transcoded.
        alternatives: for receivers: agree to every codec that we can relay, so that a slot can be fed whatever
            the next publisher of its role sends. The chosen codec stays the first.

    Raises:
        NoCommonCodec: if no section can be accepted and a codec was the reason.
        OfferError: if no section can be accepted for other reasons.

    Source: RFC 9429 section 5.3, RFC 9143 section 7.3, RFC 8445 and RFC 8839 for ICE-lite.
    """
    assigned = assign_roles(offer, direction, roles)
    media = [
        _negotiate(section, section.kind, role, direction, preferred or {})
        for section, role in zip(offer.media, assigned, strict=True)
        if section.kind is not None
    ]
    if not any(section.accepted for section in media):
        _refuse(media)
    if direction is Direction.RECEIVE:
        by_mid = {section.mid: section for section in offer.media}
        media = [
            _to_send(section, by_mid[section.mid], ssrcs, alternatives=alternatives)
            if section.accepted
            else section
            for section in media
        ]
    setup = "active" if offer.setup is Setup.PASSIVE else "passive"
    text = _write(offer, tuple(media), direction, local, setup)
    return Negotiated(text, "client" if setup == "active" else "server", tuple(media))


def _refuse(media: Sequence[NegotiatedMedia]) -> None:
    reasons = "; ".join(f"{section.kind} {section.mid}: {section.reason}" for section in media)
    if any(section.reason.startswith(REJECTED_CODEC) for section in media):
        raise NoCommonCodec(f"offer: no section can be accepted ({reasons})")
    raise OfferError(f"offer: no section can be accepted ({reasons or 'no audio and no video'})")


def _negotiate(
    section: MediaOffer,
    kind: Kind,
    role: str | Rejected,
    direction: Direction,
    preferred: Mapping[str, str],
) -> NegotiatedMedia:
    if isinstance(role, Rejected):
        return _rejected(section, kind, "", role)
    wanted = preferred.get(role) if direction is Direction.RECEIVE else None
    codec = choose_codec(section, kind, wanted)
    if isinstance(codec, Rejected):
        return _rejected(section, kind, role, codec)
    publishes = direction is Direction.PUBLISH
    names: tuple[str, ...] = _PUBLISH_EXTENSIONS if publishes else _RECEIVE_EXTENSIONS
    rids = layers(section) if publishes and RTP_STREAM_ID in section.extensions else ()
    if rids:
        names += _LAYER_EXTENSIONS
    extensions = {uri: section.extensions[uri] for uri in names if uri in section.extensions}
    agreed = agreed_codec(codec, transport_wide=TRANSPORT_WIDE_CC in extensions)
    return NegotiatedMedia(
        mid=section.mid,
        kind=kind,
        role=role,
        codec=agreed,
        local_ssrc=0,
        remote_ssrcs=section.ssrcs if publishes else (),
        rtx=section.rtx if publishes else {},
        extensions=extensions,
        rids=rids,
        retransmissions=retransmissions(section, (agreed,)),
        redundancy=redundancy(section, agreed),
    )


def _to_send(
    agreed: NegotiatedMedia, offered: MediaOffer, ssrcs: Iterator[int], *, alternatives: bool
) -> NegotiatedMedia:
    transport_wide = TRANSPORT_WIDE_CC in agreed.extensions
    others = tuple(
        agreed_codec(codec, transport_wide=transport_wide)
        for codec in (alternatives_to(agreed.codec, offered) if alternatives else ())
    )
    repeated = retransmissions(offered, (agreed.codec, *others))
    return replace(
        agreed,
        local_ssrc=next(ssrcs),
        alternatives=others,
        retransmissions=repeated,
        rtx_ssrc=next(ssrcs) if repeated else 0,
    )


def _rejected(section: MediaOffer, kind: Kind, role: str, why: Rejected) -> NegotiatedMedia:
    return NegotiatedMedia(
        mid=section.mid,
        kind=kind,
        role=role,
        codec=NO_CODEC,
        local_ssrc=0,
        remote_ssrcs=(),
        rtx={},
        accepted=False,
        reason=why.reason,
    )


# --- text -----------------------------------------------------------------------------------------


def _write(
    offer: Offer,
    media: tuple[NegotiatedMedia, ...],
    direction: Direction,
    local: LocalParameters,
    setup: str,
) -> str:
    accepted = {section.mid: section for section in media if section.accepted}
    parked = _parked(offer, accepted)
    # RFC 9143 section 7.3: the answer's group holds the mids that are not rejected; the first of them is the
    # one whose transport counts.
    bundle = [mid for mid in offer.bundle if mid in accepted or mid in parked]
    lines = [
        "v=0",
        "o=- 1 1 IN IP4 0.0.0.0",
        "s=-",
        "t=0 0",
        f"a=group:BUNDLE {' '.join(bundle)}",
        "a=ice-lite",
    ]
    if offer.mixed_extensions:
        lines.append("a=extmap-allow-mixed")
    lines += ["a=msid-semantic: WMS *"]
    for section in offer.media:
        if agreed := accepted.get(section.mid):
            way = "recvonly" if direction is Direction.PUBLISH else "sendonly"
            lines += _write_open(section, _formats(section, agreed), way, agreed.extensions)
            if direction is Direction.RECEIVE:
                lines += _write_source(agreed, local.cname)
            lines += _write_layers(agreed.rids)
        elif codec := parked.get(section.mid):
            lines += _write_open(section, (codec,), "inactive", {})
        else:
            lines += _write_rejected(section)
            continue
        lines += _write_transport(local, setup)
    return "\r\n".join(lines) + "\r\n"


def _parked(offer: Offer, accepted: Mapping[str, NegotiatedMedia]) -> dict[str, Codec]:
    """Return the section that carries the bundle, with a codec to name, if we do not want its media.

    A Chromium with the policy `max-bundle` loses the whole session when that section is rejected ("Failed to
    setup RTCP mux"), so it is answered as inactive. Without a codec to name it is rejected all the same.
    """
    tagged = next(section for section in offer.media if section.mid == offer.bundle[0])
    if tagged.mid in accepted or tagged.port_zero or not tagged.codecs:
        return {}
    return {tagged.mid: replace(tagged.codecs[0], feedback=())}


def _write_rejected(section: MediaOffer) -> list[str]:
    # RFC 3264 section 6: the rejected section keeps its place, "the port number in the corresponding
    # stream in the answer MUST be set to zero", and at least one format is listed.
    return [
        f"m={section.media} 0 {section.protocol} {' '.join(section.formats)}",
        "c=IN IP4 0.0.0.0",
        f"a=mid:{section.mid}",
        "a=inactive",
    ]


def _write_open(
    section: MediaOffer, codecs: Sequence[Codec], way: str, extensions: Mapping[str, int]
) -> list[str]:
    formats = " ".join(str(codec.payload_type) for codec in codecs)
    lines = [
        f"m={section.media} 9 {section.protocol} {formats}",
        "c=IN IP4 0.0.0.0",
        "a=rtcp:9 IN IP4 0.0.0.0",
        f"a=mid:{section.mid}",
        f"a={way}",
        "a=rtcp-mux",
    ]
    if section.reduced_size:
        lines.append("a=rtcp-rsize")
    lines += [f"a=extmap:{number} {uri}" for uri, number in extensions.items()]
    for codec in codecs:
        lines += _write_codec(codec)
    return lines


def _formats(section: MediaOffer, agreed: NegotiatedMedia) -> list[Codec]:
    """Return every format of an accepted section: the codecs, then what repairs them.

    A browser sends its sound as RED only when RED stands first, so there the peer's own order is kept: who pays for
    sending every frame twice is whoever sends.
    """
    codecs = [agreed.codec, *agreed.alternatives]
    repairs = [replace(rtx, feedback=()) for rtx in agreed.retransmissions.values()]
    if agreed.redundancy is None:
        return codecs + repairs
    red = replace(agreed.redundancy, feedback=())
    first = prefers(section, red, agreed.codec)
    return [red, *codecs] if first else [*codecs, red]


def _write_layers(rids: tuple[str, ...]) -> list[str]:
    """Source: RFC 8853 section 5.3: the answer takes the offered layers with the direction turned round."""
    if not rids:
        return []
    return [*(f"a=rid:{rid} recv" for rid in rids), f"a=simulcast:recv {';'.join(rids)}"]


def _write_source(agreed: NegotiatedMedia, cname: str) -> list[str]:
    # One stream per role: a browser keeps the tracks of one stream in step (lips and sound).
    lines = [f"a=msid:{agreed.role} {agreed.role}-{agreed.kind}"]
    if agreed.rtx_ssrc:
        lines.append(f"a=ssrc-group:FID {agreed.local_ssrc} {agreed.rtx_ssrc}")
    sources = [agreed.local_ssrc, agreed.rtx_ssrc] if agreed.rtx_ssrc else [agreed.local_ssrc]
    return lines + [f"a=ssrc:{ssrc} cname:{cname}" for ssrc in sources]


def _write_codec(codec: Codec) -> list[str]:
    number = codec.payload_type
    channels = f"/{codec.channels}" if codec.channels > 1 else ""
    lines = [f"a=rtpmap:{number} {codec.name}/{codec.clock_rate}{channels}"]
    lines += [f"a=rtcp-fb:{number} {feedback}" for feedback in codec.feedback]
    parts = [
        f"{name}={value}" if value else name
        for name, value in codec.parameters.items()
        # `sprop-…` describes the stream of whoever says it (RFC 6184 section 8.1, RFC 7587 section 6.1).
        if not name.startswith("sprop-")
    ]
    if parts:
        lines.append(f"a=fmtp:{number} {';'.join(parts)}")
    return lines


def _write_transport(local: LocalParameters, setup: str) -> list[str]:
    lines = [f"a=ice-ufrag:{local.ice_ufrag}", f"a=ice-pwd:{local.ice_pwd}"]
    lines += [f"a=fingerprint:{algorithm} {digest}" for algorithm, digest in local.fingerprints]
    lines.append(f"a=setup:{setup}")
    # In every section, though one would do: peers exist (aiortc) that listen to the last section of a bundle only.
    lines += write_candidates(local.candidates, local.tcp_port)
    lines.append("a=end-of-candidates")
    return lines


def write_candidates(candidates: tuple[tuple[str, int], ...], tcp_port: int) -> list[str]:
    """Return one line for each address and protocol."""
    # School networks route IPv4; IPv6 is often announced there and does not work. Stable otherwise.
    ordered = sorted(candidates, key=lambda candidate: ":" in candidate[0])
    lines = []
    for index, (address, port) in enumerate(ordered):
        # RFC 8445 section 5.1.2.1, with component 1 (RTP and RTCP share it).
        priority = _HOST_PREFERENCE << 24 | (65_535 - index) << 8 | (256 - 1)
        lines.append(f"a=candidate:{index + 1} 1 udp {priority} {address} {port} typ host")
    addresses = dict.fromkeys(address for address, _ in ordered) if tcp_port else {}
    for index, address in enumerate(addresses):
        # RFC 6544 section 4.2: a lower type preference than UDP's, and 4 as the direction preference of passive.
        priority = _TCP_PREFERENCE << 24 | (4 << 13 | 8_191 - index) << 8 | (256 - 1)
        foundation = len(ordered) + index + 1
        lines.append(
            f"a=candidate:{foundation} 1 tcp {priority} {address} {tcp_port} typ host tcptype passive"
        )
    return lines
