"""The little description that restarts ICE and nothing else: new credentials of each side. Pure. No I/O.

Source: RFC 8840 section 9 (`application/trickle-ice-sdpfrag`), RFC 9725 section 4.3.3 (what WHIP makes of it).
"""

import re
from dataclasses import dataclass

from streaming.errors import OfferError
from streaming.signaling.description import LocalParameters
from streaming.signaling.offer import CREDENTIAL_FORMS
from streaming.signaling.sdp import write_candidates

MAX_FRAGMENT_SIZE = 16_384
"""Characters; Chromium's with all its candidates has 3,000."""
_MID = re.compile(r"a=mid:([!#$%&'*+\-.0-9A-Z^_`a-z{|}~]{1,64})")


@dataclass(frozen=True, slots=True)
class Fragment:
    """What a peer says of its ICE from now on. Its candidates are not read: it is found by its checks."""

    ice_ufrag: str
    ice_pwd: str
    mid: str
    """The first section that it names; `0` where it names none."""


def parse_fragment(text: str) -> Fragment:
    """Read a fragment.

    Raises:
        OfferError: and nothing else, whatever the text is; the message names what is missing or wrong.
    """
    if len(text) > MAX_FRAGMENT_SIZE:
        raise OfferError(f"fragment: more than {MAX_FRAGMENT_SIZE} characters")
    lines = text.replace("\r\n", "\n").split("\n")
    mids = (match[1] for line in lines if (match := _MID.fullmatch(line)))
    return Fragment(_credential(lines, "ice-ufrag"), _credential(lines, "ice-pwd"), next(mids, "0"))


def write_fragment(local: LocalParameters, mid: str) -> str:
    """Return our side of a restart, all candidates included."""
    lines = [
        "a=ice-lite",
        f"a=ice-ufrag:{local.ice_ufrag}",
        f"a=ice-pwd:{local.ice_pwd}",
        # RFC 8840 section 9: candidates stand in a section, whose media line is for the form only.
        "m=audio 9 UDP/TLS/RTP/SAVPF 0",
        f"a=mid:{mid}",
        *write_candidates(local.candidates, local.tcp_port),
        "a=end-of-candidates",
    ]
    return "\r\n".join(lines) + "\r\n"


def _credential(lines: list[str], name: str) -> str:
    for line in lines:
        if line.startswith(f"a={name}:"):
            value = line.partition(":")[2].strip()
            if CREDENTIAL_FORMS[name].fullmatch(value):
                return value
            raise OfferError(f"a={name}: {value[:40]!r} is not one (RFC 8839 section 5.4)")
    raise OfferError(f"a={name}: missing; without it nothing can be restarted")
