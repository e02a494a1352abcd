"""停摆 (A19): the owner and the supervisors each hear once that a case stands still; it ends with the next movement.

One timer for a case whose last limit is far away. Nothing is said of what is late, near a limit, held, paused, or waiting for a
ruling: that has a voice of its own (R13).
"""

from __future__ import annotations

from datetime import datetime

from sqlmodel import col, select

from bot.desk import chase_digest, chase_facts, clocks, standstill
from bot.desk.work import Work
from bot.rules import stall
from storage.tables import CaseFile, Deadline, Event, Timer
from storage.vocabulary import State, TimerKind

AWAY = frozenset({State.ACCEPTING, State.NEEDS_INFO, State.TO_DISPATCH})  # no unit has it now; one will again


def watch(work: Work, case: CaseFile, due: datetime) -> None:
    """A limit to resolve was set: a far one is watched from now on."""
    calendar = work.office.calendar
    if stall.watched(work.now, due, calendar) and _timer(work, case) is None:
        work.timer(TimerKind.STALL, stall.due_at(work.now, calendar), case)


def fire(work: Work, timer: Timer) -> None:
    """Look whether it stands still, and when to look again."""
    case = work.case(timer.case_id or 0)
    if case is None or case.state not in {*chase_digest.IN_HAND, *AWAY}:
        return
    moved, told = last_moved(work, case), timer.data.get("told")
    due = stall.due_at(moved, work.office.calendar)
    if due > work.now:
        work.timer(TimerKind.STALL, due, case, data={"told": told})
        return
    if told != moved.isoformat() and not _spoken_for(work, case):
        chase_digest.join(work, case, f"unit:{case.unit}", (chase_digest.STANDING,))
        chase_digest.join(work, case, chase_digest.OFFICE)
        told = moved.isoformat()
    work.timer(TimerKind.STALL, clocks.next_morning(work), case, data={"told": told})


def stands(work: Work, case: CaseFile) -> bool:
    """True if it was found standing still, has not moved since, and nothing else speaks for it by now."""
    timer = _timer(work, case)
    told = timer.data.get("told") if timer is not None else None
    return told is not None and told == last_moved(work, case).isoformat() and not _spoken_for(work, case)


def last_moved(work: Work, case: CaseFile) -> datetime:
    """When somebody last did something about it."""
    query = select(Event).where(Event.case_id == case.id, col(Event.kind).in_(stall.MOVES))
    found = (
        event.at
        for event in work.session.exec(query.order_by(col(Event.seq).desc()))
        if stall.moves(event.kind, event.role)
    )
    return next(found, case.created_at)


def _spoken_for(work: Work, case: CaseFile) -> bool:
    if case.state not in chase_digest.IN_HAND or chase_digest.held(work, case) or standstill.of(work, case) is not None:
        return True
    if chase_facts.late(work, case):
        return True
    query = select(Deadline.due_at).where(Deadline.case_id == case.id, Deadline.round == case.round)
    running = query.where(col(Deadline.met_at).is_(None), col(Deadline.ended_at).is_(None))
    return stall.speaks(work.now, work.session.exec(running).all(), work.office.calendar)


def _timer(work: Work, case: CaseFile) -> Timer | None:
    return work.session.exec(select(Timer).where(Timer.case_id == case.id, Timer.kind == TimerKind.STALL)).first()
