"""The draft card's buttons: 提交, 改单位, 对承办单位匿名, 补充, 取消 and 恢复."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.desk import cards, cases, gist, guards, people, units
from bot.desk.entrepreneur import draft, draft_view, filing
from bot.desk.words import OnPress, Pressed
from bot.desk.work import OK, Actor, Outcome, Work
from bot.rules.routing import CLERKS
from bot.texts import common
from bot.texts.entrepreneur import draft as texts
from storage import outbox
from storage.tables import CaseFile
from storage.vocabulary import EventKind, Lane, Role, Secrecy, State

RESTORABLE = timedelta(minutes=30)


def _mine(work: Work, pressed: Pressed) -> CaseFile | Outcome:
    case = work.case(pressed.press.case_id)
    if case is None or not guards.complainant(work, case, pressed.sender.tg_id):
        return Outcome(common.UNKNOWN_BUTTON)
    stale = guards.fresh(pressed, case)
    return stale or (case if case.state is State.DRAFT else Outcome(common.STALE))


def _author(case: CaseFile) -> Actor:
    return Actor(Role.ENTERPRISE, case.person_id)


def submit(work: Work, pressed: Pressed) -> Outcome:
    """提交."""
    case = _mine(work, pressed)
    return filing.submit(work, case, _author(case)) if isinstance(case, CaseFile) else case


def choose_unit(work: Work, pressed: Pressed) -> Outcome:
    """改单位: a page of units, best candidates first; the accused unit is not among them (R02b)."""
    case = _mine(work, pressed)
    if isinstance(case, Outcome):
        return case
    page = min(int(pressed.press.arg), 20) if pressed.press.arg.isdigit() else 0
    options, last = units.options(work, case, page, without=(CLERKS,))
    message = texts.choose_unit(case.id or 0, case.version, options, page, last)
    cards.refresh(work, case, "draft", lambda _card: message)
    return OK


def choose(work: Work, pressed: Pressed) -> Outcome:
    """A unit was picked, or the choice was left to the clerks."""
    case = _mine(work, pressed)
    if isinstance(case, Outcome):
        return case
    code = pressed.press.arg
    if code != CLERKS and not units.may_choose(work, case, code):
        return Outcome("不能选这个单位。", alert=True)
    left = code == CLERKS
    reading = replace(gist.load(work, case), chosen="" if left else code, doubt="企业请坐席定单位" if left else "")
    gist.save(work, case, reading)
    work.record(case, EventKind.CHOSEN, _author(case), facts={"unit": code})
    draft_view.refresh(work, case)
    return OK


def anonymous(work: Work, pressed: Pressed) -> Outcome:
    """对承办单位匿名, on or off."""
    case = _mine(work, pressed)
    if isinstance(case, Outcome):
        return case
    wanted = not case.anonymous
    work.record(case, EventKind.CHOSEN, _author(case), set={"anonymous": wanted, "confidential": wanted})
    draft_view.refresh(work, case)
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
    draft_view.refresh(work, case)
    return OK


def back(work: Work, pressed: Pressed) -> Outcome:
    """Back to the card."""
    case = _mine(work, pressed)
    if isinstance(case, Outcome):
        return case
    draft_view.refresh(work, case)
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
    refused = draft.drop(work, case, _author(case))
    return Outcome(refused, alert=True) if refused else OK


def restore(work: Work, pressed: Pressed) -> Outcome:
    """A cancelled draft comes back as a new one with the same words and choices: the old number stays cancelled."""
    case = work.case(pressed.press.case_id)
    if case is None or not guards.complainant(work, case, pressed.sender.tg_id) or case.state is not State.WITHDRAWN:
        return Outcome(common.UNKNOWN_BUTTON)
    if case.submitted_at is not None or case.closed_at is None or work.now - case.closed_at > RESTORABLE:
        return Outcome("已超过30分钟，不能恢复。请重新发一遍。", alert=True)
    if case.secrecy is Secrecy.C or _restored(work, case):
        return Outcome("已经恢复过了，见下方。")
    person = people.person_of(work, pressed.sender)
    reading = gist.load(work, case)
    fresh = cases.open_case(work, person, None, reading, linked_to=case.id)
    gist.save(work, fresh, reading)
    if case.anonymous:
        work.record(fresh, EventKind.CHOSEN, _author(fresh), set={"anonymous": True, "confidential": True})
    cases.copy_items(work, case, fresh)
    draft.touch(work, fresh)
    draft_view.show(work, fresh, pressed.chat_id)
    row = outbox.by_message(work.session, pressed.chat_id, pressed.message_id)
    if row is not None:
        work.edit(row, texts.restored(case.number, fresh.number))
    return OK


def _restored(work: Work, case: CaseFile) -> bool:
    return any(other.linked_to == case.id for other in cases.newer_of(work, case))


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
