"""Waiting on a track for the key frame at which somebody goes over to it. No I/O."""

from typing import Protocol

from streaming.ports import RtpPacket
from streaming.relay.track import Track


class Switching(Protocol):
    """Who goes over from one track to another."""

    def go_over(self, switch: "Switch", packet: RtpPacket) -> None:
        """The key frame is here; the switch has done its work."""

    def forget(self, switch: "Switch") -> None:
        """The track is over before its key frame came."""


class Switch:
    """Implements `fan.Forward`: the present track goes on feeding its owner meanwhile."""

    __slots__ = ("_owner", "track")

    def __init__(self, owner: Switching, track: Track) -> None:
        self._owner = owner
        self.track = track
        track.receivers.join(self)
        track.want_key_frame()

    def forward(self, packet: RtpPacket) -> None:
        """Go over at a key frame."""
        if packet.key_frame:
            self._owner.go_over(self, packet)

    def restart(self) -> None:
        """New numbers: nothing was begun with the old ones."""

    def detach(self) -> None:
        """The track is over."""
        self.leave()
        self._owner.forget(self)

    def leave(self) -> None:
        """Wait no more; idempotent."""
        self.track.receivers.leave(self)
