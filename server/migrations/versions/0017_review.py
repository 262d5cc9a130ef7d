"""Captions, comments and points of recordings

Revision: 0017
Follows: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def text(length: int) -> sa.String:
    return sa.String(length=length)


def belongs(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["lesson_id"],
        ["recording.lesson_id"],
        name=op.f(f"fk_{table}_lesson_id_recording"),
        ondelete="CASCADE",
    )


def by_person(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["person_id"], ["person.id"], name=op.f(f"fk_{table}_person_id_person")
    )


def upgrade() -> None:
    op.create_table(
        "caption",
        sa.Column("id", text(80), nullable=False),
        sa.Column("lesson_id", text(80), nullable=False),
        sa.Column("label", text(120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("cues", sa.Integer(), nullable=False),
        sa.Column("added_by", text(80), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        belongs("caption"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_caption")),
    )
    op.create_index(op.f("ix_caption_lesson_id"), "caption", ["lesson_id"])
    op.create_table(
        "review_comment",
        sa.Column("id", text(80), nullable=False),
        sa.Column("lesson_id", text(80), nullable=False),
        sa.Column("person_id", text(80), nullable=False),
        sa.Column("at_ms", sa.Integer(), nullable=False),
        sa.Column("text", text(1000), nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=True),
        belongs("review_comment"),
        by_person("review_comment"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_comment")),
    )
    op.create_index(op.f("ix_review_comment_lesson_id"), "review_comment", ["lesson_id"])
    op.create_table(
        "review_score",
        sa.Column("lesson_id", text(80), nullable=False),
        sa.Column("person_id", text(80), nullable=False),
        sa.Column("criterion", text(32), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.CheckConstraint("points BETWEEN 1 AND 5", name=op.f("ck_review_score_points")),
        belongs("review_score"),
        by_person("review_score"),
        sa.PrimaryKeyConstraint(
            "lesson_id", "person_id", "criterion", name=op.f("pk_review_score")
        ),
    )


def downgrade() -> None:
    op.drop_table("review_score")
    op.drop_table("review_comment")
    op.drop_table("caption")
