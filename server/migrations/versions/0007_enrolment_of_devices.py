"""Enrolment of devices by a code, keys that rotate, plans that are acknowledged, and what the fleet page shows

Revision: 0007
Follows: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
COLUMNS = (
    ("next_key_hash", sa.String(length=64)),
    ("key_since", MOMENT),
    ("enrolled_by", sa.String(length=80)),
    ("last_seen_at", MOMENT),
    ("version", sa.String(length=40)),
    ("self_test", sa.JSON()),
    ("self_test_at", MOMENT),
    ("plan_version", sa.String(length=40)),
    ("plan_acknowledged_at", MOMENT),
)


def upgrade() -> None:
    with op.batch_alter_table("device") as batch:
        for name, kind in COLUMNS:
            batch.add_column(sa.Column(name, kind, nullable=True))
        batch.create_index(op.f("ix_device_next_key_hash"), ["next_key_hash"])
    for table in ("media_token", "media_session"):
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("device_id", sa.String(length=80), nullable=True))
    op.create_table(
        "enrolment",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("device_id", sa.String(length=80), nullable=True),
        sa.ForeignKeyConstraint(
            ["device_id"],
            ["device.id"],
            name=op.f("fk_enrolment_device_id_device"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment")),
        sa.UniqueConstraint("code", name=op.f("uq_enrolment_code")),
    )
    with op.batch_alter_table("enrolment") as batch:
        batch.create_index(op.f("ix_enrolment_expires_at"), ["expires_at"])


def downgrade() -> None:
    op.drop_table("enrolment")
    for table in ("media_session", "media_token"):
        with op.batch_alter_table(table) as batch:
            batch.drop_column("device_id")
    with op.batch_alter_table("device") as batch:
        batch.drop_index(op.f("ix_device_next_key_hash"))
        for name, _ in reversed(COLUMNS):
            batch.drop_column(name)
