"""The year's holiday notice is loaded while the office runs: limits that were 暂定 are computed again, with an entry each (R38)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session, col, select

from bot.city.notice_file import Notices, decode
from bot.city.yaml_file import CityFileError
from bot.desk import clocks, dispatch, people
from bot.desk.work import CLOCK, Office, Work
from bot.rules import deadlines
from bot.rules.calendar import ONE_DAY, WorkCalendar
from bot.rules.deadlines import Due
from bot.texts import keeper as texts
from bot.texts import officer as officer_texts
from storage import db
from storage.tables import CaseFile, Deadline, Setting, Staff, Timer
from storage.vocabulary import EventKind, Lane, Secrecy, Stage

NOTICES = "calendar.notices"
WAKE = "calendar"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading did: the years, their days off and make-up days, and how many running limits moved or became certain."""

    years: tuple[int, ...]
    off: int
    makeup: int
    moved: int
    settled: int


def office_now(session: Session, office: Office) -> Office:
    """The office with the notices that were loaded into its database. The calendar file's own days stay on top."""
    row = session.get(Setting, NOTICES)
    return office if row is None else _with(office, Notices.from_json(row.value))


def _with(office: Office, notices: Notices) -> Office:
    own = office.typed or office.calendar
    return replace(office, calendar=WorkCalendar(own.spans, {**notices.days(), **own.keeper}, own.zone), typed=own)


def load(work: Work, notices: Notices) -> Loaded:
    """Keep the notices (a year loaded before is replaced) and compute again what was provisional."""
    row = work.session.get(Setting, NOTICES)
    kept = {**(row.value if row is not None else {}), **notices.to_json()}
    work.session.merge(Setting(name=NOTICES, value=kept, at=work.now))
    work.session.flush()
    after = Work(work.session, work.now, _with(work.office, Notices.from_json(kept)))
    changes = [_again(work, after, row) for row in _provisional(work)]
    db.wake(work.session, WAKE)
    return Loaded(
        tuple(sorted(notices.years)),
        sum(len(set(year.days_off)) for year in notices.years.values()),
        sum(len(set(year.makeup)) for year in notices.years.values()),
        changes.count("moved"),
        changes.count("settled"),
    )


def _provisional(work: Work) -> list[Deadline]:
    query = select(Deadline).where(
        col(Deadline.provisional), col(Deadline.met_at).is_(None), col(Deadline.ended_at).is_(None)
    )
    return list(work.session.exec(query.order_by(col(Deadline.id))))


def _again(before: Work, after: Work, row: Deadline) -> str:
    """`moved`, `settled` (certain now, at the same instant) or `same`."""
    case = after.case(row.case_id)
    if case is None:
        return "same"
    old, due = row.due_at, _due(before, after, case, row)
    if due.at == old and due.provisional:
        return "same"
    row.due_at, row.provisional = due.at, due.provisional
    after.session.flush()
    still = any(other.case_id == case.id for other in _provisional(after))
    facts = {"stage": row.stage, "from": old, "to": due.at}
    after.record(case, EventKind.RECOMPUTED, CLOCK, set={"provisional": still}, facts=facts)
    if due.at == old:
        return "settled"
    _rearm(after, case, row)
    _tell(after, case, row.stage, old, due.at)
    return "moved"


def _due(before: Work, after: Work, case: CaseFile, row: Deadline) -> Due:
    """By the case's own policy if that gave the old limit; else (an extension, a pause) the same working time again."""
    if row.seq == 1 and _by_policy(before, case, row).at == row.due_at:
        return _by_policy(after, case, row)
    old, new = before.office.calendar, after.office.calendar
    first, last = old.local_date(row.start_at), old.local_date(row.due_at)
    worked = sum(old.day(first + n * ONE_DAY).working for n in range(1, (last - first).days + 1))
    day = first
    while worked > 0:
        day += ONE_DAY
        worked -= new.day(day).working
    at = row.due_at + (day - last)
    return Due(at, new.provisional_within(first, day), row.zone)


def _by_policy(work: Work, case: CaseFile, row: Deadline) -> Due:
    policy, calendar = clocks.policy_of(work, case), work.office.calendar
    if row.stage is Stage.TRIAGE:
        return deadlines.triage_deadline(policy, case.urgency, row.start_at, calendar)
    factor = 1.0 if row.round == 1 else policy.reopen_factor
    return deadlines.stage_deadlines(policy, case.kind, case.urgency, row.start_at, calendar, factor=factor)[row.stage]


def _rearm(work: Work, case: CaseFile, row: Deadline) -> None:
    key = f"{case.id}:{clocks.KIND_OF[row.stage].name}:{row.round}:{row.seq}"
    timer = work.session.exec(select(Timer).where(Timer.key == key)).first()
    if timer is not None:
        clocks.arm(work, case, row, tuple(timer.data.get("done", ())), earliest=work.now)


def _tell(work: Work, case: CaseFile, stage: Stage, old: datetime, new: datetime) -> None:
    """The unit's card shows the new limit; the owner is told once. Of a sealed case nobody here is."""
    owner = work.session.get(Staff, case.owner_id) if case.owner_id else None
    if case.secrecy is Secrecy.C:
        return
    dispatch.refresh_unit_card(work, case)
    for post in people.reachable([owner] if owner is not None else []):
        message = officer_texts.recomputed(case.number, stage, old, new)
        later = clocks.polite(work, case.urgency)
        work.send(post.tg_id or 0, message, lane=Lane.REPORT, purpose="officer.recomputed", case=case, not_before=later)


def receive(work: Work, data: bytes, name: str) -> str:
    """A file that the keeper sent: loaded, or what is wrong with it, in words for the keeper."""
    try:
        loaded = load(work, decode(data, name))
    except CityFileError as error:
        return texts.calendar_refused(str(error))
    return texts.calendar_loaded(loaded.years, loaded.off, loaded.makeup, loaded.moved, loaded.settled)
