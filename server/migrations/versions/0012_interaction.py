"""What happens between teacher and classes in a lesson

Revision: 0012
Follows: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "interaction",
        sa.Column(
            "number",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("lesson_id", sa.String(80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("act", sa.String(32), nullable=False),
        sa.Column("room_id", sa.String(80), nullable=True),
        sa.Column("person_id", sa.String(80), nullable=True),
        sa.Column("text", sa.String(200), nullable=False),
        sa.Column("figures", sa.String(100), nullable=False),
        sa.Column("poll", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["lesson_id"],
            ["lesson.id"],
            name=op.f("fk_interaction_lesson_id_lesson"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_interaction_room_id_room")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_interaction_person_id_person")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_interaction")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_interaction_lesson_id"), "interaction", ["lesson_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_interaction_lesson_id"), table_name="interaction")
    op.drop_table("interaction")
