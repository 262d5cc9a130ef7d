"""Which layers of a picture nobody uses, so that its publisher may leave them out. No I/O; times are arguments.

The smallest layer never rests: whoever's link breaks down has to find it flowing. A larger one that somebody wants again is
woken by being wanted; it counts as within reach for a moment then, until it flows or is missing.
"""

from collections.abc import Sequence

from streaming.relay.track import Track

REST_AFTER = 10.0
"""Seconds for which nobody used a layer before it may rest: each change costs the publisher key frames of all layers."""
WAKE_PATIENCE = 6.0
"""Seconds from the wish for a resting layer to its first packet, at most: node, server and page are on the way."""


class Resting:
    """The resting layers of one publication."""

    __slots__ = ("_used", "_woken", "tracks")

    def __init__(self) -> None:
        self.tracks: tuple[Track, ...] = ()
        """Who may be left out now, the smallest picture first."""
        self._used: dict[Track, float] = {}
        self._woken: dict[Track, float] = {}

    def look(self, tracks: Sequence[Track], now: float) -> bool:
        """Note who of all layers (the smallest picture first) is used; returns whether there is a change."""
        for track in tracks:
            if track.receivers.slots or track is tracks[0]:
                self._used[track] = now
        found = tuple(t for t in tracks if now - self._used.setdefault(t, now) >= REST_AFTER)
        changed = found != self.tracks
        for track in found:
            if track not in self.tracks:
                # Whoever wanted one has given up: a publisher asked for it would make key frames of all layers.
                track.key_frames.wanted = False
        for track in self.tracks:
            if track not in found:
                self._woken[track] = now
        self.tracks = found
        return changed

    def can_wake(self, track: Track, now: float) -> bool:
        """Whether a layer that does not flow will, soon after somebody wants it."""
        return track in self.tracks or now - self._woken.get(track, -WAKE_PATIENCE) < WAKE_PATIENCE

    def forget(self, track: Track) -> None:
        """The layer is over; idempotent."""
        self.tracks = tuple(other for other in self.tracks if other is not track)
        self._used.pop(track, None)
        self._woken.pop(track, None)
