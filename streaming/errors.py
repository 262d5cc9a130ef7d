"""The errors of the media plane, split first by whose fault it is.

StreamingError
├── PeerError            the other side sent something that cannot be served (counted, that peer only)
│   ├── OfferError       an SDP offer that cannot be answered; HTTP 400
│   ├── PacketError      bytes that are not the RTP, RTCP, STUN or DTLS they claim to be
│   └── HandshakeError   DTLS refused: wrong fingerprint, no common cipher, time-out
├── NodeError            our side cannot do it now: no room, no port, disk full
│   └── CapacityError    a bound was reached; the message names the bound
├── StoreError           the object store refused or is away
│   ├── ObjectMissing    there is no object of that key
│   └── ObjectDamaged    what was read back is not what was written
└── JournalError         a journal file that is not one of ours, or is torn where it must not be
"""


class StreamingError(Exception):
    """Base of every error that the media plane raises on purpose."""


class PeerError(StreamingError):
    """The other side sent something that cannot be served."""


class OfferError(PeerError):
    """An SDP offer cannot be answered; the message says which line or section, and why."""


class PacketError(PeerError):
    """Bytes are not the packet that they claim to be."""


class HandshakeError(PeerError):
    """The DTLS handshake failed for good."""


class NodeError(StreamingError):
    """This process cannot do what was asked of it now."""


class CapacityError(NodeError):
    """A bound was reached; the message names it."""


class StoreError(StreamingError):
    """The object store refused, or is away."""


class ObjectMissing(StoreError):
    """There is no object with that key."""


class ObjectDamaged(StoreError):
    """The bytes read back are not the bytes that were written."""


class JournalError(StreamingError):
    """A journal is not one of ours, or is damaged where it must not be."""
