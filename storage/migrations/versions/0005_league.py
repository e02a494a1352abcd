"""What each case adds to a unit's figures of a quarter, ready to be summed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "league_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.String(length=6), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("section", sa.String(length=60), nullable=False),
        sa.Column("marks", sa.Integer(), nullable=False),
        sa.Column("excluded", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["casefile.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("league_entry", schema=None) as batch_op:
        batch_op.create_index("ix_league_sum", ["quarter", "unit", "marks", "excluded"], unique=False)
        batch_op.create_index(batch_op.f("ix_league_entry_case_id"), ["case_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("league_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_league_entry_case_id"))
        batch_op.drop_index("ix_league_sum")
    op.drop_table("league_entry")
