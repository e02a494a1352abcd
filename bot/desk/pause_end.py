"""How a pause ends: by the enterprise's words, by the officer, by the office, or by the clock. Its time is given back each time."""

from __future__ import annotations

from datetime import datetime

from bot.desk import cards, people, standstill
from bot.desk.facts import facts_of
from bot.desk.officer import card, notices
from bot.desk.words import OnPress, Pressed
from bot.desk.work import CLOCK, Actor, Outcome, Work
from bot.rules.pauses import Reason
from bot.texts import pause as texts
from storage.tables import CaseFile, Timer
from storage.vocabulary import EventKind, Lane, Role

ROLE = "pause.objection"  # of the office's card


def end(work: Work, case: CaseFile, actor: Actor, why: str) -> str:
    """The clocks run again; the owner hears it, and the enterprise if it did not end the pause itself."""
    from bot.desk import dispatch

    wait = standstill.of(work, case)
    known = facts_of(work, case)
    refusal = work.move(case, EventKind.RESUMED, actor, known, set={"pending": None}, facts={"why": why})
    if refusal is not None:
        return refusal.reason_zh
    due = standstill.go_on(work, case, wait)
    dispatch.refresh_unit_card(work, case)
    cards.retire(work, case, texts.over(case.number), ROLE)
    message = texts.resumed(case.number, why, due.at if due is not None else None)
    notices.under_card(work, case, message, "card.resumed", f"resumed:{case.id}:{case.version}")
    if actor.role is not Role.ENTERPRISE:
        _tell_enterprise(work, case, due.at if due is not None else None)
    return ""


def _tell_enterprise(work: Work, case: CaseFile, due_at: datetime | None) -> None:
    chat_id = people.complainant_chat(work, case)
    if chat_id is not None:
        message = texts.resumed_told(case.number, due_at)
        work.send(chat_id, message, lane=Lane.ANSWER, purpose="told.resumed", case=case)


def fire(work: Work, timer: Timer) -> None:
    """The longest wait is over: on with what is there."""
    case = work.case(timer.case_id or 0)
    if case is not None and standstill.paused(case):
        end(work, case, CLOCK, "等待时间已到，请以现有材料办理，或向企业说明")


def material_came(work: Work, case: CaseFile) -> bool:
    """The enterprise wrote or sent something. True if it ended a wait for it."""
    wait = standstill.of(work, case)
    if wait is None or wait.reason is not Reason.ENTERPRISE:
        return False
    return not end(work, case, Actor(Role.ENTERPRISE, case.person_id), "企业已补充")


def resume(work: Work, pressed: Pressed) -> Outcome:
    """恢复计时, by the unit."""
    got = card.found(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, post = got
    refusal = end(work, case, people.actor_of(post), "承办单位已恢复办理")
    return Outcome(refusal or texts.RUNS, alert=bool(refusal))


PRESSES: dict[str, OnPress] = {"resume": resume}
