"""复杂件: several units, a test or a consultation; the office grants the longer limit, once, and the enterprise is told."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import col, select

from bot.desk import cards, clocks, legal, merge, people, rulings, views
from bot.desk.facts import facts_of
from bot.desk.officer import card, notices
from bot.desk.words import OnAnswer, OnCommand, OnPress, Pressed
from bot.desk.work import OK, Outcome, Work
from bot.rules import deadlines
from bot.rules.deadlines import Due
from bot.rules.limits import scaled
from bot.texts import common
from bot.texts import complex_case as texts
from bot.texts import pause as pause_texts
from bot.texts import supervisor as supervisor_texts
from bot.texts.values import Message
from storage import outbox
from storage.tables import CaseFile, Deadline, Event, Staff
from storage.vocabulary import AskKind, EventKind, Lane, Stage, State, TimerKind, Urgency

ROLE = "complex"  # of the office's card
IN_HAND = (State.TO_SIGN, State.WORKING)


def begin(work: Work, pressed: Pressed) -> Outcome:
    """申请复杂件: on what ground?"""
    got = _allowed(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, where, topic = got[0], pressed.chat_id, pressed.topic_id
    message = texts.grounds(views.view(work, case), _due(work, case).at)
    work.send(where, message, lane=Lane.ANSWER, purpose="officer.complex", case=case, topic_id=topic)
    return OK


def _allowed(work: Work, pressed: Pressed) -> tuple[CaseFile, Staff] | Outcome:
    got = card.found(work, pressed)
    why_not = "" if isinstance(got, Outcome) else refused(work, got[0])
    return Outcome(why_not, alert=True) if why_not else got


def refused(work: Work, case: CaseFile) -> str:
    """Why it cannot be asked for; empty if it can."""
    from bot.desk.supervisor import desk

    row = clocks.running(work, case, Stage.RESOLVE)
    found = (
        (case.state not in IN_HAND or case.held, texts.NOT_NOW),
        (case.pending is not None, texts.PENDING),
        (case.urgency is Urgency.CRITICAL, texts.NO_LONGER),
        (case.merged_into is not None or bool(merge.children(work, case)), pause_texts.JOINED),
        (row is None or row.due_at <= work.now, pause_texts.LATE),
        (_granted(work, case), texts.ONCE),
        (row is not None and _due(work, case).at <= row.due_at, texts.NO_LONGER),
        (not desk.heard(work, case), texts.NOBODY),
    )
    return next((why for there, why in found if there), "")


def _granted(work: Work, case: CaseFile) -> bool:
    query = select(Event).where(Event.case_id == case.id, Event.kind == EventKind.COMPLEX_RULED)
    return any(event.data.get("agreed") for event in work.session.exec(query))


def _due(work: Work, case: CaseFile) -> Due:
    """The longer limit, from the round's beginning; never later than the law's (R27)."""
    policy, calendar = clocks.policy_of(work, case), work.office.calendar
    first = select(Deadline.start_at).where(
        Deadline.case_id == case.id, Deadline.round == case.round, Deadline.stage == Stage.RESOLVE
    )
    start = work.session.exec(first.order_by(col(Deadline.seq))).first() or work.now
    limit = scaled(policy.complex_resolve, policy.reopen_factor if case.round > 1 else 1.0)
    due, last = deadlines.deadline(start, limit, calendar), legal.last_day(work, case)
    return last if last is not None and last.at < due.at else due


def ask(work: Work, pressed: Pressed) -> Outcome:
    """The ground is chosen: put before the office."""
    from bot.desk import dispatch
    from bot.desk.supervisor import desk

    got = _allowed(work, pressed)
    if isinstance(got, Outcome):
        return got
    (case, post), ground = got, pressed.press.arg
    if ground not in texts.GROUNDS:
        return Outcome(common.UNKNOWN_BUTTON)
    pending = {"what": "complex", "ground": ground, "by": post.id, "due": rulings.due(work, case).isoformat()}
    known, actor = facts_of(work, case, complex_ground=True), people.actor_of(post)
    changes, facts = {"pending": pending}, {"ground": ground}
    refusal = work.move(case, EventKind.COMPLEX_ASKED, actor, known, set=changes, facts=facts)
    if refusal is not None:
        return Outcome(refusal.reason_zh, alert=True)
    row = outbox.by_message(work.session, pressed.chat_id, pressed.message_id)
    if row is not None:
        work.edit(row, texts.asked(case.number))
    dispatch.refresh_unit_card(work, case)
    message = texts.card(views.view(work, case), ground, _due(work, case).at)
    for place in desk.heard(work, case):
        key, later = f"complex:{case.id}:{case.version}:{place.chat_id}", clocks.polite(work, case.urgency)
        cards.put(work, case, place, message, role=ROLE, dedupe=key, not_before=later)
    rulings.start(work, case)
    return Outcome("已提交，等认定。")


def agree(work: Work, pressed: Pressed) -> Outcome:
    """认定: the longer limit, and the enterprise is told."""
    return _rule(work, pressed, agreed=True)


def decline(work: Work, pressed: Pressed) -> Outcome:
    """不认定: the old limit stays."""
    return _rule(work, pressed, agreed=False)


def _rule(work: Work, pressed: Pressed, *, agreed: bool) -> Outcome:
    got = _asked(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, post = got
    ground, known = str((case.pending or {})["ground"]), facts_of(work, case, agreed=agreed)
    actor, facts = people.actor_of(post), {"agreed": agreed, "ground": ground}
    refusal = work.move(case, EventKind.COMPLEX_RULED, actor, known, set={"pending": None}, facts=facts)
    if refusal is not None:
        return Outcome(refusal.reason_zh, alert=True)
    work.no_timer(case, TimerKind.RULING)
    due = _extend(work, case) if agreed else None
    _tell(work, case, texts.ruled(case.number, due))
    chat_id = people.complainant_chat(work, case)
    if due is not None and chat_id is not None:
        message = texts.told(views.view(work, case), ground, due)
        work.send(chat_id, message, lane=Lane.ANSWER, purpose="told.extended", case=case)
    return Outcome("已裁定。")


def _extend(work: Work, case: CaseFile) -> datetime:
    due = _due(work, case)
    clocks.extend(work, case, Stage.RESOLVE, due)
    work.session.flush()
    return due.at


def _asked(work: Work, pressed: Pressed) -> tuple[CaseFile, Staff] | Outcome:
    """The request that waits. Whoever has the case, or asked, does not rule on it."""
    from bot.desk.supervisor import desk

    got = desk.found(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, post = got
    if (case.pending or {}).get("what") != "complex" or clocks.running(work, case, Stage.RESOLVE) is None:
        return Outcome(common.STALE, alert=True)
    own = {one.id for one in people.posts_of(work, pressed.sender.tg_id)}
    if own & {case.owner_id, case.backup_id, (case.pending or {}).get("by")}:
        return Outcome(supervisor_texts.NOT_ONES_OWN, alert=True)
    return case, post


def _tell(work: Work, case: CaseFile, text: str) -> None:
    """The office's card, the unit's card, and the owner."""
    from bot.desk import dispatch

    message = Message(text, protect=True)
    cards.retire(work, case, message, ROLE)
    dispatch.refresh_unit_card(work, case)
    notices.under_card(work, case, message, "card.complex", f"complex:{case.id}:{case.version}")


PRESSES: dict[str, OnPress] = {
    "complex": begin,
    "complexfor": ask,
    "complexyes": agree,
    "complexno": decline,
}
ANSWERS: dict[AskKind, OnAnswer] = {}
COMMANDS: dict[str, OnCommand] = {}
