"""申诉: a unit asks once a case and quarter that it be left out of its figures; the office rules, and both are history (R29)."""

from __future__ import annotations

from sqlmodel import col, select

from bot.desk import asks, cards, clocks, guards, people, places, units
from bot.desk.places import Place
from bot.desk.supervisor import desk, race, season
from bot.desk.words import OnAnswer, OnPress, Pressed, Words
from bot.desk.work import OK, Outcome, Work
from bot.reports import books
from bot.rules.lifecycle import NO_FACTS
from bot.rules.quarters import Quarter
from bot.texts import appeal as texts
from bot.texts import common
from storage.tables import Ask, CaseFile, Event, Staff
from storage.vocabulary import AskKind, EventKind, Lane

Found = tuple[CaseFile, Staff, Quarter, str]


def begin(work: Work, pressed: Pressed) -> Outcome:
    """申诉: on what ground?"""
    got = _mine(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, _post, quarter, unit = got
    message = texts.ask_ground(case.id or 0, case.number, f"{quarter}.{unit}")
    work.send(pressed.chat_id, message, lane=Lane.ANSWER, purpose="race.appeal", topic_id=pressed.topic_id)
    return OK


def _mine(work: Work, pressed: Pressed) -> Found | Outcome:
    """The case in the unit's figures, by one of its people, in the time for it and not asked before."""
    text, unit, *_ = [*pressed.press.arg.split("."), ""]
    quarter = season.read(work, text) if text else None
    case = work.case(pressed.press.case_id)
    if quarter is None or case is None:
        return Outcome(common.UNKNOWN_BUTTON, alert=True)
    posts = [post for post in people.posts_of(work, pressed.sender.tg_id) if post.unit == unit]
    post = next((post for post in posts if post.role in guards.OFFICER_ROLES), None)
    if post is None or guards.barred(work, case, pressed.sender.tg_id) or not race.may(work, pressed, unit):
        return Outcome(common.NOT_YOURS, alert=True)
    why = _refusal(work, case, quarter, unit)
    return Outcome(why, alert=True) if why else (case, post, quarter, unit)


def _refusal(work: Work, case: CaseFile, quarter: Quarter, unit: str) -> str:
    """Why there is no appeal (any more); empty if there is."""
    if work.now < quarter.end:
        return texts.TOO_EARLY
    if season.frozen(work, quarter) or work.now > season.appeals_end(work, quarter):
        return texts.TOO_LATE
    if asked(work, case, quarter, unit) is not None:
        return texts.TWICE
    entries = books.entries(work.session, str(quarter), unit)
    behind = any(entry.case_id == case.id and not entry.excluded for entry in entries)
    return "" if behind and desk.heard(work, case) else texts.NOT_BEHIND


def asked(work: Work, case: CaseFile, quarter: Quarter, unit: str) -> Event | None:
    """The appeal of this unit for this quarter, if there was one."""
    return _last(work, case, EventKind.APPEALED, str(quarter), unit)


def _last(work: Work, case: CaseFile, kind: EventKind, quarter: str, unit: str) -> Event | None:
    query = select(Event).where(Event.case_id == case.id, Event.kind == kind).order_by(col(Event.seq).desc())
    facts = (event for event in work.session.exec(query) if event.data.get("unit") == unit)
    return next((event for event in facts if event.data.get("quarter") == quarter), None)


def ground(work: Work, pressed: Pressed) -> Outcome:
    """A ground: now its reason."""
    got = _mine(work, pressed)
    words = texts.GROUNDS.get(pressed.press.arg.rpartition(".")[2])
    if isinstance(got, Outcome) or words is None:
        return got if isinstance(got, Outcome) else Outcome(common.UNKNOWN_BUTTON, alert=True)
    case, _post, quarter, unit = got
    data = {"quarter": str(quarter), "unit": unit, "ground": words}
    who, chat, prompt = pressed.sender.tg_id, pressed.chat_id, texts.ask_reason(case.number, words)
    asks.open_ask(work, who, chat, AskKind.APPEAL, prompt, case=case, data=data)
    return OK


def written(work: Work, words: Words, ask: Ask) -> Outcome:
    """The reason: recorded, and put before the office."""
    case, quarter = work.case(ask.case_id or 0), season.read(work, str(ask.data["quarter"]))
    unit, text = str(ask.data["unit"]), words.text.strip()
    posts = [post for post in people.posts_of(work, words.sender.tg_id) if post.unit == unit]
    if not text:
        return OK
    asks.close(work, words.sender.tg_id, words.chat_id, ask.case_id)
    if case is None or quarter is None or not posts or guards.barred(work, case, words.sender.tg_id):
        return OK
    why = _refusal(work, case, quarter, unit)
    if not why:
        facts = {"quarter": str(quarter), "unit": unit, "ground": ask.data["ground"]}
        actor = people.actor_of(posts[0])
        refusal = work.move(case, EventKind.APPEALED, actor, NO_FACTS, facts=facts, words={"text": text})
        why = refusal.reason_zh if refusal is not None else ""
    message = texts.plain(why) if why else texts.asked(case.number)
    work.send(words.chat_id, message, lane=Lane.ANSWER, purpose="race.appeal", topic_id=words.topic_id)
    if not why:
        _to_office(work, case, quarter, unit, str(ask.data["ground"]), work.office.mask(text, enterprises=True))
    return OK


def _to_office(work: Work, case: CaseFile, quarter: Quarter, unit: str, why: str, reason: str) -> None:
    name = units.name(work, unit)
    message = texts.to_office(case.id or 0, case.number, str(quarter), name, unit, why, reason)
    for place in desk.heard(work, case):
        key, later = f"appeal:{case.id}:{quarter}:{unit}:{place.chat_id}", clocks.polite(work, case.urgency)
        cards.put(work, case, place, message, role=f"appeal {unit}"[:20], dedupe=key, not_before=later)


def agree(work: Work, pressed: Pressed) -> Outcome:
    """同意剔除."""
    return _rule(work, pressed, agreed=True)


def decline(work: Work, pressed: Pressed) -> Outcome:
    """不同意."""
    return _rule(work, pressed, agreed=False)


def _rule(work: Work, pressed: Pressed, *, agreed: bool) -> Outcome:
    """Once, by somebody else than the asker. After the freeze a granted appeal makes a correction."""
    got = desk.found(work, pressed, fresh=False)
    if isinstance(got, Outcome):
        return got
    case, post = got
    text, _, unit = pressed.press.arg.partition(".")
    quarter = season.read(work, text) if text else None
    request = asked(work, case, quarter, unit) if quarter is not None else None
    if quarter is None or request is None or _last(work, case, EventKind.SCORED, str(quarter), unit) is not None:
        return Outcome(texts.SETTLED, alert=True)
    if request.actor_id in {one.id for one in people.posts_of(work, pressed.sender.tg_id)}:
        return Outcome(texts.NOT_ONES_OWN, alert=True)
    facts = {**{name: request.data[name] for name in ("quarter", "unit", "ground")}, "agreed": agreed}
    refusal = work.move(case, EventKind.SCORED, people.actor_of(post), NO_FACTS, facts=facts)
    if refusal is not None:
        return Outcome(refusal.reason_zh, alert=True)
    work.session.flush()
    books.enter(work.session, [case.id or 0], quarter.zone)
    if agreed and season.frozen(work, quarter):
        season.freeze(work, quarter)
    _tell(work, case, request, agreed)
    return Outcome("已裁定。")


def _tell(work: Work, case: CaseFile, request: Event, agreed: bool) -> None:
    """The office's card, and the unit that asked."""
    unit = str(request.data["unit"])
    message = texts.ruled(case.number, request.data["quarter"], units.name(work, unit), request.data["ground"], agreed)
    cards.retire(work, case, message, f"appeal {unit}"[:20])
    asker = work.session.get(Staff, request.actor_id) if request.actor_id else None
    place = places.unit_group(work, unit)
    if place is None and asker is not None and people.reachable([asker]):
        place = Place(asker.tg_id or 0)
    if place is not None:
        later = clocks.polite(work, case.urgency)
        purpose = "race.appeal"
        work.send(place.chat_id, message, lane=Lane.ANSWER, purpose=purpose, topic_id=place.topic_id, not_before=later)


PRESSES: dict[str, OnPress] = {"appeal": begin, "appealw": ground, "appealy": agree, "appealn": decline}
ANSWERS: dict[AskKind, OnAnswer] = {AskKind.APPEAL: written}
