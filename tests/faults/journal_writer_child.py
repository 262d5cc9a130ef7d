"""A recorder that is fed in real time until somebody kills it; says on its standard output how far it has come.

`python -m tests.faults.journal_writer_child DIRECTORY LESSON`: one packet of sound each 20 ms, numbered in its payload.
"""

import struct
import sys
import time
from pathlib import Path

from streaming import clock
from streaming.ports import RtpPacket
from streaming.recording.recorder import JournalRecorder
from tests.support.rtp_media import OPUS, description


def main() -> None:
    """Record until the end."""
    begun = clock.now()
    recorder = JournalRecorder(Path(sys.argv[1]))
    sink = recorder.open(sys.argv[2], "s", description("teacher", OPUS))
    sys.stdout.write(f"ready {clock.now() - begun:.3f}\n")
    for number in range(1 << 20):
        packet = RtpPacket(
            ssrc=1,
            sequence=number & 0xFFFF,
            extended_sequence=number,
            timestamp_rtp=number * 960,
            payload_type=OPUS.payload_type,
            marker=False,
            payload=struct.pack(">BI", 0xF8, number) + bytes(80),
            key_frame=False,
            arrived=clock.now(),
        )
        sink.packet(packet)
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
        time.sleep(0.02)


if __name__ == "__main__":
    main()
