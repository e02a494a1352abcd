"""Cases under a main one are found at once: asked for whenever a case is signed, answered or ended."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("casefile", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_casefile_merged_into"), ["merged_into"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("casefile", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_casefile_merged_into"))
