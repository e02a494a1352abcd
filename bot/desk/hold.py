"""挂账: a matter that needs long is held with basis, goal and review date; the office grants it in one tap with the vice-mayor.

Held is not closed (R12): the clocks stand still, nothing is overdue, and `hold_review` sees to it that it is not forgotten.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.desk import asks, cards, clocks, guards, hold_review, hold_rule, merge, people, rulings, units, views
from bot.desk.facts import facts_of
from bot.desk.officer import card
from bot.desk.words import OnAnswer, OnCommand, OnPress, Pressed, Words
from bot.desk.work import OK, Outcome, Work
from bot.rules import deadlines, holding, quality
from bot.rules.holding import Ground
from bot.rules.limits import Limit, Unit
from bot.texts import common
from bot.texts import hold as texts
from bot.texts import pause as pause_texts
from bot.texts.values import Message
from storage import outbox
from storage.tables import Ask, CaseFile, Staff
from storage.vocabulary import AskKind, EventKind, Lane, State

REVIEWS = (10, 20, 30)  # days offered; the enterprise hears every 30 at least
SHORTEST = 10  # characters of a goal, and of the words to the enterprise
IN_HAND = (State.TO_SIGN, State.WORKING)


def begin(work: Work, pressed: Pressed) -> Outcome:
    """申请挂账: on what ground?"""
    got = _allowed(work, pressed)
    if isinstance(got, Outcome):
        return got
    message, where, topic = texts.grounds(views.view(work, got[0])), pressed.chat_id, pressed.topic_id
    work.send(where, message, lane=Lane.ANSWER, purpose="officer.hold", case=got[0], topic_id=topic)
    return OK


def _allowed(work: Work, pressed: Pressed) -> tuple[CaseFile, Staff] | Outcome:
    got = card.found(work, pressed)
    why_not = "" if isinstance(got, Outcome) else refused(work, got[0])
    return Outcome(why_not, alert=True) if why_not else got


def refused(work: Work, case: CaseFile) -> str:
    """Why it cannot be asked for; empty if it can."""
    from bot.desk.supervisor import desk

    found = (
        (case.state not in IN_HAND or case.held, texts.NOT_NOW),
        (case.pending is not None, texts.PENDING),
        (case.merged_into is not None or bool(merge.children(work, case)), pause_texts.JOINED),
        (not desk.heard(work, case), texts.NOBODY),
    )
    return next((why for there, why in found if there), "")


def ask_review(work: Work, pressed: Pressed) -> Outcome:
    """The ground is chosen: when is it looked at again?"""
    got = _allowed(work, pressed)
    if isinstance(got, Outcome):
        return got
    if pressed.press.arg not in Ground.__members__:
        return Outcome(common.UNKNOWN_BUTTON)
    row = outbox.by_message(work.session, pressed.chat_id, pressed.message_id)
    if row is not None:
        work.edit(row, texts.reviews(views.view(work, got[0]), Ground[pressed.press.arg], REVIEWS))
    return OK


def ask_goal(work: Work, pressed: Pressed) -> Outcome:
    """The review date is chosen: what is done meanwhile?"""
    got = _allowed(work, pressed)
    if isinstance(got, Outcome):
        return got
    ground, _, days = pressed.press.arg.partition(".")
    if ground not in Ground.__members__ or not days.isdecimal() or int(days) not in REVIEWS:
        return Outcome(common.UNKNOWN_BUTTON)
    data, who, where = {"ground": ground, "days": int(days)}, pressed.sender.tg_id, pressed.chat_id
    prompt = texts.goal_prompt(got[0].number)
    asks.open_ask(work, who, where, AskKind.HOLD_GOAL, prompt, case=got[0], data=data, reply_to=pressed.message_id)
    return OK


def goal_given(work: Work, words: Words, ask: Ask) -> Outcome:
    """What is done meanwhile: then the words to the enterprise."""
    got = _still(work, words, ask)
    if got is None:
        return OK
    case, who, where = got[0], words.sender.tg_id, words.chat_id
    prompt, kept = texts.words_prompt(case.number), {"goal": words.text.strip()}
    asks.open_ask(
        work,
        who,
        where,
        AskKind.HOLD_WORDS,
        prompt,
        case=case,
        data=dict(ask.data),
        words=kept,
        reply_to=words.message_id,
    )
    return OK


def _still(work: Work, words: Words, ask: Ask) -> tuple[CaseFile, Staff] | None:
    """The case and the author, if the request may go on and these words serve; else they were told why not."""
    case = work.case(ask.case_id or 0)
    post = guards.unit_officer(work, case, words.sender.tg_id) if case is not None else None
    why_not = refused(work, case) if case is not None else ""
    if case is None or post is None or why_not:
        asks.close(work, words.sender.tg_id, words.chat_id, ask.case_id)
        if case is not None and post is not None:
            _say(work, words, case, texts.off(case.number, why_not))
        return None
    text = words.text.strip()
    missing = tuple(flaw.missing for flaw in quality.note_flaws(text, work.office.spans(text)))
    if len(text) < SHORTEST or quality.forbidden_pause(text):
        missing += ("请写具体：做什么、到哪一步、什么时候",)
    if missing:
        _say(work, words, case, texts.flawed(case.number, missing))
    return None if missing else (case, post)


def words_given(work: Work, words: Words, ask: Ask) -> Outcome:
    """The request is complete: put before the office."""
    got = _still(work, words, ask)
    if got is None:
        return OK
    case, post = got
    kept = {**dict(work.text(ask.content_id) or {}), "words": words.text.strip()}
    ground, days = str(ask.data["ground"]), int(ask.data["days"])
    asks.close(work, words.sender.tg_id, words.chat_id, ask.case_id)
    review = deadlines.deadline(work.now, Limit(days, Unit.CD), work.office.calendar).at
    refusal = _ask(work, case, post, ground, review, kept)
    _say(work, words, case, texts.off(case.number, refusal) if refusal else texts.asked(case.number))
    return OK


def _ask(work: Work, case: CaseFile, post: Staff, ground: str, review: datetime, kept: dict[str, Any]) -> str:
    from bot.desk import dispatch
    from bot.desk.supervisor import desk

    complete = not holding.lacking({"lead": units.name(work, case.unit or ""), "review": review.isoformat(), **kept})
    known = facts_of(work, case, hold_ground=True, hold_complete=complete)
    due, facts = rulings.due(work, case).isoformat(), {"ground": ground, "review": review, "lead": case.unit}
    pending = {"what": "hold", "ground": ground, "review": review.isoformat(), "by": post.id, "due": due}
    actor, changes = people.actor_of(post), {"pending": pending}
    refusal = work.move(case, EventKind.HOLD_ASKED, actor, known, set=changes, facts=facts, words=kept)
    if refusal is not None:
        return refusal.reason_zh
    dispatch.refresh_unit_card(work, case)
    goal, told = (work.office.mask(str(kept[name])) for name in ("goal", "words"))
    message = texts.card(views.view(work, case), Ground[ground].value, review, goal, told)
    for place in desk.heard(work, case):
        key, later = f"hold:{case.id}:{case.version}:{place.chat_id}", clocks.polite(work, case.urgency)
        cards.put(work, case, place, message, role=hold_rule.ROLE, dedupe=key, not_before=later)
    rulings.start(work, case)
    return ""


def _say(work: Work, words: Words, case: CaseFile, message: Message) -> None:
    work.send(words.chat_id, message, lane=Lane.ANSWER, purpose="officer.hold", case=case, topic_id=words.topic_id)


PRESSES: dict[str, OnPress] = {
    "hold": begin,
    "holdfor": ask_review,
    "holdon": ask_goal,
    **hold_rule.PRESSES,
    **hold_review.PRESSES,
}
ANSWERS: dict[AskKind, OnAnswer] = {
    AskKind.HOLD_GOAL: goal_given,
    AskKind.HOLD_WORDS: words_given,
    **hold_review.ANSWERS,
}
COMMANDS: dict[str, OnCommand] = {**hold_review.COMMANDS}
