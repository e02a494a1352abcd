"""已收到, 答复 and 办结 by the sealed contact."""

from __future__ import annotations

from bot.desk import asks, clocks, people
from bot.desk.facts import facts_of
from bot.desk.sealed import speaking
from bot.desk.words import OnAnswer, OnPress, Pressed, Words
from bot.desk.work import OK, Outcome, Work
from bot.texts import sealed as texts
from bot.texts.entrepreneur import secret
from storage.tables import Ask
from storage.vocabulary import AskKind, CloseKind, EventKind, Lane, Role, State


def acknowledge(work: Work, pressed: Pressed) -> Outcome:
    """已收到: the complainant is told that a person has it."""
    got = speaking.mine(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, post = got
    if case.state is State.TO_SIGN:
        work.move(case, EventKind.SIGNED, people.actor_of(post), facts_of(work, case), set={"signed_at": work.now})
    speaking.to_complainant(work, case, secret.acknowledged(case.number), f"sack:{case.id}")
    return Outcome("已告知投诉人。")


def reply(work: Work, pressed: Pressed) -> Outcome:
    """答复: asks for the words."""
    got = speaking.mine(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, _post = got
    message = texts.reply_prompt(case.number)
    ask = asks.open_ask(work, pressed.sender.tg_id, pressed.chat_id, AskKind.SEALED_ANSWER, message)
    ask.data = {"case": case.id}
    return OK


def answered(work: Work, words: Words, ask: Ask) -> Outcome:
    """The words go to the complainant, sealed in between."""
    asks.close(work, words.sender.tg_id, words.chat_id)
    case = work.case(int(ask.data.get("case") or 0))
    post = people.post_as(work, words.sender.tg_id, Role.SEALED)
    if case is None or post is None or not words.text.strip():
        return OK
    work.record(case, EventKind.RELAYED, people.actor_of(post), words={"text": words.text})
    speaking.to_complainant(work, case, secret.answered(case.number, words.text), None, "sealed.answer")
    work.send(words.chat_id, texts.sent(case.number), lane=Lane.ANSWER, purpose="sealed.sent", case=case)
    return OK


def close(work: Work, pressed: Pressed) -> Outcome:
    """办结: asked back once, for it ends what nobody else can see."""
    got = speaking.mine(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, _post = got
    message = texts.close_question(case.id or 0, case.number, work.office.pack.official_channels)
    work.send(pressed.chat_id, message, lane=Lane.ANSWER, purpose="sealed.note", case=case)
    return OK


def closed(work: Work, pressed: Pressed) -> Outcome:
    """确定办结: the complainant is told, with the official way that stays open (R02d)."""
    got = speaking.mine(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, post = got
    changes = {"close_kind": CloseKind.UNRATED, "closed_at": work.now}
    refusal = work.move(case, EventKind.CLOSED, people.actor_of(post), facts_of(work, case, has_way=True), set=changes)
    if refusal is not None:
        return Outcome(refusal.reason_zh, alert=True)
    work.no_timer(case)
    clocks.after_close(work, case)
    speaking.to_complainant(
        work, case, secret.closed(case.number, work.office.pack.official_channels), f"sclosed:{case.id}"
    )
    speaking.strip(work, pressed)
    return Outcome("已办结，已告知投诉人。")


PRESSES: dict[str, OnPress] = {"sack": acknowledge, "sreply": reply, "sclose": close, "sclosed": closed}
ANSWERS: dict[AskKind, OnAnswer] = {AskKind.SEALED_ANSWER: answered}
