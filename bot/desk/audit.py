"""The desk's own auditor: what must always hold, looked for every few minutes and said aloud when it does not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import col, select

from bot.desk.work import Work
from bot.rules import projection
from storage import history
from storage.tables import CaseFile, Timer
from storage.vocabulary import State

GRACE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that must not be."""

    number: str
    what: str


def findings(work: Work, *, deep: bool = False) -> list[Finding]:
    """Open cases that nobody will look at again, timers that did not fire; with `deep`, broken chains and rows that are
    not the fold of their history."""
    found = [*_unwatched(work), *_late(work)]
    if deep:
        found += [Finding(broken.number, broken.why) for broken in history.verify_all(work.session)]
        found += [Finding(case.number, f"row differs: {field}") for case, field in _differences(work)]
    return found


def _unwatched(work: Work) -> list[Finding]:
    watched = select(Timer.case_id).where(col(Timer.case_id).is_not(None))
    states = [state for state in State if state.is_open and state not in {State.NEEDS_INFO}]
    query = select(CaseFile).where(col(CaseFile.state).in_(states), col(CaseFile.id).not_in(watched))
    return [
        Finding(case.number, "open without a timer")
        for case in work.session.exec(query.limit(100))
        if case.secrecy.value != "C"
    ]


def _late(work: Work) -> list[Finding]:
    query = select(Timer).where(Timer.at < work.now - GRACE).limit(100)
    return [Finding(timer.key, "timer is late") for timer in work.session.exec(query)]


def _differences(work: Work) -> list[tuple[CaseFile, str]]:
    found = []
    for case in work.session.exec(select(CaseFile)):
        fields = projection.rebuild(history.events_of(work.session, case.id or 0))
        found += [(case, name) for name in projection.differences(fields, case)]
    return found
