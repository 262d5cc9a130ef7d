"""A publication of layers and a receiver's slot of it, fed by hand."""

from streaming.contract import Kind
from streaming.metrics import Drops
from streaming.ports import RtpPacket
from streaming.relay.publication import Publication
from streaming.relay.slot import Slot, SlotDescription
from streaming.relay.track import Track
from streaming.rtp.rtcp import SenderReport
from tests.support.relay_parts import IDR, SLICE, TEACHER_VIDEO, MemoryWire

STEP = 3000
"""RTP time units of a picture."""
PICTURE = SlotDescription(
    "teacher", Kind.VIDEO, 2000, {"H264": 120, "VP8": 96}, 90_000, 2001, {120: 121, 96: 97}
)


class Layers:
    """Layers of one picture, each with an SSRC, numbers and a clock offset of its own."""

    def __init__(self, count=3, description=TEACHER_VIDEO):
        self.drops = Drops()
        self.publication = Publication(description, ("l", "m", "h")[:count])
        self.tracks = [Track(description, 100 + index, self.drops, index) for index in range(count)]
        for track in self.tracks:
            self.publication.add(track)
        self.sequences = [1000 * (index + 1) for index in range(count)]
        self.sent = count
        """How many of them, from the smallest on, a test films; the others rest."""

    def offset(self, layer):
        """Return the RTP time of a layer at second 0."""
        return 1_000_000 * (layer + 1)

    def send(self, layer, now, *, key=False, payload=None, octets=0):
        """Send a picture of one packet."""
        content = payload or (IDR if key else SLICE) + bytes(octets)
        sequence = self.sequences[layer]
        self.sequences[layer] += 1
        timestamp = self.offset(layer) + round(now * 90_000) & 0xFFFF_FFFF
        self.tracks[layer].receive(
            RtpPacket(100 + layer, sequence & 0xFFFF, -1, timestamp, 102, True, content, key, now)
        )

    def report(self, layer, now):
        """Say which RTP time is which NTP time, as every layer of a browser does; second 0 is NTP 1000."""
        ntp_time = int((1000 + now) * (1 << 32))
        timestamp = self.offset(layer) + round(now * 90_000) & 0xFFFF_FFFF
        report = SenderReport(100 + layer, ntp_time, timestamp, 1, 1)
        self.tracks[layer].receive_sender_report(report, now)


class Shown:
    """A slot and what it sent."""

    def __init__(self, layers, description=PICTURE):
        self.wire = MemoryWire()
        self.slot = Slot(description, self.wire, (100, 5000), layers.drops)
        self.slot.attach(layers.publication)

    @property
    def media(self):
        return [sent for sent in self.wire.rtp if sent.ssrc == self.slot.description.ssrc]

    @property
    def repeats(self):
        return [sent for sent in self.wire.rtp if sent.ssrc == self.slot.description.rtx_ssrc]

    @property
    def sequences(self):
        return [sent.sequence for sent in self.media]
