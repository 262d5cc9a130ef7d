"""Changes of lessons by hand, make-up lessons, calendar feeds

Revision: 0010
Follows: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar_feed",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("person_id", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("target_id", sa.String(length=80), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_calendar_feed_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feed")),
    )
    with op.batch_alter_table("calendar_feed", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_calendar_feed_person_id"), ["person_id"], unique=False)

    op.create_table(
        "lesson_change",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("lesson_id", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=120), nullable=False),
        sa.Column("person_id", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("old_starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("old_ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("old_teacher_id", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["lesson_id"],
            ["lesson.id"],
            name=op.f("fk_lesson_change_lesson_id_lesson"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["old_teacher_id"], ["person.id"], name=op.f("fk_lesson_change_old_teacher_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_lesson_change_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson_change")),
    )
    with op.batch_alter_table("lesson_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lesson_change_lesson_id"), ["lesson_id"], unique=False)

    with op.batch_alter_table("lesson", schema=None) as batch_op:
        batch_op.add_column(sa.Column("makes_up", sa.String(length=80), nullable=True))
        batch_op.add_column(sa.Column("sequence", sa.Integer(), server_default="0", nullable=False))
        batch_op.create_index(batch_op.f("ix_lesson_makes_up"), ["makes_up"], unique=False)

    with op.batch_alter_table("lesson_receiver", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lesson_receiver_class_id"), ["class_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("lesson_receiver", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lesson_receiver_class_id"))

    with op.batch_alter_table("lesson", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lesson_makes_up"))
        batch_op.drop_column("sequence")
        batch_op.drop_column("makes_up")

    with op.batch_alter_table("lesson_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lesson_change_lesson_id"))

    op.drop_table("lesson_change")
    with op.batch_alter_table("calendar_feed", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_calendar_feed_person_id"))

    op.drop_table("calendar_feed")
