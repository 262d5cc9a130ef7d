"""Webhooks and their deliveries

Revision: 0018
Follows: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "webhook",
        sa.Column("id", sa.String(80), nullable=False),
        sa.Column("city_id", sa.String(80), nullable=True),
        sa.Column("school_id", sa.String(80), nullable=True),
        sa.Column("url", sa.String(1000), nullable=False),
        sa.Column("happenings", sa.JSON(), nullable=False),
        sa.Column("created_by", sa.String(80), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.CheckConstraint(
            "(city_id IS NULL) <> (school_id IS NULL)", name=op.f("ck_webhook_one_scope")
        ),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name="fk_webhook_city_id_city"),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name="fk_webhook_school_id_school"),
        sa.PrimaryKeyConstraint("id", name="pk_webhook"),
    )
    op.create_index("ix_webhook_city_id", "webhook", ["city_id"])
    op.create_index("ix_webhook_school_id", "webhook", ["school_id"])
    op.create_table(
        "webhook_delivery",
        sa.Column("id", sa.String(80), nullable=False),
        sa.Column("webhook_id", sa.String(80), nullable=False),
        sa.Column("happening", sa.String(32), nullable=False),
        sa.Column("subject", sa.String(100), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", moment, nullable=False),
        sa.Column("last_answer", sa.String(200), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("delivered_at", moment, nullable=True),
        sa.ForeignKeyConstraint(
            ["webhook_id"],
            ["webhook.id"],
            name="fk_webhook_delivery_webhook_id_webhook",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_webhook_delivery"),
        sa.UniqueConstraint(
            "webhook_id",
            "happening",
            "subject",
            name="uq_webhook_delivery_webhook_id_happening_subject",
        ),
    )
    op.create_index("ix_webhook_delivery_state_next_at", "webhook_delivery", ["state", "next_at"])


def downgrade() -> None:
    op.drop_table("webhook_delivery")
    op.drop_table("webhook")
