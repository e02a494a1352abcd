"""/decide: what a meeting decided is taken down where it was decided: who, what, by when, one look, done (A14).

`/decide 000123`, or /decide in reply to a case's message, is about that case; 录一项新决定 under the list is about none.
"""

from __future__ import annotations

from datetime import datetime

from bot.desk import asks, people
from bot.desk.places import Place
from bot.desk.supervisor import decide_answer, decide_list, decide_rule, desk
from bot.desk.supervisor import decide_item as items
from bot.desk.supervisor import decide_may as may
from bot.desk.supervisor import decide_talk as talk
from bot.desk.words import OnAnswer, OnCommand, OnPress, Pressed, Words
from bot.desk.work import OK, Outcome, Work
from bot.rules.decisions import CHOICES
from bot.texts import common
from bot.texts import decide as texts
from bot.texts.values import Message
from storage import outbox
from storage.tables import Ask, Decision, Staff
from storage.vocabulary import AskKind, DecisionStep


def command(work: Work, words: Words, rest: str) -> Outcome:
    """/decide: the list; with a number, or in reply to a case's message, a new item about that case."""
    tg_id, chat_id = words.sender.tg_id, words.chat_id
    here = talk.Here(chat_id, words.topic_id, words.message_id)
    post = may.decider(work, tg_id, chat_id, private=words.private)
    replied = outbox.by_message(work.session, chat_id, words.reply_to) if words.reply_to else None
    named = rest.strip() or (replied is not None and replied.case_id is not None)
    if post is None or not named:
        decide_list.send(work, tg_id, Place(chat_id, words.topic_id), private=words.private)
        return OK
    from bot.desk.office import look

    asked = work.case(replied.case_id) if replied is not None and replied.case_id and not rest.strip() else None
    case = asked or look.numbered(work, rest.strip().zfill(look.NUMBER))
    if case is None or not may.may_decide_on(work, post, case):
        talk.say(work, here, Message(texts.UNKNOWN))
        return OK
    talk.ask_unit(work, post, tg_id, here, case)
    return OK


def new(work: Work, pressed: Pressed) -> Outcome:
    """录一项新决定: of the meeting as such, or about the case that the button names."""
    post = may.decider(work, pressed.sender.tg_id, pressed.chat_id, private=pressed.private)
    case = work.case(pressed.press.case_id) if pressed.press.case_id else None
    if post is None or (pressed.press.case_id and (case is None or not may.may_decide_on(work, post, case))):
        return Outcome(common.NOT_YOURS, alert=True)
    talk.ask_unit(
        work, post, pressed.sender.tg_id, talk.Here(pressed.chat_id, pressed.topic_id, pressed.message_id), case
    )
    return OK


def current(work: Work, pressed: Pressed, *steps: str) -> tuple[Ask, Staff] | Outcome:
    """The question under the pressed button, if it is still open with whoever presses."""
    post = may.decider(work, pressed.sender.tg_id, pressed.chat_id, private=pressed.private)
    if post is None:
        return Outcome(common.NOT_YOURS, alert=True)
    ask = asks.current(work, pressed.sender.tg_id, pressed.chat_id)
    row = outbox.by_message(work.session, pressed.chat_id, pressed.message_id)
    fits = ask is not None and ask.kind is AskKind.DECIDE and row is not None and ask.prompt_id == row.id
    if ask is None or not fits or ask.data.get("step") not in steps:
        return Outcome(texts.GONE, alert=True)
    return ask, post


def unit_pressed(work: Work, pressed: Pressed) -> Outcome:
    """A unit."""
    got = current(work, pressed, "who")
    if isinstance(got, Outcome):
        return got
    case, here = talk.case_of(work, got[0]), talk.Here(pressed.chat_id, pressed.topic_id, pressed.message_id)
    refusal = talk.choose(work, pressed.sender.tg_id, here, got[1], case, pressed.press.arg)
    return Outcome(refusal, alert=bool(refusal))


def date_pressed(work: Work, pressed: Pressed) -> Outcome:
    """So many working days."""
    got = current(work, pressed, "when")
    if isinstance(got, Outcome):
        return got
    if pressed.press.arg not in {str(n) for n in CHOICES}:
        return Outcome(common.UNKNOWN_BUTTON, alert=True)
    due = work.office.calendar.add_working_days(work.now, int(pressed.press.arg))
    talk.dated(
        work, pressed.sender.tg_id, talk.Here(pressed.chat_id, pressed.topic_id, pressed.message_id), got[0], due
    )
    return OK


def sure(work: Work, pressed: Pressed) -> Outcome:
    """确认交办, or not."""
    got = current(work, pressed, *(["sure"] if pressed.press.arg == "y" else ["who", "sure"]))
    if isinstance(got, Outcome):
        return got
    ask, post = got
    message = _make(work, ask, post) if pressed.press.arg == "y" else texts.cancelled()
    asks.close(work, pressed.sender.tg_id, pressed.chat_id, ask.case_id)
    desk.turn(work, pressed, message)
    return OK


def _make(work: Work, ask: Ask, post: Staff) -> Message:
    """The item is there: its owner has a card, its clock runs."""
    case, owner = talk.case_of(work, ask), talk.owner_of(work, ask)
    if owner is None or not may.may_owe(work, post, case, owner.unit):
        return Message(texts.NOT_OUTSIDE)
    row = Decision(
        case_id=ask.case_id,
        unit=owner.unit,
        owner_id=owner.id or 0,
        by_id=post.id or 0,
        content_id=items.keep(work, ask.case_id, talk.text_of(work, ask)),
        step=DecisionStep.OPEN,
        made_at=work.now,
        due_at=datetime.fromisoformat(str(ask.data["due"])),
        stepped_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    items.note(work, row, people.actor_of(post))
    items.arm(work, row)
    items.to_owner(work, row)
    return texts.made(items.item(work, row))


PRESSES: dict[str, OnPress] = {
    "decnew": new,
    "decwho": unit_pressed,
    "decwhen": date_pressed,
    "decsure": sure,
    **decide_answer.PRESSES,
    **decide_rule.PRESSES,
    **decide_list.PRESSES,
}
ANSWERS: dict[AskKind, OnAnswer] = {**talk.ANSWERS, **decide_answer.ANSWERS}
COMMANDS: dict[str, OnCommand] = {"decide": command}
