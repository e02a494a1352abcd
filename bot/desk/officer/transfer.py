"""转办: a reason and a suggestion; ruled by the office, and until then the case stays where it is (R07, R08)."""

from __future__ import annotations

from sqlmodel import col, select

from bot.desk import clerk, clues, dispatch, people, rulings, units
from bot.desk.facts import facts_of
from bot.desk.officer import card
from bot.desk.words import OnPress, Pressed
from bot.desk.work import OK, Outcome, Work
from bot.rules.deadlines import deadline
from bot.rules.lifecycle import Facts, Refusal, decide
from bot.texts import common
from bot.texts import officer as texts
from bot.texts.values import Message
from storage import outbox
from storage.tables import CaseFile, Event
from storage.vocabulary import EventKind, Lane


def ask_reason(work: Work, pressed: Pressed) -> Outcome:
    """转办: why?"""
    got = card.found(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, post = got
    refusal = decide(case.state, EventKind.TRANSFER_ASKED, post.role, request_facts(work, case))
    if isinstance(refusal, Refusal):
        clues.refused_transfer(work, case, refusal)
        return Outcome(refusal.reason_zh, alert=True)
    work.send(
        pressed.chat_id,
        texts.transfer_reason(case.id or 0, case.version, case.number),
        lane=Lane.ANSWER,
        purpose="officer.transfer",
        case=case,
        reply_to=pressed.message_id,
        topic_id=pressed.topic_id,
    )
    return OK


def request_facts(work: Work, case: CaseFile) -> Facts:
    """Facts of a request to hand a case on: its window runs from the last dispatch (R07)."""
    dispatched = _last(work, case, EventKind.DISPATCHED)
    until = None
    if dispatched is not None:
        until = deadline(dispatched.at, work.office.policy.transfer_window(case.urgency), work.office.calendar).at
    in_time = until is None or work.now <= until
    return facts_of(work, case, within_transfer_window=in_time, ruled_final=_ruled_final(work, case))


def _ruled_final(work: Work, case: CaseFile) -> bool:
    """True if the office itself named this unit: it kept the case there, or chose another than the asker proposed. A
    unit that was only proposed by the one before, and agreed to, has not been heard yet and may hand back."""
    ruled, asked = _last(work, case, EventKind.TRANSFER_RULED), _last(work, case, EventKind.TRANSFER_ASKED)
    if ruled is None or asked is None or ruled.data.get("to") != case.unit:
        return False
    proposed = (asked.data["set"].get("pending") or {}).get("to")
    return not (ruled.data.get("agreed") and ruled.data.get("to") == proposed)


def _last(work: Work, case: CaseFile, kind: EventKind) -> Event | None:
    query = select(Event).where(Event.case_id == case.id, Event.kind == kind).order_by(col(Event.seq).desc())
    return work.session.exec(query).first()


def ask_unit(work: Work, pressed: Pressed) -> Outcome:
    """To whom? The reason travels in the button."""
    return _page(work, pressed, pressed.press.arg, 0)


def turn_page(work: Work, pressed: Pressed) -> Outcome:
    """Another page of units."""
    reason, _, page = pressed.press.arg.partition(".")
    return _page(work, pressed, reason, int(page) if page.isdigit() else 0)


def _page(work: Work, pressed: Pressed, reason: str, page: int) -> Outcome:
    got = card.found(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, _post = got
    if reason not in texts.TRANSFER_REASONS:
        return Outcome(common.UNKNOWN_BUTTON)
    options, last = units.options(work, case, min(page, 20), without=(case.unit or "",))
    _turn(
        work,
        pressed,
        texts.transfer_unit(case.id or 0, case.version, case.number, reason, options, page, last),
    )
    return OK


def ask_ruling(work: Work, pressed: Pressed) -> Outcome:
    """The request is made; the clerks' desk rules."""
    got = card.found(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, post = got
    reason, _, code = pressed.press.arg.partition(".")
    if reason not in texts.TRANSFER_REASONS or not units.may_choose(work, case, code) or code == case.unit:
        return Outcome(common.UNKNOWN_BUTTON)
    due = rulings.due(work, case).isoformat()
    pending = {"what": "transfer", "to": code, "from": case.unit, "reason": reason, "by": post.id, "due": due}
    refusal = work.move(
        case, EventKind.TRANSFER_ASKED, people.actor_of(post), request_facts(work, case), set={"pending": pending}
    )
    if refusal is not None:
        return Outcome(refusal.reason_zh, alert=True)
    _turn(work, pressed, texts.transfer_asked(case.number, units.name(work, code)))
    dispatch.refresh_unit_card(work, case)  # the card's buttons carry the version that the request has just raised
    clerk.offer_transfer(work, case)
    rulings.start(work, case)
    return Outcome("已提交，等裁定。")


def _turn(work: Work, pressed: Pressed, message: Message) -> None:
    row = outbox.by_message(work.session, pressed.chat_id, pressed.message_id)
    if row is not None:
        work.edit(row, message)


PRESSES: dict[str, OnPress] = {
    "transfer": ask_reason,
    "treason": ask_unit,
    "tpage": turn_page,
    "tunit": ask_ruling,
}
