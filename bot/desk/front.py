"""The front door: every message and every press goes through here to the one use case that it is for.

The order is the rule: a command is a command; a relay that is open carries plain words; an open question gets its answer; a
reply belongs to the case of the message it replies to; only then is it something new.
"""

from __future__ import annotations

from bot.desk import (
    asks,
    assist,
    callback_talk,
    clerk,
    complex_case,
    entrepreneur,
    hold,
    keeper,
    keeper_calendar,
    more,
    office,
    officer,
    pass_on,
    pause,
    people,
    places,
    rectify,
    relay,
    ring_back_said,
    sealed,
    statutory,
    supervisor,
    typed,
)
from bot.desk.adopt import adopt
from bot.desk.exchange import sent as exchange_sent
from bot.desk.words import OnAnswer, OnCommand, OnPress, Pressed, Words
from bot.desk.work import OK, Outcome, Work
from bot.texts import common
from bot.texts.values import Message
from storage import outbox
from storage.tables import Outbox
from storage.vocabulary import AskKind, Lane

AUDIENCES = (
    entrepreneur,
    officer,
    clerk,
    supervisor,
    sealed,
    keeper,
    relay,
    pass_on,
    assist,
    rectify,
    office,
    more,
    pause,
    hold,
    statutory,
    complex_case,
    callback_talk,
    ring_back_said,
)
PRESSES: dict[str, OnPress] = {verb: handler for audience in AUDIENCES for verb, handler in audience.PRESSES.items()}
ANSWERS: dict[AskKind, OnAnswer] = {
    kind: handler for audience in AUDIENCES for kind, handler in audience.ANSWERS.items()
}
COMMANDS: dict[str, OnCommand] = {
    name: handler for audience in AUDIENCES for name, handler in audience.COMMANDS.items()
}


def hear(work: Work, words: Words) -> Outcome:
    """A message came in."""
    if words.edited:
        return entrepreneur.amend(work, words)
    command = words.command
    if command is not None:
        return _command(work, words, *command)
    return _hear_private(work, words) if words.private else _hear_group(work, words)


def _pressed_in_words(work: Work, words: Words, pressed: Pressed) -> Outcome:
    """What a tap would tell in a toast, a message tells here."""
    outcome = press(work, pressed)
    if outcome.toast:
        told = Message(outcome.toast, protect=not words.private)
        work.send(words.chat_id, told, lane=Lane.ANSWER, purpose="toast", reply_to=words.message_id)
    return OK


def press(work: Work, pressed: Pressed) -> Outcome:
    """A button was pressed. Unknown verbs change nothing: they are forged or older than this version."""
    adopt(work, pressed.chat_id, pressed.message_id, (pressed.press,))
    handler = PRESSES.get(pressed.press.verb)
    return handler(work, pressed) if handler is not None else Outcome(common.UNKNOWN_BUTTON)


def _command(work: Work, words: Words, name: str, rest: str) -> Outcome:
    handler = COMMANDS.get(name)
    if handler is not None:
        return _met(work, words, handler(work, words, rest))
    if words.private:
        work.send(words.chat_id, common.unknown_command(), lane=Lane.ANSWER, purpose="help")
    return OK


def _met(work: Work, words: Words, outcome: Outcome) -> Outcome:
    """A command that is not for this person or place is refused, not passed over; in a group only to our own people."""
    staff = bool(people.posts_of(work, words.sender.tg_id))
    if work.spoken or not (words.private or (staff and places.bound(work, words.chat_id))):
        return outcome
    answer = common.closed_command(staff=staff)
    work.send(words.chat_id, answer, lane=Lane.ANSWER, purpose="help", topic_id=words.topic_id)
    return outcome


def _hear_private(work: Work, words: Words) -> Outcome:
    if keeper_calendar.meant(work, words):
        return keeper_calendar.given(work, words)
    if exchange_sent.meant(work, words):
        return exchange_sent.given(work, words)
    conversation = relay.open_for(work, words.sender.tg_id)
    if conversation is not None and relay.meant_for(work, words, conversation):
        return relay.carry(work, words, conversation)
    tapped = typed.pressed(work, words)
    if tapped is not None:
        return _pressed_in_words(work, words, tapped)
    if words.reply_to is None:
        answered = _answer(work, words)
        if answered is not None:
            return answered
    else:
        handled = _reply(work, words)
        if handled is not None:
            return handled
    if people.posts_of(work, words.sender.tg_id):
        return officer.private_words(work, words)
    return entrepreneur.hear(work, words)


def _hear_group(work: Work, words: Words) -> Outcome:
    tapped = typed.pressed(work, words)
    if tapped is not None:
        return _pressed_in_words(work, words, tapped)
    answered = _answer(work, words)
    if answered is not None:
        return answered
    if words.reply_to is not None:
        handled = _reply(work, words)
        if handled is not None:
            return handled
    return OK


def _answer(work: Work, words: Words) -> Outcome | None:
    replied = _replied(work, words)
    ask = asks.current(work, words.sender.tg_id, words.chat_id, replied.case_id if replied else None)
    if ask is None or ask.kind not in ANSWERS:
        return None
    if not words.private and (replied is None or replied.case_id not in {None, ask.case_id}):
        return None  # in a group, plain talk and a reply to another case's card are never taken for an answer
    return ANSWERS[ask.kind](work, words, ask)


def _replied(work: Work, words: Words) -> Outbox | None:
    """Our message that these words reply to."""
    if words.reply_to is None:
        return None
    known = outbox.by_message(work.session, words.chat_id, words.reply_to)
    return known or adopt(work, words.chat_id, words.reply_to, words.reply_buttons)


def _reply(work: Work, words: Words) -> Outcome | None:
    row = _replied(work, words)
    if row is None:
        return None
    ask = asks.current(work, words.sender.tg_id, words.chat_id, row.case_id)
    if ask is not None and ask.prompt_id == row.id and ask.kind in ANSWERS:
        return ANSWERS[ask.kind](work, words, ask)
    if row.purpose == "callback":
        taken = callback_talk.said(work, words, row)
        if taken is not None:
            return taken
    if row.purpose == "decide.card":
        return supervisor.decided(work, words, row)
    case = work.case(row.case_id) if row.case_id else None
    if case is None:
        return None
    if row.purpose.startswith("assist."):
        return assist.offer(work, words, case, row)
    if not words.private or people.posts_of(work, words.sender.tg_id):
        return officer.reply(work, words, case, row.purpose)
    return entrepreneur.reply(work, words, case)
