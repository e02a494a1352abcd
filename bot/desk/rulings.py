"""A request (转办, 延期) has a clock of its own: who rules is reminded once, then told that it is late, and never forgets it.

While the ruling is awaited the owner is not chased; once it is late the chase goes on, for the enterprise has waited enough (R08).
"""

from __future__ import annotations

from datetime import datetime

from bot.desk import clocks, people, places
from bot.desk.places import Place
from bot.desk.work import CLOCK, Work
from bot.rules import deadlines
from bot.texts import rulings as texts
from bot.texts.values import Message
from storage.tables import CaseFile, Timer
from storage.vocabulary import ChatPurpose, EventKind, Lane, Role, TimerKind, Urgency

RULED = frozenset({"transfer", "extension", "hold", "complex"})


def due(work: Work, case: CaseFile) -> datetime:
    """By when a request made now is ruled; the limit for arbitration serves for extensions, too."""
    limit = work.office.policy.arbitration(case.urgency)
    return deadlines.deadline(work.now, limit, work.office.calendar).at


def start(work: Work, case: CaseFile) -> None:
    """Set the clock of the request that has just been made; its `pending` carries when it is due."""
    pending = case.pending or {}
    due_at = datetime.fromisoformat(str(pending["due"]))
    calendar = work.office.calendar
    if case.urgency is Urgency.CRITICAL:
        half = work.now + (due_at - work.now) / 2
    else:
        half = calendar.add_working_time(work.now, calendar.working_time(work.now, due_at) / 2)
    _set(work, case, half, {"what": pending["what"], "due": pending["due"], "step": "half"})


def _set(work: Work, case: CaseFile, at: datetime, data: dict[str, str]) -> None:
    work.timer(TimerKind.RULING, at, case, key=data["what"], data=dict(data))


def waits(case: CaseFile, now: datetime) -> bool:
    """True while a ruling is awaited and not late: nobody chases the owner meanwhile."""
    pending = case.pending or {}
    if pending.get("what") not in RULED:
        return False
    return "due" not in pending or now < datetime.fromisoformat(str(pending["due"]))


def fire(work: Work, timer: Timer) -> None:
    """The next step, if the request still waits."""
    case = work.case(timer.case_id or 0)
    pending = (case.pending or {}) if case is not None else {}
    if case is None or pending.get("what") != timer.data["what"] or pending.get("due") != timer.data["due"]:
        return
    what, due_at = str(timer.data["what"]), datetime.fromisoformat(str(timer.data["due"]))
    if timer.data["step"] == "half":
        _tell(work, case, _desk(work, case, what), texts.remind(case.number, what, due_at), f"half:{timer.data['due']}")
        _set(work, case, due_at, {**timer.data, "step": "due"})
        return
    if timer.data["step"] == "due":
        work.record(case, EventKind.CHASED, CLOCK, facts={"point": "ruling", "what": what})
        if what == "transfer":
            _tell(work, case, _supervisors(work, case), texts.overdue_told(case.number, what, due_at), "told")
    today = work.office.calendar.local_date(work.now)
    _tell(work, case, _desk(work, case, what), texts.overdue(case.number, what, due_at), f"late:{today}")
    _set(work, case, clocks.next_morning(work), {**timer.data, "step": "again"})


def _desk(work: Work, case: CaseFile, what: str) -> list[Place]:
    """Who rules: the clerks on a transfer, the supervisors on everything else."""
    if what == "extension":
        from bot.desk.supervisor import rank

        supervisors = _supervisors(work, case)
        return [*supervisors, *(place for place in rank.asked_of(work, case) if place not in supervisors)]
    if what != "transfer":
        return _supervisors(work, case)
    group = places.desk_group(work, ChatPurpose.CLERKS)
    if group is not None:
        return [group]
    return [Place(post.tg_id or 0) for post in people.reachable(people.role_staff(work, Role.CLERK))]


def _supervisors(work: Work, case: CaseFile) -> list[Place]:
    from bot.desk.supervisor import desk

    return desk.heard(work, case)


def _tell(work: Work, case: CaseFile, where: list[Place], message: Message, step: str) -> None:
    for place in where:
        work.send(
            place.chat_id,
            message,
            lane=Lane.CHASE,
            purpose="ruling.chase",
            case=case,
            topic_id=place.topic_id,
            dedupe=f"ruling:{case.id}:{case.version}:{step}:{place.chat_id}"[:160],
            not_before=clocks.polite(work, case.urgency),
        )
