"""Erasures count the words that went with a recording

Revision: 0019
Follows: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("erasure") as batch:
        batch.add_column(sa.Column("acts", sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("erasure") as batch:
        batch.drop_column("acts")
