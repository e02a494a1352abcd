"""Cases of a period as plain lines for a file: masked, class B by its state alone, class C never, each logged as looked at (R03)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.desk import gist, guards, names, units
from bot.desk.work import Work
from storage.tables import CaseFile, Look, Staff
from storage.vocabulary import Kind, Secrecy, State

HEAD = (
    "单号",
    "状态",
    "类型",
    "紧急度",
    "事由",
    "主办单位",
    "收件",
    "派单",
    "答复",
    "办结",
    "办结方式",
    "重办",
    "转办",
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Cases opened from `start` (inclusive) to `end` (exclusive); None takes every unit, state or kind."""

    start: datetime
    end: datetime
    unit: str | None = None
    state: State | None = None
    kind: Kind | None = None


def rows(work: Work, wanted: Wanted, post: Staff) -> Iterator[tuple[str, ...]]:
    """A line for each case that the holder of this post may list, by number."""
    for case in work.session.exec(_query(wanted)):
        if closed_to(work, case, post) or (case.secrecy is Secrecy.B and (wanted.unit or wanted.kind)):
            continue  # a filter would tell what the line of class B does not (R01)
        work.session.add(Look(case_id=case.id or 0, staff_id=post.id or 0, at=work.now, what="export"))
        yield _row(work, case)


def closed_to(work: Work, case: CaseFile, post: Staff) -> bool:
    """True if nothing of the case may go out with this post: class C, or one of its holder's units is accused (R01)."""
    mine = post.unit in case.accused or (post.tg_id is not None and guards.barred(work, case, post.tg_id))
    return mine or case.secrecy is Secrecy.C


def _query(wanted: Wanted) -> SelectOfScalar[CaseFile]:
    query = select(CaseFile).where(CaseFile.secrecy != Secrecy.C, CaseFile.state != State.DRAFT)
    query = query.where(col(CaseFile.created_at) >= wanted.start, col(CaseFile.created_at) < wanted.end)
    pairs = ((CaseFile.unit, wanted.unit), (CaseFile.state, wanted.state), (CaseFile.kind, wanted.kind))
    for column, value in pairs:
        query = query.where(column == value) if value is not None else query
    return query.order_by(col(CaseFile.number))


def _row(work: Work, case: CaseFile) -> tuple[str, ...]:
    if case.secrecy is Secrecy.B:
        return (case.number, case.state.value, *[""] * (len(HEAD) - 2))
    zone = ZoneInfo(work.office.pack.zone)
    moments = (case.submitted_at, case.dispatched_at, case.answered_at, case.closed_at)
    return (
        case.number,
        case.state.value,
        case.kind.value,
        case.urgency.value,
        _summary(work, case),
        units.name(work, case.unit) if case.unit else "",
        *(f"{at.astimezone(zone):%Y-%m-%d %H:%M}" if at is not None else "" for at in moments),
        case.close_kind.value if case.close_kind is not None else "",
        str(case.reopens),
        str(case.transfers),
    )


def _summary(work: Work, case: CaseFile) -> str:
    text = gist.load(work, case).summary
    for name in sorted(names.of_people(work, case)):
        text = text.replace(name, name[0] + "某")
    return work.office.mask(text, enterprises=True)
