"""The owner's words about an item: done, or what is hard; put before whoever decided, who has the next word (A14)."""

from __future__ import annotations

from bot.desk import asks, people
from bot.desk.places import Place
from bot.desk.supervisor import decide_item as items
from bot.desk.supervisor import decide_may as may
from bot.desk.supervisor import desk
from bot.desk.words import OnAnswer, OnPress, Pressed, Words
from bot.desk.work import OK, Outcome, Work
from bot.rules import quality
from bot.texts import common
from bot.texts import decide as texts
from bot.texts.values import Message
from storage.tables import Ask, Decision, Outbox, Staff
from storage.vocabulary import AskKind, DecisionStep, Lane

SHORTEST = 6  # letters of a report


def _owed(work: Work, arg: str, tg_id: int) -> tuple[Decision, Staff] | Outcome:
    """The item and the post that answers for it; the refusal, if it is not theirs or is not owed any more."""
    row = items.of(work, arg)
    post = may.owes(work, row, tg_id) if row is not None else None
    if row is None or post is None:
        enrolled = people.posts_of(work, tg_id)
        return Outcome(common.NOT_YOURS if enrolled else common.NOT_ENROLLED, alert=True)
    if row.step is not DecisionStep.OPEN:
        return Outcome(texts.MOVED_ON, alert=True)
    return row, post


def _pressed(work: Work, pressed: Pressed) -> tuple[Decision, Staff] | Outcome:
    got = _owed(work, pressed.press.arg, pressed.sender.tg_id)
    if not isinstance(got, Outcome) and pressed.press.version != got[0].version:
        return Outcome(texts.MOVED_ON, alert=True)
    return got


def _ask(work: Work, pressed: Pressed, *, hard: bool) -> Outcome:
    got = _pressed(work, pressed)
    if isinstance(got, Outcome):
        return got
    message, data = texts.ask_words(items.item(work, got[0]), hard=hard), {"row": got[0].id, "hard": hard}
    who, where = pressed.sender.tg_id, pressed.chat_id
    asks.open_ask(work, who, where, AskKind.DECIDE_WORDS, message, data=data, reply_to=pressed.message_id)
    return OK


def done(work: Work, pressed: Pressed) -> Outcome:
    """完成."""
    return _ask(work, pressed, hard=False)


def hard(work: Work, pressed: Pressed) -> Outcome:
    """有困难."""
    return _ask(work, pressed, hard=True)


def written(work: Work, words: Words, ask: Ask) -> Outcome:
    """The words that were asked for; more words instead of a choice replace the ones that wait."""
    here, tg_id = Place(words.chat_id, words.topic_id), words.sender.tg_id
    got = _owed(work, str(ask.data.get("row")), tg_id)
    if isinstance(got, Outcome):
        asks.close(work, tg_id, words.chat_id, ask.case_id)
        _say(work, here, Message(got.toast, protect=True))
        return OK
    if "hard" not in ask.data:
        return _choice(work, words, got[0])
    missing = _missing(work, words.text)
    if missing:
        _say(work, here, texts.flawed(missing))
        return OK
    asks.close(work, tg_id, words.chat_id, ask.case_id)
    _give(work, got, words.text.strip(), hard=bool(ask.data["hard"]))
    _say(work, here, texts.thanks(items.item(work, got[0])))
    return OK


def _missing(work: Work, text: str) -> list[str]:
    flaws = [flaw.missing for flaw in quality.note_flaws(text, work.office.spans(text))]
    return flaws + (["请写成文字，说明做到哪一步"] if len(text.strip()) < SHORTEST else [])


def _give(work: Work, got: tuple[Decision, Staff], text: str, *, hard: bool) -> None:
    """Put before whoever decided."""
    row, post = got
    row.words_id = items.keep(work, row.case_id, text)
    how = "已报困难，等交办人定。" if hard else "已报完成，等交办人认可。"
    step = DecisionStep.HARD if hard else DecisionStep.REPORTED
    items.go(work, row, step, people.actor_of(post), how)
    item = items.item(work, row)
    message = texts.difficulty(item) if hard else texts.reported(item)
    items.show(work, row, items.decider_place(work, row), message, "by")


def _say(work: Work, here: Place, message: Message) -> None:
    work.send(here.chat_id, message, lane=Lane.ANSWER, purpose="decide.note", topic_id=here.topic_id)


# -- a reply to the card ---------------------------------------------------------------------------------------------------


def replied(work: Work, words: Words, row: Outbox) -> Outcome | None:
    """A reply to an item's card: asked how it is meant. None if it is no card that the writer answers for."""
    key = str(row.dedupe or "").split(":")
    item = items.of(work, key[1]) if len(key) > 3 and key[3] == "owner" else None
    if item is None or item.step is not DecisionStep.OPEN or may.owes(work, item, words.sender.tg_id) is None:
        return None
    return _choice(work, words, item)


def _choice(work: Work, words: Words, row: Decision) -> Outcome:
    message, who = texts.which(items.item(work, row)), words.sender.tg_id
    kept, data = {"text": words.text.strip()}, {"row": row.id}
    where, reply_to = words.chat_id, words.message_id
    asks.open_ask(work, who, where, AskKind.DECIDE_WORDS, message, data=data, words=kept, reply_to=reply_to)
    return OK


def _meant(work: Work, pressed: Pressed, *, hard: bool) -> Outcome:
    got = _pressed(work, pressed)
    if isinstance(got, Outcome):
        return got
    ask = asks.current(work, pressed.sender.tg_id, pressed.chat_id)
    fits = ask is not None and ask.kind is AskKind.DECIDE_WORDS and ask.data.get("row") == got[0].id
    text = str((work.text(ask.content_id) or {}).get("text", "")) if ask is not None and fits else ""
    if not fits:
        return Outcome(texts.MOVED_ON, alert=True)
    missing = _missing(work, text)
    if missing:
        return Outcome("没有报出去：" + "；".join(missing), alert=True)
    asks.close(work, pressed.sender.tg_id, pressed.chat_id)
    _give(work, got, text, hard=hard)
    desk.turn(work, pressed, texts.thanks(items.item(work, got[0])))
    return OK


def meant_done(work: Work, pressed: Pressed) -> Outcome:
    """报完成."""
    return _meant(work, pressed, hard=False)


def meant_hard(work: Work, pressed: Pressed) -> Outcome:
    """报困难."""
    return _meant(work, pressed, hard=True)


PRESSES: dict[str, OnPress] = {"decdone": done, "dechard": hard, "decsaid": meant_done, "decsaidhard": meant_hard}
ANSWERS: dict[AskKind, OnAnswer] = {AskKind.DECIDE_WORDS: written}
