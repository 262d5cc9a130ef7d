"""Codes on paper: twelve characters that can be read aloud, and how people mistype them. No I/O."""

import secrets
from datetime import timedelta

from server.identifiers import ALPHABET
from server.models import Errand

LENGTH = 12
"""Characters of five bits each: 60 bits; with 50 tries in five minutes nobody guesses one in its lifetime."""
LIFETIMES = {Errand.INVITATION: timedelta(days=14), Errand.RESET: timedelta(days=1)}
"""An invitation is handed out at a meeting and used at home; a reset is asked for when it is needed."""
_MISREAD = str.maketrans({"o": "0", "i": "1", "l": "1", "u": "v"})


def new_code() -> str:
    """Return a new code as it is printed: `4F7K-9QXM-2TRB`."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH)).upper()
    return "-".join(code[start : start + 4] for start in range(0, LENGTH, 4))


def normal(typed: str) -> str:
    """Return what somebody typed in the one form that is hashed; empty if it cannot be a code.

    Case, spaces and dashes do not count, and letters that the alphabet leaves out are taken for what they
    look like.
    """
    kept = "".join(each for each in typed.lower() if each.isalnum()).translate(_MISREAD)
    return kept if len(kept) == LENGTH and set(kept) <= set(ALPHABET) else ""
