"""When a recording's objects were last read again, and which of them had rotted

Revision: 0011
Follows: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("recording") as table:
        table.add_column(sa.Column("scrubbed_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("rotten", sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("recording") as table:
        table.drop_column("rotten")
        table.drop_column("scrubbed_at")
