"""Organisation: alliances, bells, calendars, curriculum, school timetables

Revision: 0003
Follows: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "alliance",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("city_id", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_alliance_city_id_city")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alliance")),
        sa.UniqueConstraint("city_id", "name", name=op.f("uq_alliance_city_id_name")),
    )
    with op.batch_alter_table("alliance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_alliance_city_id"), ["city_id"], unique=False)

    op.create_table(
        "subject",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("city_id", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_subject_city_id_city")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subject")),
        sa.UniqueConstraint("city_id", "name", name=op.f("uq_subject_city_id_name")),
    )
    with op.batch_alter_table("subject", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_subject_city_id"), ["city_id"], unique=False)

    op.create_table(
        "textbook",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("city_id", sa.String(length=80), nullable=False),
        sa.Column("subject_id", sa.String(length=80), nullable=False),
        sa.Column("grade", sa.Integer(), nullable=False),
        sa.Column("edition", sa.String(length=120), nullable=False),
        sa.Column("volume", sa.Integer(), nullable=False),
        sa.CheckConstraint("grade BETWEEN 1 AND 12", name=op.f("ck_textbook_grade")),
        sa.CheckConstraint("volume BETWEEN 1 AND 2", name=op.f("ck_textbook_volume")),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_textbook_city_id_city")),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["subject.id"], name=op.f("fk_textbook_subject_id_subject")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_textbook")),
        sa.UniqueConstraint(
            "subject_id",
            "grade",
            "edition",
            "volume",
            name=op.f("uq_textbook_subject_id_grade_edition_volume"),
        ),
    )
    with op.batch_alter_table("textbook", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_textbook_city_id"), ["city_id"], unique=False)

    op.create_table(
        "alliance_member",
        sa.Column("alliance_id", sa.String(length=80), nullable=False),
        sa.Column("school_id", sa.String(length=80), nullable=False),
        sa.Column("right", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["alliance_id"],
            ["alliance.id"],
            name=op.f("fk_alliance_member_alliance_id_alliance"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_alliance_member_school_id_school")
        ),
        sa.PrimaryKeyConstraint("alliance_id", "school_id", name=op.f("pk_alliance_member")),
    )
    with op.batch_alter_table("alliance_member", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_alliance_member_school_id"), ["school_id"], unique=False
        )

    op.create_table(
        "bell_schedule",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("school_id", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("from_month", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "from_month BETWEEN 1 AND 12 AND from_day BETWEEN 1 AND 31",
            name=op.f("ck_bell_schedule_from_day"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_bell_schedule_school_id_school")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bell_schedule")),
        sa.UniqueConstraint(
            "school_id",
            "from_month",
            "from_day",
            name=op.f("uq_bell_schedule_school_id_from_month_from_day"),
        ),
        sa.UniqueConstraint("school_id", "name", name=op.f("uq_bell_schedule_school_id_name")),
    )
    with op.batch_alter_table("bell_schedule", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bell_schedule_school_id"), ["school_id"], unique=False)

    op.create_table(
        "calendar_entry",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("city_id", sa.String(length=80), nullable=True),
        sa.Column("district_id", sa.String(length=80), nullable=True),
        sa.Column("school_id", sa.String(length=80), nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=120), nullable=False),
        sa.Column("runs_weekday", sa.Integer(), nullable=True),
        sa.Column("runs_week", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(CASE WHEN city_id IS NULL THEN 0 ELSE 1 END + CASE WHEN district_id IS NULL THEN 0 ELSE 1 END + CASE WHEN school_id IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_calendar_entry_one_scope"),
        ),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_calendar_entry_span")),
        sa.CheckConstraint("runs_weekday BETWEEN 1 AND 7", name=op.f("ck_calendar_entry_weekday")),
        sa.ForeignKeyConstraint(
            ["city_id"], ["city.id"], name=op.f("fk_calendar_entry_city_id_city")
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_calendar_entry_district_id_district")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_calendar_entry_school_id_school")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_entry")),
    )
    with op.batch_alter_table("calendar_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_calendar_entry_city_id"), ["city_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_calendar_entry_district_id"), ["district_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_calendar_entry_school_id"), ["school_id"], unique=False
        )

    op.create_table(
        "unit",
        sa.Column("textbook_id", sa.String(length=80), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["textbook_id"],
            ["textbook.id"],
            name=op.f("fk_unit_textbook_id_textbook"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("textbook_id", "number", name=op.f("pk_unit")),
    )
    op.create_table(
        "bell_period",
        sa.Column("schedule_id", sa.String(length=80), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("start_minute", sa.Integer(), nullable=False),
        sa.Column("end_minute", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "start_minute >= 0 AND start_minute < end_minute AND end_minute <= 1440",
            name=op.f("ck_bell_period_span"),
        ),
        sa.ForeignKeyConstraint(
            ["schedule_id"],
            ["bell_schedule.id"],
            name=op.f("fk_bell_period_schedule_id_bell_schedule"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("schedule_id", "number", name=op.f("pk_bell_period")),
    )
    op.create_table(
        "school_lesson",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("school_id", sa.String(length=80), nullable=False),
        sa.Column("term_id", sa.String(length=80), nullable=False),
        sa.Column("class_id", sa.String(length=80), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("period", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("teacher_name", sa.String(length=120), nullable=False),
        sa.Column("teacher_id", sa.String(length=80), nullable=True),
        sa.Column("room_id", sa.String(length=80), nullable=True),
        sa.Column("movable", sa.Boolean(), nullable=False),
        sa.Column("weeks", sa.String(length=32), nullable=False),
        sa.CheckConstraint("period >= 1", name=op.f("ck_school_lesson_period")),
        sa.CheckConstraint("weekday BETWEEN 1 AND 7", name=op.f("ck_school_lesson_weekday")),
        sa.ForeignKeyConstraint(
            ["class_id"], ["school_class.id"], name=op.f("fk_school_lesson_class_id_school_class")
        ),
        sa.ForeignKeyConstraint(
            ["room_id"], ["room.id"], name=op.f("fk_school_lesson_room_id_room")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_school_lesson_school_id_school")
        ),
        sa.ForeignKeyConstraint(
            ["teacher_id"], ["person.id"], name=op.f("fk_school_lesson_teacher_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["term_id"], ["term.id"], name=op.f("fk_school_lesson_term_id_term")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_lesson")),
        sa.UniqueConstraint(
            "term_id",
            "class_id",
            "weekday",
            "period",
            "weeks",
            name=op.f("uq_school_lesson_term_id_class_id_weekday_period_weeks"),
        ),
    )
    with op.batch_alter_table("school_lesson", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_school_lesson_class_id"), ["class_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_school_lesson_school_id"), ["school_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_school_lesson_teacher_id"), ["teacher_id"], unique=False
        )

    with op.batch_alter_table("district", schema=None) as batch_op:
        batch_op.add_column(sa.Column("code", sa.String(length=80), nullable=True))
        batch_op.create_unique_constraint(
            batch_op.f("uq_district_city_id_name"), ["city_id", "name"]
        )

    with op.batch_alter_table("room", schema=None) as batch_op:
        batch_op.create_unique_constraint(
            batch_op.f("uq_room_school_id_name"), ["school_id", "name"]
        )

    with op.batch_alter_table("school", schema=None) as batch_op:
        batch_op.add_column(sa.Column("code", sa.String(length=80), nullable=True))
        batch_op.create_unique_constraint(
            batch_op.f("uq_school_district_id_name"), ["district_id", "name"]
        )

    with op.batch_alter_table("school_class", schema=None) as batch_op:
        batch_op.add_column(sa.Column("code", sa.String(length=80), nullable=True))
        batch_op.create_unique_constraint(
            batch_op.f("uq_school_class_school_id_name"), ["school_id", "name"]
        )

    with op.batch_alter_table("term", schema=None) as batch_op:
        batch_op.create_unique_constraint(batch_op.f("uq_term_city_id_name"), ["city_id", "name"])


def downgrade() -> None:
    with op.batch_alter_table("term", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_term_city_id_name"), type_="unique")

    with op.batch_alter_table("school_class", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_school_class_school_id_name"), type_="unique")
        batch_op.drop_column("code")

    with op.batch_alter_table("school", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_school_district_id_name"), type_="unique")
        batch_op.drop_column("code")

    with op.batch_alter_table("room", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_room_school_id_name"), type_="unique")

    with op.batch_alter_table("district", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_district_city_id_name"), type_="unique")
        batch_op.drop_column("code")

    with op.batch_alter_table("school_lesson", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_school_lesson_teacher_id"))
        batch_op.drop_index(batch_op.f("ix_school_lesson_school_id"))
        batch_op.drop_index(batch_op.f("ix_school_lesson_class_id"))

    op.drop_table("school_lesson")
    op.drop_table("bell_period")
    op.drop_table("unit")
    with op.batch_alter_table("calendar_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_calendar_entry_school_id"))
        batch_op.drop_index(batch_op.f("ix_calendar_entry_district_id"))
        batch_op.drop_index(batch_op.f("ix_calendar_entry_city_id"))

    op.drop_table("calendar_entry")
    with op.batch_alter_table("bell_schedule", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bell_schedule_school_id"))

    op.drop_table("bell_schedule")
    with op.batch_alter_table("alliance_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_alliance_member_school_id"))

    op.drop_table("alliance_member")
    with op.batch_alter_table("textbook", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_textbook_city_id"))

    op.drop_table("textbook")
    with op.batch_alter_table("subject", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_subject_city_id"))

    op.drop_table("subject")
    with op.batch_alter_table("alliance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_alliance_city_id"))

    op.drop_table("alliance")
