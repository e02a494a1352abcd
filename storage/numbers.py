"""Case numbers: from the database, once each."""

from __future__ import annotations

from sqlmodel import Session, col, select

from storage.tables import Counter


def next_value(session: Session, name: str) -> int:
    """The next value of a counter, starting at 1. The row is locked until the unit commits."""
    row = session.exec(select(Counter).where(col(Counter.name) == name).with_for_update()).first()
    if row is None:
        row = Counter(name=name, value=0)
        session.add(row)
    row.value += 1
    session.flush()
    return row.value


def case_number(session: Session, year: int) -> str:
    """The next case number of a year, in the form QS-2026-000123."""
    return f"QS-{year}-{next_value(session, f'case-{year}'):06d}"
