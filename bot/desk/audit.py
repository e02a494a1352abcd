"""The desk's own auditor: what must always hold, looked for every few minutes and said aloud when it does not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import col, select

from bot.desk.work import Work
from bot.rules import projection
from storage import history
from storage.tables import CaseFile, Timer
from storage.vocabulary import Secrecy, State

GRACE = timedelta(minutes=5)
MOST = 100  # of one sort at once; the rest comes with the next look


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that must not be, in words for the keeper; `key` is the same as long as it is the same thing."""

    number: str
    what: str
    key: str


def findings(work: Work, *, deep: bool = False) -> list[Finding]:
    """Open cases that nobody will look at again, timers that did not fire; with `deep`, broken chains and rows that are
    not the fold of their history. Class C is looked at, too, but never named."""
    found = [*_unwatched(work), *_late(work)]
    if deep:
        found += [
            _finding(broken.number, f"办理记录校验不符：{broken.why}") for broken in history.verify_all(work.session)
        ]
        found += [_finding(case.number, f"与办理记录不一致：{field}") for case, field in _differences(work)]
    return found


def _finding(number: str, what: str, since: str = "") -> Finding:
    return Finding(number, what, f"audit:{number}:{what}:{since}"[:120])


def _unwatched(work: Work) -> list[Finding]:
    watched = select(Timer.case_id).where(col(Timer.case_id).is_not(None))
    states = [state for state in State if state.is_open]
    query = select(CaseFile).where(col(CaseFile.state).in_(states), col(CaseFile.id).not_in(watched))
    # What happened last tells one neglect from the next one of the same case.
    return [
        _finding(_name(case), "还没办完，却没有下一步的定时", str(case.head_seq))
        for case in work.session.exec(query.where(CaseFile.secrecy != Secrecy.C).limit(MOST))
    ]


def _late(work: Work) -> list[Finding]:
    query = select(Timer).where(Timer.at < work.now - GRACE).limit(MOST)
    found = []
    for timer in work.session.exec(query):
        case = work.session.get(CaseFile, timer.case_id) if timer.case_id else None
        name = _name(case) if case is not None else "系统任务"
        found.append(_finding(name, f"“{timer.kind.value}”的定时没有按时触发", f"{timer.id}:{timer.at.isoformat()}"))
    return found


def _name(case: CaseFile) -> str:
    return case.number if case.secrecy is not Secrecy.C else "一件密件"


def _differences(work: Work) -> list[tuple[CaseFile, str]]:
    found = []
    for case in work.session.exec(select(CaseFile)):
        fields = projection.rebuild(history.events_of(work.session, case.id or 0))
        found += [(case, name) for name in projection.differences(fields, case)]
    return found
