"""A draft: it has a number and a clock, grows with every addition, and files itself if it is left alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.desk import cards, cases, gist, guards, people, units
from bot.desk.entrepreneur import filing
from bot.desk.facts import facts_of
from bot.desk.gist import Gist
from bot.desk.places import Place
from bot.desk.words import OnPress, Pressed, Words, material
from bot.desk.work import BOT, CLOCK, OK, Actor, Outcome, Work
from bot.rules import routing
from bot.texts import common
from bot.texts.entrepreneur import draft as texts
from bot.texts.entrepreneur import welcome
from storage.tables import CaseFile, Person, Timer
from storage.vocabulary import EventKind, Lane, Role, Secrecy, State, TimerKind, Urgency

LONGEST = timedelta(hours=2)  # additions push the filing back, but never beyond this


def begin(work: Work, person: Person, words: Words, reading: Gist) -> Outcome:
    """The first message is the complaint. 特急 files at once."""
    case = cases.open_case(work, person, words, reading)
    gist.save(work, case, reading)
    if reading.urgency is Urgency.CRITICAL and not reading.elsewhere:
        return filing.submit(work, case, Actor(Role.ENTERPRISE, person.id))
    touch(work, case)
    show(work, case, words.chat_id, reading)
    return OK


def add(work: Work, case: CaseFile, words: Words, reading: Gist) -> Outcome:
    """More words or files for the open draft. An album is one addition."""
    merged = gist.merge(gist.load(work, case), reading)
    if merged.question:
        merged = replace(merged, asked=(*merged.asked, merged.question)) if reading.summary else merged
    same_album = words.media_group is not None and any(
        i.media_group == words.media_group for i in cases.items(work, case)
    )
    record_addition(work, case, words, EventKind.ADDED)
    _adopt(work, case, merged)
    if merged.urgency is Urgency.CRITICAL and not merged.elsewhere:
        return filing.submit(work, case, Actor(Role.ENTERPRISE, case.person_id))
    touch(work, case)
    if same_album:
        refresh(work, case)
    else:
        cards.retire(work, case, texts.superseded(case.number), "draft")
        show(work, case, words.chat_id, merged)
    return OK


def record_addition(work: Work, case: CaseFile, words: Words, kind: EventKind) -> None:
    """Keep an addition as event and item."""
    event = work.record(case, kind, Actor(Role.ENTERPRISE, case.person_id), words=material(words))
    cases.add_item(work, case, words, event.content_id or "")


def _adopt(work: Work, case: CaseFile, reading: Gist) -> None:
    changes = {
        "kind": reading.kind,
        "urgency": reading.urgency,
        "secrecy": reading.secrecy,
        "accused": list(reading.accused),
    }
    changed = {name: value for name, value in changes.items() if getattr(case, name) != value}
    gist.save(work, case, reading)
    if changed:
        work.record(case, EventKind.UNDERSTOOD, BOT, set=changed)


def touch(work: Work, case: CaseFile) -> None:
    """Set the draft's clock: one reminder, then filing, never later than two hours after it began."""
    policy = work.office.policy
    files_at = min(work.now + policy.draft_file_after, max(case.created_at + LONGEST, work.now + timedelta(minutes=1)))
    if case.version <= 1:
        work.timer(TimerKind.DRAFT_NUDGE, work.now + policy.draft_nudge_after, case)
    work.timer(TimerKind.DRAFT_FILE, files_at, case)


def files_at(work: Work, case: CaseFile) -> datetime:
    """When this draft will file itself."""
    return min(work.now + work.office.policy.draft_file_after, case.created_at + LONGEST)


def view(work: Work, case: CaseFile, reading: Gist) -> texts.DraftView:
    """What the author sees of the draft."""
    kept = cases.items(work, case)
    route = routing.receiving_units(case.secrecy, tuple(code for code, _ in reading.units), tuple(case.accused))
    unit_code = reading.chosen or (route.unit_code or "" if case.secrecy is Secrecy.B else reading.best)
    unit = work.office.catalogue.get(unit_code) if unit_code else None
    sure = unit is not None and (bool(reading.chosen) or reading.confident) and not reading.doubt
    person = work.session.get(Person, case.person_id)
    return texts.DraftView(
        id=case.id or 0,
        number=case.number,
        version=case.version,
        quote=quote(work, case),
        parts=len({item.media_group or item.id for item in kept}),
        kind=case.kind,
        urgency=case.urgency,
        urgency_reason=reading.urgency_reason,
        secrecy=case.secrecy,
        unit_name=unit.name if unit else "首接坐席",
        why="您选的" if reading.chosen else reading.why,
        sure=sure,
        enterprise=people.enterprise_name(work, person.enterprise_id if person else None) or reading.enterprise,
        amount=reading.amount,
        anonymous=case.anonymous,
        question=reading.question,
        files_at=files_at(work, case),
    )


def quote(work: Work, case: CaseFile, length: int = 60) -> str:
    """The person's own first words, cut for a card that only they see."""
    for item in cases.items(work, case):
        text = str((work.text(item.content_id) or {}).get("text", "")).strip()
        if text:
            return text if len(text) <= length else text[:length] + "…"
    return "（图片、语音或文件）"


def show(work: Work, case: CaseFile, chat_id: int, reading: Gist) -> None:
    """Send the draft card, or first the way that is open by law if the matter is not ours."""
    work.session.flush()
    if reading.elsewhere and not reading.chosen:
        way = work.office.pack.way_of(reading.elsewhere)
        message = welcome.elsewhere(reading.elsewhere, way, case.id or 0, case.version)
        cards.put(work, case, Place(chat_id), message, role="draft", lane=Lane.SAFETY, purpose="receipt")
        return
    cards.put(
        work,
        case,
        Place(chat_id),
        texts.card(view(work, case, reading)),
        role="draft",
        lane=Lane.SAFETY,
        purpose="receipt",
    )


def refresh(work: Work, case: CaseFile) -> None:
    """Edit the living draft card."""
    work.session.flush()
    message = texts.card(view(work, case, gist.load(work, case)))
    cards.refresh(work, case, "draft", lambda _card: message)


# -- buttons -----------------------------------------------------------------------------------------------------------


def _mine(work: Work, pressed: Pressed) -> CaseFile | Outcome:
    case = work.case(pressed.press.case_id)
    stale = guards.fresh(pressed, case)
    if case is None or not guards.complainant(work, case, pressed.sender.tg_id):
        return Outcome(common.UNKNOWN_BUTTON)
    if stale is not None:
        return stale
    return case if case.state is State.DRAFT else Outcome(common.STALE)


def submit(work: Work, pressed: Pressed) -> Outcome:
    """提交."""
    case = _mine(work, pressed)
    return filing.submit(work, case, Actor(Role.ENTERPRISE, case.person_id)) if isinstance(case, CaseFile) else case


def choose_unit(work: Work, pressed: Pressed) -> Outcome:
    """改单位: a page of units, best candidates first; the accused unit is not among them (R02b)."""
    case = _mine(work, pressed)
    if isinstance(case, Outcome):
        return case
    page = min(int(pressed.press.arg), 20) if pressed.press.arg.isdigit() else 0
    options, last = units.options(work, case, page)
    message = texts.choose_unit(case.id or 0, case.version, options, page, last)
    cards.refresh(work, case, "draft", lambda _card: message)
    return OK


def choose(work: Work, pressed: Pressed) -> Outcome:
    """A unit was picked."""
    case = _mine(work, pressed)
    if isinstance(case, Outcome):
        return case
    code = pressed.press.arg
    if code != "PLAT" and not units.may_choose(work, case, code):
        return Outcome("不能选这个单位。", alert=True)
    reading = gist.load(work, case)
    chosen = (
        replace(reading, chosen="", doubt="企业请坐席定单位")
        if code == "PLAT"
        else replace(reading, chosen=code, doubt="")
    )
    gist.save(work, case, chosen)
    work.record(case, EventKind.CHOSEN, Actor(Role.ENTERPRISE, case.person_id), facts={"unit": code})
    refresh(work, case)
    return OK


def anonymous(work: Work, pressed: Pressed) -> Outcome:
    """对承办单位匿名, on or off."""
    case = _mine(work, pressed)
    if isinstance(case, Outcome):
        return case
    wanted = not case.anonymous
    changes = {"anonymous": wanted, "confidential": wanted}
    work.record(case, EventKind.CHOSEN, Actor(Role.ENTERPRISE, case.person_id), set=changes)
    refresh(work, case)
    return Outcome("承办单位看不到您的企业、姓名和电话，由坐席代转。" if wanted else "已取消匿名。")


def more(work: Work, pressed: Pressed) -> Outcome:
    """补充: simply send it."""
    case = _mine(work, pressed)
    if isinstance(case, Outcome):
        return case
    work.send(pressed.chat_id, texts.more(), lane=Lane.ANSWER, purpose="draft.more", case=case)
    return OK


def skip(work: Work, pressed: Pressed) -> Outcome:
    """The question is not answered; the next one, if any, comes up."""
    case = _mine(work, pressed)
    if isinstance(case, Outcome):
        return case
    reading = gist.load(work, case)
    gist.save(work, case, replace(reading, asked=(*reading.asked, reading.question)))
    refresh(work, case)
    return OK


def back(work: Work, pressed: Pressed) -> Outcome:
    """Back to the card."""
    case = _mine(work, pressed)
    if isinstance(case, Outcome):
        return case
    refresh(work, case)
    return OK


def cancel(work: Work, pressed: Pressed) -> Outcome:
    """取消 asks once."""
    case = _mine(work, pressed)
    if isinstance(case, Outcome):
        return case
    message = texts.cancel_sure(case.id or 0, case.version, case.number)
    cards.refresh(work, case, "draft", lambda _card: message)
    return OK


def cancel_sure(work: Work, pressed: Pressed) -> Outcome:
    """The draft is dropped; it can be brought back for half an hour."""
    case = _mine(work, pressed)
    if isinstance(case, Outcome):
        return case
    refusal = work.move(
        case,
        EventKind.CANCELLED,
        Actor(Role.ENTERPRISE, case.person_id),
        facts_of(work, case),
        set={"closed_at": work.now},
    )
    if refusal is not None:
        return Outcome(refusal.reason_zh, alert=True)
    work.no_timer(case)
    cards.retire(work, case, texts.cancelled(case.id or 0, case.version, case.number), "draft")
    return OK


def restore(work: Work, pressed: Pressed) -> Outcome:
    """A cancelled draft comes back as a new one with the same words: the old number stays cancelled."""
    case = work.case(pressed.press.case_id)
    if case is None or not guards.complainant(work, case, pressed.sender.tg_id) or case.state is not State.WITHDRAWN:
        return Outcome(common.UNKNOWN_BUTTON)
    if case.submitted_at is not None or case.closed_at is None or work.now - case.closed_at > timedelta(minutes=30):
        return Outcome("已超过30分钟，不能恢复。请重新发一遍。", alert=True)
    if not cases.items(work, case):
        return Outcome("已经恢复过了，见下方。")
    person = people.person_of(work, pressed.sender)
    fresh = cases.open_case(work, person, None, gist.load(work, case), linked_to=case.id)
    gist.save(work, fresh, gist.load(work, case))
    for item in cases.items(work, case):
        kept = work.text(item.content_id)
        event = work.record(fresh, EventKind.ADDED, Actor(Role.ENTERPRISE, person.id), words=kept)
        item.case_id, item.content_id = fresh.id or 0, event.content_id or ""
    touch(work, fresh)
    show(work, fresh, pressed.chat_id, gist.load(work, fresh))
    return OK


PRESSES: dict[str, OnPress] = {
    "file": submit,
    "units": choose_unit,
    "unit": choose,
    "anon": anonymous,
    "more": more,
    "skip": skip,
    "back": back,
    "cancel": cancel,
    "drop": cancel_sure,
    "cancelok": cancel_sure,
    "restore": restore,
}


# -- clock -------------------------------------------------------------------------------------------------------------


def nudge(work: Work, timer: Timer) -> None:
    """The one reminder of an untouched draft."""
    case = work.case(timer.case_id or 0)
    chat_id = people.complainant_chat(work, case) if case is not None else None
    if case is None or chat_id is None or case.state is not State.DRAFT:
        return
    message = texts.nudge(case.number, files_at(work, case))
    work.send(chat_id, message, lane=Lane.ANSWER, purpose="draft.nudge", case=case, dedupe=f"nudge:{case.id}")


def file_alone(work: Work, timer: Timer) -> None:
    """Left alone: filed as understood, to a clerk if unsure. Nothing is forgotten."""
    case = work.case(timer.case_id or 0)
    if case is not None and case.state is State.DRAFT:
        filing.submit(work, case, CLOCK)
