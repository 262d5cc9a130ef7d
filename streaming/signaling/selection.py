"""Which role and which codec a section gets. Pure: values in, values out."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from streaming.contract import Direction, Kind
from streaming.ports import Codec
from streaming.rtp.codecs import AV1, H264, OPUS, VP8, VP9
from streaming.signaling.description import MediaOffer, Offer

REJECTED_CODEC = "no common codec"
"""How the reason of a section begins that was rejected for its codecs."""

_PROTOCOL = re.compile(r"(?:(?:UDP/TLS|TCP/DTLS)/)?RTP/S?AVPF?")
"""Source: RFC 9429 section 5.1.2: any of these is to be understood as DTLS-SRTP."""

_FEEDBACK = ("nack", "goog-remb", "transport-cc")
"""What we obey or send."""
_PICTURE_FEEDBACK = ("nack pli", "ccm fir")
"""The same, for video; GStreamer offers it for sound too."""

_PICTURES = (H264, VP9, VP8, AV1)
"""What we relay, in our order. H.264: every smart board decodes it in hardware, every browser replays it. VP9 before
VP8: browsers play VP9 from a recording (MSE), and Chromium refuses VP8 there. AV1
last: the boards of most schools have no decoder for it, so only whoever has nothing else sends it."""

_PROFILES = {VP9: (1, "profile-id"), AV1: (3, "profile")}
"""Rank, and the parameter that names the profile: 0 if it is not said. Source: RFC 9628 section 6, RTP Payload Format For AV1, 7.2.1."""

_CONSTRAINED_BASELINE, _BASELINE, _MAIN, _HIGH = range(4)


@dataclass(frozen=True, slots=True)
class Rejected:
    """A section cannot be accepted."""

    reason: str


def assign_roles(offer: Offer, direction: Direction, roles: Sequence[str]) -> list[str | Rejected]:
    """Return the role of each section of an offer, or why it gets none.

    First come the sections that name a role by `a=content`; the others take, per kind, what is left of
    `roles` in its order. Two sections of one kind never get the same role. Sections that cannot carry
    media in this direction take no role away from others.
    """
    assigned: list[str | Rejected] = [
        _unusable(offer, section, direction) for section in offer.media
    ]
    for kind in Kind:
        left = list(dict.fromkeys(roles))
        mine = [
            index
            for index, section in enumerate(offer.media)
            if section.kind is kind and assigned[index] == _USABLE
        ]
        for index in mine:
            if (role := offer.media[index].role) is not None:
                if role in left:
                    left.remove(role)
                    assigned[index] = role
                else:
                    assigned[index] = Rejected(f"role {role} is taken or not allowed here")
        for index in mine:
            if assigned[index] == _USABLE:
                assigned[index] = left.pop(0) if left else Rejected("no role is left for it")
    return assigned


_USABLE = Rejected("")
"""Stands for "not decided yet" inside `assign_roles`."""


def _unusable(offer: Offer, section: MediaOffer, direction: Direction) -> Rejected:
    wanted = "sendonly" if direction is Direction.PUBLISH else "recvonly"
    if section.kind is None:
        return Rejected("neither audio nor video")
    if section.port_zero:
        return Rejected("switched off by the offer")
    if section.mid not in offer.bundle:
        return Rejected("outside the BUNDLE group")
    if not _PROTOCOL.fullmatch(section.protocol):
        return Rejected(f"protocol {section.protocol} is not RTP over DTLS")
    if section.direction not in (wanted, "sendrecv"):
        return Rejected(f"direction {section.direction}; {wanted} is needed")
    return _USABLE


def choose_codec(section: MediaOffer, kind: Kind, wanted: str | None) -> Codec | Rejected:
    """Return the best offered codec, exactly one.

    Audio: Opus. Video: H.264 (constrained baseline in packetization mode 1 before everything else, any
    level), then VP9 in profile 0 (8 bits, 4:2:0), then VP8, then AV1 in profile 0; or only `wanted` when it
    is given.
    """
    allowed = (OPUS,) if kind is Kind.AUDIO else _PICTURES if wanted is None else (wanted,)
    ranked = [
        (rank, codec)
        for codec in section.codecs
        if codec.name in allowed and (rank := _rank(codec)) is not None
    ]
    if not ranked:
        offered = ", ".join(dict.fromkeys(codec.name for codec in section.codecs)) or "none"
        return Rejected(f"{REJECTED_CODEC}: offered {offered[:200]}; needed {' or '.join(allowed)}")
    # The peer's own order decides between equals: min() keeps the first.
    return min(ranked, key=lambda pair: pair[0])[1]


def alternatives_to(chosen: Codec, section: MediaOffer) -> tuple[Codec, ...]:
    """Return the best codec of each other name that we can relay, in our order; none for sound."""
    if chosen.name == OPUS:
        return ()
    found = (choose_codec(section, Kind.VIDEO, name) for name in _PICTURES if name != chosen.name)
    return tuple(codec for codec in found if isinstance(codec, Codec))


def agreed_codec(codec: Codec, *, transport_wide: bool) -> Codec:
    """Return an offered codec with the feedback and parameters that we answer.

    The parameters are those of the offer, as RFC 6184 section 8.2.2 demands for H.264; Opus gets
    in-band error correction in any case (RFC 7587 section 6.1). Transport-wide feedback is agreed only
    together with its header extension.
    """
    allowed = set(_FEEDBACK) if codec.name == OPUS else {*_FEEDBACK, *_PICTURE_FEEDBACK}
    if not transport_wide:
        allowed.discard("transport-cc")
    feedback = tuple(value for value in codec.feedback if value in allowed)
    parameters: Mapping[str, str] = codec.parameters
    if codec.name == OPUS:
        parameters = {**parameters, "useinbandfec": "1"}
    return replace(codec, feedback=feedback, parameters=parameters)


def _rank(codec: Codec) -> tuple[int, int, int] | None:
    """Order of preference, smaller is better; None if the codec cannot be used as it is offered."""
    if codec.name == OPUS:
        # RFC 7587 section 4.1: always 48000 and 2, whatever is inside.
        return (0, 0, 0) if (codec.clock_rate, codec.channels) == (48_000, 2) else None
    if codec.clock_rate != 90_000:
        return None
    if codec.name == VP8:
        return (2, 0, 0)
    if codec.name in _PROFILES:
        rank, parameter = _PROFILES[codec.name]
        return (rank, 0, 0) if codec.parameters.get(parameter, "0") == "0" else None
    mode = codec.parameters.get("packetization-mode", "0")
    profile = _profile(codec.parameters.get("profile-level-id", "42000a"))
    # Interleaved mode (2) reorders NAL units across packets: neither recorder nor key-frame test knows it.
    if profile is None or mode not in ("0", "1"):
        return None
    return (0, 0 if mode == "1" else 1, profile)


def _profile(profile_level_id: str) -> int | None:
    """Read the profile of H.264. Source: RFC 6184 section 8.1 and its table 5."""
    if not re.fullmatch(r"[0-9A-Fa-f]{6}", profile_level_id):
        return None
    profile, constraints = int(profile_level_id[:2], 16), int(profile_level_id[2:4], 16)
    if profile == 0x42:
        return _CONSTRAINED_BASELINE if constraints & 0x40 else _BASELINE
    return {0x4D: _MAIN, 0x64: _HIGH}.get(profile)
