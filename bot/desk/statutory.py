"""法定期限: a case is marked with the procedure that it stands under; its last day is shown inside, warned of, and never exceeded.

The bot follows such a procedure and does not replace it (R27). A period whose law is not entered has no last day.
"""

from __future__ import annotations

from datetime import datetime

from bot.desk import clocks, guards, people, statutory_clock, views
from bot.desk.facts import facts_of
from bot.desk.words import OnAnswer, OnCommand, OnPress, Pressed
from bot.desk.work import OK, Outcome, Work
from bot.rules import statutory as rules
from bot.texts import common
from bot.texts import statutory as texts
from bot.texts.values import Message
from storage import outbox
from storage.tables import CaseFile, Staff
from storage.vocabulary import AskKind, EventKind, Lane, Role, State, TimerKind

IN_HAND = (State.TO_SIGN, State.WORKING)
FILED = (State.ACCEPTING, State.NEEDS_INFO, State.TO_DISPATCH, *IN_HAND, State.ANSWERED)
DESK = (Role.CLERK, Role.OFFICE, Role.SUPERVISOR)


def begin(work: Work, pressed: Pressed) -> Outcome:
    """标法定期限: under which procedure?"""
    got = _marker(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, where, topic = got[0], pressed.chat_id, pressed.topic_id
    message = texts.tracks(views.view(work, case), _tracks(work, case))
    work.send(where, message, lane=Lane.ANSWER, purpose="officer.track", case=case, topic_id=topic)
    return OK


def _marker(work: Work, pressed: Pressed) -> tuple[CaseFile, Staff] | Outcome:
    """The unit's officer, or a clerk or supervisor who may see the case."""
    case = work.case(pressed.press.case_id)
    if case is None:
        return Outcome(common.UNKNOWN_BUTTON, alert=True)
    tg_id = pressed.sender.tg_id
    post = guards.unit_officer(work, case, tg_id)
    if post is None and not guards.barred(work, case, tg_id):
        post = people.post_as(work, tg_id, *DESK)
    if post is None:
        enrolled = people.posts_of(work, tg_id)
        return Outcome(common.NOT_YOURS if enrolled else common.NOT_ENROLLED, alert=True)
    if case.state not in FILED:
        return Outcome(texts.NOT_NOW, alert=True)
    return guards.fresh(pressed, case) or (case, post)


def _tracks(work: Work, case: CaseFile) -> tuple[str, ...]:
    """The procedures whose law is entered, and those that are known to have none entered."""
    entered = [name for name, track in clocks.policy_of(work, case).tracks.items() if track.legal]
    return (*entered, *(name for name in texts.NO_LAW if name not in entered))


def _named(work: Work, case: CaseFile, number: str) -> str:
    names = _tracks(work, case)
    return names[int(number)] if number.isdecimal() and int(number) < len(names) else ""


def ask_period(work: Work, pressed: Pressed) -> Outcome:
    """The procedure is chosen: which period? One without law is marked at once."""
    got = _marker(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, post = got
    track = _named(work, case, pressed.press.arg)
    entered = clocks.policy_of(work, case).tracks.get(track)
    if not track:
        return Outcome(common.UNKNOWN_BUTTON)
    if entered is None:
        return _mark(work, pressed, case, post, track, "", work.now, None)
    view, number = views.view(work, case), int(pressed.press.arg)
    _turn(work, pressed, texts.periods(view, number, track, entered.law, tuple(entered.legal)))
    return OK


def ask_start(work: Work, pressed: Pressed) -> Outcome:
    """The period is chosen: from when?"""
    got = _marker(work, pressed)
    if isinstance(got, Outcome):
        return got
    case = got[0]
    number, _, period = pressed.press.arg.partition(".")
    track = _named(work, case, number)
    entered = clocks.policy_of(work, case).tracks.get(track)
    if entered is None or period not in entered.legal:
        return Outcome(common.UNKNOWN_BUTTON)
    _turn(work, pressed, texts.starts(views.view(work, case), pressed.press.arg, track, period))
    return OK


def mark(work: Work, pressed: Pressed) -> Outcome:
    """Everything is chosen: on record, and the internal limit is cut to the law's."""
    got = _marker(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, post = got
    number, period, key = [*pressed.press.arg.split("."), "", "", ""][:3]
    track, start = _named(work, case, number), _start(work, case, key)
    due = rules.last_day(clocks.policy_of(work, case), track, period, start, work.office.calendar) if start else None
    if start is None or due is None:
        return Outcome(common.UNKNOWN_BUTTON)
    if due.at <= work.now:
        return Outcome(texts.PAST, alert=True)
    return _mark(work, pressed, case, post, track, period, start, due.at)


def _start(work: Work, case: CaseFile, key: str) -> datetime | None:
    return {"s": case.submitted_at, "d": case.dispatched_at, "t": work.now}.get(key)


def _mark(
    work: Work,
    pressed: Pressed,
    case: CaseFile,
    post: Staff,
    track: str,
    period: str,
    start: datetime,
    due: datetime | None,
) -> Outcome:
    facts = {"track": track, "period": period, "start": start, "due": due}
    refusal = work.move(case, EventKind.TRACKED, people.actor_of(post), facts_of(work, case), facts=facts)
    if refusal is not None:
        return Outcome(refusal.reason_zh, alert=True)
    work.no_timer(case, TimerKind.STATUTORY)
    moved = statutory_clock.cut(work, case)
    statutory_clock.again(work, case)
    _shown(work, case)
    _turn(work, pressed, texts.marked(views.view(work, case), moved))
    return Outcome("已标记。")


def _shown(work: Work, case: CaseFile) -> None:
    from bot.desk import dispatch

    work.session.flush()
    dispatch.refresh_unit_card(work, case)


def take_off(work: Work, pressed: Pressed) -> Outcome:
    """取消标记: it was marked in error. The internal limit stays as it is."""
    got = _marker(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, post = got
    work.record(case, EventKind.TRACKED, people.actor_of(post), facts={"track": ""})
    work.no_timer(case, TimerKind.STATUTORY)
    _shown(work, case)
    _turn(work, pressed, texts.taken_off(case.number))
    return Outcome("已取消。")


def _turn(work: Work, pressed: Pressed, message: Message) -> None:
    row = outbox.by_message(work.session, pressed.chat_id, pressed.message_id)
    if row is not None:
        work.edit(row, message)


PRESSES: dict[str, OnPress] = {
    "track": begin,
    "trackfor": ask_period,
    "trackon": ask_start,
    "trackset": mark,
    "trackoff": take_off,
}
ANSWERS: dict[AskKind, OnAnswer] = {}
COMMANDS: dict[str, OnCommand] = {}
