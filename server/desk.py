"""Where what nodes and archivers say reaches the features. Each message has one owner."""

import logging
from dataclasses import dataclass

from server.clock import Clock
from server.ledger.deliveries import Deliveries
from server.live.presence import Attendees
from server.live.rooms import Bring, Rooms
from server.recordings.registry import Registry
from server.recordings.storage import Storage
from streaming.contract import (
    DeliveryReport,
    Message,
    NodeHello,
    QualityReport,
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
            case TrackInit():
                await self.registry.header_stored(message)
            case SegmentStored():
                await self.registry.segment_stored(message)
            case SegmentLost():
                await self.registry.segment_lost(message)
            case StorageState():
                self.storage.take(message, self.clock.monotonic())
            case RecordingSealed():
                await self.registry.sealed(message)
            case _:
                logger.warning("message of the wrong direction peer=%s type=%s", peer, message.type)

    def quality(self, report: QualityReport) -> None:
        """Take note of how a room is doing."""
        self.attendees.quality(report)
