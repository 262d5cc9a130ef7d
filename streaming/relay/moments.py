"""One moment on the RTP clocks of two tracks of one publisher, joined by its sender reports. No I/O."""

from streaming.relay.track import Track


def same_moment(track: Track, timestamp: int, other: Track) -> int | None:
    """Return what `other`'s RTP clock (32 bits) showed at `timestamp` of `track`; None before both have reported.

    Both have to belong to one publisher, whose NTP clock the reports share, and to have one clock rate.
    Source: RFC 3550 section 6.4.1.
    """
    if track.clock is None or other.clock is None:
        return None
    ours, theirs = track.clock[0], other.clock[0]
    rate = track.description.codec.clock_rate
    since = (timestamp - ours.timestamp_rtp + 0x8000_0000 & 0xFFFF_FFFF) - 0x8000_0000
    apart = (ours.ntp_time - theirs.ntp_time) * rate >> 32
    return (theirs.timestamp_rtp + apart + since) & 0xFFFF_FFFF
