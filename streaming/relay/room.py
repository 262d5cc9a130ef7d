"""The room of one lesson: who publishes, who receives, what is recorded. No I/O; times are arguments.

Joins tracks to slots by role and kind. The newest track of a role feeds everybody; when its publisher leaves, the slots wait
for the next one without any negotiation.
"""

from collections.abc import Callable
from dataclasses import dataclass

from streaming.contract import Identity, Kind, Lesson, Session
from streaming.ports import Recorder
from streaming.relay.downlink import Downlink
from streaming.relay.track import Track
from streaming.relay.uplink import Uplink

TrackStartedCallback = Callable[["Room", "Member", Track], None]


@dataclass(slots=True)
class Member:
    """One session in a room."""

    session: Session
    identity: Identity
    link: Uplink | Downlink
    joined: bool = False
    """Keys are agreed: media may flow."""


class Room:
    """See the module."""

    def __init__(
        self,
        lesson: Lesson,
        recorder: Recorder,
        on_track: TrackStartedCallback,
        key_frame_interval: float,
    ) -> None:
        self.lesson = lesson
        self.members: dict[Session, Member] = {}
        self.recorded_roles: frozenset[str] = frozenset()
        self._recorder = recorder
        self._on_track = on_track
        self._key_frame_interval = key_frame_interval
        self._tracks: dict[tuple[str, Kind], Track] = {}
        self._publishing: list[Uplink] = []
        """The joined publishers, kept apart because they are polled ten times as often as receivers."""

    def set_recorded_roles(self, roles: frozenset[str]) -> None:
        """Record these roles from now on, and no others: a withdrawn role's journal is closed at once."""
        self.recorded_roles = roles
        for member in self.members.values():
            if isinstance(member.link, Uplink):
                for track in member.link.tracks:
                    self._record(member, track)

    def codec_names(self) -> dict[tuple[str, Kind], str]:
        """Return the codec that is being published for each role and kind."""
        return {key: track.description.codec.name for key, track in self._tracks.items()}

    def add(self, member: Member) -> None:
        """Let a negotiated session in; media flows after `connect`."""
        self.members[member.session] = member

    def connect(self, session: Session) -> None:
        """Keys of a session are agreed: a receiver's slots are joined to the tracks that there are."""
        member = self.members.get(session)
        if member is None:
            return
        member.joined = True
        if isinstance(member.link, Uplink):
            self._publishing.append(member.link)
        else:
            for slot in member.link.slots:
                track = self._tracks.get((slot.description.role, slot.description.kind))
                if track is not None:
                    slot.attach(track)

    def remove(self, session: Session) -> Member | None:
        """Forget a session; its tracks end, their slots wait for the next publisher. Idempotent."""
        member = self.members.pop(session, None)
        if member is None:
            return None
        if isinstance(member.link, Downlink):
            for slot in member.link.slots:
                slot.detach()
        else:
            if member.joined:
                self._publishing.remove(member.link)
            for track in list(member.link.tracks):
                self._end(track)
        return member

    def start_track(self, uplink: Uplink, track: Track) -> None:
        """A publisher's track has begun: it takes over its role."""
        member = next((m for m in self.members.values() if m.link is uplink), None)
        if member is None:
            return
        key = (track.description.role, track.description.kind)
        previous = self._tracks.get(key)
        if previous is not None:
            self._end(previous)
        self._tracks[key] = track
        self._record(member, track)
        for other in self.members.values():
            if other.joined and isinstance(other.link, Downlink):
                for slot in other.link.slots:
                    if (slot.description.role, slot.description.kind) == key:
                        slot.attach(track)
        self._on_track(self, member, track)

    def poll_publishers(self, now: float) -> None:
        """Ask publishers for what is missing or wanted. Call every 10 ms: a lost packet is waited for."""
        for track in self._tracks.values():
            frames = track.key_frames
            if track.sink is not None and now - frames.last_key_frame >= self._key_frame_interval:
                track.want_key_frame()
        for uplink in self._publishing:
            uplink.poll(now)

    def poll_receivers(self, now: float) -> None:
        """Send receivers the reports that are due. Call every 100 ms: there are many, and nothing hurries."""
        for member in self.members.values():
            if isinstance(member.link, Downlink) and member.joined:
                member.link.poll(now)

    def close(self) -> None:
        """Every track ends and the recorder learns that no more will come; idempotent."""
        for session in list(self.members):
            self.remove(session)
        self._recorder.close_lesson(self.lesson)

    def _record(self, member: Member, track: Track) -> None:
        wanted = track.description.role in self.recorded_roles
        if wanted and track.sink is None:
            track.sink = self._recorder.open(self.lesson, member.session, track.description)
        elif not wanted and track.sink is not None:
            track.sink.close()
            track.sink = None

    def _end(self, track: Track) -> None:
        key = (track.description.role, track.description.kind)
        if self._tracks.get(key) is track:
            del self._tracks[key]
        for slot in list(track.slots):
            slot.detach()
        if track.sink is not None:
            track.sink.close()
            track.sink = None
