"""分件 by a clerk: the matters are written a line each, shown once more, and become cases of their own (R23)."""

from __future__ import annotations

from bot.desk import asks, people, split
from bot.desk.clerk import desk
from bot.desk.words import OnAnswer, OnPress, Pressed, Words
from bot.desk.work import OK, Outcome, Work
from bot.rules.lifecycle import Refusal
from bot.texts import common
from bot.texts import split as texts
from storage.tables import Ask
from storage.vocabulary import AskKind, Secrecy


def ask(work: Work, pressed: Pressed) -> Outcome:
    """分件: which matters?"""
    got = desk.found(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, _post = got
    if case.state not in desk.WAITING or case.secrecy is Secrecy.C:
        return Outcome(common.STALE, alert=True)
    message = texts.prompt(case.number)
    asks.open_ask(work, pressed.sender.tg_id, pressed.chat_id, AskKind.SPLIT, message, case=case)
    return OK


def written(work: Work, words: Words, ask: Ask) -> Outcome:
    """The matters; more words replace the ones that wait."""
    case = work.case(ask.case_id or 0)
    post = people.post_as(work, words.sender.tg_id, *desk.DESK)
    who, chat = words.sender.tg_id, words.chat_id
    if case is None or post is None or case.state not in desk.WAITING:
        asks.close(work, who, chat)
        return OK
    parts = split.parts_in(words.text)
    fit = 2 <= len(parts) <= split.MOST
    message = texts.preview(case.id or 0, case.version, case.number, parts) if fit else texts.few(case.number)
    asks.open_ask(work, who, chat, AskKind.SPLIT, message, case=case, words={"parts": list(parts)} if fit else None)
    return OK


def done(work: Work, pressed: Pressed) -> Outcome:
    """确定分件: the enterprise hears all numbers in one message; the clerk has each case's desk."""
    got = desk.found(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, post = got
    parts = _waiting(work, pressed, case.id)
    if not parts:
        return Outcome(common.STALE, alert=True)
    made = split.split(work, case, post, parts)
    if isinstance(made, Refusal):
        return Outcome(made.reason_zh, alert=True)
    asks.close(work, pressed.sender.tg_id, pressed.chat_id)
    desk.turn(work, pressed, texts.done(case.number, tuple(one.number for one in made)))
    for one in (case, *made):
        desk.lay_open(work, one, post)
    return Outcome("已分件。")


def _waiting(work: Work, pressed: Pressed, case_id: int | None) -> tuple[str, ...]:
    ask = asks.current(work, pressed.sender.tg_id, pressed.chat_id, case_id)
    if ask is None or ask.kind is not AskKind.SPLIT or ask.case_id != case_id:
        return ()
    return tuple((work.text(ask.content_id) or {}).get("parts", ()))


def dropped(work: Work, pressed: Pressed) -> Outcome:
    """不分了."""
    got = desk.found(work, pressed, fresh=False)
    if isinstance(got, Outcome):
        return got
    if not _waiting(work, pressed, got[0].id):
        return Outcome(common.STALE, alert=True)
    asks.close(work, pressed.sender.tg_id, pressed.chat_id)
    desk.turn(work, pressed, texts.dropped(got[0].number))
    return OK


PRESSES: dict[str, OnPress] = {"split": ask, "splitok": done, "splitno": dropped}
ANSWERS: dict[AskKind, OnAnswer] = {AskKind.SPLIT: written}
