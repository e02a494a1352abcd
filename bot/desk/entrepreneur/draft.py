"""A draft: it has a number and a clock, grows with every addition, and files itself if it is left alone."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from bot.desk import cards, cases, clocks, gist, people
from bot.desk.entrepreneur import draft_view, filing
from bot.desk.facts import facts_of
from bot.desk.gist import Gist
from bot.desk.words import Words, material
from bot.desk.work import BOT, CLOCK, OK, Actor, Outcome, Work
from bot.texts.entrepreneur import draft as texts
from storage.tables import CaseFile, Person, Timer
from storage.vocabulary import EventKind, Role, State, TimerKind, Urgency

CORRECTION = re.compile(r"\s*(不对|不是|错了|说错了|写错了|打错了|更正|改一下|应该是|应为|准确说|准确地说)")
LONGEST = timedelta(hours=2)  # additions push the filing back, but never beyond this


def begin(work: Work, person: Person, words: Words, reading: Gist, *, linked_to: int | None = None) -> Outcome:
    """The first message is the complaint. 特急 files at once."""
    case = cases.open_case(work, person, words, reading, linked_to=linked_to)
    gist.save(work, case, reading)
    if _at_once(reading):
        return filing.submit(work, case, Actor(Role.ENTERPRISE, person.id))
    touch(work, case)
    draft_view.show(work, case, words.chat_id)
    return OK


def add(work: Work, case: CaseFile, words: Words, reading: Gist) -> Outcome:
    """More words or files for the open draft. An album is one addition."""
    old = gist.load(work, case)
    if reading.amount is not None and CORRECTION.match(words.text):
        old = replace(old, amount=None)
    asked = (*old.asked, old.question) if old.question and reading.summary else old.asked
    merged = replace(gist.merge(old, reading), asked=asked)
    same_album = words.media_group is not None and any(
        i.media_group == words.media_group for i in cases.items(work, case)
    )
    record_addition(work, case, words, EventKind.ADDED)
    adopt(work, case, merged)
    if _at_once(merged):
        return filing.submit(work, case, Actor(Role.ENTERPRISE, case.person_id))
    touch(work, case)
    if same_album:
        draft_view.refresh(work, case)
    else:
        draft_view.renew(work, case, words.chat_id)
    return OK


def _at_once(reading: Gist) -> bool:
    return reading.urgency is Urgency.CRITICAL and not draft_view.waits_for_consent(reading)


def record_addition(work: Work, case: CaseFile, words: Words, kind: EventKind) -> None:
    """Keep an addition as event and item."""
    event = work.record(case, kind, Actor(Role.ENTERPRISE, case.person_id), words=material(words))
    cases.add_item(work, case, words, event.content_id or "")
    work.session.flush()


def adopt(work: Work, case: CaseFile, reading: Gist) -> None:
    """The draft takes over a new reading of its words."""
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


def rewritten(work: Work, case: CaseFile, reading: Gist) -> Outcome:
    """One of the draft's messages was edited: read anew, and filed at once if it is 特急 now."""
    adopt(work, case, gist.rewrite(gist.load(work, case), reading))
    if _at_once(gist.load(work, case)):
        return filing.submit(work, case, Actor(Role.ENTERPRISE, case.person_id))
    touch(work, case)
    draft_view.refresh(work, case)
    return OK


def touch(work: Work, case: CaseFile) -> None:
    """Set the draft's clock: one reminder, then filing, never later than two hours after it began."""
    policy = work.office.policy
    files_at = min(work.now + policy.draft_file_after, max(case.created_at + LONGEST, work.now + timedelta(minutes=1)))
    work.timer(TimerKind.DRAFT_FILE, files_at, case)
    nudge_at = work.now + policy.draft_nudge_after
    if nudge_at < files_at:
        work.timer(TimerKind.DRAFT_NUDGE, nudge_at, case)
    else:
        work.no_timer(case, TimerKind.DRAFT_NUDGE)


def nudge(work: Work, timer: Timer) -> None:
    """The one reminder of an untouched draft. Who was told of another way is not reminded."""
    case = work.case(timer.case_id or 0)
    chat_id = people.complainant_chat(work, case) if case is not None else None
    if case is None or chat_id is None or case.state is not State.DRAFT:
        return
    if not draft_view.waits_for_consent(gist.load(work, case)):
        draft_view.remind(work, case, chat_id)


def file_alone(work: Work, timer: Timer) -> None:
    """Left alone: filed as understood, to a clerk if unsure. Nothing is forgotten.

    A matter whose way is another one by law is not filed against silence: it was told where to turn (R20, R21).
    """
    case = work.case(timer.case_id or 0)
    if case is None or case.state is not State.DRAFT:
        return
    if draft_view.waits_for_consent(gist.load(work, case)):
        drop(work, case, CLOCK)
    else:
        filing.submit(work, case, CLOCK)


def drop(work: Work, case: CaseFile, actor: Actor) -> str:
    """End a draft unfiled; it can be brought back for half an hour. Returns a refusal in words, or nothing."""
    facts = facts_of(work, case)
    refusal = work.move(case, EventKind.CANCELLED, actor, facts, set={"closed_at": work.now})
    if refusal is not None:
        return refusal.reason_zh
    work.no_timer(case)
    clocks.after_close(work, case)
    cards.retire(work, case, texts.cancelled(case.id or 0, case.version, case.number), "draft")
    return ""
