"""Bytes to meaning and back: RTP, RTCP and codec headers. No state. No I/O. Times are arguments."""
