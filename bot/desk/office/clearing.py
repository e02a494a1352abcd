"""澄清说明: who was wrongly accused is cleared in words that name nobody, by two people, and loses no marks by it (A58).

As a finding (R02c), it carries no number, no complainant, no quotation; and for class B nothing else of the case reaches the unit.
"""

from __future__ import annotations

from bot.desk import asks, cards, clocks, guards, people, places, retention, units
from bot.desk.office import cleared, finding
from bot.desk.supervisor import desk
from bot.desk.words import OnAnswer, OnPress, Pressed, Words
from bot.desk.work import OK, Outcome, Work
from bot.texts import clearing as texts
from bot.texts import common
from bot.texts.values import Button, Message
from storage.tables import Ask, CaseFile, Staff
from storage.vocabulary import AskKind, Lane, Secrecy

ROLE = "clearing"


def possible(work: Work, case: CaseFile) -> bool:
    """An ended class A case of a unit, or a class B case that accuses units that are known; while its words can be compared."""
    open_class = not case.state.is_open and case.unit is not None and case.secrecy is Secrecy.A
    return (open_class or finding.possible(case)) and not retention.gone(work, case)


def button(work: Work, case: CaseFile) -> list[Button]:
    """For a case on which nobody was cleared yet."""
    free = possible(work, case) and cleared.step(work, case) not in {cleared.PROPOSED, cleared.RELEASED}
    return [texts.button(case.id or 0)] if free else []


def unit_rows(work: Work, case: CaseFile) -> tuple[tuple[Button, ...], ...]:
    """For the unit's own people, on an ended case of theirs."""
    mine = case.secrecy is Secrecy.A and possible(work, case) and cleared.step(work, case) == ""
    return (texts.unit_row(case.id or 0),) if mine else ()


def ask(work: Work, pressed: Pressed) -> Outcome:
    """申请澄清, by the unit that had the case."""
    got = _unit(work, pressed.press.case_id, pressed.sender.tg_id)
    if isinstance(got, Outcome):
        return got
    prompt, data = texts.ask_facts(got[0].number), {"stage": "unit"}
    asks.open_ask(work, pressed.sender.tg_id, pressed.chat_id, AskKind.CLEARING, prompt, case=got[0], data=data)
    return OK


def _unit(work: Work, case_id: int, tg_id: int) -> tuple[CaseFile, Staff] | Outcome:
    case = work.case(case_id)
    post = guards.unit_officer(work, case, tg_id) if case is not None else None
    if case is None or post is None or case.secrecy is not Secrecy.A:
        return Outcome(common.NOT_YOURS, alert=True)
    if not possible(work, case):
        return Outcome(texts.NOT_HERE, alert=True)
    return Outcome(texts.SETTLED, alert=True) if cleared.step(work, case) else (case, post)


def begin(work: Work, pressed: Pressed) -> Outcome:
    """澄清说明, by the office: for which unit, then the words."""
    got = _office(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, post = got
    if cleared.step(work, case) in {cleared.PROPOSED, cleared.RELEASED}:
        return Outcome(texts.SETTLED, alert=True)
    options = [case.unit or ""] if case.secrecy is Secrecy.A else list(case.accused)
    unit = pressed.press.arg or (options[0] if len(options) == 1 else "")
    if unit and (unit not in options or unit == post.unit):
        return Outcome(texts.NOT_ONES_OWN if unit == post.unit else common.UNKNOWN_BUTTON, alert=True)
    if not unit:
        named = tuple((code, units.name(work, code)) for code in options)
        message = texts.which_unit(case.id or 0, case.number, named)
        where, topic = pressed.chat_id, pressed.topic_id
        work.send(where, message, lane=Lane.ANSWER, purpose="office.clearing", case=case, topic_id=topic)
        return OK
    prompt, data = texts.prompt(case.number, units.name(work, unit)), {"stage": "office", "unit": unit}
    asks.open_ask(work, pressed.sender.tg_id, pressed.chat_id, AskKind.CLEARING, prompt, case=case, data=data)
    return OK


def _office(work: Work, pressed: Pressed) -> tuple[CaseFile, Staff] | Outcome:
    got = desk.found(work, pressed, fresh=False)
    if isinstance(got, Outcome):
        return got
    case, post = got
    if not possible(work, case):
        return Outcome(texts.NOT_HERE, alert=True)
    own = {one.id for one in people.posts_of(work, pressed.sender.tg_id)}
    return Outcome(texts.NOT_ONES_OWN, alert=True) if own & {case.owner_id, case.backup_id} else (case, post)


def written(work: Work, words: Words, ask_: Ask) -> Outcome:
    """The unit's facts, or the office's words."""
    if not words.text.strip():
        return OK
    return _facts(work, words, ask_) if ask_.data["stage"] == "unit" else _proposed(work, words, ask_)


def _facts(work: Work, words: Words, ask_: Ask) -> Outcome:
    """On record, and before the office."""
    asks.close(work, words.sender.tg_id, words.chat_id)
    got = _unit(work, ask_.case_id or 0, words.sender.tg_id)
    if isinstance(got, Outcome):
        return OK
    case, post = got
    text, unit = words.text.strip(), case.unit or ""
    cleared.note(work, case, post, cleared.ASKED, unit, text)
    message = texts.to_office(
        case.id or 0, case.number, units.name(work, unit), work.office.mask(text, enterprises=True)
    )
    _card(work, case, message, cleared.ASKED)
    told, where, topic = texts.asked(case.number), words.chat_id, words.topic_id
    work.send(where, told, lane=Lane.ANSWER, purpose="unit.clearing", case=case, topic_id=topic)
    return OK


def _card(work: Work, case: CaseFile, message: Message, lock: str) -> None:
    for place in desk.heard(work, case):
        key, later = f"clear:{case.id}:{case.head_seq}:{lock}:{place.chat_id}", clocks.polite(work, case.urgency)
        cards.put(work, case, place, message, role=ROLE, dedupe=key, not_before=later)


def _proposed(work: Work, words: Words, ask_: Ask) -> Outcome:
    """Looked at for whatever names the author; then a second person decides."""
    case, post = work.case(ask_.case_id or 0), people.post_as(work, words.sender.tg_id, *desk.DESK)
    who, chat = words.sender.tg_id, words.chat_id
    if case is None or post is None or not possible(work, case):
        asks.close(work, who, chat)
        return OK
    unit, text = str(ask_.data["unit"]), words.text.strip()
    leaks = finding.leaks_of(work, case, text)
    if leaks:
        message = texts.leaky(case.number, leaks)
        asks.open_ask(work, who, chat, AskKind.CLEARING, message, case=case, data=ask_.data)
        return OK
    asks.close(work, who, chat)
    cleared.note(work, case, post, cleared.PROPOSED, unit, text)
    cards.retire(work, case, texts.asked(case.number), ROLE)
    scored = case.secrecy is Secrecy.A
    by, name = people.name_of(work, post), units.name(work, unit)
    _card(work, case, texts.proposal(case.id or 0, case.number, name, by, text, scored), cleared.PROPOSED)
    return OK


def approve(work: Work, pressed: Pressed) -> Outcome:
    """同意出具, by somebody else: sent, recorded, and out of the unit's figures."""
    got = _second(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, post = got
    unit, text = cleared.proposal(work, case)
    place = places.unit_group(work, unit) if case.secrecy is Secrecy.A else None
    place = place or finding.where(work, unit)
    if place is None:
        return Outcome(texts.NOBODY_THERE, alert=True)
    cleared.note(work, case, post, cleared.RELEASED, unit)
    quarters = cleared.leave_out(work, case, people.actor_of(post), unit)
    message, later = texts.statement(units.name(work, unit), text), finding.opens(work)
    work.send(place.chat_id, message, lane=Lane.ANSWER, purpose="clearing", topic_id=place.topic_id, not_before=later)
    cards.retire(work, case, texts.released(case.number, units.name(work, unit), quarters), ROLE)
    return Outcome(texts.RELEASED)


def _second(work: Work, pressed: Pressed) -> tuple[CaseFile, Staff] | Outcome:
    got = _office(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, post = got
    if cleared.step(work, case) != cleared.PROPOSED:
        return Outcome(texts.NOT_ASKED, alert=True)
    mine = {one.id for one in people.posts_of(work, pressed.sender.tg_id)}
    return Outcome(texts.SELF_APPROVED, alert=True) if cleared.proposer(work, case) in mine else (case, post)


def decline(work: Work, pressed: Pressed) -> Outcome:
    """不出具: of a unit's request, or of a colleague's draft. A unit that asked hears it."""
    got = _office(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, post = got
    if cleared.step(work, case) not in {cleared.ASKED, cleared.PROPOSED}:
        return Outcome(texts.NOT_ASKED, alert=True)
    cleared.note(work, case, post, cleared.DECLINED, case.unit or "")
    message = texts.declined(case.number)
    cards.retire(work, case, message, ROLE)
    place = places.unit_group(work, case.unit or "") if cleared.was_asked(work, case) else None
    if place is not None:
        later = clocks.polite(work, case.urgency)
        work.send(
            place.chat_id,
            message,
            lane=Lane.ANSWER,
            purpose="unit.clearing",
            case=case,
            topic_id=place.topic_id,
            not_before=later,
        )
    return Outcome(texts.DECLINED)


PRESSES: dict[str, OnPress] = {"clrask": ask, "clr": begin, "clrok": approve, "clrno": decline}
ANSWERS: dict[AskKind, OnAnswer] = {AskKind.CLEARING: written}
