"""What each kind of timer does when it is due. One timer, one transaction."""

from __future__ import annotations

from sqlmodel import col, select

from bot.desk import (
    assist_chase,
    callback,
    chase,
    hold_review,
    pass_on,
    pause_end,
    rectify,
    relay,
    retention,
    ring_back,
    rulings,
    sealed,
    stall,
    statutory_clock,
)
from bot.desk.entrepreneur import belongs, draft, suspect, verdict
from bot.desk.facts import facts_of
from bot.desk.office import malice_told, pledge
from bot.desk.supervisor import decide_chase, pack_clock, season_clock
from bot.desk.words import OnTimer
from bot.desk.work import CLOCK, Work
from storage import timers
from storage.tables import CaseFile, Outbox, Person, Timer
from storage.vocabulary import EventKind, Secrecy, State, TimerKind

CONFIRM = (TimerKind.CONFIRM_NUDGE, TimerKind.CONFIRM_END)


def limit_due(work: Work, timer: Timer) -> None:
    """A limit's next step; a sealed case's timer only looks for its contact again."""
    if timer.key.endswith(":sealed"):
        sealed.retry(work, timer)
    else:
        chase.fire(work, timer)


def confirm_nudge(work: Work, timer: Timer) -> None:
    """The enterprise is asked for its verdict; after an outage once, and not when its window is over as well."""
    later = select(Timer.id).where(Timer.case_id == timer.case_id, Timer.at <= work.now)
    if work.session.exec(later.where(col(Timer.kind).in_(CONFIRM))).first() is None:
        verdict.nudge(work, timer)


def archive(work: Work, timer: Timer) -> None:
    """The window for reopening is over."""
    case = work.case(timer.case_id or 0)
    if case is not None and case.state is State.CLOSED:
        work.move(case, EventKind.ARCHIVED, CLOCK, facts_of(work, case))


def mask(work: Work, timer: Timer) -> None:
    """180 days after the end, contacts are no longer kept for a person without open cases, and content is destroyed (R37)."""
    case = work.case(timer.case_id or 0)
    person = work.session.get(Person, case.person_id) if case is not None and case.person_id else None
    if case is None:
        return
    if person is not None and not _still_needed(work, person, case):
        person.phone_id = person.name_id = None
    retention.due(work, case)


def _still_needed(work: Work, person: Person, case: CaseFile) -> bool:
    from bot.desk import cases

    return bool(cases.open_of(work, person, 1)) or cases.draft_of(work, person) is not None or case.state.is_open


def wipe(work: Work, timer: Timer) -> None:
    """Class C: the person's message and ours about it leave the chat before Telegram's 48 hours are over (R02d)."""
    case = work.case(timer.case_id) if timer.case_id else None
    ours = [work.session.get(Outbox, row_id) for row_id in timer.data.get("rows", [])]
    for message_id in [*timer.data.get("messages", []), *(row.message_id for row in ours if row is not None)]:
        if message_id:
            work.delete_message(
                int(timer.data["chat"]),
                int(message_id),
                case=case if case and case.secrecy is not Secrecy.C else None,
            )


TIMERS: dict[TimerKind, OnTimer] = {
    TimerKind.DRAFT_NUDGE: draft.nudge,
    TimerKind.DRAFT_FILE: draft.file_alone,
    TimerKind.PENDING_FILE: belongs.unanswered,
    TimerKind.SUSPECTED: suspect.unanswered,
    TimerKind.TRIAGE_DUE: limit_due,
    TimerKind.SIGN_DUE: limit_due,
    TimerKind.CONTACT_DUE: limit_due,
    TimerKind.REPLY_DUE: limit_due,
    TimerKind.RESOLVE_DUE: limit_due,
    TimerKind.CONFIRM_NUDGE: confirm_nudge,
    TimerKind.CONFIRM_END: verdict.silence,
    TimerKind.ARCHIVE: archive,
    TimerKind.MASK: mask,
    TimerKind.WIPE_CHAT: wipe,
    TimerKind.RELAY_END: relay.idle,
    TimerKind.DIGEST: chase.digest,
    TimerKind.CO_DUE: assist_chase.fire,
    TimerKind.RULING: rulings.fire,
    TimerKind.HAND_ON: pass_on.remind,
    TimerKind.RECTIFY: rectify.fire,
    TimerKind.CALLBACK: callback.fire,
    TimerKind.RING_BACK: ring_back.fire,
    TimerKind.LEAGUE: season_clock.fire,
    TimerKind.PACK: pack_clock.fire,
    TimerKind.DECISION: decide_chase.fire,
    TimerKind.PAUSE_END: pause_end.fire,
    TimerKind.HOLD_REVIEW: hold_review.fire,
    TimerKind.STATUTORY: statutory_clock.fire,
    TimerKind.MALICE: malice_told.fire,
    TimerKind.PLEDGE: pledge.fire,
    TimerKind.STALL: stall.fire,
}


def fire(work: Work, timer_id: int) -> bool:
    """Take one due timer and do what it is for. False if another process has it or it moved."""
    timer = timers.take(work.session, timer_id, work.now)
    if timer is None:
        return False
    TIMERS[timer.kind](work, timer)
    return True
