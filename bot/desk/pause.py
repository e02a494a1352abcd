"""暂停计时: an officer waits for the enterprise, or for a commissioned appraisal; the clocks stand still and give the time back.

The enterprise hears why and until when, may object by one tap, and ends the wait by what it sends. Nobody is chased meanwhile.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import col, select

from bot.desk import asks, clocks, guards, merge, pause_end, pause_object, people, standstill, views
from bot.desk.facts import facts_of
from bot.desk.officer import card
from bot.desk.words import OnAnswer, OnCommand, OnPress, Pressed, Words, material
from bot.desk.work import OK, Outcome, Work
from bot.rules import deadlines, pauses, quality
from bot.rules.limits import Limit, Unit
from bot.rules.pauses import Reason
from bot.texts import common
from bot.texts import pause as texts
from storage.tables import Ask, CaseFile, Event, Staff
from storage.vocabulary import AskKind, EventKind, ItemKind, Lane, Stage, State, TimerKind, Urgency

REASONS = {"e": Reason.ENTERPRISE, "a": Reason.APPRAISAL}
WAITING, APPRAISAL = (1, 2, 3), (5, 10, 20)  # working days offered
PAPERS = (ItemKind.PHOTO, ItemKind.DOCUMENT)
SHORTEST = 6  # characters that say what is awaited
IN_HAND = (State.TO_SIGN, State.WORKING)


def begin(work: Work, pressed: Pressed) -> Outcome:
    """暂停计时: why, and until when?"""
    got = _allowed(work, pressed)
    if isinstance(got, Outcome):
        return got
    case = got[0]
    waiting = tuple(days for days in WAITING if _fits(work, case, days)) if not _used_up(work, case) else ()
    message = texts.reasons(views.view(work, case), waiting, APPRAISAL)
    where, topic = pressed.chat_id, pressed.topic_id
    work.send(where, message, lane=Lane.ANSWER, purpose="officer.pause", case=case, topic_id=topic)
    return OK


def _allowed(work: Work, pressed: Pressed) -> tuple[CaseFile, Staff] | Outcome:
    got = card.found(work, pressed)
    why_not = "" if isinstance(got, Outcome) else refused(work, got[0])
    return Outcome(why_not, alert=True) if why_not else got


def refused(work: Work, case: CaseFile) -> str:
    """Why this case's clocks may not stand still at all; empty if they may."""
    from bot.desk.supervisor import desk

    row = clocks.running(work, case, Stage.RESOLVE)
    found = (
        (case.state not in IN_HAND or case.held, texts.NOT_NOW),
        (case.pending is not None, "已有一项申请在等裁定，或计时已暂停。"),
        (case.urgency is Urgency.CRITICAL, texts.CRITICAL),
        (row is None or row.due_at <= work.now, texts.LATE),
        (case.merged_into is not None or bool(merge.children(work, case)), texts.JOINED),
        (not desk.heard(work, case), texts.NOBODY),
    )
    return next((why for there, why in found if there), "")


def _fits(work: Work, case: CaseFile, days: int) -> bool:
    end = pauses.ends_by(Reason.ENTERPRISE, work.now, clocks.policy_of(work, case), work.office.calendar)
    return end is None or _until(work, days) <= end


def _until(work: Work, days: int) -> datetime:
    return deadlines.deadline(work.now, Limit(days, Unit.WD), work.office.calendar).at


def _taken(work: Work, case: CaseFile) -> int:
    """Waits for the enterprise in this round."""
    query = select(Event).where(Event.case_id == case.id, Event.kind == EventKind.PAUSED)
    mine = (event.data for event in work.session.exec(query.order_by(col(Event.seq))))
    return sum(data.get("reason") == Reason.ENTERPRISE.name and data.get("round") == case.round for data in mine)


def _used_up(work: Work, case: CaseFile) -> bool:
    return _taken(work, case) >= clocks.policy_of(work, case).pause.times


def ask_words(work: Work, pressed: Pressed) -> Outcome:
    """Why and how long are chosen: the words."""
    got = _allowed(work, pressed)
    if isinstance(got, Outcome):
        return got
    case = got[0]
    key, _, days = pressed.press.arg.partition(".")
    offered = {"e": WAITING, "a": APPRAISAL}.get(key, ())
    if not days.isdecimal() or int(days) not in offered:
        return Outcome(common.UNKNOWN_BUTTON)
    reason = REASONS[key]
    if reason is Reason.ENTERPRISE and _used_up(work, case):
        return Outcome(pauses.Flaw.USED_UP.value, alert=True)
    who, where, data = pressed.sender.tg_id, pressed.chat_id, {"reason": reason.name, "days": int(days)}
    prompt, back = texts.prompt(case.number, reason), pressed.message_id
    asks.open_ask(work, who, where, AskKind.PAUSE_REASON, prompt, case=case, data=data, reply_to=back)
    return OK


def written(work: Work, words: Words, ask: Ask) -> Outcome:
    """What is awaited: checked, told to the enterprise, and the clocks stand still."""
    case = work.case(ask.case_id or 0)
    post = guards.unit_officer(work, case, words.sender.tg_id) if case is not None else None
    why_not = refused(work, case) if case is not None else ""
    if case is None or post is None or why_not:
        asks.close(work, words.sender.tg_id, words.chat_id, ask.case_id)
        if case is not None and post is not None:
            _say(work, words, case, (why_not,))
        return OK
    reason, days = Reason[str(ask.data["reason"])], int(ask.data["days"])
    missing = _missing(work, case, reason, words)
    if missing:
        _say(work, words, case, missing)
        return OK
    asks.close(work, words.sender.tg_id, words.chat_id, ask.case_id)
    refusal = _start(work, case, post, reason, days, material(words))
    if refusal:
        _say(work, words, case, (refusal,))
    else:
        message = texts.done(case.number, _until(work, days))
        work.send(words.chat_id, message, lane=Lane.ANSWER, purpose="officer.pause", case=case, topic_id=words.topic_id)
    return OK


def _missing(work: Work, case: CaseFile, reason: Reason, words: Words) -> tuple[str, ...]:
    paper = words.media is not None and words.media.kind in PAPERS
    policy, taken, text = clocks.policy_of(work, case), _taken(work, case), words.text.strip()
    flaw = pauses.refusal(reason, text, commission=paper, taken=taken, policy=policy)
    if flaw is not None:
        return (flaw.value,)
    short = ("请写清在等什么。",) if len(text) < SHORTEST else ()
    return short + tuple(found.missing for found in quality.note_flaws(text, work.office.spans(text)))


def _say(work: Work, words: Words, case: CaseFile, missing: tuple[str, ...]) -> None:
    message = texts.flawed(case.number, missing)
    work.send(words.chat_id, message, lane=Lane.ANSWER, purpose="officer.pause", case=case, topic_id=words.topic_id)


def _start(work: Work, case: CaseFile, post: Staff, reason: Reason, days: int, kept: dict[str, Any]) -> str:
    """The clocks stand still; the reason if the table does not allow it."""
    from bot.desk import dispatch

    until = _until(work, days)
    counted = reason is Reason.ENTERPRISE
    known = facts_of(work, case, pause_ground=True, pauses=_taken(work, case) if counted else 0)
    pending = {"what": standstill.PAUSE, "reason": reason.name, "since": work.now.isoformat(), "by": post.id}
    pending |= {"until": until.isoformat()}
    facts = {"reason": reason.name, "until": until, "round": case.round}
    actor = people.actor_of(post)
    refusal = work.move(case, EventKind.PAUSED, actor, known, set={"pending": pending}, facts=facts, words=kept)
    if refusal is not None:
        return refusal.reason_zh
    standstill.stop(work, case)
    work.timer(TimerKind.PAUSE_END, until, case)
    dispatch.refresh_unit_card(work, case)
    chat_id = people.complainant_chat(work, case)
    if chat_id is not None:
        message = texts.told(views.view(work, case), reason, str(kept.get("text", "")).strip(), until)
        work.send(chat_id, message, lane=Lane.ANSWER, purpose="told.paused", case=case)
    return ""


PRESSES: dict[str, OnPress] = {
    "pause": begin,
    "pausefor": ask_words,
    **pause_end.PRESSES,
    **pause_object.PRESSES,
}
ANSWERS: dict[AskKind, OnAnswer] = {AskKind.PAUSE_REASON: written}
COMMANDS: dict[str, OnCommand] = {}
