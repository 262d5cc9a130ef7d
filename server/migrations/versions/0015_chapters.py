"""Chapters of recordings

Revision: 0015
Follows: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "chapter",
        sa.Column("lesson_id", sa.String(80), nullable=False),
        sa.Column("track_id", sa.String(80), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("offset", sa.Double(), nullable=False),
        sa.Column("key", sa.String(500), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["lesson_id"],
            ["recording.lesson_id"],
            name=op.f("fk_chapter_lesson_id_recording"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("lesson_id", "track_id", "number", name=op.f("pk_chapter")),
    )


def downgrade() -> None:
    op.drop_table("chapter")
