"""Which media section, layer or repeated stream a publisher's new SSRC belongs to. No I/O, no state.

The offer names SSRCs, or it does not (simulcast): then the packets themselves carry MID and RID.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from streaming.ports import TrackDescription
from streaming.rtp import extensions
from streaming.rtp.header import Header

NO_TYPE = -1
"""Stands where a payload type was not agreed."""


@dataclass(frozen=True, slots=True)
class PublishedMedia:
    """One media section of a publisher's negotiated offer."""

    description: TrackDescription
    mid: str
    ssrcs: tuple[int, ...] = ()
    extensions: Mapping[str, int] = field(default_factory=dict)
    rids: tuple[str, ...] = ()
    """Simulcast layers, the smallest picture first; empty: one stream."""
    rtx: Mapping[int, int] = field(default_factory=dict)
    """SSRC that retransmits → the one whose packets it repeats, as far as the offer says it."""
    rtx_payload_type: int = NO_TYPE
    red_payload_type: int = NO_TYPE


@dataclass(frozen=True, slots=True)
class Place:
    """Where a stream belongs."""

    section: PublishedMedia
    layer: int
    """Index in `section.rids`; 0 without simulcast."""
    repeats: bool
    """It is a retransmission stream of that layer."""


class Sections:
    """The sections of one publisher."""

    __slots__ = ("_mid", "_repaired", "_rid", "_sections")

    def __init__(self, sections: tuple[PublishedMedia, ...]) -> None:
        self._sections = sections
        agreed: dict[str, int] = {}
        for section in sections:
            agreed.update(section.extensions)
        self._mid = agreed.get(extensions.MID, 0)
        self._rid = agreed.get(extensions.RTP_STREAM_ID, 0)
        self._repaired = agreed.get(extensions.REPAIRED_RTP_STREAM_ID, 0)

    def place(self, data: memoryview, header: Header) -> Place | None:
        """Return where the stream of a packet belongs, or None while nothing tells."""
        section = self._section(data, header)
        if section is None:
            return None
        repeats = header.payload_type == section.rtx_payload_type
        if not section.rids:
            return Place(section, 0, repeats)
        name = self._text(data, header, self._repaired if repeats else self._rid)
        if name not in section.rids:
            return None
        return Place(section, section.rids.index(name), repeats)

    def _section(self, data: memoryview, header: Header) -> PublishedMedia | None:
        for section in self._sections:
            if header.ssrc in section.ssrcs or header.ssrc in section.rtx:
                return section
        if self._mid:
            mid = self._text(data, header, self._mid)
            if mid:
                return next((section for section in self._sections if section.mid == mid), None)
        matching = [
            section
            for section in self._sections
            if header.payload_type
            in (section.description.codec.payload_type, section.red_payload_type)
            and not section.ssrcs
        ]
        return matching[0] if len(matching) == 1 else None

    @staticmethod
    def _text(data: memoryview, header: Header, identifier: int) -> str:
        value = extensions.element(data, header, identifier) if identifier else None
        return value.decode("ascii", "replace") if value is not None else ""
