"""The enterprise objects to a pause by one tap; the office lets the clocks run again, or keeps the pause and says so."""

from __future__ import annotations

from sqlmodel import select

from bot.desk import cards, clocks, guards, pause_end, people, standstill, views
from bot.desk.places import Place
from bot.desk.words import OnPress, Pressed
from bot.desk.work import Actor, Outcome, Work
from bot.rules.pauses import Reason
from bot.texts import common
from bot.texts import pause as texts
from bot.texts import supervisor as supervisor_texts
from storage.tables import CaseFile, Event, Staff
from storage.vocabulary import EventKind, Lane, Role

OBJECTION = "不同意暂停"  # the enterprise's words, as its button has them


def objected(work: Work, pressed: Pressed) -> Outcome:
    """不同意暂停, by the enterprise: kept with its words, once a pause; the office decides."""
    from bot.desk.supervisor import desk

    case = work.case(pressed.press.case_id)
    wait = standstill.of(work, case) if case is not None else None
    if case is None or wait is None or not guards.complainant(work, case, pressed.sender.tg_id):
        return Outcome(common.UNKNOWN_BUTTON)
    if not standstill.paused(case):
        return Outcome(texts.RUNS)
    mark = f"pause:{wait.begin.isoformat()}"
    query = select(Event).where(Event.case_id == case.id, Event.kind == EventKind.ADDED)
    if not any(event.data.get("objection") == mark for event in work.session.exec(query)):
        actor = Actor(Role.ENTERPRISE, case.person_id)
        work.record(case, EventKind.ADDED, actor, facts={"objection": mark}, words={"text": OBJECTION})
        for place in desk.heard(work, case):
            _offer(work, case, place, wait.reason, mark)
    return Outcome(texts.OBJECTED, alert=True)


def _offer(work: Work, case: CaseFile, place: Place, reason: Reason, mark: str) -> None:
    message, later = texts.objection(views.view(work, case), reason), clocks.polite(work, case.urgency)
    key = f"objection:{case.id}:{mark}:{place.chat_id}"
    cards.put(work, case, place, message, role=pause_end.ROLE, dedupe=key, not_before=later)


def overruled(work: Work, pressed: Pressed) -> Outcome:
    """恢复计时, by the office: the enterprise was right."""
    got = _asked(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, post = got
    _settle(work, case, post, ended=True)
    refusal = pause_end.end(work, case, Actor(Role.OFFICE, post.id), "营商办复核后恢复")
    return Outcome(refusal or texts.RUNS, alert=bool(refusal))


def upheld(work: Work, pressed: Pressed) -> Outcome:
    """维持暂停: the enterprise hears that it was looked at."""
    got = _asked(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, post = got
    work.record(case, EventKind.VIEWED, people.actor_of(post), facts={"what": "pause upheld"})
    _settle(work, case, post, ended=False)
    chat_id = people.complainant_chat(work, case)
    if chat_id is not None:
        work.send(chat_id, texts.kept_told(case.number), lane=Lane.ANSWER, purpose="told.paused", case=case)
    return Outcome(texts.KEPT)


def _settle(work: Work, case: CaseFile, post: Staff, *, ended: bool) -> None:
    cards.retire(work, case, texts.ruled(case.number, ended, people.name_of(work, post)), pause_end.ROLE)


def _asked(work: Work, pressed: Pressed) -> tuple[CaseFile, Staff] | Outcome:
    """A pause that runs, and who may rule on it: not who has the case."""
    from bot.desk.supervisor import desk

    got = desk.found(work, pressed, fresh=False)
    if isinstance(got, Outcome):
        return got
    case, post = got
    if not standstill.paused(case) or not cards.live(work, case, pause_end.ROLE):
        return Outcome(common.STALE, alert=True)
    own = {one.id for one in people.posts_of(work, pressed.sender.tg_id)}
    if own & {case.owner_id, case.backup_id, (case.pending or {}).get("by")}:
        return Outcome(supervisor_texts.NOT_ONES_OWN, alert=True)
    return case, post


PRESSES: dict[str, OnPress] = {"objpause": objected, "pauseend": overruled, "pausekeep": upheld}
