"""What was negotiated with a peer, in the words of the relay. Pure; the only place that knows both rooms' values."""

from streaming.contract import Kind
from streaming.ports import Codec, Departures, TrackDescription
from streaming.relay.sections import NO_TYPE, PublishedMedia
from streaming.relay.slot import SlotDescription
from streaming.rtp.extensions import TRANSPORT_WIDE_CC
from streaming.signaling.description import Negotiated


def published_media(negotiated: Negotiated) -> tuple[PublishedMedia, ...]:
    """Return the accepted sections of a publisher."""
    return tuple(
        PublishedMedia(
            TrackDescription(section.role, section.kind, section.codec),
            section.mid,
            section.remote_ssrcs,
            section.extensions,
            section.rids,
            section.rtx,
            _type_of(section.retransmissions.get(section.codec.payload_type)),
            _type_of(section.redundancy),
        )
        for section in negotiated.media
        if section.accepted
    )


def slot_descriptions(negotiated: Negotiated) -> tuple[SlotDescription, ...]:
    """Return the accepted sections of a receiver."""
    return tuple(
        SlotDescription(
            section.role,
            section.kind,
            section.local_ssrc,
            {codec.name: codec.payload_type for codec in (section.codec, *section.alternatives)},
            section.codec.clock_rate,
            section.rtx_ssrc,
            {repeated: rtx.payload_type for repeated, rtx in section.retransmissions.items()},
            _type_of(section.redundancy),
        )
        for section in negotiated.media
        if section.accepted
    )


def departures_for(negotiated: Negotiated) -> Departures | None:
    """Return where packets for a receiver are numbered, or None if it gives no transport-wide feedback.

    Repeats have to go out in a stream of their own then: a packet that goes out twice under one sequence must be the same to the
    last bit, header included, or AES-GCM gives its key away (RFC 7714 section 9.2).
    """
    sections = [section for section in negotiated.media if section.accepted]
    numbers = {section.extensions.get(TRANSPORT_WIDE_CC, 0) for section in sections}
    pictures = [section for section in sections if section.kind is Kind.VIDEO]
    if len(numbers) != 1 or not all(section.rtx_ssrc for section in pictures):
        return None
    number = numbers.pop()
    return Departures(number) if 1 <= number <= 14 else None


def _type_of(codec: Codec | None) -> int:
    return codec.payload_type if codec is not None else NO_TYPE
