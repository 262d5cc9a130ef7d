"""What the relay must know of payloads: whether a packet starts a key frame. No I/O, no state.

Knows the packet formats of H.264, VP9, VP8 and AV1 as far as their first bytes; decodes nothing.
"""

H264 = "H264"
VP8 = "VP8"
VP9 = "VP9"
AV1 = "AV1"
OPUS = "opus"
RTX = "rtx"
RED = "red"

_NAL_IDR = 5
_NAL_SPS = 7
_NAL_STAP_A = 24
_NAL_FU_A = 28
_KEY_NALS = (_NAL_IDR, _NAL_SPS)


def starts_key_frame(codec_name: str, payload: bytes | memoryview) -> bool:
    """Return whether a receiver can begin decoding at this packet.

    For H.264 that is a packet with an SPS, or with the first bytes of an IDR slice; when an encoder sends
    SPS, PPS and the slices of one key frame in packets of their own, it is true of several packets of the
    same timestamp. Audio and unknown codecs: always False.

    Args:
        codec_name: as in `streaming.ports.Codec.name`.
        payload: without RTP header, extensions and padding; any bytes, also none.

    Never raises.
    """
    if codec_name == H264:
        return _h264(payload)
    if codec_name == VP9:
        return _vp9(payload)
    if codec_name == VP8:
        return _vp8(payload)
    if codec_name == AV1:
        # Source: RTP Payload Format For AV1, 4.4: N, the first packet of a coded video sequence; Z, in the middle of an OBU.
        return len(payload) > 1 and payload[0] & 0x88 == 0x08
    return False


def _h264(payload: bytes | memoryview) -> bool:
    """Source: RFC 6184 sections 5.3 (NAL types), 5.7.1 (STAP-A), 5.8 (FU-A)."""
    size = len(payload)
    if size < 2:
        return False
    nal = payload[0] & 0x1F
    if nal == _NAL_FU_A:
        indicator = payload[1]
        return indicator & 0x80 != 0 and indicator & 0x1F in _KEY_NALS
    if nal == _NAL_STAP_A:
        position = 1
        while position + 2 < size:
            if payload[position + 2] & 0x1F in _KEY_NALS:
                return True
            position += 2 + (payload[position] << 8 | payload[position + 1])
        return False
    return nal in _KEY_NALS


def _vp8(payload: bytes | memoryview) -> bool:
    """Source: RFC 7741 sections 4.2 (descriptor) and 4.3 (payload header, P bit: 0 in key frames)."""
    size = len(payload)
    # 0x17: the S bit and the partition index; a frame starts where S = 1 and PID = 0.
    if size < 2 or payload[0] & 0x17 != 0x10:
        return False
    position = 1
    if payload[0] & 0x80:
        extension = payload[1]
        position = 2
        if extension & 0x80:  # I: a picture id of 7 bits, or of 15 when its first bit is set
            if position >= size:
                return False
            position += 2 if payload[position] & 0x80 else 1
        if extension & 0x40:  # L: TL0PICIDX
            position += 1
        if extension & 0x30:  # T or K: one byte for both
            position += 1
    return position < size and payload[position] & 0x01 == 0


def _vp9(payload: bytes | memoryview) -> bool:
    """Source: RFC 9628 section 4.2 (descriptor; P: predicted from another picture, B: a frame begins)."""
    size = len(payload)
    if size < 2 or payload[0] & 0x48 != 0x08:
        return False
    if not payload[0] & 0x20:  # L: layer indices; without them there is one layer
        return True
    position = 1
    if payload[0] & 0x80:  # I: a picture id of 7 bits, or of 15 when its first bit is set
        position += 2 if payload[1] & 0x80 else 1
    # Spatial layers above the lowest are predicted from the one below them, in the same picture.
    return position < size and payload[position] & 0x0E == 0
