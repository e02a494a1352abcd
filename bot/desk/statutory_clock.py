"""A statutory last day: no internal limit is longer, and it is warned of three working days ahead and on the day (R27)."""

from __future__ import annotations

from datetime import datetime

from bot.desk import assist_chase, clocks, legal, people, standstill, views
from bot.desk.work import CLOCK, Work
from bot.rules import statutory as rules
from bot.texts import statutory as texts
from bot.texts.values import Message
from storage.tables import CaseFile, Staff, Timer
from storage.vocabulary import EventKind, Lane, Stage, State, TimerKind

IN_HAND = (State.TO_SIGN, State.WORKING)


def cut(work: Work, case: CaseFile) -> datetime | None:
    """The limit to resolve ends with the law's, if it was longer; the new one, or None if nothing moved."""
    due, row = legal.last_day(work, case), clocks.running(work, case, Stage.RESOLVE)
    if due is None or row is None or row.due_at <= due.at or due.at <= work.now:
        return None
    if standstill.of(work, case) is not None:
        row.due_at = due.at  # no timer runs: the limit is set going when the wait ends
    else:
        clocks.extend(work, case, Stage.RESOLVE, due)
    return due.at


def again(work: Work, case: CaseFile) -> None:
    """Set the next warning, if there is one: three working days ahead, then on the last day."""
    due = legal.last_day(work, case)
    if due is None or due.at <= work.now:
        return
    calendar = work.office.calendar
    last = calendar.edges(calendar.local_date(due.at))
    morning = min(last[0][0], due.at) if last else due.at
    ahead = rules.warn_at(due, calendar)
    step, at = ("warn", max(ahead, work.now)) if ahead < morning and work.now < morning else ("last", morning)
    work.timer(TimerKind.STATUTORY, at, case, data={"step": step, "due": due.at.isoformat()})


def fire(work: Work, timer: Timer) -> None:
    """A warning is due: said if a unit has the case in hand, on record either way it is said."""
    case = work.case(timer.case_id or 0)
    due = legal.last_day(work, case) if case is not None else None
    if case is None or due is None or due.at.isoformat() != timer.data["due"]:
        return
    step = str(timer.data["step"])
    if case.state in IN_HAND:
        _warn(work, case, due.at, step)
        work.record(case, EventKind.CHASED, CLOCK, facts={"point": f"statutory:{step}", "round": case.round})
    if step == "warn":
        calendar = work.office.calendar
        morning = min(calendar.edges(calendar.local_date(due.at))[0][0], due.at)
        work.timer(TimerKind.STATUTORY, max(morning, work.now), case, data={**timer.data, "step": "last"})


def _warn(work: Work, case: CaseFile, due: datetime, step: str) -> None:
    from bot.desk.supervisor import desk

    owner = work.session.get(Staff, case.owner_id) if case.owner_id else None
    posts = [owner, *people.unit_staff(work, case.unit or "", "head")]
    tags = tuple({post.tg_id for post in posts if post is not None and post.tg_id is not None})
    view, last = views.view(work, case), step == "last"
    message = texts.last_call(view, due, tags) if last else texts.warning(view, due, tags)
    for place in assist_chase.lead_places(work, case):
        _say(work, case, place.chat_id, place.topic_id, message, step)
    for place in desk.heard(work, case) if last else ():
        _say(work, case, place.chat_id, place.topic_id, texts.last_call_told(view, due), step)


def _say(work: Work, case: CaseFile, chat_id: int, topic_id: int | None, message: Message, step: str) -> None:
    work.send(
        chat_id,
        message,
        lane=Lane.CHASE,
        purpose="statutory",
        case=case,
        topic_id=topic_id,
        dedupe=f"statutory:{case.id}:{case.head_seq}:{step}:{chat_id}",
        not_before=clocks.polite(work, case.urgency),
    )
