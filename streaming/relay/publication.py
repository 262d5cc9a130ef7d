"""What one publisher sends in one role: one stream, or the same picture in several layers. No I/O; times are arguments.

Measures what each layer costs and whether it flows; who gets which layer is decided elsewhere.
"""

from streaming.contract import Kind
from streaming.ports import TrackDescription
from streaming.relay.key_frames import MIN_INTERVAL
from streaming.relay.resting import Resting
from streaming.relay.track import Track

MEASURE_INTERVAL = 0.25
"""Seconds between two measurements of the layers' rates."""
RATE_FALL = 0.15
"""Share of a lower rate that is taken over per measurement: a still board must not look cheap at once."""
BEHIND = 0.7
"""Seconds that a layer may be silent while another one goes on before it counts as switched off, at least."""
PATIENCE = 2.5
"""The same as a multiple of its longest pause of late: the board's small layer has two pictures a second."""
PAUSE_FALL = 0.98
"""Share that is left of the longest pause after each look."""
SILENT = 3.0
"""Seconds after which a layer is off whatever the others do; a still screen is sent about once a second."""


class LayerRate:
    """What one layer costs: up at once, down slowly."""

    __slots__ = ("_heard", "_octets", "_since", "bitrate_bps", "pause")

    def __init__(self) -> None:
        self._octets = -1
        self._since = 0.0
        self._heard = float("inf")
        self.bitrate_bps = 0
        self.pause = 0.0
        """The longest time between two signs of the layer lately, in seconds."""

    def heard(self, last_arrived: float) -> None:
        """Note when the layer's newest packet came; call it at every look."""
        self.pause = max(self.pause * PAUSE_FALL, last_arrived - self._heard)
        self._heard = last_arrived

    def rest(self, octets: int, now: float) -> None:
        """The layer is not sent for now: what it cost is remembered, and no pause of it counts."""
        self._octets, self._since, self._heard = octets, now, float("inf")

    def measure(self, octets: int, now: float) -> None:
        """Take the running total of octets; does nothing within `MEASURE_INTERVAL` of the last time."""
        if self._octets < 0:
            self._octets, self._since = octets, now
            return
        elapsed = now - self._since
        if elapsed < MEASURE_INTERVAL:
            return
        rate = int((octets - self._octets) * 8 / elapsed)
        self._octets, self._since = octets, now
        share = 0.5 if rate > self.bitrate_bps else RATE_FALL
        self.bitrate_bps += int((rate - self.bitrate_bps) * share)


class Publication:
    """See the module. `layers` are sorted, the smallest picture first."""

    __slots__ = ("_asked", "_rates", "description", "layered", "layers", "resting", "rids")

    def __init__(self, description: TrackDescription, rids: tuple[str, ...] = ()) -> None:
        """`rids` are the names of the layers, the smallest picture first; empty: there is one stream only."""
        self.description = description
        self.rids = rids
        self.layered = bool(rids)
        self.layers: list[Track] = []
        self.resting = Resting()
        self._rates: dict[Track, LayerRate] = {}
        self._asked = float("-inf")

    def add(self, track: Track) -> Track | None:
        """Take a layer in; returns the track that it replaces."""
        replaced = next((other for other in self.layers if other.layer == track.layer), None)
        if replaced is not None:
            self.remove(replaced)
        self.layers.append(track)
        self.layers.sort(key=lambda layer: layer.layer)
        self._rates[track] = LayerRate()
        return replaced

    def remove(self, track: Track) -> None:
        """Forget a layer; idempotent."""
        if track in self.layers:
            self.layers.remove(track)
            del self._rates[track]
            self.resting.forget(track)

    def measure(self, now: float) -> None:
        """Look at what the layers cost; call it every 100 ms or so."""
        for track, rate in self._rates.items():
            if track in self.resting.tracks:
                rate.rest(track.statistics.octets, now)
                continue
            rate.heard(track.last_arrived)
            rate.measure(track.statistics.octets, now)

    def bitrate_bps(self, track: Track) -> int:
        """Return what a layer costs, by the last measurements."""
        return self._rates[track].bitrate_bps

    def flowing(self, now: float) -> list[Track]:
        """Return the layers that carry media; the newest one alone when all have fallen silent.

        A publisher whose line gets thin switches its larger layers off without a word.
        """
        if len(self.layers) < 2:
            return self.layers
        newest = max(track.last_arrived for track in self.layers)
        found = []
        for track in self.layers:
            patience = max(BEHIND, PATIENCE * self._rates[track].pause)
            if track.last_arrived >= max(newest - patience, now - SILENT):
                found.append(track)
        return found or [track for track in self.layers if track.last_arrived == newest]

    def within_reach(self, present: Track | None, now: float) -> list[Track]:
        """Return the layers that somebody may have who is fed by `present`: what flows, and above it what can be woken.

        Who goes down, or has nothing yet, needs a picture at once.
        """
        flowing = self.flowing(now)
        if present not in flowing:
            return flowing
        return [
            track
            for track in self.layers
            if track in flowing
            or (track.layer > present.layer and self.resting.can_wake(track, now))
        ]

    def key_frames_due(self, now: float) -> list[Track]:
        """Return the layers to ask for a key frame now.

        One request a second to the whole publication: Chromium answers a request for one layer with key frames of all.
        """
        if self.description.kind is Kind.AUDIO or now - self._asked < MIN_INTERVAL:
            return []
        wanted = [
            track
            for track in self.layers
            if track.key_frames.wanted
            and not self._sleeps(track, now)
            and track.key_frames.due(now)
        ]
        if wanted:
            self._asked = now
        return wanted

    def _sleeps(self, track: Track, now: float) -> bool:
        """Whether a layer is still to be woken: it begins with a key frame by itself."""
        return self.resting.can_wake(track, now) and track not in self.flowing(now)
