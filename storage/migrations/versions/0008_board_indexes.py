"""Indexes that the supervisors' boards are read by, however many cases are open."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

LATE = sa.text("breached_at IS NOT NULL AND met_at IS NULL AND ended_at IS NULL")
RUNNING = sa.text("breached_at IS NULL AND met_at IS NULL AND ended_at IS NULL")


def upgrade() -> None:
    op.create_index("ix_case_board", "casefile", ["state", "secrecy", "unit"])
    op.create_index("ix_case_state_submitted", "casefile", ["state", "submitted_at"])
    op.create_index("ix_case_submitted", "casefile", ["submitted_at", "secrecy", "state", "unit"])
    op.create_index("ix_case_state_reopens", "casefile", ["state", "reopens"])
    for name in ("supervised", "held"):
        op.create_index(
            f"ix_case_{name}",
            "casefile",
            ["id"],
            sqlite_where=sa.text(f"{name} IS 1"),
            postgresql_where=sa.text(f"{name} IS true"),
        )
    for name, where, columns in (
        ("ix_deadline_late", LATE, ["due_at", "id", "case_id"]),
        ("ix_deadline_running", RUNNING, ["stage", "due_at", "case_id"]),
    ):
        op.create_index(name, "deadline", columns, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    for name in ("ix_deadline_running", "ix_deadline_late"):
        op.drop_index(name, table_name="deadline")
    for name in ("held", "supervised", "state_reopens", "submitted", "state_submitted", "board"):
        op.drop_index(f"ix_case_{name}", table_name="casefile")
