"""The hub's own class of a course, whose consent its lessons ask for; when a device was put in front of its room

Revision: 0014
Follows: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("course") as batch:
        batch.add_column(sa.Column("hub_class_id", sa.String(80), nullable=True))
        batch.create_foreign_key(
            op.f("fk_course_hub_class_id_school_class"), "school_class", ["hub_class_id"], ["id"]
        )
        batch.create_index(op.f("ix_course_hub_class_id"), ["hub_class_id"])
    with op.batch_alter_table("lesson") as batch:
        batch.create_index(op.f("ix_lesson_hub_class_id"), ["hub_class_id"])
    with op.batch_alter_table("device") as batch:
        batch.add_column(sa.Column("front_since", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("device") as batch:
        batch.drop_column("front_since")
    with op.batch_alter_table("lesson") as batch:
        batch.drop_index(op.f("ix_lesson_hub_class_id"))
    with op.batch_alter_table("course") as batch:
        batch.drop_index(op.f("ix_course_hub_class_id"))
        batch.drop_constraint(op.f("fk_course_hub_class_id_school_class"), type_="foreignkey")
        batch.drop_column("hub_class_id")
