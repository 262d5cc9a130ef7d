"""From ordered RTP payloads to the frames of one codec: H.264, VP9, VP8, AV1 and Opus. Pure.

A frame with a missing or damaged part is never passed on. For pictures nobody can tell from outside which
later frame refers to a lost one, and players freeze or smear at the first that does; so after any loss
everything up to the next whole key frame is left out. The node asks the publisher for key frames every
two seconds, which bounds the loss.
"""

import base64
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from streaming.errors import JournalError
from streaming.ports import Codec
from streaming.recording import av1, h264
from streaming.recording.av1 import Av1Parameters
from streaming.recording.h264 import H264Parameters
from streaming.recording.vp9 import Vp9Parameters, read_descriptor, read_key_frame

FRAME_MAX = 16 * 1024 * 1024
"""Bytes of one frame; a sender that never ends a frame must not fill the memory."""


@dataclass(frozen=True, slots=True)
class Vp8Parameters:
    """What a VP8 key frame says of the pictures that follow."""

    width: int
    height: int

    @property
    def codec(self) -> str:
        """RFC 6381 string: profile 0, level not known, 8 bits. Source: VP Codec ISO Media File Format Binding."""
        return "vp08.00.10.08"

    def configuration(self) -> bytes:
        """Return the content of a `vpcC` behind version and flags: 8 bits, 4:2:0, colours not said (2)."""
        return bytes((0, 10, 8 << 4 | 1 << 1, 2, 2, 2, 0, 0))


@dataclass(frozen=True, slots=True)
class OpusParameters:
    """How Opus is announced."""

    channels: int = 2

    @property
    def codec(self) -> str:
        """RFC 6381 string."""
        return "opus"


@dataclass(frozen=True, slots=True)
class AacParameters:
    """AAC of low complexity in two channels, made of Opus by the archiver (see `aac`)."""

    @property
    def codec(self) -> str:
        """RFC 6381 string."""
        return "mp4a.40.2"

    def configuration(self) -> bytes:
        """Return the AudioSpecificConfig: 48 kHz, two channels, and that no SBR is in it. Source: ISO/IEC 14496-3, 1.6.2.1."""
        return b"\x11\x90\x56\xe5\x00"


Parameters = (
    H264Parameters | Vp9Parameters | Vp8Parameters | Av1Parameters | OpusParameters | AacParameters
)


@dataclass(frozen=True, slots=True)
class Frame:
    """One whole frame, as a sample of a CMAF file holds it."""

    data: bytes
    key_frame: bool
    parameters: Parameters | None
    """What decodes it; only with key frames, None otherwise."""


class Assembler(Protocol):
    """Collects the packets of one frame. `hole` and `finish` say where it was torn and where it ends."""

    waiting: bool
    """True while frames are left out until a key frame comes."""

    def resume(self, parameters: Parameters | None) -> None:
        """Go on in the middle of a stream that `parameters` decode, as if the frames before had been seen."""

    def take(self, payload: bytes) -> None:
        """Take the next payload of the frame."""

    def hole(self) -> None:
        """Packets are missing here: forget the frame, and wait for a key frame if it is a picture."""

    def finish(self) -> Frame | None:
        """End the frame; None if it cannot be passed on."""


class H264Assembler:
    """RFC 6184, packetization modes 0 and 1: single NAL units, STAP-A and FU-A."""

    def __init__(self, parameter_sets: tuple[bytes, ...] = ()) -> None:
        """Begin with the parameter sets of the session description, if it had any."""
        self._sps = b""
        self._pps: dict[int, bytes] = {}
        self._nals: list[bytes] = []
        self._fragments: list[bytes] = []
        self._size = 0
        self._broken = False
        self.waiting = True
        self._in_band = False
        """Parameter sets came since the last picture or loss; some encoders send them in units of their own."""
        self._ever_in_band = False
        self._described = bool(parameter_sets)
        for nal in parameter_sets:
            self._keep_set(nal)

    def resume(self, parameters: Parameters | None) -> None:
        """Go on with known parameter sets."""
        if isinstance(parameters, H264Parameters):
            for nal in (parameters.sps, *parameters.pps):
                self._keep_set(nal)
            self.waiting = False
            # Sets that no description brought came in band.
            self._ever_in_band = not self._described

    def take(self, payload: bytes) -> None:
        """Take the next payload of the access unit."""
        self._size += len(payload)
        kind = payload[0] & 0x1F
        if kind == 28 and len(payload) > 2:
            self._take_fragment(payload)
        elif self._fragments or self._size > FRAME_MAX:
            self._broken = True
        elif 0 < kind < 24:
            self._take_nal(payload)
        elif kind == 24:
            self._take_aggregate(payload)
        else:
            self._broken = True

    def hole(self) -> None:
        """Forget the access unit; wait for the next whole key frame."""
        # Between two units nothing is broken: whether the next one is whole shows in its first slice.
        self._broken = self._broken or self._size > 0
        self._in_band = False
        self.waiting = True

    def finish(self) -> Frame | None:
        """End the access unit."""
        nals, broken, in_band = self._nals, self._broken or bool(self._fragments), self._in_band
        self._nals, self._fragments, self._size, self._broken = [], [], 0, False
        slices = [nal for nal in nals if 0 < nal[0] & 0x1F <= h264.IDR]
        if slices or broken:
            self._in_band = False
        if broken:
            self.waiting = True
        if broken or not slices:
            return None
        key_frame = slices[0][0] & 0x1F == h264.IDR
        parameters = self._trusted_parameters(slices[0], in_band=in_band) if key_frame else None
        if key_frame:
            self.waiting = parameters is None
        if self.waiting:
            return None
        data = b"".join([len(nal).to_bytes(4, "big") + nal for nal in nals])
        return Frame(data, key_frame, parameters)

    def _trusted_parameters(self, first: bytes, *, in_band: bool) -> H264Parameters | None:
        """Return what decodes the key frame whose first slice is given; None if that is not certain.

        After a loss the packets before this frame may have held new parameter sets: then only a key
        frame that brings its own is trusted, unless the stream never carries any.
        """
        if self.waiting and self._ever_in_band and not in_band:
            return None
        if not self._sps or not self._pps or not h264.begins_picture(first):
            return None
        try:
            return h264.make_parameters(self._sps, tuple(self._pps.values()))
        except ValueError:
            return None

    def _take_nal(self, nal: bytes) -> None:
        kind = nal[0] & 0x1F
        if kind in {h264.SPS, h264.PPS}:
            self._keep_set(nal)
            self._in_band = self._ever_in_band = True
        elif kind not in {h264.DELIMITER, h264.FILLER}:
            self._nals.append(nal)

    def _keep_set(self, nal: bytes) -> None:
        if len(nal) < 2:
            self._broken = True
        elif nal[0] & 0x1F == h264.SPS:
            if nal != self._sps:
                self._sps = nal
                self._pps.clear()
        else:
            self._pps[h264.picture_parameter_set_id(nal)] = nal

    def _take_aggregate(self, payload: bytes) -> None:
        at, end = 1, len(payload)
        while at < end:
            size = int.from_bytes(payload[at : at + 2], "big")
            nal = payload[at + 2 : at + 2 + size]
            if not size or len(nal) != size:
                self._broken = True
                return
            self._take_nal(nal)
            at += 2 + size

    def _take_fragment(self, payload: bytes) -> None:
        header = payload[1]
        if header & 0x80:
            if self._fragments:
                self._broken = True
            self._fragments = [bytes(((payload[0] & 0xE0) | (header & 0x1F),)), payload[2:]]
        elif not self._fragments or self._size > FRAME_MAX:
            self._broken = True
            return
        else:
            self._fragments.append(payload[2:])
        if header & 0x40:
            nal = b"".join(self._fragments)
            self._fragments = []
            self._take_nal(nal)


class Vp8Assembler:
    """RFC 7741."""

    def __init__(self) -> None:
        """Begin before the first key frame."""
        self._parts: list[bytes] = []
        self._size = 0
        self._broken = False
        self.waiting = True

    def resume(self, parameters: Parameters | None) -> None:
        """Go on between two frames."""
        self.waiting = not isinstance(parameters, Vp8Parameters)

    def take(self, payload: bytes) -> None:
        """Take the next payload of the frame."""
        at = vp8_descriptor_length(payload)
        self._size += len(payload)
        starts = payload[0] & 0x17 == 0x10
        if not at or starts == bool(self._parts) or self._size > FRAME_MAX:
            self._broken = True
            return
        self._parts.append(payload[at:])

    def hole(self) -> None:
        """Forget the frame; wait for the next whole key frame."""
        self._broken = self._broken or self._size > 0
        self.waiting = True

    def finish(self) -> Frame | None:
        """End the frame."""
        data, broken = b"".join(self._parts), self._broken
        self._parts, self._size, self._broken = [], 0, False
        if broken or not data:
            self.waiting = self.waiting or broken
            return None
        if data[0] & 1:
            return None if self.waiting else Frame(data, key_frame=False, parameters=None)
        # Source: RFC 6386 section 9.1: start code, then 14 bits of width and of height.
        if len(data) < 10 or data[3:6] != b"\x9d\x01\x2a":
            self.waiting = True
            return None
        self.waiting = False
        width = int.from_bytes(data[6:8], "little") & 0x3FFF
        height = int.from_bytes(data[8:10], "little") & 0x3FFF
        return Frame(data, key_frame=True, parameters=Vp8Parameters(width, height))


class Vp9Assembler:
    """RFC 9628. Of a picture in spatial layers the lowest is kept, which decodes alone; nobody is asked for layers."""

    def __init__(self) -> None:
        """Begin before the first key frame."""
        self._parts: list[bytes] = []
        self._size = 0
        self._whole = False
        self._broken = False
        self.waiting = True

    def resume(self, parameters: Parameters | None) -> None:
        """Go on between two frames."""
        self.waiting = not isinstance(parameters, Vp9Parameters)

    def take(self, payload: bytes) -> None:
        """Take the next payload of the picture."""
        self._size += len(payload)
        said = read_descriptor(payload)
        if said is None or self._size > FRAME_MAX:
            self._broken = True
        elif said.layer == 0:
            if said.begins == bool(self._parts) or self._whole:
                self._broken = True
            self._parts.append(payload[said.length :])
            self._whole = said.ends

    def hole(self) -> None:
        """Forget the picture; wait for the next whole key frame."""
        self._broken = self._broken or self._size > 0
        self.waiting = True

    def finish(self) -> Frame | None:
        """End the picture."""
        data, broken = b"".join(self._parts), self._broken or not self._whole
        self._parts, self._size, self._whole, self._broken = [], 0, False, False
        parameters = None
        try:
            parameters = None if broken else read_key_frame(data)
        except ValueError:
            broken = True
        if broken:
            self.waiting = True
            return None
        if parameters is not None:
            self.waiting = False
        return None if self.waiting else Frame(data, parameters is not None, parameters)


class Av1Assembler:
    """RTP Payload Format For AV1. Of a picture in spatial layers the lowest is kept, which decodes alone; nobody is asked for layers."""

    def __init__(self) -> None:
        """Begin before the first key frame."""
        self._obus: list[bytes] = []
        self._open: list[bytes] = []
        self._size = 0
        self._broken = False
        self.waiting = True

    def resume(self, parameters: Parameters | None) -> None:
        """Go on between two pictures."""
        self.waiting = not isinstance(parameters, Av1Parameters)

    def take(self, payload: bytes) -> None:
        """Take the next payload of the picture."""
        self._size += len(payload)
        try:
            said = av1.read_elements(payload)
        except ValueError:
            self._broken = True
            return
        if said.continued != bool(self._open) or self._size > FRAME_MAX:
            self._broken = True
            return
        for number, part in enumerate(said.parts, 1):
            self._open.append(part)
            if number < len(said.parts) or not said.unfinished:
                if obu := b"".join(self._open):
                    self._obus.append(obu)
                self._open = []

    def hole(self) -> None:
        """Forget the picture; wait for the next whole key frame."""
        self._broken = self._broken or self._size > 0
        self.waiting = True

    def finish(self) -> Frame | None:
        """End the picture: a temporal unit."""
        broken = self._broken or bool(self._open)
        obus = [
            obu
            for obu in self._obus
            if av1.kind_of(obu) not in av1.DROPPED and not av1.spatial_layer(obu)
        ]
        self._obus, self._open, self._size, self._broken = [], [], 0, False
        try:
            frame = None if broken or not obus else _temporal_unit(obus)
        except ValueError:
            frame = None
        if frame is None:
            self.waiting = self.waiting or broken or bool(obus)
            return None
        if frame.key_frame:
            self.waiting = False
        return None if self.waiting else frame


class OpusAssembler:
    """RFC 7587: one packet is one frame, and every frame can be decoded alone."""

    def __init__(self) -> None:
        """Begin anywhere."""
        self.waiting = False
        self._data = b""
        self._parameters = OpusParameters()

    def resume(self, parameters: Parameters | None) -> None:
        """Nothing to know."""

    def take(self, payload: bytes) -> None:
        """Take the packet."""
        self._data = payload

    def hole(self) -> None:
        """Nothing to forget."""

    def finish(self) -> Frame | None:
        """Return the packet, if its length is one that Opus has."""
        data, self._data = self._data, b""
        if not opus_duration(data):
            return None
        return Frame(data, key_frame=True, parameters=self._parameters)


def make_assembler(codec: Codec) -> Assembler:
    """Return the assembler of a codec.

    Raises:
        JournalError: if recordings of this codec cannot be made; the message names it.
    """
    match codec.name.lower():
        case "h264":
            return H264Assembler(_out_of_band(codec.parameters))
        case "vp9":
            return Vp9Assembler()
        case "vp8":
            return Vp8Assembler()
        case "av1":
            return Av1Assembler()
        case "opus":
            return OpusAssembler()
        case _:
            raise JournalError(
                f"codec {codec.name!r} came, H264, VP9, VP8, AV1 and opus can be recorded"
            )


def _temporal_unit(obus: list[bytes]) -> Frame:
    """Return the OBUs of one picture as a sample; a key frame only with the sequence header that decodes it."""
    headers = [obu for obu in obus if av1.kind_of(obu) == av1.SEQUENCE_HEADER]
    pictures = [obu for obu in obus if av1.kind_of(obu) in {av1.FRAME, av1.FRAME_HEADER}]
    if not pictures:
        raise ValueError("a temporal unit without a picture")
    data = b"".join(map(av1.with_size, obus))
    if not headers or not av1.shows_key_frame(pictures[0]):
        return Frame(data, key_frame=False, parameters=None)
    return Frame(data, key_frame=True, parameters=av1.read_sequence(headers[0]))


def opus_duration(packet: bytes) -> int:
    """Return the length of an Opus packet in samples of 48 kHz; 0 if it is not one.

    Source: RFC 6716 section 3.1 (TOC byte) and 3.2.5 (code 3).
    """
    if not packet:
        return 0
    configuration = packet[0] >> 3
    if configuration < 12:
        frame = (480, 960, 1920, 2880)[configuration & 3]
    elif configuration < 16:
        frame = (480, 960)[configuration & 1]
    else:
        frame = (120, 240, 480, 960)[configuration & 3]
    count = (1, 2, 2, packet[1] & 0x3F if len(packet) > 1 else 0)[packet[0] & 3]
    samples = frame * count
    return samples if samples <= 5760 else 0


def vp8_descriptor_length(payload: bytes) -> int:
    """Return the bytes before the VP8 data; 0 if there is no data. Source: RFC 7741 section 4.2."""
    at = 1
    if payload[0] & 0x80:
        if len(payload) < 2:
            return 0
        extensions = payload[1]
        at = 2
        if extensions & 0x80:
            if len(payload) <= at:
                return 0
            at += 2 if payload[at] & 0x80 else 1
        if extensions & 0x40:
            at += 1
        if extensions & 0x30:
            at += 1
    return at if at < len(payload) else 0


def _out_of_band(parameters: Mapping[str, str]) -> tuple[bytes, ...]:
    """Return the parameter sets of the session description. Source: RFC 6184 section 8.1."""
    sets = []
    for text in parameters.get("sprop-parameter-sets", "").split(","):
        with suppress(ValueError):
            sets.append(base64.b64decode(text, validate=True))
    return tuple(nal for nal in sets if nal)
