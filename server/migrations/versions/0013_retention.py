"""Holds, erasures, and which archivers reported a recording

Revision: 0013
Follows: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def text(length: int) -> sa.String:
    return sa.String(length=length)


def upgrade() -> None:
    with op.batch_alter_table("recording") as table:
        table.add_column(sa.Column("archivers", sa.JSON(none_as_null=True), nullable=True))
    op.create_table(
        "recording_hold",
        sa.Column("id", text(80), nullable=False),
        sa.Column("lesson_id", text(80), nullable=False),
        sa.Column("reason", text(500), nullable=False),
        sa.Column("held_by", text(80), nullable=False),
        sa.Column("held_at", MOMENT, nullable=False),
        sa.Column("released_by", text(80), nullable=True),
        sa.Column("released_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["lesson_id"],
            ["lesson.id"],
            name=op.f("fk_recording_hold_lesson_id_lesson"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recording_hold")),
    )
    op.create_index(op.f("ix_recording_hold_lesson_id"), "recording_hold", ["lesson_id"])
    _erasures()


def _erasures() -> None:
    op.create_table(
        "erasure",
        sa.Column("id", text(80), nullable=False),
        sa.Column("lesson_id", text(80), nullable=False),
        sa.Column("roles", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("cause", text(32), nullable=False),
        sa.Column("state", text(32), nullable=False),
        sa.Column("reason", text(500), nullable=False),
        sa.Column("asked_by", text(80), nullable=True),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("decided_by", text(80), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("due_at", MOMENT, nullable=True),
        sa.Column("archivers", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("problem", text(300), server_default="", nullable=False),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.Column("objects", sa.Integer(), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("digest", text(64), nullable=True),
        sa.ForeignKeyConstraint(
            ["lesson_id"],
            ["lesson.id"],
            name=op.f("fk_erasure_lesson_id_lesson"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
    )
    op.create_index(op.f("ix_erasure_lesson_id"), "erasure", ["lesson_id"])
    op.create_index(op.f("ix_erasure_state"), "erasure", ["state"])
    op.create_table(
        "erasure_object",
        sa.Column("erasure_id", text(80), nullable=False),
        sa.Column("key", text(500), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", text(64), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["erasure_id"],
            ["erasure.id"],
            name=op.f("fk_erasure_object_erasure_id_erasure"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("erasure_id", "key", name=op.f("pk_erasure_object")),
    )


def downgrade() -> None:
    op.drop_table("erasure_object")
    op.drop_table("erasure")
    op.drop_table("recording_hold")
    with op.batch_alter_table("recording") as table:
        table.drop_column("archivers")
