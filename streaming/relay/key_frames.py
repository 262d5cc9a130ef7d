"""When to ask a publisher for a key frame, however many receivers want one. No I/O; times are arguments."""

MIN_INTERVAL = 1.0
"""Seconds between two requests to one source: each key frame costs the uplink as much as a second of picture."""


class KeyFrameRequests:
    """The wish for a key frame of one track."""

    __slots__ = ("_asked", "asked_count", "last_key_frame", "wanted")

    def __init__(self) -> None:
        self.wanted = False
        """Somebody waits for one that has not come yet."""
        self._asked = float("-inf")
        self.asked_count = 0
        self.last_key_frame = float("-inf")

    def want(self) -> None:
        """Somebody cannot go on without a key frame."""
        self.wanted = True

    def arrived(self, now: float) -> None:
        """A key frame came; every earlier wish is met."""
        self.last_key_frame = now
        self.wanted = False

    def due(self, now: float) -> bool:
        """Return True when a request is to be sent now; it then counts as sent."""
        if not self.wanted or now - self._asked < MIN_INTERVAL:
            return False
        self._asked = now
        self.asked_count += 1
        return True
