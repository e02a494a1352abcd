"""The office's one tap on a request to hold: granted with the vice-mayor's signature, or refused. The enterprise reads why."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import col, select

from bot.desk import cards, hold_review, people, standstill, views
from bot.desk.facts import facts_of
from bot.desk.officer import notices
from bot.desk.words import OnPress, Pressed
from bot.desk.work import Outcome, Work
from bot.rules.holding import Ground
from bot.texts import common
from bot.texts import hold as texts
from bot.texts import supervisor as supervisor_texts
from bot.texts.values import Message
from storage.tables import CaseFile, Event, Staff
from storage.vocabulary import EventKind, Lane, TimerKind

ROLE = "hold"  # of the office's card


def agree(work: Work, pressed: Pressed) -> Outcome:
    """同意（分管市长已签批）: the clocks stand still; the enterprise is told why, and when it hears again."""
    got = _asked(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, post = got
    request = dict(case.pending or {})
    review = datetime.fromisoformat(str(request["review"]))
    facts = {"agreed": True, "cosigned": True, "ground": request["ground"], "review": review}
    known = facts_of(work, case, agreed=True, cosigned=True)
    changes, actor = {"pending": None, "held": True}, people.actor_of(post)
    refusal = work.move(case, EventKind.HOLD_RULED, actor, known, set=changes, facts=facts)
    if refusal is not None:
        return Outcome(refusal.reason_zh, alert=True)
    standstill.stop(work, case)
    hold_review.start(work, case, review)
    _tell(work, case, texts.ruled(case.number, True, review))
    chat_id = people.complainant_chat(work, case)
    if chat_id is not None:
        message = texts.told(views.view(work, case), Ground[request["ground"]].value, _words(work, case), review)
        work.send(chat_id, message, lane=Lane.ANSWER, purpose="told.held", case=case)
    return Outcome("已同意挂账，已告知企业。")


def _words(work: Work, case: CaseFile) -> str:
    query = select(Event).where(Event.case_id == case.id, Event.kind == EventKind.HOLD_ASKED)
    event = work.session.exec(query.order_by(col(Event.seq).desc())).first()
    kept = work.text(event.content_id) if event is not None else None
    return str((kept or {}).get("words", ""))


def decline(work: Work, pressed: Pressed) -> Outcome:
    """不同意: the old limits stay."""
    got = _asked(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, post = got
    known, actor = facts_of(work, case, agreed=False), people.actor_of(post)
    changes = {"pending": None}
    refusal = work.move(case, EventKind.HOLD_RULED, actor, known, set=changes, facts={"agreed": False})
    if refusal is not None:
        return Outcome(refusal.reason_zh, alert=True)
    _tell(work, case, texts.ruled(case.number, False, None))
    return Outcome("已裁定。")


def _asked(work: Work, pressed: Pressed) -> tuple[CaseFile, Staff] | Outcome:
    """The request that waits. Whoever has the case, or asked, does not rule on it."""
    from bot.desk.supervisor import desk

    got = desk.found(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, post = got
    if (case.pending or {}).get("what") != "hold":
        return Outcome(common.STALE, alert=True)
    own = {one.id for one in people.posts_of(work, pressed.sender.tg_id)}
    if own & {case.owner_id, case.backup_id, (case.pending or {}).get("by")}:
        return Outcome(supervisor_texts.NOT_ONES_OWN, alert=True)
    return case, post


def _tell(work: Work, case: CaseFile, text: str) -> None:
    """The office's card, the unit's card, and the owner."""
    from bot.desk import dispatch

    message = Message(text, protect=True)
    work.no_timer(case, TimerKind.RULING)
    cards.retire(work, case, message, ROLE)
    dispatch.refresh_unit_card(work, case)
    notices.under_card(work, case, message, "card.held", f"held:{case.id}:{case.version}")


PRESSES: dict[str, OnPress] = {"holdyes": agree, "holdno": decline}
