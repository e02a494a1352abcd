"""Case numbers: from the database, once each."""

from __future__ import annotations

from sqlmodel import Session, col

from storage.tables import Counter
from storage.upsert import insert_into


def next_value(session: Session, name: str) -> int:
    """The next value of a counter, starting at 1. The row is locked until the unit commits, so a roll-back leaves no gap."""
    insert = insert_into(session, Counter).values(name=name, value=1)
    raised = insert.on_conflict_do_update(index_elements=["name"], set_={"value": Counter.value + 1})
    return int(session.execute(raised.returning(col(Counter.value))).scalar_one())


def case_number(session: Session, year: int) -> str:
    """The next case number of a year, in the form QS-2026-000123."""
    return f"QS-{year}-{next_value(session, f'case-{year}'):06d}"
