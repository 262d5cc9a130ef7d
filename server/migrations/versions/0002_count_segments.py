"""Count segments and changes of a recording, so that neither a report nor a playlist counts rows

Revision: 0002
Follows: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("recording") as batch:
        batch.add_column(sa.Column("segments", sa.Integer(), server_default="0", nullable=False))
        batch.add_column(sa.Column("revision", sa.Integer(), server_default="0", nullable=False))
    with op.batch_alter_table("segment") as batch:
        batch.alter_column("losses", existing_type=sa.JSON(), nullable=True)
    op.execute(
        "UPDATE recording SET segments ="
        " (SELECT count(*) FROM segment WHERE segment.lesson_id = recording.lesson_id)"
    )
    op.execute("UPDATE segment SET losses = NULL WHERE CAST(losses AS TEXT) = '[]'")


def downgrade() -> None:
    op.execute("UPDATE segment SET losses = '[]' WHERE losses IS NULL")
    with op.batch_alter_table("segment") as batch:
        batch.alter_column("losses", existing_type=sa.JSON(), nullable=False)
    with op.batch_alter_table("recording") as batch:
        batch.drop_column("revision")
        batch.drop_column("segments")
