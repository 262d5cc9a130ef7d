"""Cutting the frames of one journal into segments, still on the RTP clock. Pure.

Pictures are cut at key frames about every two seconds, sound about every two seconds. What is missing for a
short time is bridged so that players do not stop: the last picture is held, and for sound Opus' own mark of
a lost frame is put in. Both are listed as losses; nothing is invented. Longer gaps end the segment.
"""

from dataclasses import dataclass, field

from streaming.recording.assembly import Parameters, opus_duration
from streaming.recording.depacketize import ResumePoint, Unit

CUT_AFTER = 1.5
"""Seconds: pictures are cut at the first key frame after it. The node asks for one every 2 s."""
AUDIO_LENGTH = 2.0
"""Seconds of sound per segment: as long as those of pictures, so that a live page waits for neither."""
LENGTH_MAX = 8.0
"""Seconds: longest segment, with or without a key frame; the target duration of live playlists rests on it. Frames that
come at least once a second are cut a second before it, so that nothing has to be held."""
BRIDGE_MAX = 5.0
"""Seconds without pictures that are bridged inside a segment: two lost key frames and the one after them."""
AUDIO_BRIDGE_MAX = 3.0
"""Seconds without sound that are bridged: a change of network; longer, the publisher is away."""
LISTED = 0.2
"""Seconds: longer losses are listed."""


LEAD = 9_600
"""Ticks of sound that a cut knows of what is before it: an encoder of AAC wants 5,120 of them, and Opus itself 80 ms before these."""


@dataclass(frozen=True, slots=True)
class Loss:
    """Media missing inside a segment, where the last picture is held or silence is played."""

    start_rtp: int
    end_rtp: int
    reason: str


@dataclass(slots=True)
class Cut:
    """The frames of one segment."""

    parameters: Parameters
    units: list[Unit]
    anew: bool
    """It does not start where the cut before ended: its place is to be found anew."""
    lost: str
    """Why media is missing before it; empty: nothing is."""
    end_rtp: int = 0
    """RTP time at which the last frame ends."""
    continues: bool = False
    """The next cut starts exactly at `end_rtp`."""
    losses: list[Loss] = field(default_factory=list)
    resume: ResumePoint | None = None
    """Where to read the journal again after this cut; None: the journal is done."""

    lead: list[Unit] = field(default_factory=list)
    """Sound: the last frames before it, `LEAD` long at least, if it follows on a cut without a seam and they are known."""
    last_rtp: int = 0
    """RTP time of the last frame that came; fillings behind it do not count."""

    @property
    def start_rtp(self) -> int:
        """RTP time of the first frame."""
        return self.units[0].time_rtp


class Segmenter:
    """Takes the frames of one journal in order."""

    def __init__(self, rate: int, *, audio: bool) -> None:
        """`rate` is the RTP clock rate in Hz."""
        self._rate = rate
        self._audio = audio
        self._cut: Cut | None = None
        self._parameters: Parameters | None = None
        self._step = 0
        """Ticks between the last two frames: how long the last one is held when nothing follows."""
        self._fresh = True
        self._lead: list[Unit] = []

    def resume(self, parameters: Parameters, *, continues: bool) -> None:
        """Go on behind a cut of an earlier run; `continues` as it said."""
        self._parameters = parameters
        self._fresh = not continues

    @property
    def holds_frames(self) -> bool:
        """Whether a segment has been begun."""
        return self._cut is not None

    def push(self, unit: Unit) -> list[Cut]:
        """Take the next frame; return the segment that it ends, if any."""
        done: list[Cut] = []
        changed = unit.parameters is not None and unit.parameters != self._parameters
        cut = self._cut
        if cut is not None:
            self._straighten(cut.units[-1], unit)
            if self._ends(cut, unit, changed=changed):
                done.append(self._end(cut, unit))
            else:
                self._bridge(cut, unit)
        if unit.parameters is not None:
            self._parameters = unit.parameters
        if self._cut is None:
            if self._parameters is None:
                return done
            anew = unit.restarted or self._fresh
            lead = [] if anew else self._lead
            self._cut = Cut(self._parameters, [], anew, unit.lost, lead=lead)
            self._fresh = False
        self._cut.units.append(unit)
        return done

    def flush(self, resume: ResumePoint | None) -> Cut | None:
        """End the segment that has been begun, because nothing follows soon; None if there is none."""
        cut, self._cut = self._cut, None
        if cut is None:
            return None
        cut.last_rtp = cut.units[-1].time_rtp
        cut.end_rtp = self._natural_end(cut)
        cut.resume = resume
        self._fresh = True
        return cut

    def _straighten(self, last: Unit, unit: Unit) -> None:
        """Mend times that stand still or go back. Pictures may go back: an encoder may send them out of order."""
        if unit.restarted:
            return
        if self._audio and unit.time_rtp < last.time_rtp + opus_duration(last.data) // 2:
            unit.restarted = True
        elif unit.time_rtp == last.time_rtp:
            unit.time_rtp += 1

    def _ends(self, cut: Cut, unit: Unit, *, changed: bool) -> bool:
        """Say if `unit` belongs to the next segment."""
        length = (unit.time_rtp - cut.start_rtp) / self._rate
        if unit.restarted or changed or length > LENGTH_MAX - 1.0 or self._is_apart(cut, unit):
            return True
        if self._audio:
            return length >= AUDIO_LENGTH
        return unit.key_frame and length >= CUT_AFTER

    def _is_apart(self, cut: Cut, unit: Unit) -> bool:
        """Say if too much is missing before `unit` to be bridged. A still picture misses nothing."""
        missing = (unit.time_rtp - self._natural_end(cut)) / self._rate
        if self._audio:
            return missing > AUDIO_BRIDGE_MAX
        return unit.lost != "" and missing > BRIDGE_MAX

    def _end(self, cut: Cut, unit: Unit) -> Cut:
        """End a segment before `unit`."""
        cut.last_rtp = cut.units[-1].time_rtp
        natural = self._natural_end(cut)
        longest = cut.start_rtp + int(LENGTH_MAX * self._rate)
        apart = unit.restarted or self._is_apart(cut, unit)
        cut.resume = unit.resume
        cut.continues = not apart and unit.time_rtp <= longest
        if cut.continues:
            self._bridge(cut, unit)
            cut.end_rtp = unit.time_rtp
        else:
            # A still picture that nobody sent again is held as long as a segment may be.
            cut.end_rtp = natural if apart else max(natural, longest)
        self._cut = None
        self._fresh = not cut.continues
        if self._audio:
            self._lead = _latest([*cut.lead, *cut.units], cut.end_rtp - LEAD)
        return cut

    def _bridge(self, cut: Cut, unit: Unit) -> None:
        """Fill the time from the last frame of a cut to `unit`, which follows it."""
        last = cut.units[-1]
        if not self._audio:
            step = unit.time_rtp - last.time_rtp
            if not unit.lost:
                self._step = step
            elif step > LISTED * self._rate:
                start = last.time_rtp + self._usual_step(cut)
                cut.losses.append(Loss(start, unit.time_rtp, unit.lost))
            return
        at = self._natural_end(cut)
        if unit.lost and unit.time_rtp - at > LISTED * self._rate:
            cut.losses.append(Loss(at, unit.time_rtp, unit.lost))
        # Source: RFC 6716 section 3.2.1: a frame of no bytes says that it was lost or not sent. Without
        # it players, which count samples, would play everything behind the loss too early.
        empty = bytes((last.data[0] & 0xFC,))
        length = opus_duration(empty)
        while at + length <= unit.time_rtp:
            cut.units.append(Unit(empty, True, None, at, last.arrived, "", False, last.resume))
            at += length

    def _natural_end(self, cut: Cut) -> int:
        last = cut.units[-1]
        if self._audio:
            return last.time_rtp + opus_duration(last.data)
        return last.time_rtp + self._usual_step(cut)

    def _usual_step(self, cut: Cut) -> int:
        """Return how long a picture is usually shown, in ticks: as the one before, else 1/15 s."""
        if len(cut.units) > 1:
            step = abs(cut.units[-1].time_rtp - cut.units[-2].time_rtp)
            return min(step, self._rate)
        return min(abs(self._step), self._rate) or self._rate // 15


def _latest(units: list[Unit], time_rtp: int) -> list[Unit]:
    """Return the frames from the one that is heard at `time_rtp` on, without fillings."""
    begins = max((n for n, unit in enumerate(units) if unit.time_rtp <= time_rtp), default=0)
    return [unit for unit in units[begins:] if len(unit.data) > 1]
