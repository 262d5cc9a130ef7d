"""What one receiver's link is used for: how much it carries, which layers that pays for, when to try for more. No I/O.

Joins the estimate, the probes and the chooser of one receiver to its slots. Nothing here reaches a publisher but the wish for a
key frame of a layer. A receiver that gives no transport-wide feedback gets the best of everything, up to the rate that it names itself (REMB).
"""

from collections.abc import Sequence
from enum import StrEnum

from streaming.contract import BOARD, Kind
from streaming.ports import Departures
from streaming.relay.estimate import HEAD_ROOM, LinkEstimate
from streaming.relay.layers import OFF, Chooser, Picture, importance
from streaming.relay.probe import Prober
from streaming.relay.redundancy import MUCH
from streaming.relay.sent import SentLog
from streaming.relay.slot import Slot
from streaming.relay.track import Track
from streaming.rtp.rtcp import TransportFeedback

CHOOSE_INTERVAL = 0.25
"""Seconds between choices while nothing happens; feedback that lowers the estimate causes one at once."""
SOUND_BPS = 48_000
"""Kept free for each voice at least; Opus sends speech at about 32 kbit/s, and headers come on top."""
REPEATED_SOUND_BPS = 34_000
"""The same for each time that it is sent again: the frame and four octets, in a packet that goes anyway."""
REDUNDANCY_BPS = (100_000, 140_000, 180_000, 220_000)
"""Estimates from which sound can be sent twice, three times, …: 50 packets a second with 65 octets of headers each."""
UNLIMITED_BPS = 1 << 40
PACKET_OVERHEAD = 1.06
"""Headers, encryption tag and UDP beside 1,100 bytes of payload."""
SEVERE = 1.5
"""A layer that costs this multiple of what is left is not waited out until the smaller one begins."""
MAX_REPEATS = 40
"""Packets of one look; 10 ms of 20 Mbit/s have 22, and a picture's last packet may be a small one."""
MAX_REPEATS_BACK = 300
"""Packets of a picture that a probe goes back over."""


class Appetite(StrEnum):
    """How much a receiver asks for itself."""

    EVERYTHING = "everything"
    SAVER = "saver"
    """The smallest layer of every picture: data cost money here."""
    BOARD = "board"
    """Sound and the board only."""

    @classmethod
    def named(cls, name: str) -> "Appetite":
        """Return the one with this name; whoever says anything else asks for everything."""
        return cls(name) if name in list(cls) else cls.EVERYTHING


class Allocation:
    """See the module."""

    __slots__ = (
        "_choose_due",
        "_chooser",
        "_departures",
        "_estimate",
        "_limit_bps",
        "_log",
        "_pictures",
        "_prober",
        "_repeated",
        "_sounds",
        "appetite",
    )

    def __init__(self, slots: Sequence[Slot], departures: Departures | None, now: float) -> None:
        """`departures` is None for a receiver that agreed to no transport-wide feedback."""
        self.appetite = Appetite.EVERYTHING
        self._pictures = [slot for slot in slots if slot.description.kind is Kind.VIDEO]
        self._sounds = [slot for slot in slots if slot.description.kind is Kind.AUDIO]
        self._chooser = Chooser(len(self._pictures))
        self._departures = departures
        self._limit_bps = 0
        self._repeated = 0
        self._choose_due = now
        self._log = SentLog(departures) if departures is not None else None
        self._estimate = LinkEstimate(now) if departures is not None else None
        self._prober = Prober(departures, now) if departures is not None else None

    @property
    def estimates(self) -> bool:
        """Whether the link is measured: the receiver gives transport-wide feedback."""
        return self._estimate is not None

    @property
    def bitrate_bps(self) -> int:
        """What the link is believed to carry, in bit/s; 0: nothing is known against it."""
        return self._estimate.bitrate_bps if self._estimate is not None else self._limit_bps

    @property
    def calm_loss(self) -> float | None:
        """The link's loss while nothing waited on it: what redundancy mends. None without feedback that tells."""
        return self._estimate.calm_loss if self._estimate is not None else None

    @property
    def layers(self) -> dict[str, int]:
        """Return the layer of each picture that is sent or gone over to, by role; `OFF`: none."""
        return {
            slot.description.role: slot.wanted.layer if slot.wanted is not None else OFF
            for slot in self._pictures
        }

    @property
    def redundancy_depth(self) -> int:
        """How many times the link has room for sound beside the first.

        Where little is sent, little is believed, and what is sent says nothing: a link without a queue is tried a little beyond that,
        and tried by one frame more than it has borne where much is lost.
        """
        rate, present = self.bitrate_bps, 0
        if self._estimate is not None and self._estimate.calm:
            rate = int(rate * HEAD_ROOM)
        if self._estimate is not None and self._estimate.calm and self._estimate.calm_loss >= MUCH:
            present = 1 + max((slot.redundancy.depth for slot in self._sounds), default=0)
        return max(present, sum(not rate or rate >= least for least in REDUNDANCY_BPS))

    @property
    def trying(self) -> bool:
        """A probe runs, or is waited for: it makes a queue of its own."""
        return self._prober is not None and self._prober.busy

    @property
    def queueing(self) -> float:
        """Seconds that packets wait on the way, as the newest feedback says."""
        return self._estimate.queueing if self._estimate is not None else 0.0

    @property
    def blocked(self) -> bool:
        """Sound comes too late, behind a queue: nothing else may be sent until it has drained."""
        return self._estimate is not None and self._estimate.budget_bps == 0

    @property
    def picture_bps(self) -> int:
        """What the link is believed to carry beside sound, overhead included; 0 where nothing is known."""
        if self._estimate is None:
            return 0
        return max(1, self._estimate.bitrate_bps - self._gross(0))

    @property
    def repeatable_bps(self) -> int:
        """The rate that repeats may have a share of; 0 while nothing but sound may be sent."""
        if self._estimate is None:
            return self._limit_bps or UNLIMITED_BPS
        return self._estimate.budget_bps

    @property
    def probing(self) -> bool:
        """`probe` should be called every 10 ms."""
        return self._prober is not None and self._prober.active

    def receive_feedback(self, feedback: TransportFeedback, now: float) -> int:
        """Take transport-wide feedback: the link may carry less than it did a moment ago. Returns the newest number in it, or -1."""
        if self._estimate is None or self._log is None or self._prober is None:
            return -1
        before = self._estimate.budget_bps
        reported = self._log.reported(feedback)
        self._estimate.receive_feedback(reported, now, probing=self._prober.busy)
        proven = self._prober.receive_feedback(reported, now)
        if proven:
            self._estimate.receive_probe(proven)
        if proven or self._estimate.budget_bps < before:
            self.choose(now)
        return reported[-1][0] if reported else -1

    def receive_limit(self, bitrate_bps: int) -> None:
        """The receiver names a rate itself (REMB); beside transport-wide feedback that says nothing new."""
        self._limit_bps = bitrate_bps

    def choose(self, now: float) -> None:
        """Give each picture the layer that the link pays for; call it every 100 ms and when something has changed."""
        flowing = [self._flowing(slot, now) for slot in self._pictures]
        pictures = [
            self._picture(slot, tracks)
            for slot, tracks in zip(self._pictures, flowing, strict=True)
        ]
        budget = self._budget()
        chosen = self._chooser.choose(budget, pictures, now)
        for slot, tracks, layer in zip(self._pictures, flowing, chosen, strict=True):
            track = next((track for track in tracks if track.layer == layer), None)
            slot.choose(track, at_once=self._is_severe(slot, track, budget))
        for slot in self._sounds:
            if slot.publication is not None:
                slot.choose(slot.publication.layers[-1] if slot.publication.layers else None)

    def poll(self, now: float) -> None:
        """Look at the link; call it every 100 ms."""
        if self._estimate is not None and self._prober is not None:
            sending = any(slot.track is not None for slot in (*self._pictures, *self._sounds))
            self._estimate.poll(now, sending=sending)
            calm = not self._estimate.overused and self._estimate.queueing < 0.1
            needed = self._chooser.next_bps
            if needed and self._estimate.proven:
                self._prober.consider(
                    self._estimate.bitrate_bps, self._gross(needed), now, calm=calm
                )
        if self._is_at_its_best():
            return
        if now >= self._choose_due:
            self._choose_due = now + CHOOSE_INTERVAL
            self.choose(now)

    def probe(self, now: float) -> None:
        """Send the repeats that a probe needs now; call it every 10 ms while `probing`."""
        if self._prober is None:
            return
        due = self._prober.octets_due(now)
        left = MAX_REPEATS
        while due > 0 and left > 0:
            sent = self._repeat_something(now)
            due -= sent
            left = left - 1 if sent else 0

    # --- inside ----------------------------------------------------------------------------------

    def _is_at_its_best(self) -> bool:
        """Whether nothing has to be chosen: no limit is known, and every slot has the only stream of its role."""
        if (
            self._estimate is not None
            or self._limit_bps
            or self.appetite is not Appetite.EVERYTHING
        ):
            return False
        for slot in (*self._pictures, *self._sounds):
            publication = slot.publication
            if publication is not None and publication.layers != [slot.track]:
                return False
        return True

    def _budget(self) -> int:
        """Return what is left for pictures, in bit/s of payload."""
        if self._estimate is None:
            return self._limit_bps - self._sound_bps() if self._limit_bps else UNLIMITED_BPS
        return max(0, int(self._estimate.budget_bps / self._share()) - self._sound_bps())

    def _gross(self, pictures_bps: int) -> int:
        """Return the link's rate that leaves this much for pictures; turns `_budget` round."""
        return int((pictures_bps + self._sound_bps()) * self._share())

    def _share(self) -> float:
        """Return what a bit of payload costs on the link: headers, and the repeats of what is lost."""
        return PACKET_OVERHEAD / (1 - min(self.calm_loss or 0.0, 0.5))

    def _sound_bps(self) -> int:
        fed = [slot for slot in self._sounds if slot.publication is not None]
        return sum(SOUND_BPS + REPEATED_SOUND_BPS * slot.redundancy.depth for slot in fed)

    @staticmethod
    def _flowing(slot: Slot, now: float) -> list[Track]:
        return slot.publication.within_reach(slot.showing, now) if slot.publication else []

    def _picture(self, slot: Slot, tracks: list[Track]) -> Picture:
        role, publication = slot.description.role, slot.publication
        costs = [publication.bitrate_bps(track) for track in tracks] if publication else []
        highest = 99
        if self.appetite is Appetite.BOARD and role != BOARD:
            highest = OFF
        elif self.appetite is not Appetite.EVERYTHING and tracks and role != BOARD:
            highest = tracks[0].layer
        layers = tuple(track.layer for track in tracks)
        return Picture(importance(role), tuple(costs), layers, highest)

    def _is_severe(self, slot: Slot, track: Track | None, budget: int) -> bool:
        """Whether the present layer must stop now, even if the next one has to be waited for."""
        present, publication = slot.track, slot.publication
        if present is None or publication is None or present not in publication.layers:
            return True
        if track is not None and track.layer > present.layer:
            return False
        if self._estimate is None or not self._estimate.pressed:
            return False
        return publication.bitrate_bps(present) > budget * SEVERE

    def _repeat_something(self, now: float) -> int:
        """Repeat one packet of a picture, the newest first, round and round; returns its octets."""
        for slot in self._pictures:
            self._repeated = (self._repeated + 1) % MAX_REPEATS_BACK
            sent = slot.repeat_newest(self._repeated, now)
            if not sent and self._repeated:
                self._repeated = 0
                sent = slot.repeat_newest(0, now)
            if sent:
                return sent
        return 0
