"""How Alembic reaches the database: a synchronous engine on the same address."""

from alembic import context
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from server.migrations.env_options import include_name, render_item
from server.models import Base

MIGRATION_LOCK = 0x6D696772
"""Number of the advisory lock that lets one process migrate: "migr"."""


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
