"""书面意见: what was proven of a class B case, written by the office and released to the accused unit (R02c).

It carries no number, no complainant, no quotation, no identifying fact; and nothing else of the case ever reaches the unit. So
the message belongs to no case: a reply to it finds none.
"""

from __future__ import annotations

from datetime import datetime

from bot.desk import asks, cases, names, people, places, units, views
from bot.desk.facts import facts_of
from bot.desk.places import Place
from bot.desk.supervisor import desk
from bot.desk.words import OnAnswer, OnPress, Pressed, Words
from bot.desk.work import OK, Outcome, Work
from bot.rules import finding as rules
from bot.texts import common
from bot.texts import office as texts
from storage.tables import Ask, CaseFile
from storage.vocabulary import AskKind, EventKind, Lane, Secrecy, State

STATES = (State.TO_SIGN, State.WORKING, State.ANSWERED, State.CLOSED)


def possible(case: CaseFile) -> bool:
    """True if there may be a finding: class B, with a supervising unit, about units that are known."""
    return case.secrecy is Secrecy.B and case.state in STATES and bool(case.accused)


def begin(work: Work, pressed: Pressed) -> Outcome:
    """出书面意见: to which unit, then the words."""
    got = desk.found(work, pressed, fresh=False)
    if isinstance(got, Outcome):
        return got
    case, _post = got
    if not possible(case):
        return Outcome(texts.NOT_PROVABLE, alert=True)
    unit = pressed.press.arg or (case.accused[0] if len(case.accused) == 1 else "")
    if not unit:
        options = tuple((code, units.name(work, code)) for code in case.accused)
        message = texts.which_unit(views.view(work, case), options)
        work.send(
            pressed.chat_id,
            message,
            lane=Lane.ANSWER,
            purpose="supervisor.finding",
            case=case,
            topic_id=pressed.topic_id,
        )
        return OK
    if unit not in case.accused:
        return Outcome(common.UNKNOWN_BUTTON, alert=True)
    prompt = texts.finding_prompt(case.number, units.name(work, unit))
    asks.open_ask(work, pressed.sender.tg_id, pressed.chat_id, AskKind.FINDING, prompt, case=case, data={"unit": unit})
    return OK


def written(work: Work, words: Words, ask: Ask) -> Outcome:
    """The words: checked for whatever names the author, then shown as the unit would read them."""
    case = work.case(ask.case_id or 0)
    post = people.post_as(work, words.sender.tg_id, *desk.DESK)
    if case is None or post is None or not possible(case):
        asks.close(work, words.sender.tg_id, words.chat_id)
        return OK
    unit, text = str(ask.data.get("unit")), words.text.strip()
    leaks = leaks_of(work, case, text)
    if leaks:
        message = texts.finding_leaks(case.number, leaks)
    else:
        message = texts.finding_preview(views.view(work, case), units.name(work, unit), text)
    kept = None if leaks else {"text": text}
    who, chat = words.sender.tg_id, words.chat_id
    asks.open_ask(work, who, chat, AskKind.FINDING, message, case=case, data={"unit": unit}, words=kept)
    return OK


def leaks_of(work: Work, case: CaseFile, text: str) -> tuple[str, ...]:
    """What must be taken out, in the office's words."""
    kept = [work.text(item.content_id) for item in cases.items(work, case) if not item.by_staff]
    complaint = "\n".join(str(part.get("text", "")) for part in kept if part)
    known = names.of_enterprises(work, case) | names.of_people(work, case)
    return tuple(leak.value for leak in rules.leaks(text, complaint, known))


def release(work: Work, pressed: Pressed) -> Outcome:
    """已查实，出具: recorded with its words, and sent to the unit's chief."""
    got = desk.found(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, post = got
    ask = _mine(work, pressed, case)
    text = str((work.text(ask.content_id) or {}).get("text", "")) if ask is not None else ""
    if ask is None or not text:
        return Outcome(common.STALE, alert=True)
    unit = str(ask.data.get("unit"))
    place = where(work, unit)
    if place is None:
        return Outcome(texts.NOBODY_THERE, alert=True)
    clean = not leaks_of(work, case, text)
    known = facts_of(work, case, proven=True, finding_clean=clean)
    actor = people.actor_of(post)
    refusal = work.move(case, EventKind.FINDING, actor, known, facts={"unit": unit}, words={"text": text})
    if refusal is not None:
        return Outcome(refusal.reason_zh, alert=True)
    asks.close(work, pressed.sender.tg_id, pressed.chat_id)
    message = texts.finding(units.name(work, unit), text)
    work.send(
        place.chat_id, message, lane=Lane.ANSWER, purpose="finding", topic_id=place.topic_id, not_before=opens(work)
    )
    desk.turn(work, pressed, texts.finding_sent(case.number, units.name(work, unit)))
    return Outcome("已出具，已留痕。")


def opens(work: Work) -> datetime | None:
    opens = work.office.calendar.next_open(work.now)
    return opens if opens > work.now else None


def _mine(work: Work, pressed: Pressed, case: CaseFile) -> Ask | None:
    """The words that wait; only their author releases them."""
    ask = asks.current(work, pressed.sender.tg_id, pressed.chat_id, case.id)
    return ask if ask is not None and ask.kind is AskKind.FINDING and ask.case_id == case.id else None


def where(work: Work, unit: str) -> Place | None:
    """The unit's chief, else its deputy, in private; its group only if neither can be reached."""
    for rank in ("chief", "deputy"):
        post = next(iter(people.reachable(people.unit_staff(work, unit, rank))), None)
        if post is not None:
            return Place(post.tg_id or 0)
    return places.unit_group(work, unit)


def dropped(work: Work, pressed: Pressed) -> Outcome:
    """不出具."""
    got = desk.found(work, pressed, fresh=False)
    if isinstance(got, Outcome):
        return got
    if _mine(work, pressed, got[0]) is None:
        return Outcome(common.STALE, alert=True)
    asks.close(work, pressed.sender.tg_id, pressed.chat_id)
    desk.turn(work, pressed, texts.finding_dropped(got[0].number))
    return OK


PRESSES: dict[str, OnPress] = {"find": begin, "findok": release, "findno": dropped}
ANSWERS: dict[AskKind, OnAnswer] = {AskKind.FINDING: written}
