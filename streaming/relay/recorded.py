"""What the recorder keeps of a publication: its one stream, or the best layer that flows. No I/O; times are arguments.

Of layers the recorder gets one stream whose numbers go on without a seam, so that a journal knows nothing of layers.
"""

from dataclasses import replace
from typing import Protocol

from streaming.ports import RtpPacket, TrackSink
from streaming.relay.moments import same_moment
from streaming.relay.munger import Munger
from streaming.relay.publication import Publication
from streaming.relay.switch import Switch
from streaming.relay.track import Track

UP_HOLD = 3.0
"""Seconds for which a better layer has to flow before the recording goes up again: each change makes a new header of its film."""
FIRST_HOLD = 0.3
"""The same as long as it never had to go down: a browser begins with its smallest picture and adds the others."""


class Recording(Protocol):
    """One publication that is being recorded."""

    @property
    def track(self) -> Track | None:
        """The stream that is recorded now."""

    def poll(self, now: float) -> None:
        """Look which layer is the best; call it every 100 ms."""

    def close(self) -> None:
        """Record no more; idempotent."""


class RecordedStream:
    """The only stream of a publication. The track itself hands its packets to the sink."""

    def __init__(self, publication: Publication, sink: TrackSink) -> None:
        self._publication = publication
        self._sink = sink
        self.track: Track | None = None
        self.poll(0.0)

    def poll(self, now: float) -> None:
        """Follow the publisher to a new SSRC."""
        track = self._publication.layers[-1] if self._publication.layers else None
        if track is not self.track:
            self._leave()
            self.track = track
            if track is not None:
                track.sink = self._sink

    def close(self) -> None:
        """See `Recording`."""
        self._leave()
        self._sink.close()

    def _leave(self) -> None:
        if self.track is not None:
            self.track.sink = None
        self.track = None


class RecordedLayers:
    """The best layer of a publication. Implements `fan.Forward` and `switch.Switching`."""

    def __init__(self, publication: Publication, sink: TrackSink) -> None:
        self.track: Track | None = None
        self._publication = publication
        self._sink = sink
        self._munger = Munger(publication.description.codec.clock_rate, 0, 0)
        self._waiting = True
        self._ssrc = 0
        self._switch: Switch | None = None
        self._better_since = -1.0
        self._hold = FIRST_HOLD
        self._reported = -1

    def poll(self, now: float) -> None:
        """See `Recording`."""
        flowing = self._publication.flowing(now)
        self._report()
        if not flowing:
            return
        best = self._publication.within_reach(self.track, now)[-1]
        if self.track is None:
            self._enter(best)
        elif self.track not in flowing:
            self._hold = UP_HOLD
            self._want(best)
        elif best.layer <= self.track.layer:
            self._better_since = -1.0
        elif self._better_since < 0:
            self._better_since = now
        elif now - self._better_since >= self._hold:
            self._want(best)

    def close(self) -> None:
        """See `Recording`."""
        self._drop_switch()
        self._leave()
        self._sink.close()

    def forward(self, packet: RtpPacket) -> None:
        """Hand a packet on under the recording's own numbers, from the first key frame on."""
        if self._waiting:
            if not packet.key_frame:
                return
            self._begin(packet, None)
        elif packet.extended_sequence >= self._munger.first_source:
            self._munger.passed(packet)
            self._hand_on(packet)

    def restart(self) -> None:
        """New numbers of the publisher: go on at the next key frame."""
        self._waiting = True

    def detach(self) -> None:
        """The track is over; the next poll finds another one."""
        self._leave()

    def go_over(self, switch: Switch, packet: RtpPacket) -> None:
        """See `Switching`."""
        previous, track = self.track, switch.track
        self._drop_switch()
        self._leave()
        self.track = track
        track.receivers.join(self)
        moment = same_moment(track, packet.timestamp_rtp, previous) if previous else None
        self._begin(packet, moment)

    def forget(self, switch: Switch) -> None:
        """See `Switching`."""
        self._switch = None

    def _want(self, track: Track) -> None:
        if self._switch is None or self._switch.track is not track:
            self._drop_switch()
            self._switch = Switch(self, track)

    def _enter(self, track: Track) -> None:
        self._drop_switch()
        self.track = track
        self._waiting = True
        track.receivers.join(self)
        track.want_key_frame()

    def _begin(self, packet: RtpPacket, moment: int | None) -> None:
        self._ssrc = self._ssrc or packet.ssrc
        self._munger.begin(self.track, packet, moment)
        self._munger.passed(packet)
        self._waiting = False
        self._better_since = -1.0
        self._reported = -1
        self._report()
        self._hand_on(packet)

    def _hand_on(self, packet: RtpPacket) -> None:
        sequence = packet.extended_sequence + self._munger.sequence_shift
        self._sink.packet(
            replace(
                packet,
                ssrc=self._ssrc,
                sequence=sequence & 0xFFFF,
                extended_sequence=sequence,
                timestamp_rtp=packet.timestamp_rtp + self._munger.timestamp_shift & 0xFFFF_FFFF,
            )
        )

    def _report(self) -> None:
        """Hand on the publisher's clock where it has said it anew."""
        if self._waiting or self.track is None or self.track.clock is None:
            return
        report, arrived = self.track.clock
        if report.ntp_time != self._reported:
            self._reported = report.ntp_time
            timestamp = report.timestamp_rtp + self._munger.timestamp_shift & 0xFFFF_FFFF
            self._sink.sender_report(report.ntp_time, timestamp, arrived)

    def _leave(self) -> None:
        track, self.track = self.track, None
        if track is not None:
            track.receivers.leave(self)

    def _drop_switch(self) -> None:
        if self._switch is not None:
            self._switch.leave()
        self._switch = None
