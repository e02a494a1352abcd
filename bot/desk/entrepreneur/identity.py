"""Who the enterprise is: asked once after the first filing, one question at a time, each skippable (R16)."""

from __future__ import annotations

from sqlmodel import select

from bot.desk import asks, people
from bot.desk.words import OnAnswer, OnPress, Pressed, Words
from bot.desk.work import OK, Outcome, Work
from bot.texts.entrepreneur import identity as texts
from nlp import credit_code
from nlp.values import Label
from storage.tables import Ask, CaseFile, Enterprise, Person
from storage.vocabulary import AskKind, Lane

SKIP = {"跳过", "不用", "以后再说"}


def ask_once(work: Work, person: Person) -> None:
    """Begin the questions if they were never asked and nothing else is open."""
    if person.identity_asked_at is not None or asks.current(work, person.tg_id, person.tg_id) is not None:
        return
    person.identity_asked_at = work.now
    asks.open_ask(work, person.tg_id, person.tg_id, AskKind.ENTERPRISE_NAME, texts.ask_name())


def name_given(work: Work, words: Words, _ask: Ask) -> Outcome:
    """The enterprise's name. A long text is no name: it is a matter of its own and goes where matters go."""
    text = words.text.strip()
    if words.media is not None or len(text) > 40 or _is_matter(words):
        return _not_an_answer(work, words)
    person = people.person_of(work, words.sender)
    if text not in SKIP:
        _enterprise(work, person).name_id = work.office.vault.put(work.session, person.key_id, text)
    return _next_code(work, person)


def code_given(work: Work, words: Words, _ask: Ask) -> Outcome:
    """The credit code; its check digit is verified."""
    person = people.person_of(work, words.sender)
    text = credit_code.normalise(words.text)
    if words.text.strip() in SKIP:
        return _next_phone(work, person)
    if words.media is not None or (not _code_like(text) and _is_matter(words)):
        return _not_an_answer(work, words)
    if not credit_code.valid(text):
        asks.open_ask(work, person.tg_id, person.tg_id, AskKind.CREDIT_CODE, texts.wrong_code())
        return OK
    row = _enterprise(work, person)
    row.code_id = work.office.vault.put(work.session, person.key_id, text)
    row.code_index = work.office.vault.index(text)
    return _next_phone(work, person)


def phone_given(work: Work, words: Words, _ask: Ask) -> Outcome:
    """The phone: one's own contact card, or a number in words."""
    person = people.person_of(work, words.sender)
    if words.text.strip() in SKIP:
        return _end(work, person)
    phone = _phone(words)
    if words.media is not None and words.media.phone and not words.media.own_contact:
        asks.open_ask(work, person.tg_id, person.tg_id, AskKind.PHONE, texts.not_own())
        return OK
    if phone is None:
        return _not_an_answer(work, words)
    person.phone_id = work.office.vault.put(work.session, person.key_id, phone)
    return _end(work, person)


def skipped(work: Work, pressed: Pressed) -> Outcome:
    """跳过 one question."""
    person = people.person_of(work, pressed.sender)
    if asks.current(work, person.tg_id, person.tg_id) is None:
        return OK
    return _next_code(work, person) if pressed.press.arg == "name" else _next_phone(work, person)


def put_off(work: Work, pressed: Pressed) -> Outcome:
    """以后再说."""
    person = people.person_of(work, pressed.sender)
    asks.close(work, person.tg_id, person.tg_id)
    work.send(person.tg_id, texts.later(), lane=Lane.ANSWER, purpose="identity")
    return OK


PRESSES: dict[str, OnPress] = {"idskip": skipped, "idlater": put_off}
ANSWERS: dict[AskKind, OnAnswer] = {
    AskKind.ENTERPRISE_NAME: name_given,
    AskKind.CREDIT_CODE: code_given,
    AskKind.PHONE: phone_given,
}


def _is_matter(words: Words) -> bool:
    understood = words.understood
    return (
        understood is not None
        and understood.invalid is None
        and len(words.text) > 12
        and bool(understood.candidates)
        and understood.confident
    )


def _code_like(text: str) -> bool:
    """Somebody tried to give a code, right or wrong: letters and digits only, about as long as one."""
    return text.isascii() and text.isalnum() and 10 <= len(text) <= 22


def _not_an_answer(work: Work, words: Words) -> Outcome:
    """Not an answer: the question ends, and the words go the ordinary way. Nothing is lost."""
    from bot.desk.entrepreneur import intake

    asks.close(work, words.sender.tg_id, words.chat_id)
    return intake.hear(work, words)


def _phone(words: Words) -> str | None:
    if words.media is not None and words.media.own_contact:
        return words.media.phone
    entities = words.understood.entities if words.understood else ()
    found = next((entity.text for entity in entities if entity.label is Label.PHONE), None)
    digits = "".join(char for char in words.text if char.isdigit())
    return found or (digits if 7 <= len(digits) <= 13 and len(words.text.strip()) <= 20 else None)


def _enterprise(work: Work, person: Person) -> Enterprise:
    row = work.session.get(Enterprise, person.enterprise_id) if person.enterprise_id else None
    if row is None:
        row = Enterprise(key_id=person.key_id)
        work.session.add(row)
        work.session.flush()
        person.enterprise_id = row.id
        _carry(work, person)
    return row


def _carry(work: Work, person: Person) -> None:
    """Open cases of this person carry the enterprise from now on."""
    from bot.desk import cases
    from bot.desk.work import Actor
    from storage.vocabulary import EventKind, Role

    for case in cases.open_of(work, person):
        if case.enterprise_id is None:
            _set_enterprise(work, case, person, Actor(Role.ENTERPRISE, person.id), EventKind.CHOSEN)


def _set_enterprise(work: Work, case: CaseFile, person: Person, actor: object, kind: object) -> None:
    work.record(case, kind, actor, set={"enterprise_id": person.enterprise_id})  # type: ignore[arg-type]


def _next_code(work: Work, person: Person) -> Outcome:
    asks.open_ask(work, person.tg_id, person.tg_id, AskKind.CREDIT_CODE, texts.ask_code())
    return OK


def _next_phone(work: Work, person: Person) -> Outcome:
    if person.phone_id is not None:
        return _end(work, person)
    asks.open_ask(work, person.tg_id, person.tg_id, AskKind.PHONE, texts.ask_phone())
    return OK


def _end(work: Work, person: Person) -> Outcome:
    asks.close(work, person.tg_id, person.tg_id)
    work.send(person.tg_id, texts.done(), lane=Lane.ANSWER, purpose="identity")
    return OK


def known(work: Work, person: Person) -> Enterprise | None:
    """The person's enterprise, if they told us."""
    return work.session.exec(select(Enterprise).where(Enterprise.id == person.enterprise_id)).first()
