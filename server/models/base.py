"""The base of all tables: names of constraints, and the column types that every table shares."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from sqlalchemy import Enum, MetaData, String
from sqlalchemy.orm import DeclarativeBase, mapped_column

from server.database import UtcDateTime

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
"""Every constraint has a name that follows from its columns, so that a migration can drop it on every database."""

Id = Annotated[str, mapped_column(String(80), primary_key=True)]
"""A primary key; fits `streaming.contract.Identifier`."""
Name = Annotated[str, mapped_column(String(120))]
"""What people call a thing."""
Moment = Annotated[datetime, mapped_column(UtcDateTime())]
"""An aware moment, UTC."""


class Base(DeclarativeBase):
    """The base of all tables."""

    metadata = MetaData(naming_convention=NAMING)


def words(enum: type[StrEnum]) -> Enum:
    """Return a column type that stores an enum by its words, unchecked by the database.

    A CHECK or a native enum would need a migration of every row for one new word.
    """
    return Enum(
        enum,
        native_enum=False,
        create_constraint=False,
        length=32,
        values_callable=lambda kind: [member.value for member in kind],
    )
