"""Bringing a database to a revision. Synchronous: call it in a thread or before the event loop."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool


def configuration(database_url: str) -> Config:
    """Return Alembic's configuration for a database; there is no alembic.ini."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["database_url"] = database_url
    return config


def upgrade(database_url: str, revision: str = "head") -> None:
    """Bring a database up to a revision; nothing happens if it is there."""
    command.upgrade(configuration(database_url), revision)


def downgrade(database_url: str, revision: str = "-1") -> None:
    """Take a database back to a revision; `base` removes every table of ours."""
    command.downgrade(configuration(database_url), revision)


def revisions(database_url: str) -> tuple[str, str, bool]:
    """Return a database's revision (empty: no tables), the newest of this program, and whether it knows the first.

    Changes nothing.

    Raises:
        SQLAlchemyError: if the database cannot be reached.
    """
    script = ScriptDirectory.from_config(configuration(database_url))
    engine = create_engine(database_url.replace("+aiosqlite", ""), poolclass=NullPool)
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision() or ""
    try:
        known = not current or script.get_revision(current) is not None
    except CommandError:
        known = False
    return current, script.get_current_head() or "", known
