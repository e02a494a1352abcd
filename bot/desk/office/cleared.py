"""What a case's history says of a 澄清说明, and how the cleared unit's figures leave the case out (A58)."""

from __future__ import annotations

from sqlmodel import col, select

from bot.desk import people
from bot.desk.supervisor import season
from bot.desk.work import Actor, Work
from bot.reports import books
from bot.rules.quarters import Quarter, read_quarter
from bot.rules.scoring.measures import accounts
from bot.texts import clearing as texts
from storage.tables import CaseFile, Event, Staff
from storage.vocabulary import EventKind

ASKED, PROPOSED, RELEASED, DECLINED = "asked", "proposed", "released", "declined"


def _events(work: Work, case: CaseFile) -> list[Event]:
    query = select(Event).where(Event.case_id == case.id, Event.kind == EventKind.CLEARED)
    return list(work.session.exec(query.order_by(col(Event.seq))))


def step(work: Work, case: CaseFile) -> str:
    """How far it is; empty before anything."""
    past = _events(work, case)
    return str(past[-1].data["step"]) if past else ""


def was_asked(work: Work, case: CaseFile) -> bool:
    """True if the unit asked for it."""
    return any(event.data["step"] == ASKED for event in _events(work, case))


def note(work: Work, case: CaseFile, post: Staff, step_: str, unit: str, text: str = "") -> None:
    """One step, with its words under the case's key."""
    facts = {"step": step_, "unit": unit}
    work.record(case, EventKind.CLEARED, people.actor_of(post), facts=facts, words={"text": text} if text else None)
    work.session.flush()


def _last(work: Work, case: CaseFile) -> Event:
    return next(event for event in reversed(_events(work, case)) if event.data["step"] == PROPOSED)


def proposal(work: Work, case: CaseFile) -> tuple[str, str]:
    """Unit and words of the draft that waits."""
    last = _last(work, case)
    return str(last.data["unit"]), str((work.text(last.content_id) or {}).get("text", ""))


def proposer(work: Work, case: CaseFile) -> int | None:
    """Staff id of who wrote it."""
    return _last(work, case).actor_id


def leave_out(work: Work, case: CaseFile, actor: Actor, unit: str) -> tuple[str, ...]:
    """Leave the case out of the unit's figures, in every quarter that counts it; a frozen quarter gets a correction."""
    zone = work.office.calendar.zone
    quarters = _counted(work, case, unit, zone)
    for quarter in quarters:
        facts = {"quarter": str(quarter), "unit": unit, "ground": texts.GROUND, "agreed": True}
        work.record(case, EventKind.SCORED, actor, facts=facts)
    work.session.flush()
    books.enter(work.session, [case.id or 0], zone)
    for quarter in quarters:
        if season.frozen(work, quarter):
            season.freeze(work, quarter)
    return tuple(quarter.words for quarter in quarters)


def _counted(work: Work, case: CaseFile, unit: str, zone: str) -> list[Quarter]:
    found = [
        read_quarter(account.quarter, zone)
        for _id, events in books.histories(work.session, [case.id or 0])
        for account in accounts(events, zone)
        if account.unit == unit and not account.excluded
    ]
    return sorted(quarter for quarter in found if quarter is not None)
