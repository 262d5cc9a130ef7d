"""Real offers, and our side of an answer to them.

`tests/data/sdp` holds what Chromium 156 and aiortc 1.16 offered, and offers in the manner of GStreamer,
OBS (libdatachannel) and of a publisher that names its roles, written by hand.
"""

from itertools import count
from pathlib import Path

from streaming.contract import BOARD, STUDENTS, TEACHER, Direction
from streaming.signaling import sdp

DIRECTORY = Path(__file__).parent.parent / "data" / "sdp"
PUBLISH = sorted(path.stem for path in DIRECTORY.glob("*.sdp") if "receive" not in path.stem)
RECEIVE = sorted(path.stem for path in DIRECTORY.glob("*-receive.sdp"))

ROLES = (TEACHER, BOARD, STUDENTS)
DIGEST = ":".join(f"{byte:02X}" for byte in range(32))
LOCAL = sdp.LocalParameters(
    ice_ufrag="ours",
    ice_pwd="0123456789abcdefABCDEF",
    fingerprints=(("sha-256", DIGEST),),
    candidates=(("2001:db8::9", 8443), ("192.0.2.9", 8443), ("198.51.100.9", 8444)),
    cname="room",
)


def text_of(name: str) -> str:
    """Return the text of one offer, with its CRLF."""
    return (DIRECTORY / f"{name}.sdp").read_bytes().decode()


def direction_of(name: str) -> Direction:
    """Return what the peer of an offer came to do."""
    return Direction.RECEIVE if name in RECEIVE else Direction.PUBLISH


def negotiate(text: str, direction: Direction, **more: object) -> sdp.Negotiated:
    """Answer an offer as a node would, with SSRCs from 1000 on."""
    offer = sdp.parse_offer(text)
    wishes = {"roles": ROLES, "local": LOCAL, "ssrcs": count(1000)} | more
    return sdp.answer(offer, direction, **wishes)  # type: ignore[arg-type]
