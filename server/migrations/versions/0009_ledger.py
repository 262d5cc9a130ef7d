"""What nodes prove to have delivered, and the ledger that follows from it

Revision: 0009
Follows: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def text(length: int) -> sa.String:
    return sa.String(length=length)


def upgrade() -> None:
    op.create_table(
        "delivered",
        sa.Column("session_id", text(80), nullable=False),
        sa.Column("role", text(100), nullable=False),
        sa.Column("kind", text(32), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("lesson_id", text(80), nullable=False),
        sa.Column("identity", text(80), nullable=False),
        sa.Column("began_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("session_id", "role", "kind", "number", name=op.f("pk_delivered")),
    )
    op.create_index(op.f("ix_delivered_lesson_id"), "delivered", ["lesson_id"])
    op.create_table(
        "ledger_entry",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("newest", sa.Boolean(), nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.Column("lesson_id", text(80), nullable=False),
        sa.Column("kind", text(32), nullable=False),
        sa.Column("title", text(120), nullable=False),
        sa.Column("subject", text(120), nullable=False),
        sa.Column("grade", sa.Integer(), nullable=False),
        sa.Column("month", text(7), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("room_id", text(80), nullable=False),
        *(
            sa.Column(f"{what}_{part}", text(80 if part == "id" else 120), nullable=False)
            for what in ("class", "school", "district", "hub_school", "teacher")
            for part in ("id", "name")
        ),
        *(
            sa.Column(f"{what}_seconds", sa.Integer(), nullable=False)
            for what in ("planned", "delivered", "seen", "late", "early", "gap")
        ),
        sa.Column("gaps", sa.Integer(), nullable=False),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("previous", text(64), nullable=False),
        sa.Column("hash", text(64), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_ledger_entry")),
        sa.UniqueConstraint(
            "lesson_id",
            "room_id",
            "revision",
            name=op.f("uq_ledger_entry_lesson_id_room_id_revision"),
        ),
        sa.UniqueConstraint("hash", name=op.f("uq_ledger_entry_hash")),
    )
    op.create_index("ix_ledger_entry_starts_at", "ledger_entry", ["starts_at"])
    for school in ("school_id", "hub_school_id"):
        op.create_index(
            f"ix_ledger_entry_{school}_starts_at", "ledger_entry", [school, "starts_at"]
        )


def downgrade() -> None:
    op.drop_table("ledger_entry")
    op.drop_table("delivered")
