"""What the other platform hears back of the cases that came from it: state, dates, and of class A the answer, masked (A05).

Class B goes out as a state alone, class C never. Every case that goes out is logged as looked at (R03).
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from bot.desk import names, units
from bot.desk.exchange import listing
from bot.desk.exchange.systems import System
from bot.desk.exchange.taking import key_of
from bot.desk.work import Work
from storage import history
from storage.tables import CaseFile, Event, Look, Setting, Staff
from storage.vocabulary import EventKind, Secrecy

HEAD = ("external_no", "状态", "承办单位", "受理时间", "派单时间", "答复时间", "办结时间", "答复内容")


def rows(work: Work, system: System, post: Staff, since: datetime | None = None) -> list[tuple[str, ...]]:
    """A line for each case of the system that moved since, by its external number. `post` is who takes them away."""
    found = []
    for number, case in _cases(work, system):
        if listing.closed_to(work, case, post) or (since is not None and not _moved(work, case, since)):
            continue
        found.append(_row(work, system, number, case))
        work.session.add(Look(case_id=case.id or 0, staff_id=post.id or 0, at=work.now, what=f"export {system.name}"))
    return found


def _cases(work: Work, system: System) -> list[tuple[str, CaseFile]]:
    start = key_of(system, "")
    query = select(Setting).where(col(Setting.name).startswith(start, autoescape=True))
    pairs = [(one.name.removeprefix(start), one.value.get("case")) for one in work.session.exec(query)]
    known = [(number, work.session.get(CaseFile, case_id)) for number, case_id in sorted(pairs) if case_id]
    return [(number, case) for number, case in known if case is not None]


def _moved(work: Work, case: CaseFile, since: datetime) -> bool:
    """Something happened to it from then on."""
    query = select(Event.id).where(Event.case_id == case.id, col(Event.at) >= since)
    return work.session.exec(query.limit(1)).first() is not None


def _row(work: Work, system: System, number: str, case: CaseFile) -> tuple[str, ...]:
    state = system.told[case.state]
    if case.secrecy is Secrecy.B:
        return (number, state, *[""] * (len(HEAD) - 2))
    zone = ZoneInfo(work.office.pack.zone)
    moments = (case.submitted_at, case.dispatched_at, case.answered_at, case.closed_at)
    dates = [f"{at.astimezone(zone):%Y-%m-%d %H:%M}" if at is not None else "" for at in moments]
    return (number, state, units.name(work, case.unit) if case.unit else "", *dates, _answer(work, case))


def _answer(work: Work, case: CaseFile) -> str:
    """The answer that stands, without persons, numbers and firms."""
    if case.answered_at is None:
        return ""
    given = [one for one in history.events_of(work.session, case.id or 0) if one.kind is EventKind.ANSWERED]
    kept = work.text(given[-1].content_id) if given else None
    text = str((kept or {}).get("text", ""))
    for name in sorted(names.of_people(work, case)):
        text = text.replace(name, name[0] + "某")
    return work.office.mask(text, enterprises=True)
