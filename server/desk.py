"""Where what nodes and archivers say reaches the features. Each message has one owner."""

import logging
from dataclasses import dataclass

from server.clock import Clock
from server.ledger.deliveries import Deliveries
from server.live.presence import Attendees
from server.live.rooms import Bring, Rooms
from server.recordings.registry import Registry
from server.recordings.storage import Storage
from server.retention.spools import Spools
from streaming.contract import (
    ChapterFound,
    DeliveryReport,
    Message,
    NodeHello,
    QualityReport,
    RecordingErased,
    RecordingSealed,
    SegmentLost,
    SegmentStored,
    SessionConnected,
    SessionEnded,
    StorageState,
    TrackInit,
    TrackStarted,
)

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ServerDesk:
    """Implements `server.integrations.media_nodes.Desk`."""

    rooms: Rooms
    attendees: Attendees
    registry: Registry
    deliveries: Deliveries
    storage: Storage
    spools: Spools
    clock: Clock

    async def reconcile(self, hello: NodeHello, bring: Bring) -> None:
        """Bring a node to our rows."""
        await self.deliveries.flush()
        await self.rooms.reconcile(hello, bring)

    async def handle(self, peer: str, message: Message) -> None:
        """Make a message durable."""
        match message:
            case SessionConnected():
                await self.attendees.connected(peer, message)
            case SessionEnded():
                await self.attendees.ended(peer, message)
            case TrackStarted():
                await self.attendees.track_started(message)
            case DeliveryReport():
                await self.deliveries.take(message)
            case StorageState():
                self.storage.take(message, self.clock.monotonic())
            case _:
                await self._archive(peer, message)

    def quality(self, report: QualityReport) -> None:
        """Take note of how a room is doing."""
        self.attendees.quality(report)

    async def _archive(self, archiver: str, message: Message) -> None:
        match message:
            case TrackInit():
                await self.registry.header_stored(message, archiver)
            case SegmentStored():
                await self.registry.segment_stored(message, archiver)
            case SegmentLost():
                await self.registry.segment_lost(message, archiver)
            case ChapterFound():
                await self.registry.chapter_found(message, archiver)
            case RecordingSealed():
                await self.registry.sealed(message, archiver)
            case RecordingErased():
                await self.spools.erased(archiver, message)
            case _:
                logger.warning(
                    "message of the wrong direction peer=%s type=%s", archiver, message.type
                )
