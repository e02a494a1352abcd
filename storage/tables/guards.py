"""Optimistic locks: on PostgreSQL two units may read one row at the same moment, and only one may build on what it read."""

from __future__ import annotations

from sqlalchemy import inspect
from sqlmodel import SQLModel


def guard_by(table: type[SQLModel], column: str) -> None:
    """Let every update of a row ask that `column` is as it was read; otherwise StaleDataError, and the unit starts over.

    The column is one that the units count up themselves; nothing is added to the schema.
    """
    mapper = inspect(table)
    mapper.version_id_col = mapper.local_table.c[column]
    mapper.version_id_generator = False
