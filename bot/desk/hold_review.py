"""A held case is not forgotten: looked at on its review date, the enterprise told each time, ended by a tap or by the clock.

The owner is asked three working days ahead. If the day comes and the enterprise has heard nothing, owner and section head are
named each working morning and the office is told; five working days later the hold ends by itself and the clocks run.
"""

from __future__ import annotations

from datetime import datetime

from bot.desk import asks, assist_chase, clocks, guards, hold_list, people, standstill, views
from bot.desk.facts import facts_of
from bot.desk.officer import card, notices
from bot.desk.words import OnAnswer, OnCommand, OnPress, Pressed, Words, material
from bot.desk.work import CLOCK, OK, Actor, Outcome, Work
from bot.rules import deadlines, holding, quality
from bot.rules.limits import Limit, Unit
from bot.texts import hold as texts
from bot.texts.values import Message
from storage.tables import Ask, CaseFile, Staff, Timer
from storage.vocabulary import AskKind, EventKind, Lane, Role, TimerKind

AHEAD = 3  # working days before the look at which the owner is asked
PATIENCE = Limit(5, Unit.WD)  # after the look without a word to the enterprise the hold ends
SHORTEST = 10


def start(work: Work, case: CaseFile, review: datetime) -> None:
    """Set the one timer of a held case: to ask for progress, or to the look itself if that is near."""
    calendar = work.office.calendar
    ask_at = calendar.edges(calendar.working_day_before(calendar.local_date(review), AHEAD))[0][0]
    if ask_at > work.now:
        _set(work, case, ask_at, "ask", review)
    else:
        _set(work, case, review, "due", review)


def _set(work: Work, case: CaseFile, at: datetime, step: str, review: datetime) -> None:
    work.timer(TimerKind.HOLD_REVIEW, at, case, data={"step": step, "review": review.isoformat()})


def fire(work: Work, timer: Timer) -> None:
    """The next step of a held case."""
    case = work.case(timer.case_id or 0)
    wait = standstill.of(work, case) if case is not None and case.held else None
    if case is None or wait is None:
        return
    review, step = datetime.fromisoformat(str(timer.data["review"])), str(timer.data["step"])
    calendar = work.office.calendar
    give_up = deadlines.deadline(review, PATIENCE, calendar).at
    if work.now >= holding.ends_at(wait.begin, clocks.policy_of(work, case), calendar):
        end(work, case, CLOCK, "挂账已满最长期限")
    elif step == "ask":
        _ask_progress(work, case, review)
        _set(work, case, review, "due", review)
    elif work.now >= give_up:
        end(work, case, CLOCK, "检视日已过五个工作日，企业没有收到进展")
    else:
        _late(work, case, review, give_up, first=step == "due")
        _set(work, case, min(clocks.next_morning(work), give_up), "late", review)


def _ask_progress(work: Work, case: CaseFile, review: datetime) -> None:
    owner = work.session.get(Staff, case.owner_id) if case.owner_id else None
    message = texts.ask_progress(views.view(work, case), review, _tags([owner]))
    _chase(work, case, message, f"ask:{review.isoformat()}")


def _late(work: Work, case: CaseFile, review: datetime, give_up: datetime, *, first: bool) -> None:
    owner = work.session.get(Staff, case.owner_id) if case.owner_id else None
    heads = people.unit_staff(work, case.unit or "", "head")
    message = texts.late(views.view(work, case), review, _tags([owner, *heads]))
    _chase(work, case, message, f"late:{work.office.calendar.local_date(work.now)}")
    if not first:
        return
    work.record(case, EventKind.CHASED, CLOCK, facts={"point": "hold-review", "round": case.round})
    told = texts.late_told(views.view(work, case), review, give_up)
    _tell_office(work, case, told, f"hold:{case.id}:{review.isoformat()}")


def _tags(posts: list[Staff | None]) -> tuple[int, ...]:
    return tuple(post.tg_id for post in posts if post is not None and post.tg_id is not None)


def _chase(work: Work, case: CaseFile, message: Message, lock: str) -> None:
    for place in assist_chase.lead_places(work, case):
        work.send(
            place.chat_id,
            message,
            lane=Lane.CHASE,
            purpose="officer.hold",
            case=case,
            topic_id=place.topic_id,
            dedupe=f"hold:{case.id}:{lock}:{place.chat_id}",
            not_before=clocks.polite(work, case.urgency),
        )


def ask_report(work: Work, pressed: Pressed) -> Outcome:
    """报挂账进展: what moved?"""
    got = card.found(work, pressed, fresh=False)
    if isinstance(got, Outcome):
        return got
    case = got[0]
    if not case.held:
        return Outcome(texts.NOT_HELD, alert=True)
    prompt, who, where = texts.report_prompt(case.number), pressed.sender.tg_id, pressed.chat_id
    asks.open_ask(work, who, where, AskKind.HOLD_REPORT, prompt, case=case, reply_to=pressed.message_id)
    return OK


def reported(work: Work, words: Words, ask: Ask) -> Outcome:
    """What moved: checked, told to the enterprise, and the next look is set."""
    case = work.case(ask.case_id or 0)
    post = guards.unit_officer(work, case, words.sender.tg_id) if case is not None else None
    wait = standstill.of(work, case) if case is not None and case.held else None
    if case is None or post is None or wait is None:
        asks.close(work, words.sender.tg_id, words.chat_id, ask.case_id)
        return OK
    text = words.text.strip()
    missing = tuple(flaw.missing for flaw in quality.note_flaws(text, work.office.spans(text)))
    if len(text) < SHORTEST or quality.forbidden_pause(text):
        missing += ("请写具体：做了什么、下一步和日期",)
    if missing:
        _say(work, words, case, texts.flawed(case.number, missing))
        return OK
    asks.close(work, words.sender.tg_id, words.chat_id, ask.case_id)
    review = holding.next_review(wait.begin, work.now, clocks.policy_of(work, case), work.office.calendar)
    actor, known = people.actor_of(post), facts_of(work, case)
    facts = {"review": review}
    refusal = work.move(case, EventKind.HOLD_REVIEWED, actor, known, facts=facts, words=material(words))
    _say(work, words, case, Message(refusal.reason_zh) if refusal else texts.reviewed(case.number, review))
    if refusal is None:
        start(work, case, review)
        _to_enterprise(work, case, texts.progress(views.view(work, case), text, review))
    return OK


def end_pressed(work: Work, pressed: Pressed) -> Outcome:
    """恢复办理, by the office."""
    from bot.desk.supervisor import desk

    got = desk.found(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, post = got
    refusal = end(work, case, people.actor_of(post), "营商办已恢复办理") if case.held else texts.NOT_HELD
    return Outcome(refusal or texts.DONE, alert=bool(refusal))


def end(work: Work, case: CaseFile, actor: Actor, why: str) -> str:
    """销账: the clocks run again, the time of the hold given back; owner and enterprise hear it."""
    from bot.desk import dispatch

    wait, known = standstill.of(work, case), facts_of(work, case)
    refusal = work.move(case, EventKind.HOLD_ENDED, actor, known, set={"held": False}, facts={"why": why})
    if refusal is not None:
        return refusal.reason_zh
    due = standstill.go_on(work, case, wait)
    dispatch.refresh_unit_card(work, case)
    until = due.at if due is not None else None
    key = f"unheld:{case.id}:{case.version}"
    notices.under_card(work, case, texts.ended(case.number, why, until), "card.held", key)
    _to_enterprise(work, case, texts.ended_told(case.number, until))
    if actor.role is Role.CLOCK:
        _tell_office(work, case, texts.ended(case.number, why, until), key)
    return ""


def _tell_office(work: Work, case: CaseFile, message: Message, lock: str) -> None:
    from bot.desk.supervisor import desk

    for place in desk.heard(work, case):
        work.send(
            place.chat_id,
            message,
            lane=Lane.CHASE,
            purpose="hold.told",
            case=case,
            topic_id=place.topic_id,
            dedupe=f"{lock}:{place.chat_id}",
            not_before=clocks.polite(work, case.urgency),
        )


def _to_enterprise(work: Work, case: CaseFile, message: Message) -> None:
    chat_id = people.complainant_chat(work, case)
    if chat_id is not None:
        work.send(chat_id, message, lane=Lane.ANSWER, purpose="told.held", case=case)


def _say(work: Work, words: Words, case: CaseFile, message: Message) -> None:
    work.send(words.chat_id, message, lane=Lane.ANSWER, purpose="officer.hold", case=case, topic_id=words.topic_id)


PRESSES: dict[str, OnPress] = {"holdrep": ask_report, "holdend": end_pressed, **hold_list.PRESSES}
ANSWERS: dict[AskKind, OnAnswer] = {AskKind.HOLD_REPORT: reported}
COMMANDS: dict[str, OnCommand] = {**hold_list.COMMANDS}
