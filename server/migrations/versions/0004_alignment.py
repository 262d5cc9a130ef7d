"""Alignment: offers, demands, runs, proposals, acceptances

Revision: 0004
Follows: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "alignment_run",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("city_id", sa.String(length=80), nullable=False),
        sa.Column("term_id", sa.String(length=80), nullable=False),
        sa.Column("person_id", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("beat_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("stop_requested", sa.Boolean(), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("workers", sa.Integer(), nullable=False),
        sa.Column("versions", sa.String(length=200), nullable=False),
        sa.Column("stage", sa.String(length=32), nullable=False),
        sa.Column("elapsed_seconds", sa.Double(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("bound", sa.BigInteger(), nullable=False),
        sa.Column("lessons", sa.Integer(), nullable=False),
        sa.Column("demanded", sa.Integer(), nullable=False),
        sa.Column("failure", sa.String(length=500), nullable=False),
        sa.Column("instance", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["city_id"], ["city.id"], name=op.f("fk_alignment_run_city_id_city")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_alignment_run_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["term_id"], ["term.id"], name=op.f("fk_alignment_run_term_id_term")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alignment_run")),
    )
    with op.batch_alter_table("alignment_run", schema=None) as batch_op:
        batch_op.create_index(
            "ix_alignment_run_city_id_created_at", ["city_id", "created_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_alignment_run_state"), ["state"], unique=False)

    op.create_table(
        "demand",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("term_id", sa.String(length=80), nullable=False),
        sa.Column("class_id", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("grade", sa.Integer(), nullable=False),
        sa.Column("edition", sa.String(length=120), nullable=False),
        sa.Column("lessons_per_week", sa.Integer(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=True),
        sa.Column("weeks", sa.String(length=32), nullable=False),
        sa.CheckConstraint("grade BETWEEN 1 AND 12", name=op.f("ck_demand_grade")),
        sa.CheckConstraint(
            "lessons_per_week BETWEEN 1 AND 10", name=op.f("ck_demand_lessons_per_week")
        ),
        sa.CheckConstraint("priority BETWEEN 1 AND 3", name=op.f("ck_demand_priority")),
        sa.ForeignKeyConstraint(
            ["class_id"], ["school_class.id"], name=op.f("fk_demand_class_id_school_class")
        ),
        sa.ForeignKeyConstraint(["term_id"], ["term.id"], name=op.f("fk_demand_term_id_term")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand")),
        sa.UniqueConstraint(
            "term_id",
            "class_id",
            "subject",
            "grade",
            name=op.f("uq_demand_term_id_class_id_subject_grade"),
        ),
    )
    with op.batch_alter_table("demand", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_demand_class_id"), ["class_id"], unique=False)

    op.create_table(
        "offer",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("term_id", sa.String(length=80), nullable=False),
        sa.Column("teacher_id", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("grade", sa.Integer(), nullable=False),
        sa.Column("edition", sa.String(length=120), nullable=False),
        sa.Column("studio", sa.Boolean(), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=True),
        sa.CheckConstraint("grade BETWEEN 1 AND 12", name=op.f("ck_offer_grade")),
        sa.ForeignKeyConstraint(
            ["teacher_id"], ["person.id"], name=op.f("fk_offer_teacher_id_person")
        ),
        sa.ForeignKeyConstraint(["term_id"], ["term.id"], name=op.f("fk_offer_term_id_term")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
    )
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offer_teacher_id"), ["teacher_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_offer_term_id"), ["term_id"], unique=False)

    op.create_table(
        "offer_lesson",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("offer_id", sa.String(length=80), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("start_minute", sa.Integer(), nullable=False),
        sa.Column("end_minute", sa.Integer(), nullable=False),
        sa.Column("weeks", sa.String(length=32), nullable=False),
        sa.CheckConstraint(
            "start_minute >= 0 AND start_minute < end_minute AND end_minute <= 1440",
            name=op.f("ck_offer_lesson_span"),
        ),
        sa.CheckConstraint("weekday BETWEEN 1 AND 7", name=op.f("ck_offer_lesson_weekday")),
        sa.ForeignKeyConstraint(
            ["offer_id"],
            ["offer.id"],
            name=op.f("fk_offer_lesson_offer_id_offer"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_lesson")),
    )
    with op.batch_alter_table("offer_lesson", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offer_lesson_offer_id"), ["offer_id"], unique=False)

    op.create_table(
        "proposal",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("run_id", sa.String(length=80), nullable=False),
        sa.Column("parent_id", sa.String(length=80), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("bound", sa.BigInteger(), nullable=False),
        sa.Column("lessons", sa.Double(), nullable=False),
        sa.Column("demanded", sa.Double(), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("stopped", sa.String(length=32), nullable=False),
        sa.Column("defect", sa.String(length=500), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["proposal.id"],
            name=op.f("fk_proposal_parent_id_proposal"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["alignment_run.id"],
            name=op.f("fk_proposal_run_id_alignment_run"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
    )
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposal_run_id"), ["run_id"], unique=False)

    op.create_table(
        "acceptance",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("proposal_id", sa.String(length=80), nullable=False),
        sa.Column("person_id", sa.String(length=80), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lessons", sa.Integer(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_acceptance_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_acceptance_proposal_id_proposal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acceptance")),
    )
    with op.batch_alter_table("acceptance", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_acceptance_proposal_id"), ["proposal_id"], unique=False
        )

    op.create_table(
        "accepted_receiver",
        sa.Column("acceptance_id", sa.String(length=80), nullable=False),
        sa.Column("course_id", sa.String(length=80), nullable=False),
        sa.Column("room_id", sa.String(length=80), nullable=False),
        sa.Column("lesson_id", sa.String(length=80), nullable=False),
        sa.Column("weeks", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["acceptance_id"],
            ["acceptance.id"],
            name=op.f("fk_accepted_receiver_acceptance_id_acceptance"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["room_id"], ["room.id"], name=op.f("fk_accepted_receiver_room_id_room")
        ),
        sa.PrimaryKeyConstraint(
            "acceptance_id", "course_id", "room_id", name=op.f("pk_accepted_receiver")
        ),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.add_column(sa.Column("run_id", sa.String(length=80), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_column("run_id")

    op.drop_table("accepted_receiver")
    with op.batch_alter_table("acceptance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_acceptance_proposal_id"))

    op.drop_table("acceptance")
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proposal_run_id"))

    op.drop_table("proposal")
    with op.batch_alter_table("offer_lesson", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offer_lesson_offer_id"))

    op.drop_table("offer_lesson")
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offer_term_id"))
        batch_op.drop_index(batch_op.f("ix_offer_teacher_id"))

    op.drop_table("offer")
    with op.batch_alter_table("demand", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_demand_class_id"))

    op.drop_table("demand")
    with op.batch_alter_table("alignment_run", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_alignment_run_state"))
        batch_op.drop_index("ix_alignment_run_city_id_created_at")

    op.drop_table("alignment_run")
