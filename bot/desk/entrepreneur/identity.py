"""Who the enterprise is: asked once after the first filing, one question at a time, each skippable (R16)."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import select

from bot.desk import asks, cases, people
from bot.desk.people import Sender
from bot.desk.words import OnAnswer, OnPress, Pressed, Words
from bot.desk.work import OK, Actor, Outcome, Work
from bot.texts.entrepreneur import identity as texts
from nlp import credit_code
from nlp.values import Invalid, Label
from nlp.wishes import tells_result, wish_of
from storage.tables import Ask, Enterprise, Person
from storage.vocabulary import AskKind, EventKind, Lane, Role, Secrecy, Urgency

SKIP = {"跳过", "不用", "没有", "不知道", "不方便", "不想说"}
LATER = {"以后再说", "算了", "先不填"}
FRESH = timedelta(hours=24)  # an older question answers nothing any more
CHAT = set("我你他她咱了没不还吗呢吧么要怎啥谁")  # spoken language: hardly ever in an enterprise's name
LONGEST_NAME = 30
# What the name of a shop or a firm ends in, where its place and legal form are not said.
TRADES = (
    "公司",
    "集团",
    "企业",
    "厂",
    "店",
    "馆",
    "坊",
    "铺",
    "超市",
    "工作室",
    "合作社",
    "商行",
    "门市部",
    "饭庄",
    "酒楼",
    "网吧",
)


def ask_once(work: Work, person: Person) -> None:
    """Begin the questions if they were never asked and nothing else is open."""
    if person.identity_asked_at is not None or asks.current(work, person.tg_id, person.tg_id) is not None:
        return
    person.identity_asked_at = work.now
    asks.open_ask(work, person.tg_id, person.tg_id, AskKind.ENTERPRISE_NAME, texts.ask_name())


def name_given(work: Work, words: Words, ask: Ask) -> Outcome:
    """The enterprise's name. A long text is no name: it is a matter of its own and goes where matters go."""
    text = words.text.strip()
    if text in LATER:
        return _put_off(work, words.sender)
    if text not in SKIP and (_old(work, ask) or not _name_like(words) or (_passed(work, ask) and not _named(words))):
        return _not_an_answer(work, words)
    person = people.person_of(work, words.sender)
    if text not in SKIP:
        _enterprise(work, person).name_id = work.office.vault.put(work.session, person.key_id, text)
    return _next_code(work, person)


def code_given(work: Work, words: Words, ask: Ask) -> Outcome:
    """The credit code; its check digit is verified."""
    person = people.person_of(work, words.sender)
    text = credit_code.normalise(words.text)
    if words.text.strip() in LATER:
        return _put_off(work, words.sender)
    if words.text.strip() in SKIP:
        return _next_phone(work, person)
    phone = None if _old(work, ask) or words.media is not None else _phone(words)
    if phone is not None and len(phone) == len(text) and person.phone_id is None:  # what is asked next came first
        person.phone_id = work.office.vault.put(work.session, person.key_id, phone)
        asks.open_ask(work, person.tg_id, person.tg_id, AskKind.CREDIT_CODE, texts.phone_first())
        return OK
    if words.media is not None or _old(work, ask) or not _code_like(text):
        return _not_an_answer(work, words)
    if not credit_code.valid(text):
        asks.open_ask(work, person.tg_id, person.tg_id, AskKind.CREDIT_CODE, texts.wrong_code(_flaw(text)))
        return OK
    row = _enterprise(work, person)
    row.code_id = work.office.vault.put(work.session, person.key_id, text)
    row.code_index = work.office.vault.index(text)
    return _next_phone(work, person)


def phone_given(work: Work, words: Words, ask: Ask) -> Outcome:
    """The phone: one's own contact card, or a number in words."""
    person = people.person_of(work, words.sender)
    if words.text.strip() in SKIP | LATER:
        return _end(work, person)
    phone = None if _old(work, ask) else _phone(words)
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
    ask = asks.current(work, person.tg_id, person.tg_id)
    if ask is None or ask.kind is not STEPS.get(pressed.press.arg):
        return Outcome("这一项已经过了。")
    return _next_code(work, person) if pressed.press.arg == "name" else _next_phone(work, person)


def put_off(work: Work, pressed: Pressed) -> Outcome:
    """以后再说."""
    return _put_off(work, pressed.sender)


def _put_off(work: Work, sender: Sender) -> Outcome:
    person = people.person_of(work, sender)
    ask = asks.current(work, person.tg_id, person.tg_id)
    if ask is None or ask.kind not in ANSWERS:
        return Outcome("好的，需要时再说。")
    asks.close(work, person.tg_id, person.tg_id)
    work.send(person.tg_id, texts.later(), lane=Lane.ANSWER, purpose="identity")
    return OK


PRESSES: dict[str, OnPress] = {"idskip": skipped, "idlater": put_off}
ANSWERS: dict[AskKind, OnAnswer] = {
    AskKind.ENTERPRISE_NAME: name_given,
    AskKind.CREDIT_CODE: code_given,
    AskKind.PHONE: phone_given,
}


STEPS = {"name": AskKind.ENTERPRISE_NAME, "code": AskKind.CREDIT_CODE}


def _old(work: Work, ask: Ask) -> bool:
    return work.now - ask.asked_at > FRESH


def _passed(work: Work, ask: Ask) -> bool:
    """Something else was said here since: short words are more likely about that."""
    last = asks.last_said(work, ask.chat_id)
    return last is not None and ask.prompt_id is not None and (last.id or 0) > ask.prompt_id


def _named(words: Words) -> bool:
    """These words are, or end as, an enterprise's name, and are next to nothing else."""
    text, understood = words.text.strip(), words.understood
    found = understood.entities if understood is not None else ()
    return text.endswith(TRADES) or any(e.label is Label.ENTERPRISE and len(e.text) >= len(text) - 2 for e in found)


def _name_like(words: Words) -> bool:
    """Could this be an enterprise's name? Whatever could be a matter is taken for one: a name can be asked for again,
    words that were swallowed cannot."""
    understood, text = words.understood, words.text.strip()
    if words.media is not None or understood is None or len(text) > LONGEST_NAME or wish_of(text) is not None:
        return False
    if understood.secrecy is not Secrecy.A or understood.urgency is not Urgency.NORMAL or understood.elsewhere:
        return False
    if _named(words):
        return True
    best = understood.best
    spoken = (
        tells_result(text)
        or bool(CHAT & set(text))
        or not text.replace(" ", "").replace("（", "").replace("）", "").isalnum()
    )
    invalid = understood.invalid not in {None, Invalid.TOO_SHORT}
    return not (spoken or invalid or understood.confident or (best is not None and best.score > 0.6))


def _flaw(text: str) -> str:
    """Where to look: the length, the letters, the six digits of the region, or the last place."""
    if len(text) != 18:
        return f"应是18位，您发的是{len(text)}位。"
    odd = [char for char in text if char not in credit_code.ALPHABET]
    if odd:
        return f"代码里不会有“{odd[0]}”这个字符。"
    if not text[2:8].isdigit():
        return "第3到8位应是6位数字。"
    return "校验没通过，很可能有一位写错了。"


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
    digits = "".join(char for char in words.text if char.isdigit())
    return digits if 7 <= len(digits) <= 13 and len(words.text.strip()) <= 20 else None


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
    """Open cases of this person carry the enterprise from now on (R16); sealed ones never say who (R17)."""
    draft = cases.draft_of(work, person)
    actor = Actor(Role.ENTERPRISE, person.id)
    for case in [*cases.open_of(work, person), *([draft] if draft is not None else [])]:
        if case.enterprise_id is None and case.secrecy is not Secrecy.C:
            work.record(case, EventKind.CHOSEN, actor, set={"enterprise_id": person.enterprise_id})


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
