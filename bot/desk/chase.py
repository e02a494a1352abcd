"""The chase: what happens when a step of a limit comes due. One notice a rung; working time only, 特急 excepted."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.desk import chase_digest, chase_ladder, clerk, clocks, clues, dispatch, places, views
from bot.desk.chase_facts import chased, last_progress
from bot.desk.facts import facts_of
from bot.desk.work import CLOCK, Work
from bot.rules.ladder import AUTO_SIGN, DUE, FACTS, Step
from bot.texts import chase as texts
from storage.tables import CaseFile, Deadline, Staff, Timer
from storage.vocabulary import EventKind, Stage, State

__all__ = ["chased", "digest", "fire", "last_progress"]

LATE = timedelta(minutes=20)  # a step found this late was missed by an outage: caught up in one digest, not replayed
LOOK_AGAIN = timedelta(minutes=30)  # while a request waits for its ruling, the ladder waits with it

digest = chase_digest.fire


def fire(work: Work, timer: Timer) -> None:
    """A limit's timer is due: take its steps up to now, and set the next."""
    case = work.case(timer.case_id or 0)
    row = clocks.deadline_of(work, timer)
    if case is None or row is None or not case.state.is_open:
        return
    plan = clocks.plan_of(work, case, row)
    done, waits = list(timer.data.get("done", ())), False
    if all(step.name in done for step in plan):
        _again(work, case, row)
    for step in plan:
        if step.name in done or step.at > work.now:
            continue
        if chase_digest.held(work, case) and step.name not in FACTS:
            waits = True
            continue
        if not _too_late(work, row, step):
            take(work, case, row, step, missed=work.now - max(step.at, timer.at) > LATE)
        done.append(step.name)
    if row.met_at is None and row.ended_at is None:
        clocks.arm(work, case, row, tuple(done), earliest=_look_again(work, case) if waits else None)


def _too_late(work: Work, row: Deadline, step: Step) -> bool:
    """True for a reminder that had to wait until its limit was past: it reminds of nothing."""
    return step.rung is None and step.name not in FACTS and work.now >= row.due_at


def _look_again(work: Work, case: CaseFile) -> datetime:
    """A held step keeps its place: looked at again in half an hour of working time, for 挂账 the next morning."""
    if case.held or case.merged_into is not None:
        return clocks.next_morning(work)
    return work.office.calendar.next_open(work.now + LOOK_AGAIN)


def _again(work: Work, case: CaseFile, row: Deadline) -> None:
    """The ladder is at its end and the limit is still not met: named once each working day, never dropped."""
    if chase_digest.held(work, case) or case.kind in clocks.policy_of(work, case).unchased:
        return
    if row.stage is Stage.TRIAGE:
        clerk.overdue(work, case, row.due_at, work.now.date().isoformat())
    else:
        chase_digest.join_unit(work, case, row)


def take(work: Work, case: CaseFile, row: Deadline, step: Step, *, missed: bool = False) -> None:
    """One step: a reminder, the breach, the automatic signature, or a rung."""
    if step.name == DUE:
        _breach(work, case, row)
    elif step.name == AUTO_SIGN:
        _auto_sign(work, case)
    elif step.rung is not None:
        chase_ladder.climb(work, case, row, step.rung, missed=missed)
    elif missed:
        chase_digest.join_unit(work, case, row)
    else:
        _remind(work, case, row, step)


def _breach(work: Work, case: CaseFile, row: Deadline) -> None:
    """A limit passed: a fact with the time at which it passed, whenever we noticed."""
    row.breached_at = row.due_at
    facts = {"stage": row.stage, "due": row.due_at, "round": row.round, "seq": row.seq}
    work.record(case, EventKind.BREACHED, CLOCK, facts=facts)
    if row.stage is Stage.FIRST_CONTACT:
        clues.late_contact(work, case, row.due_at)


def _auto_sign(work: Work, case: CaseFile) -> None:
    """Not signed after a second limit: signed by the clock and marked late (sla: 超时签收)."""
    if case.state is not State.TO_SIGN:
        return
    known, changes = facts_of(work, case), {"signed_at": work.now}
    if work.move(case, EventKind.SIGNED, CLOCK, known, set=changes, facts={"late": True}) is None:
        clocks.met(work, case, Stage.SIGN)
        dispatch.refresh_unit_card(work, case)


def _remind(work: Work, case: CaseFile, row: Deadline, step: Step) -> None:
    """A reminder before the limit: far ones join the next digest, the last one goes by itself."""
    place = places.unit_group(work, case.unit or "")
    owner = work.session.get(Staff, case.owner_id) if case.owner_id else None
    if row.stage is Stage.TRIAGE or place is None:
        return
    if not step.direct or chase_ladder.enough_today(work, case, owner):
        chase_digest.join_unit(work, case, row)
        return
    tags = chase_ladder.mentions([owner])
    message = texts.last_reminder(views.view(work, case), row.stage, row.due_at, mentions=tags)
    if chase_ladder.say(work, case, place, message, "chase.remind", f"{row.id}:{step.name}"):
        chase_ladder.note(work, case, row, step.name, owner)
