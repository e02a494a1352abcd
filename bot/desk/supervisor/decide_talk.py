"""The questions by which a meeting's decision is taken down: who, what, by when, one look (A14). A conversation is rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.desk import asks, names, people, units
from bot.desk.gist import gist_of
from bot.desk.gist import load as load_gist
from bot.desk.supervisor import boards, decide_date, decide_rule, select
from bot.desk.supervisor import decide_may as may
from bot.desk.words import OnAnswer, Words
from bot.desk.work import OK, Outcome, Work
from bot.rules import quality
from bot.texts import decide as texts
from bot.texts.values import Message
from storage.tables import Ask, CaseFile, Staff
from storage.vocabulary import AskKind, Lane, Secrecy

OPTIONS = 6  # units as buttons
SHORTEST = 6  # letters of what is to be done


@dataclass(frozen=True, slots=True)
class Here:
    """Where it is talked about, and the message that the next question answers: so it stays in its topic of a forum."""

    chat_id: int
    topic_id: int | None
    reply_to: int | None = None


def ask_unit(work: Work, post: Staff, tg_id: int, here: Here, case: CaseFile | None, hint: str = "") -> None:
    options = [(code, units.name(work, code)) for code in _involved(work, post, tg_id, case)]
    message = texts.ask_unit(case.number if case is not None else "", options, hint)
    _step(work, tg_id, here, case, message, {"step": "who"})


def _involved(work: Work, post: Staff, tg_id: int, case: CaseFile | None) -> list[str]:
    """The case's unit, its helpers, what its words point to; without a case the units that have the most overdue."""
    from bot.desk import assist

    if case is not None:
        near = [code for code, _why in load_gist(work, case).units]
        codes = [case.unit or "", *(row.unit for row in assist.open_of(work, case)), *near]
    else:
        codes = [code for code, _n in select.counts(work, "late", tg_id).most_common()]
    return [code for code in dict.fromkeys(codes) if may.may_owe(work, post, case, code)][:OPTIONS]


def _step(
    work: Work,
    tg_id: int,
    here: Here,
    case: CaseFile | None,
    message: Message,
    data: dict[str, object],
    text: str | None = None,
) -> None:
    """The next question, in its own message; what was said so far travels with it."""
    kept = {"text": text} if text is not None else None
    asks.open_ask(
        work, tg_id, here.chat_id, AskKind.DECIDE, message, case=case, data=data, words=kept, reply_to=here.reply_to
    )


def say(work: Work, here: Here, message: Message) -> None:
    work.send(here.chat_id, message, lane=Lane.ANSWER, purpose="decide.note", topic_id=here.topic_id)


def answered(work: Work, words: Words, ask: Ask) -> Outcome:
    """Typed: a unit's name, what is to be done, or a date."""
    here = Here(words.chat_id, words.topic_id, words.message_id)
    post = may.decider(work, words.sender.tg_id, words.chat_id, private=words.private)
    if post is None:
        asks.close(work, words.sender.tg_id, words.chat_id, ask.case_id)
        return OK
    match ask.data.get("step"):
        case "who":
            _named(work, words, ask, post, here)
        case "what":
            _told(work, words, ask, here)
        case "when":
            dated(work, words.sender.tg_id, here, ask, decide_date.read(words.text, work.now, work.office.calendar))
        case _:
            say(work, here, Message(texts.PRESS_ONE))
    return OK


def case_of(work: Work, ask: Ask) -> CaseFile | None:
    return work.case(ask.case_id) if ask.case_id else None


def _named(work: Work, words: Words, ask: Ask, post: Staff, here: Here) -> None:
    case = case_of(work, ask)
    found = boards.called(work, words.text.strip())
    fit = [unit.code for unit in found if may.may_owe(work, post, case, unit.code)]
    if len(fit) == 1:
        refusal = choose(work, words.sender.tg_id, here, post, case, fit[0])
        if refusal:
            say(work, here, Message(refusal))
    elif fit:
        options = [(code, units.name(work, code)) for code in fit]
        message = texts.ask_unit(case.number if case is not None else "", options)
        _step(work, words.sender.tg_id, here, case, message, {"step": "who"})
    else:
        say(work, here, Message(texts.NOT_OUTSIDE if found else texts.NO_UNIT))


def choose(work: Work, tg_id: int, here: Here, post: Staff, case: CaseFile | None, code: str) -> str:
    """The unit is chosen: what shall it do? Why not, if nobody there could hear of it."""
    if not may.may_owe(work, post, case, code):
        return texts.NOT_OUTSIDE
    owner = may.owner_of(work, case, code, tg_id)
    if owner is None:
        return texts.NOBODY.format(unit=units.name(work, code))
    _step(work, tg_id, here, case, texts.ask_what(_whose(work, owner)), {"step": "what", "owner": owner.id})
    return ""


def _whose(work: Work, owner: Staff | None) -> str:
    return f"{units.name(work, owner.unit if owner else None)} {people.name_of(work, owner)}"


def owner_of(work: Work, ask: Ask) -> Staff | None:
    return work.session.get(Staff, ask.data.get("owner"))


def _told(work: Work, words: Words, ask: Ask, here: Here) -> None:
    text = words.text.strip()
    missing = [flaw.missing for flaw in quality.note_flaws(text, work.office.spans(text))]
    missing += ["请写具体要做什么"] if len(text) < SHORTEST else []
    case = case_of(work, ask)
    known = names.of_enterprises(work, case) | names.of_people(work, case) if case is not None else set()
    missing += ["写了企业或诉求人的名字：请删去，只写要办的事"] if any(piece in text for piece in known) else []
    if missing:
        say(work, here, texts.flawed(missing))
    elif gist_of(words.understood).secrecy is not Secrecy.A:
        say(work, here, Message(texts.CLASSIFIED))
    else:
        message = texts.ask_when(_whose(work, owner_of(work, ask)), text)
        _step(work, words.sender.tg_id, here, case_of(work, ask), message, {**ask.data, "step": "when"}, text)


def dated(work: Work, tg_id: int, here: Here, ask: Ask, due: datetime | str) -> None:
    """The date is known: one look at all of it, or, for an item that there is, its new date."""
    if isinstance(due, str):
        say(work, here, Message(due))
        return
    if ask.data.get("row"):
        asks.close(work, tg_id, here.chat_id, ask.case_id)
        say(work, here, Message(decide_rule.moved(work, ask, due), protect=True))
        return
    case, text = case_of(work, ask), text_of(work, ask)
    message = texts.ask_sure(case.number if case is not None else "", _whose(work, owner_of(work, ask)), text, due)
    _step(work, tg_id, here, case, message, {**ask.data, "step": "sure", "due": due.isoformat()}, text)


def text_of(work: Work, ask: Ask) -> str:
    return str((work.text(ask.content_id) or {}).get("text", "")) if ask.content_id else ""


ANSWERS: dict[AskKind, OnAnswer] = {AskKind.DECIDE: answered}
