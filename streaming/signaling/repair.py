"""Which repair formats belong to a section's codecs: RTX (RFC 4588) and RED (RFC 2198). Pure."""

from collections.abc import Sequence

from streaming.ports import Codec
from streaming.rtp.codecs import OPUS, RED, RTX
from streaming.signaling.description import MediaOffer

MAX_LAYERS = 3
"""Simulcast layers of one section that are accepted; each costs a cache and a share of every look at the timers."""


def retransmissions(section: MediaOffer, codecs: Sequence[Codec]) -> dict[int, Codec]:
    """Return payload type → the RTX codec that repeats it, for those that we may be asked to repeat.

    Source: RFC 4588 section 8.6: `apt` names the payload type that is retransmitted.
    """
    wanted = {str(codec.payload_type) for codec in codecs if "nack" in codec.feedback}
    found: dict[int, Codec] = {}
    for codec in section.codecs:
        repeats = codec.parameters.get("apt", "")
        if codec.name == RTX and repeats in wanted:
            found.setdefault(int(repeats), codec)
    return found


def redundancy(section: MediaOffer, codec: Codec) -> Codec | None:
    """Return the RED format that carries this Opus, or None.

    Source: RFC 2198 section 5: its `fmtp` lists the payload types inside, newest first.
    """
    if codec.name != OPUS:
        return None
    inside = str(codec.payload_type)
    for red in section.codecs:
        if red.name == RED and (red.clock_rate, red.channels) == (48_000, 2):
            lists = [name for name in red.parameters if "/" in name]
            if lists and set(lists[0].split("/")) == {inside}:
                return red
    return None


def prefers(section: MediaOffer, first: Codec, second: Codec) -> bool:
    """Return whether the peer lists `first` before `second`."""
    order = [codec.payload_type for codec in section.codecs]
    return order.index(first.payload_type) < order.index(second.payload_type)


def layers(section: MediaOffer) -> tuple[str, ...]:
    """Return the RIDs of the layers that we take of a simulcast offer; one layer alone is no simulcast.

    Our studio lists its smallest picture first.
    """
    return section.rids[:MAX_LAYERS] if len(section.rids) > 1 else ()
