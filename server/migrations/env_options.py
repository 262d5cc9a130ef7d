"""What Alembic leaves alone, and how it writes our column types."""

from typing import Literal

from sqlalchemy import Enum

from server.database import UtcDateTime


def include_name(name: str | None, kind: str, _parents: object) -> bool:
    """Leave the job queue's own tables alone."""
    return not (kind == "table" and name is not None and name.startswith("procrastinate_"))


def render_item(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Write plain column types into migrations, so that an old one does not change with our code."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Enum):
        return f"sa.String(length={item.length})"
    return False
