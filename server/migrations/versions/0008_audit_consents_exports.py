"""The audit log, consents to record children, exports that two people agree on

Revision: 0008
Follows: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def text(length: int) -> sa.String:
    return sa.String(length=length)


def upgrade() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor", text(80), nullable=False),
        sa.Column("action", text(32), nullable=False),
        sa.Column("subject", text(200), nullable=False),
        sa.Column("school_id", text(80), nullable=True),
        sa.Column("note", text(500), nullable=False),
        sa.Column("previous", text(64), nullable=False),
        sa.Column("hash", text(64), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_entry")),
        sa.UniqueConstraint("hash", name=op.f("uq_audit_entry_hash")),
    )
    with op.batch_alter_table("audit_entry") as batch:
        batch.create_index(op.f("ix_audit_entry_action"), ["action"])
        batch.create_index(op.f("ix_audit_entry_school_id"), ["school_id"])
    op.create_table(
        "consent",
        sa.Column("id", text(80), nullable=False),
        sa.Column("class_id", text(80), nullable=False),
        sa.Column("track", text(32), nullable=False),
        sa.Column("given_at", MOMENT, nullable=False),
        sa.Column("given_by", text(80), nullable=False),
        sa.Column("paper", text(200), nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.Column("withdrawn_by", text(80), nullable=True),
        sa.ForeignKeyConstraint(
            ["class_id"],
            ["school_class.id"],
            name=op.f("fk_consent_class_id_school_class"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index("ix_consent_class_id_track", "consent", ["class_id", "track"])
    op.create_table(
        "export_request",
        sa.Column("id", text(80), nullable=False),
        sa.Column("lesson_id", text(80), nullable=False),
        sa.Column("asked_by", text(80), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("reason", text(500), nullable=False),
        sa.Column("state", text(32), nullable=False),
        sa.Column("decided_by", text(80), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["lesson_id"],
            ["lesson.id"],
            name=op.f("fk_export_request_lesson_id_lesson"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["person.id"], name=op.f("fk_export_request_asked_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_export_request_decided_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export_request")),
    )
    with op.batch_alter_table("export_request") as batch:
        for column in ("lesson_id", "asked_by", "asked_at"):
            batch.create_index(op.f(f"ix_export_request_{column}"), [column])
    with op.batch_alter_table("lesson") as batch:
        batch.add_column(sa.Column("hub_class_id", text(80), nullable=True))
        batch.create_foreign_key(
            op.f("fk_lesson_hub_class_id_school_class"), "school_class", ["hub_class_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("lesson") as batch:
        batch.drop_constraint(op.f("fk_lesson_hub_class_id_school_class"), type_="foreignkey")
        batch.drop_column("hub_class_id")
    for table in ("export_request", "consent", "audit_entry"):
        op.drop_table(table)
