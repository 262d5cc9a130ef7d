"""Publication of recordings, and what the library says of them

Revision: 0020
Follows: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

TEXTS = (("publication", 32, "draft"), ("sent_back", 500, ""), ("byline", 120, ""))
TAUGHT = (("edition", 120, ""), ("unit_title", 120, ""))


def upgrade() -> None:
    for name, length, first in (*TEXTS, *TAUGHT):
        column = sa.Column(name, sa.String(length), nullable=False, server_default=first)
        op.add_column("lesson", column)
    op.add_column("lesson", sa.Column("volume", sa.Integer(), nullable=True))
    op.add_column("lesson", sa.Column("unit_number", sa.Integer(), nullable=True))
    edition = sa.Column("edition", sa.String(120), nullable=False, server_default="")
    op.add_column("course", edition)
    # Whoever could replay a recording still can, and nobody else: famous classrooms were open to their city,
    # the others to the schools that take part, who may watch a draft.
    op.execute(
        "UPDATE lesson SET publication = 'published' WHERE kind <> 'dedicated'"
        " AND id IN (SELECT lesson_id FROM recording)"
    )


def downgrade() -> None:
    op.drop_column("course", "edition")
    for name in ("unit_number", "volume", *(name for name, *_ in (*TAUGHT, *TEXTS))):
        op.drop_column("lesson", name)
