"""What the player is told beside playlists."""

from pydantic import BaseModel


class ChapterOut(BaseModel):
    """A slide of the board begins; or the board shows nothing, and the camera did this."""

    at_ms: int
    """From the recording's epoch, which is time 0 of every playlist."""
    thumbnail: str | None
    """Address of a small JPEG (256 pixels wide)."""
    slide: bool
    """Of the board."""


class ChapterList(BaseModel):
    """The slides of a recording, and pictures of the camera while the board shows nothing, in order. Grows while the lesson runs."""

    chapters: list[ChapterOut]
