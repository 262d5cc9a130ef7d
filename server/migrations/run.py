"""Bringing a database to a revision. Synchronous: call it in a thread or before the event loop."""

from pathlib import Path

from alembic import command
from alembic.config import Config


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
