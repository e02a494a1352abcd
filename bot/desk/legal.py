"""The statutory period that a case stands under, as its history tells it: read here, written by `statutory`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from bot.desk import clocks
from bot.desk.work import Work
from bot.rules import statutory as rules
from bot.rules.deadlines import Due
from storage.tables import CaseFile, Event
from storage.vocabulary import EventKind


@dataclass(frozen=True, slots=True)
class Mark:
    """A track (信访, 行政许可, …), its period's name, when it began, and when it ends; no end if its law is not entered."""

    track: str
    period: str
    start: datetime
    due: datetime | None
    law: str
    seq: int  # of the event that says so


def of(work: Work, case: CaseFile) -> Mark | None:
    """The newest mark; None if there never was one or it was taken off."""
    query = select(Event).where(Event.case_id == case.id, Event.kind == EventKind.TRACKED)
    event = work.session.exec(query.order_by(col(Event.seq).desc())).first()
    if event is None or not event.data.get("track"):
        return None
    data = event.data
    due = datetime.fromisoformat(data["due"]) if data.get("due") else None
    law = rules.basis(clocks.policy_of(work, case), str(data["track"]))
    start = datetime.fromisoformat(str(data["start"]))
    return Mark(str(data["track"]), str(data.get("period") or ""), start, due, law, event.seq)


def last_day(work: Work, case: CaseFile) -> Due | None:
    """The statutory last day; None if the case stands under none, or its law is not entered."""
    mark = of(work, case)
    if mark is None or mark.due is None:
        return None
    calendar = work.office.calendar
    days = calendar.local_date(mark.start), calendar.local_date(mark.due)
    return Due(mark.due, calendar.provisional_within(*days), calendar.zone)
