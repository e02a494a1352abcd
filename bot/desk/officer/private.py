"""An officer writes in private without context: told what to do, and nothing they wrote is lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.desk import asks, people
from bot.desk.gist import gist_of
from bot.desk.officer import enrolment
from bot.desk.words import OnAnswer, OnPress, Pressed, Words, material
from bot.desk.work import OK, Outcome, Work
from bot.texts import common
from bot.texts import officer as texts
from nlp.stages import asked_number
from storage.tables import Ask
from storage.vocabulary import AskKind, Secrecy, Urgency

ASKED_JUST_NOW = timedelta(minutes=15)


def private_words(work: Work, words: Words) -> Outcome:
    """Offer to file the words as an enterprise's own; 特急 and class C are taken as such at once."""
    from bot.desk import entrepreneur, office

    reading = gist_of(words.understood)
    if reading.urgency is Urgency.CRITICAL or reading.secrecy is Secrecy.C or _has_draft(work, words):
        return entrepreneur.hear(work, words)
    if words.understood is not None and words.understood.invalid is not None:
        enrolment.help_officer(work, words)
        return OK
    number = asked_number(words.text) if words.media is None else None
    if number is not None:
        return office.COMMANDS["look"](work, words, number)
    kept: dict[str, Any] = {"material": material(words), "message_id": words.message_id}
    asks.open_ask(
        work,
        words.sender.tg_id,
        words.chat_id,
        AskKind.NOTE,
        texts.private_hint(words.message_id, _waiting(work, words)),
        words=kept,
    )
    return OK


def _waiting(work: Work, words: Words) -> str | None:
    """The case about which this person was asked a moment ago how to reach the enterprise, if nothing came after it."""
    row = asks.last_said(work, words.chat_id)
    if row is None or row.purpose != "contact" or work.now - row.created_at > ASKED_JUST_NOW:
        return None
    case = work.case(row.case_id or 0)
    return case.number if case is not None else None


def as_boss(work: Work, pressed: Pressed) -> Outcome:
    """我以企业身份反映问题: the words that wait become a draft."""
    from bot.desk import cases
    from bot.desk.entrepreneur import draft, packing

    ask = asks.current(work, pressed.sender.tg_id, pressed.chat_id)
    if ask is None or ask.kind is not AskKind.NOTE:
        return Outcome(common.UNKNOWN_BUTTON)
    kept = dict(work.text(ask.content_id) or {})
    asks.close(work, pressed.sender.tg_id, pressed.chat_id)
    person = people.person_of(work, pressed.sender)
    words = packing.unpacked({**kept, "group": None}, pressed.sender.tg_id)
    current = cases.draft_of(work, person)
    reading = gist_of(None, doubt="工作人员以企业身份反映")
    return draft.add(work, current, words, reading) if current else draft.begin(work, person, words, reading)


def _has_draft(work: Work, words: Words) -> bool:
    from bot.desk import cases

    person = people.find_person(work, words.sender.tg_id)
    return person is not None and cases.draft_of(work, person) is not None


def again(work: Work, words: Words, _ask: Ask) -> Outcome:
    """Another message instead of the button: the same question about the newest words."""
    asks.close(work, words.sender.tg_id, words.chat_id)
    return private_words(work, words)


PRESSES: dict[str, OnPress] = {"asboss": as_boss}
ANSWERS: dict[AskKind, OnAnswer] = {AskKind.NOTE: again}
