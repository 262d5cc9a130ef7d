"""Picture numbers of one receiver's VP8: they go on without a seam when the source changes. No I/O.

Two layers of one camera count their pictures each for itself; a decoder that sees the count jump takes pictures for lost.
"""

from streaming.rtp.vp8 import Vp8Descriptor, describe, renumber


class PictureNumbers:
    """What is added to picture numbers (modulo 2^15, or 2^7) and to base-layer numbers (modulo 2^8)."""

    __slots__ = ("_base", "_base_shift", "_began", "_picture", "_picture_shift")

    def __init__(self) -> None:
        self._began = False
        self._picture = self._base = 0
        """The newest numbers that went out."""
        self._picture_shift = self._base_shift = 0

    @property
    def rewrites(self) -> bool:
        """Packets have to be changed; before the first change of source none has."""
        return self._picture_shift != 0 or self._base_shift != 0

    def begin(self, payload: bytes) -> None:
        """A new source starts with the key frame that this packet begins."""
        descriptor = describe(payload)
        if descriptor is None:
            return
        if self._began:
            self._picture_shift = (self._picture + 1 - descriptor.picture) & 0x7FFF
            self._base_shift = (self._base + 1 - descriptor.base) & 0xFF
        self._began = True

    def passed(self, payload: bytes) -> None:
        """Note the last packet of a source that went out unchanged, or changed by the present shifts."""
        descriptor = describe(payload)
        if descriptor is not None:
            self._note(descriptor)

    def rewrite(self, payload: bytes) -> bytes:
        """Return the payload with this receiver's numbers."""
        descriptor = describe(payload)
        if descriptor is None:
            return payload
        self._note(descriptor)
        picture = descriptor.picture + self._picture_shift
        return renumber(payload, descriptor, picture, descriptor.base + self._base_shift)

    def _note(self, descriptor: Vp8Descriptor) -> None:
        """Remember the newest number; late packets have older ones."""
        picture = (descriptor.picture + self._picture_shift) & 0x7FFF
        if not self._began or (picture - self._picture) & 0x7FFF < 0x4000:
            self._picture = picture
            self._base = (descriptor.base + self._base_shift) & 0xFF
