"""Clues (虚躲冷粗假) that a person has to look at."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "clue",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("sort", sa.String(length=4), nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("finding", sa.String(length=10), nullable=True),
        sa.Column("ruled_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["casefile.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("case_id", "round", "sort", "what"),
    )
    with op.batch_alter_table("clue", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_clue_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_clue_unit"), ["unit"], unique=False)
        batch_op.create_index(batch_op.f("ix_clue_finding"), ["finding"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("clue", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_clue_finding"))
        batch_op.drop_index(batch_op.f("ix_clue_unit"))
        batch_op.drop_index(batch_op.f("ix_clue_case_id"))
    op.drop_table("clue")
