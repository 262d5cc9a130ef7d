"""The room of one lesson: who publishes, who receives, what is recorded. No I/O; times are arguments.

Joins tracks to slots by role and kind. The newest track of a role feeds everybody; when its publisher leaves, the slots wait
for the next one without any negotiation. A class on stage (`class:<room>`) feeds the slots of `students`, but not its own.
"""

from collections.abc import Callable
from dataclasses import dataclass

from streaming.contract import STUDENTS, Identity, Kind, Lesson, RestingLayer, Session
from streaming.ports import Recorder
from streaming.relay.downlink import Downlink
from streaming.relay.publication import Publication
from streaming.relay.recorded import RecordedLayers, RecordedStream, Recording
from streaming.relay.slot import Slot
from streaming.relay.track import Track
from streaming.relay.uplink import Uplink

TrackStartedCallback = Callable[["Room", "Member", Track], None]
CLASS_PREFIX = "class:"


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
        on_hurry: Callable[[], None] = lambda: None,
    ) -> None:
        """`key_frame_interval` in seconds, for recorded tracks; `on_hurry` is told when a poll is wanted within 10 ms."""
        self.lesson = lesson
        self.members: dict[Session, Member] = {}
        self.recorded_roles: frozenset[str] = frozenset()
        self._recorder = recorder
        self._on_track = on_track
        self._key_frame_interval = key_frame_interval
        self._on_hurry = on_hurry
        self._publications: dict[tuple[str, Kind], Publication] = {}
        self._owners: dict[Publication, Session] = {}
        self._recordings: dict[Publication, Recording] = {}
        self._hurrying: set[Downlink] = set()
        """Receivers that are polled as often as publishers for a moment."""
        self._watched: list[Downlink] = []
        """Receivers of whom it is looked, as often, whether they have fallen silent."""
        self._publishing: list[Uplink] = []
        """The joined publishers, kept apart because they are polled ten times as often as receivers."""

    def set_recorded_roles(self, roles: frozenset[str], now: float) -> None:
        """Record these roles from now on, and no others: a withdrawn role's journal is closed at once."""
        self.recorded_roles = roles
        for publication in self._publications.values():
            self._record(publication, now)

    def codec_names(self) -> dict[tuple[str, Kind], str]:
        """Return the codec that is being published for each role and kind."""
        return {key: it.description.codec.name for key, it in self._publications.items()}

    def resting(self) -> tuple[RestingLayer, ...]:
        """Return the layers that their publishers may leave out."""
        return tuple(
            RestingLayer(publication.description.role, publication.rids[track.layer])
            for publication in self._publications.values()
            for track in publication.resting.tracks
        )

    def add(self, member: Member) -> None:
        """Let a negotiated session in; media flows after `connect`."""
        self.members[member.session] = member

    def connect(self, session: Session, now: float) -> None:
        """Keys of a session are agreed: a receiver's slots are joined to the tracks that there are."""
        member = self.members.get(session)
        if member is None:
            return
        member.joined = True
        if isinstance(member.link, Uplink):
            self._publishing.append(member.link)
        else:
            for slot in member.link.slots:
                publication = self._publication_for(slot, member)
                if publication is not None:
                    slot.attach(publication)
            member.link.allocation.choose(now)

    def remove(self, session: Session) -> Member | None:
        """Forget a session; its tracks end, their slots wait for the next publisher. Idempotent."""
        member = self.members.pop(session, None)
        if member is None:
            return None
        if isinstance(member.link, Downlink):
            for slot in member.link.slots:
                slot.detach()
            self._hurrying.discard(member.link)
            if member.link in self._watched:
                self._watched.remove(member.link)
        else:
            if member.joined:
                self._publishing.remove(member.link)
            for publication in member.link.publications.values():
                self._withdraw(publication)
        return member

    def start_track(
        self,
        uplink: Uplink,
        publication: Publication,
        track: Track,
        replaced: Track | None,
        now: float,
    ) -> None:
        """A publisher's track has begun: it takes over its role, or joins the other layers of its picture."""
        member = next((m for m in self.members.values() if m.link is uplink), None)
        if member is None:
            return
        track.on_hurry = self._on_hurry
        if replaced is not None:
            self._end(replaced)
        key = (track.description.role, track.description.kind)
        previous = self._publications.get(key)
        if previous is not publication:
            if previous is not None:
                self._withdraw(previous)
            self._publications[key] = publication
            self._owners[publication] = member.session
            self._on_track(self, member, track)
        if replaced is not None and not publication.layered:
            # A journal is of one stream: new numbers begin a new one.
            self._stop_recording(publication)
        self._record(publication, now)
        if replaced is not None or len(publication.layers) == 1:
            self._feed(publication, now)

    def poll_publishers(self, now: float) -> bool:
        """Ask publishers for what is missing or wanted; returns whether more is to be asked for within moments.

        Call every 10 ms while packets come or `on_hurry` was called: a lost packet is waited for.
        """
        hurried = False
        for publication in self._publications.values():
            recording = self._recordings.get(publication)
            recorded = recording.track if recording is not None else None
            if recorded is not None:
                last = recorded.key_frames.last_key_frame
                if now - last >= self._key_frame_interval:
                    recorded.want_key_frame()
            for track in publication.layers:
                hurried |= track.hurried
        for uplink in self._publishing:
            uplink.poll(now)
        for downlink in self._watched:
            if downlink.watch(now):
                self._hurrying.add(downlink)
        for downlink in list(self._hurrying):
            if not downlink.hurry(now):
                self._hurrying.discard(downlink)
        return hurried or bool(self._hurrying or self._watched)

    def poll_receivers(self, now: float) -> bool:
        """Look at the layers, and send receivers what is due; returns whether other layers rest than before.

        Call every 100 ms: there are many receivers, and nothing hurries.
        """
        for publication in self._publications.values():
            publication.measure(now)
        for recording in self._recordings.values():
            recording.poll(now)
        for member in self.members.values():
            if isinstance(member.link, Downlink) and member.joined and member.link.poll(now):
                self._hurrying.add(member.link)
        self._watched = [
            member.link
            for member in self.members.values()
            if isinstance(member.link, Downlink) and member.link.watched
        ]
        if self._hurrying or self._watched:
            self._on_hurry()
        pictures = [it for it in self._publications.values() if it.layered]
        changes = [it.resting.look(it.layers, now) for it in pictures]
        return any(changes)

    def close(self) -> None:
        """Every track ends and the recorder learns that no more will come; idempotent."""
        for session in list(self.members):
            self.remove(session)
        self._recorder.close_lesson(self.lesson)

    def _publication_for(self, slot: Slot, receiver: Member) -> Publication | None:
        """Return what feeds a slot: the newest publication, which is the class that was called last."""
        found = None
        for publication in self._publications.values():
            if self._feeds(publication, slot, receiver):
                found = publication
        return found

    def _feeds(self, publication: Publication, slot: Slot, receiver: Member) -> bool:
        role, kind = publication.description.role, publication.description.kind
        if role.startswith(CLASS_PREFIX):
            # Whoever speaks must not hear itself from the loudspeakers.
            if receiver.identity == f"room:{role.removeprefix(CLASS_PREFIX)}":
                return False
            role = STUDENTS
        return (slot.description.role, slot.description.kind) == (role, kind)

    def _feed(self, publication: Publication, now: float) -> None:
        """Let every slot of this role have the publication."""
        for receiver in self.members.values():
            if not receiver.joined or not isinstance(receiver.link, Downlink):
                continue
            slots = [
                slot for slot in receiver.link.slots if self._feeds(publication, slot, receiver)
            ]
            for slot in slots:
                if slot.publication is not publication:
                    slot.attach(publication)
            if slots:
                receiver.link.allocation.choose(now)

    def _record(self, publication: Publication, now: float) -> None:
        """Record a publication if its role may be recorded, and stop if it may not."""
        wanted = publication.description.role in self.recorded_roles
        recording = self._recordings.get(publication)
        if not wanted:
            self._stop_recording(publication)
        elif recording is None and wanted:
            session = self._owners[publication]
            sink = self._recorder.open(self.lesson, session, publication.description)
            kind = RecordedLayers if publication.layered else RecordedStream
            self._recordings[publication] = kind(publication, sink)
        if wanted:
            self._recordings[publication].poll(now)

    def _withdraw(self, publication: Publication) -> None:
        """A publisher no longer sends in a role; idempotent."""
        key = (publication.description.role, publication.description.kind)
        if self._publications.get(key) is publication:
            del self._publications[key]
            del self._owners[publication]
        self._stop_recording(publication)
        for track in publication.layers:
            self._end(track)

    def _stop_recording(self, publication: Publication) -> None:
        recording = self._recordings.pop(publication, None)
        if recording is not None:
            recording.close()

    @staticmethod
    def _end(track: Track) -> None:
        track.receivers.end()
