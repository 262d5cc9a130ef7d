"""What the player is told beside playlists."""

from pydantic import BaseModel


class ChapterOut(BaseModel):
    """A slide of the board begins."""

    at_ms: int
    """From the recording's epoch, which is time 0 of every playlist."""
    thumbnail: str | None
    """Address of a small JPEG (256 pixels wide)."""


class ChapterList(BaseModel):
    """The slides of a recording, in order; none without a board. Grows while the lesson runs."""

    chapters: list[ChapterOut]
