"""How Alembic reaches the database: a synchronous engine on the same address."""

from typing import Literal

from alembic import context
from sqlalchemy import Enum, create_engine, text
from sqlalchemy.pool import NullPool

from server.database import UtcDateTime
from server.models import Base

MIGRATION_LOCK = 0x6D696772
"""Number of the advisory lock that lets one process migrate: "migr"."""


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


def run() -> None:
    url: str = context.config.attributes["database_url"]
    engine = create_engine(url.replace("sqlite+aiosqlite", "sqlite"), poolclass=NullPool)
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            include_name=include_name,
            # SQLite cannot alter most things of a table: it is copied instead.
            render_as_batch=connection.dialect.name == "sqlite",
            compare_type=True,
            render_item=render_item,
        )
        with context.begin_transaction():
            if connection.dialect.name == "postgresql":
                connection.execute(
                    text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK}
                )
            context.run_migrations()
    engine.dispose()


run()
