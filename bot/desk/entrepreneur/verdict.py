"""Only the enterprise decides whether it is solved: verdict, contacted or not, rating, reopening."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.desk import asks, cases, clocks, clues, dispatch, gist, guards, people, rectify, restricted, ring_back, views
from bot.desk.facts import facts_of
from bot.desk.gist import Gist, gist_of
from bot.desk.people import Sender
from bot.desk.words import OnAnswer, OnPress, Pressed, Words, material
from bot.desk.work import CLOCK, OK, Actor, Outcome, Work
from bot.rules.callbacks import Denial
from bot.rules.lifecycle import Refusal
from bot.rules.lifecycle_guards import Guard
from bot.texts import common, retention
from bot.texts.entrepreneur import progress as texts
from bot.texts.values import Message
from storage import outbox
from storage.tables import Ask, CaseFile, Outbox, Timer
from storage.vocabulary import AskKind, CloseKind, EventKind, Lane, ResultCode, Role, Secrecy, State, TimerKind

WINDOW = timedelta(days=30)
WAIT = timedelta(minutes=30)  # for a reason; afterwards the press alone counts
REASONS = {"unsolved": "没解决", "nocontact": "没联系我", "untrue": "答复与事实不符", "other": "其它"}


def show_answer(work: Work, case: CaseFile, text: str, result: ResultCode) -> None:
    """Put the unit's answer before the enterprise; who has no account is told by phone."""
    chat_id = people.complainant_chat(work, case)
    if chat_id is not None:
        message = texts.answer(views.view(work, case), result, text)
        work.send(chat_id, message, lane=Lane.ANSWER, purpose="answer", case=case)
    else:
        ring_back.offer(work, case)


def given(work: Work, pressed: Pressed) -> Outcome:
    """已解决 / 部分解决 / 没解决."""
    case = _mine(work, pressed)
    if isinstance(case, Outcome):
        return case
    if case.state is not State.ANSWERED:
        return Outcome(common.STALE, alert=True)
    if pressed.press.arg == "solved":
        return _solved(work, pressed, case)
    if pressed.press.arg == "said":  # the words are in the case already
        return _reopen(work, case, "没解决", pressed.chat_id)
    work.timer(TimerKind.PENDING_FILE, work.now + WAIT, case, data={"verdict": pressed.press.arg})
    asks.open_ask(
        work,
        pressed.sender.tg_id,
        pressed.chat_id,
        AskKind.REMAINDER,
        texts.what_remains(case.id or 0, case.version, pressed.press.arg == "partly"),
        case=case,
        data={"verdict": pressed.press.arg},
    )
    return OK


def confirmed(work: Work, case: CaseFile, facts: dict[str, Any] | None = None) -> Refusal | None:
    """Close by the enterprise's word. `facts`: who heard it, if it was not said to the bot."""
    actor = Actor(Role.ENTERPRISE, case.person_id)
    changes = {"close_kind": CloseKind.SOLVED, "closed_at": work.now, "pending": None}
    refusal = work.move(case, EventKind.CONFIRMED, actor, facts_of(work, case), set=changes, facts=facts)
    if refusal is None:
        dispatch.finish(work, case)
    return refusal


def _solved(work: Work, pressed: Pressed, case: CaseFile) -> Outcome:
    refusal = confirmed(work, case)
    if refusal is not None:
        return Outcome(refusal.reason_zh, alert=True)
    _strip(work, pressed)
    work.send(
        pressed.chat_id,
        texts.closed_solved(views.view(work, case)),
        lane=Lane.ANSWER,
        purpose="closed",
        case=case,
    )
    work.send(
        pressed.chat_id,
        texts.contacted_question(case.id or 0, case.version),
        lane=Lane.ANSWER,
        purpose="survey",
        case=case,
    )
    return OK


def contacted(work: Work, pressed: Pressed) -> Outcome:
    """Whether the unit ever contacted them: kept as a fact, then the rating."""
    case = _mine(work, pressed)
    if isinstance(case, Outcome):
        return case
    facts = {"contacted": pressed.press.arg == "1"}
    work.record(case, EventKind.RATED, Actor(Role.ENTERPRISE, case.person_id), facts=facts)
    if not facts["contacted"] and case.contacted_at is not None:
        clues.denied(work, case, (Denial.CONTACT,))
    _turn(work, pressed, texts.rate(case.id or 0, case.version))
    return OK


def rated(work: Work, pressed: Pressed) -> Outcome:
    """One to five, or not at all."""
    case = _mine(work, pressed)
    if isinstance(case, Outcome):
        return case
    stars = int(pressed.press.arg) if pressed.press.arg in set("012345") and pressed.press.arg else -1
    if stars < 0 or case.rating is not None:
        return Outcome(common.UNKNOWN_BUTTON)
    if stars:
        work.record(case, EventKind.RATED, Actor(Role.ENTERPRISE, case.person_id), set={"rating": stars})
        rectify.begin(work, case)
    _turn(work, pressed, texts.rated(stars))
    return OK


def unexplained(work: Work, timer: Timer) -> None:
    """没解决 was pressed and no reason given: the press is verdict enough. It is never taken for silence."""
    case = work.case(timer.case_id or 0)
    chat_id = people.complainant_chat(work, case) if case is not None else None
    if case is None or case.state is not State.ANSWERED:
        return
    partly = timer.data.get("verdict") == "partly"
    if chat_id is not None:
        ask = asks.current(work, chat_id, chat_id)
        if ask is not None and ask.kind is AskKind.REMAINDER and ask.case_id == case.id:
            asks.close(work, chat_id, chat_id)
    _reopen(work, case, "部分解决" if partly else "没解决", chat_id)


def reason_tapped(work: Work, pressed: Pressed) -> Outcome:
    """Why it is not solved, by a tap."""
    case = _mine(work, pressed)
    ask = asks.current(work, pressed.sender.tg_id, pressed.chat_id)
    if isinstance(case, Outcome):
        return case
    if ask is None or ask.kind is not AskKind.REMAINDER or ask.case_id != case.id:
        return Outcome(common.STALE)
    asks.close(work, pressed.sender.tg_id, pressed.chat_id)
    _strip(work, pressed)
    return _reopen(work, case, REASONS.get(pressed.press.arg, "其它"), pressed.chat_id)


def reason_written(work: Work, words: Words, ask: Ask) -> Outcome:
    """Why it is not solved, in words; they are classified before the unit sees them (R02a)."""
    asks.close(work, words.sender.tg_id, words.chat_id)
    case = work.case(ask.case_id or 0)
    if case is None or case.state is not State.ANSWERED:
        return _elsewhere(work, words)
    reading = gist_of(words.understood)
    person = people.person_of(work, words.sender)
    if reading.secrecy is Secrecy.C or (reading.secrecy is Secrecy.B and case.secrecy is Secrecy.A):
        restricted.report(work, person, words, reading, beside=case)
    else:
        event = work.record(case, EventKind.ADDED, Actor(Role.ENTERPRISE, person.id), words=material(words))
        cases.add_item(work, case, words, event.content_id or "")
        _name_remainder(work, case, reading)
    if ask.prompt_id is not None:
        work.buttons_off(work.session.get_one(Outbox, ask.prompt_id))
    return _reopen(work, case, "部分解决" if ask.data.get("verdict") == "partly" else "没解决", words.chat_id)


def _name_remainder(work: Work, case: CaseFile, reading: Gist) -> None:
    """The card of the new round names what remains (masked, as every summary)."""
    if reading.summary:
        gist.save(work, case, replace(gist.load(work, case), summary=f"还差：{reading.summary}"))


def taken_up_again(work: Work, case: CaseFile, reason: str) -> Outcome:
    """A new round by the word of an enterprise that has no chat with the bot."""
    return _reopen(work, case, reason, None)


def _reopen(work: Work, case: CaseFile, reason: str, chat_id: int | None) -> Outcome:
    work.no_timer(case, TimerKind.PENDING_FILE)
    if not dispatch.reopen(work, case, Actor(Role.ENTERPRISE, case.person_id), reason):
        return Outcome(common.STALE, alert=True)
    if chat_id is not None:
        work.send(chat_id, texts.reopened(views.view(work, case)), lane=Lane.ANSWER, purpose="reopened", case=case)
    return OK


def again(work: Work, pressed: Pressed) -> Outcome:
    """重新打开 a closed case within 30 days; later it becomes a new, linked case."""
    case = work.case(pressed.press.case_id)
    if case is None or not guards.complainant(work, case, pressed.sender.tg_id) or case.secrecy is Secrecy.C:
        return Outcome(common.UNKNOWN_BUTTON)
    if case.close_kind is CloseKind.UNSOLVED:
        return Outcome(Guard.NOT_CLOSED_BY_OFFICE.value, alert=True)
    _strip(work, pressed)
    if case.state is State.ARCHIVED or (case.closed_at and work.now - case.closed_at > WINDOW):
        return _linked(work, pressed.sender, case)
    if case.state is not State.CLOSED:
        return Outcome(common.STALE)
    return _reopen(work, case, "办结后反映没解决", pressed.chat_id)


def _linked(work: Work, sender: Sender, case: CaseFile) -> Outcome:
    from bot.desk.entrepreneur import draft, draft_view

    if work.office.vault.destroyed(work.session, case.key_id):
        return Outcome(retention.SAY_AGAIN, alert=True)
    person = people.person_of(work, sender)
    reading = gist.load(work, case)
    fresh = cases.open_case(work, person, None, reading, linked_to=case.id)
    gist.save(work, fresh, reading)
    if case.anonymous:
        changes = {"anonymous": True, "confidential": True}
        work.record(fresh, EventKind.CHOSEN, Actor(Role.ENTERPRISE, person.id), set=changes)
    cases.copy_items(work, case, fresh)
    draft.touch(work, fresh)
    draft_view.show(work, fresh, person.tg_id)
    return Outcome("已过30天，按新的一件登记，会带上原来的记录。")


def nudge(work: Work, timer: Timer) -> None:
    """A polite reminder to say whether it is solved."""
    case = work.case(timer.case_id or 0)
    chat_id = people.complainant_chat(work, case) if case is not None else None
    if case is None or chat_id is None or case.state is not State.ANSWERED:
        return
    end = clocks.confirm_end(work, case)
    if end is not None:
        message = texts.confirm_nudge(views.view(work, case), end)
        work.send(
            chat_id,
            message,
            lane=Lane.ANSWER,
            purpose="confirm",
            case=case,
            dedupe=f"confirm:{timer.key}:{case.round}",
        )


def silence(work: Work, timer: Timer) -> None:
    """The window ended in silence: closed as unrated, never as satisfied."""
    case = work.case(timer.case_id or 0)
    if case is None or case.state is not State.ANSWERED:
        return
    if dispatch.close(work, case, CloseKind.UNRATED, CLOCK):
        chat_id = people.complainant_chat(work, case)
        if chat_id is not None:
            work.send(
                chat_id,
                texts.closed_silent(views.view(work, case)),
                lane=Lane.ANSWER,
                purpose="closed",
                case=case,
            )


def _mine(work: Work, pressed: Pressed) -> CaseFile | Outcome:
    case = work.case(pressed.press.case_id)
    if case is None or not guards.complainant(work, case, pressed.sender.tg_id):
        return Outcome(common.UNKNOWN_BUTTON)
    return guards.fresh(pressed, case) or case


def _elsewhere(work: Work, words: Words) -> Outcome:
    from bot.desk.entrepreneur import intake

    return intake.hear(work, words)


def _strip(work: Work, pressed: Pressed) -> None:
    row = outbox.by_message(work.session, pressed.chat_id, pressed.message_id)
    if row is not None:
        work.buttons_off(row)


def _turn(work: Work, pressed: Pressed, message: Message) -> None:
    row = outbox.by_message(work.session, pressed.chat_id, pressed.message_id)
    if row is not None:
        work.edit(row, message)


PRESSES: dict[str, OnPress] = {
    "verdict": given,
    "contacted": contacted,
    "rate": rated,
    "why": reason_tapped,
    "again": again,
}
ANSWERS: dict[AskKind, OnAnswer] = {AskKind.REMAINDER: reason_written}
