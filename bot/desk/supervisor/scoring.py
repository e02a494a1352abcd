"""认定: the office itself leaves a case out of a quarter's figures, or finds that its closing was false (A30, A55, A58).

Always with a reason, kept with the case; never by somebody who has the case; only until the figures are frozen.
"""

from __future__ import annotations

from sqlmodel import select

from bot.desk import asks, people, units
from bot.desk.supervisor import desk, season
from bot.desk.words import OnAnswer, OnPress, Pressed, Words
from bot.desk.work import OK, Outcome, Work
from bot.reports import books
from bot.rules.lifecycle import NO_FACTS
from bot.rules.quarters import Quarter
from bot.rules.scoring.measures import FALSE_CLOSING
from bot.texts import appeal as texts
from bot.texts import common
from storage.tables import Ask, CaseFile, Event, Staff
from storage.vocabulary import AskKind, EventKind, Lane

GROUNDS = {**texts.GROUNDS, "false": FALSE_CLOSING}
Found = tuple[CaseFile, Staff, Quarter, str]


def begin(work: Work, pressed: Pressed) -> Outcome:
    """认定: on what ground?"""
    got = _may(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, _post, quarter, unit = got
    message = texts.ask_finding(case.id or 0, case.number, f"{quarter}.{unit}", GROUNDS)
    work.send(pressed.chat_id, message, lane=Lane.ANSWER, purpose="race.finding", topic_id=pressed.topic_id)
    return OK


def _may(work: Work, pressed: Pressed) -> Found | Outcome:
    got = desk.found(work, pressed, fresh=False)
    if isinstance(got, Outcome):
        return got
    case, post = got
    text, unit, *_ = [*pressed.press.arg.split("."), ""]
    quarter = season.read(work, text) if text else None
    if quarter is None:
        return Outcome(common.UNKNOWN_BUTTON, alert=True)
    why = _refusal(work, case, quarter, unit, pressed.sender.tg_id)
    return Outcome(why, alert=True) if why else (case, post, quarter, unit)


def _refusal(work: Work, case: CaseFile, quarter: Quarter, unit: str, tg_id: int) -> str:
    if season.frozen(work, quarter):
        return texts.TOO_LATE
    if {case.owner_id, case.backup_id} & {post.id for post in people.posts_of(work, tg_id)}:
        return texts.NOT_ONES_OWN
    behind = any(e.case_id == case.id for e in books.entries(work.session, str(quarter), unit))
    return "" if behind and not _found_before(work, case, quarter, unit) else texts.SETTLED


def _found_before(work: Work, case: CaseFile, quarter: Quarter, unit: str) -> bool:
    query = select(Event).where(Event.case_id == case.id, Event.kind == EventKind.SCORED)
    granted = (event.data for event in work.session.exec(query) if event.data.get("agreed"))
    return any((fact["quarter"], fact["unit"]) == (str(quarter), unit) for fact in granted)


def ground(work: Work, pressed: Pressed) -> Outcome:
    """A ground: now its reason."""
    got = _may(work, pressed)
    words = GROUNDS.get(pressed.press.arg.rpartition(".")[2])
    if isinstance(got, Outcome) or words is None:
        return got if isinstance(got, Outcome) else Outcome(common.UNKNOWN_BUTTON, alert=True)
    case, _post, quarter, unit = got
    data = {"quarter": str(quarter), "unit": unit, "ground": words}
    who, chat, prompt = pressed.sender.tg_id, pressed.chat_id, texts.ask_basis(case.number, words)
    asks.open_ask(work, who, chat, AskKind.SCORE, prompt, case=case, data=data)
    return OK


def written(work: Work, words: Words, ask: Ask) -> Outcome:
    """The reason: recorded with the finding, and the books are right at once."""
    case, quarter = work.case(ask.case_id or 0), season.read(work, str(ask.data["quarter"]))
    post = people.post_as(work, words.sender.tg_id, *desk.DESK)
    unit, text, why = str(ask.data["unit"]), words.text.strip(), str(ask.data["ground"])
    if not text:
        return OK
    asks.close(work, words.sender.tg_id, words.chat_id, ask.case_id)
    if case is None or quarter is None or post is None:
        return OK
    refusal = _refusal(work, case, quarter, unit, words.sender.tg_id)
    if not refusal:
        facts = {"quarter": str(quarter), "unit": unit, "ground": why, "agreed": True}
        no = work.move(case, EventKind.SCORED, people.actor_of(post), NO_FACTS, facts=facts, words={"text": text})
        refusal = no.reason_zh if no is not None else ""
    message = texts.plain(refusal) if refusal else texts.found(case.number, str(quarter), units.name(work, unit), why)
    work.send(words.chat_id, message, lane=Lane.ANSWER, purpose="race.finding", topic_id=words.topic_id)
    if not refusal:
        work.session.flush()
        books.enter(work.session, [case.id or 0], quarter.zone)
    return OK


PRESSES: dict[str, OnPress] = {"score": begin, "scorew": ground}
ANSWERS: dict[AskKind, OnAnswer] = {AskKind.SCORE: written}
