"""Clocks that stand still while a case waits (暂停) or is held (挂账): stopped at one instant, pushed out whatever ends the wait.

The wait is in the history and on the case, never in a timer: what ends it (a tap, a word, an answer, another unit, the clock)
reads it from there and gives back exactly its working time, up to the longest that such a wait may last.
"""

from __future__ import annotations

from datetime import datetime

from sqlmodel import col, select

from bot.desk import clocks, legal
from bot.desk.work import Work
from bot.rules import deadlines, pauses
from bot.rules.deadlines import UNIT_STAGES, Due
from bot.rules.pauses import Reason, Wait
from storage import outbox, timers
from storage.tables import CaseFile, Deadline, Event
from storage.vocabulary import EventKind, Stage, TimerKind

PAUSE = "pause"
CHASES = ("chase.due", "chase.remind", "chase.digest", "chase.rung", "chase.nudge")


def of(work: Work, case: CaseFile) -> Wait | None:
    """The wait that runs now; None if the clocks run."""
    pending = case.pending or {}
    if pending.get("what") == PAUSE:
        return Wait(Reason[str(pending["reason"])], datetime.fromisoformat(str(pending["since"])))
    return Wait(Reason.HOLD, _held_since(work, case)) if case.held else None


def paused(case: CaseFile) -> bool:
    """True while the unit's clocks stand still for a pause."""
    return (case.pending or {}).get("what") == PAUSE


def _held_since(work: Work, case: CaseFile) -> datetime:
    query = select(Event).where(Event.case_id == case.id, Event.kind == EventKind.HOLD_RULED)
    rulings = work.session.exec(query.order_by(col(Event.seq).desc()))
    return next((event.at for event in rulings if event.data.get("agreed")), work.now)


def stop(work: Work, case: CaseFile) -> None:
    """The clocks stand still from now: no limit of the unit wakes up, and no chase that waits leaves."""
    timers.cancel(work.session, case.id or 0, list(clocks.STAGE_OF))
    outbox.drop_queued(work.session, case.id or 0, CHASES)


def go_on(work: Work, case: CaseFile, wait: Wait | None) -> Due | None:
    """The clocks run again: every running limit is pushed out by the wait. The new limit to resolve, if there is one."""
    if wait is None:
        return None
    work.no_timer(case, TimerKind.PAUSE_END, TimerKind.HOLD_REVIEW)
    last = None
    for row in _running(work, case):
        due = pushed(work, case, row, wait)
        if due.at == row.due_at:
            clocks.arm(work, case, row, _done(work, case, row, wait))
        else:
            clocks.extend(work, case, row.stage, due)
        last = due if row.stage is Stage.RESOLVE else last
    work.session.flush()
    return last


def pushed(work: Work, case: CaseFile, row: Deadline, wait: Wait) -> Due:
    """When a limit ends if the wait is over now. Never later than the law allows (R27)."""
    policy = clocks.policy_of(work, case)
    limit = policy.limits_for(case.kind, case.urgency).get(row.stage)
    cut = pauses.counted((wait,), work.now, policy, work.office.calendar)[0]
    if limit is None:
        return Due(row.due_at, row.provisional, row.zone)
    due = deadlines.pushed(row.due_at, limit.unit, cut, work.office.calendar)
    last = legal.last_day(work, case)
    return last if last is not None and row.due_at < last.at < due.at else due


def due_at(work: Work, case: CaseFile, row: Deadline) -> datetime:
    """When a limit that is met now ends: later than it says if the clocks stand still."""
    wait = of(work, case) if row.stage in UNIT_STAGES else None
    return row.due_at if wait is None else pushed(work, case, row, wait).at


def _running(work: Work, case: CaseFile) -> list[Deadline]:
    query = select(Deadline).where(
        Deadline.case_id == case.id,
        Deadline.round == case.round,
        col(Deadline.stage).in_(UNIT_STAGES),
        col(Deadline.met_at).is_(None),
        col(Deadline.ended_at).is_(None),
    )
    return list(work.session.exec(query.order_by(col(Deadline.id))))


def _done(work: Work, case: CaseFile, row: Deadline, wait: Wait) -> tuple[str, ...]:
    """The steps of a limit that had been taken before the wait began."""
    return tuple(step.name for step in clocks.plan_of(work, case, row) if step.at <= wait.begin)
