"""Digests: what can wait leaves together, at most two a day for each unit, person or desk, as it stands when it leaves."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import select

from bot.desk import chase_facts, people, places, rulings, views
from bot.desk.places import Place
from bot.desk.work import CLOCK, Work
from bot.texts import chase as texts
from bot.texts.values import Message
from storage import timers
from storage.tables import CaseFile, Deadline, Staff, Timer
from storage.vocabulary import ChatPurpose, EventKind, Lane, State, TimerKind, Urgency

OFFICE = "office"  # the supervisors' group
STANDING = 0  # among the limits that a case is named for: none of them, it stands still
IN_HAND = (State.TO_SIGN, State.WORKING)  # a unit has it


def held(work: Work, case: CaseFile) -> bool:
    """True while nobody may be chased for this case: 挂账, a request that waits for its ruling, or a main
    case that is chased instead (R09)."""
    return case.held or case.merged_into is not None or rulings.waits(case, work.now)


def join(work: Work, case: CaseFile, to: str, rows: Sequence[int] = ()) -> None:
    """Add a case to the next digest of `unit:CODE`, `staff:ID` or the office; `rows`: the limits (ids) that it is about."""
    slot = work.office.calendar.next_digest(work.now, work.office.policy)
    key = f"-:{TimerKind.DIGEST.name}:{to}:{slot.isoformat()}"
    existing = work.session.exec(select(Timer).where(Timer.key == key)).first()
    cases = sorted({*(existing.data["cases"] if existing else []), case.id})
    about = {**(existing.data.get("about", {}) if existing else {})}
    about[str(case.id)] = sorted({*about.get(str(case.id), ()), *rows})
    timers.put(work.session, key, TimerKind.DIGEST, slot, None, {"to": to, "cases": cases, "about": about})
    work.session.flush()


def kept(work: Work) -> int:
    """How many of a person's messages of today are kept for a digest that is still to come: the last one. What comes on
    top of the others leaves with it, and does not wait for tomorrow."""
    calendar = work.office.calendar
    slot = calendar.next_digest(work.now, work.office.policy)
    return int(calendar.local_date(slot) == calendar.local_date(work.now))


def join_unit(work: Work, case: CaseFile, row: Deadline) -> None:
    """Add a case to its unit's next digest, because of this limit."""
    if case.unit is not None:
        join(work, case, f"unit:{case.unit}", (row.id or 0,))


def fire(work: Work, timer: Timer) -> None:
    """A digest leaves: one message with every case that still waits; none if nothing does. What waits for a ruling, or
    for somebody who heard enough today, joins the next one."""
    kind, _, name = str(timer.data["to"]).partition(":")
    named = [case for case in (work.case(case_id) for case_id in timer.data["cases"]) if case is not None]
    cases = [case for case in named if _waits(work, case)]
    for case in named:
        if case.state in IN_HAND and (
            rulings.waits(case, work.now) or (case in cases and _full(work, kind, name, case))
        ):
            join(work, case, str(timer.data["to"]), _about(timer, case))
            cases = [one for one in cases if one is not case]
    if kind == "unit":
        _to_unit(work, timer, name, [case for case in cases if case.unit == name and _still(work, timer, case)])
        return
    late = [case for case in cases if chase_facts.late(work, case)]
    if kind == "staff":
        _to_superior(work, timer, int(name), late)
        return
    standing = [case for case in _standing(work, cases) if "YSB" not in case.accused]
    _to_office(work, timer, [case for case in late if "YSB" not in case.accused], standing)


def _standing(work: Work, cases: list[CaseFile]) -> list[CaseFile]:
    from bot.desk import stall

    return [case for case in cases if stall.stands(work, case)]


def _waits(work: Work, case: CaseFile) -> bool:
    return case.state in IN_HAND and not held(work, case)


def _about(timer: Timer, case: CaseFile) -> list[int]:
    return list(timer.data.get("about", {}).get(str(case.id), ()))


def _still(work: Work, timer: Timer, case: CaseFile) -> bool:
    """True if something of it is late, or the limit that it was to be named for still runs: what was done meanwhile needs no
    line (R13)."""
    about = _about(timer, case)
    rows = [work.session.get(Deadline, row_id) for row_id in about if row_id != STANDING]
    running = [row for row in rows if row is not None and row.met_at is None and row.ended_at is None]
    standing = STANDING in about and bool(_standing(work, [case]))
    return bool(running) or standing or not about or bool(chase_facts.late(work, case))


def _full(work: Work, kind: str, name: str, case: CaseFile) -> bool:
    """True if whoever a digest would name this case to was written to as often today as a person may be (R13)."""
    if case.urgency is Urgency.CRITICAL or kind not in {"unit", "staff"}:
        return False
    post = work.session.get(Staff, int(name) if kind == "staff" else case.owner_id)
    if post is None:
        return False
    told = chase_facts.told_privately_today(work, post) if kind == "staff" else chase_facts.told_today(work, post)
    return told >= work.office.policy.per_person_cap


def _to_unit(work: Work, timer: Timer, unit: str, cases: list[CaseFile]) -> None:
    place = places.unit_group(work, unit)
    waiting = [case for case in cases if not chase_facts.told_lately(work, case)]
    if place is None or not waiting:
        return
    owners = {case.owner_id for case in waiting if case.owner_id}
    posts = [work.session.get(Staff, owner_id) for owner_id in sorted(owners)]
    tags = tuple(post.tg_id for post in posts if post is not None and post.tg_id is not None)
    standing = frozenset(case.number for case in _standing(work, waiting))
    shown = [views.view(work, case) for case in waiting]
    _send(work, timer, place, texts.digest(shown, work.now, mentions=tags, standing=standing))
    for case in waiting:
        facts = {"point": "digest", "unit": unit, "round": case.round, "owner": case.owner_id}
        work.record(case, EventKind.CHASED, CLOCK, facts=facts)


def _to_superior(work: Work, timer: Timer, staff_id: int, cases: list[CaseFile]) -> None:
    post = work.session.get(Staff, staff_id)
    if post is not None and cases and people.reachable([post]):
        _send(work, timer, Place(post.tg_id or 0), texts.late_list(_lines(work, cases), work.now))


def _to_office(work: Work, timer: Timer, cases: list[CaseFile], standing: list[CaseFile]) -> None:
    place = places.desk_group(work, ChatPurpose.SUPERVISORS)
    if place is None or not (cases or standing):
        return
    still = [
        texts.Still(views.view(work, case), chase_facts.chased(work, case), chase_facts.last_progress(work, case))
        for case in standing
    ]
    _send(work, timer, place, texts.office_list(_lines(work, cases), still, work.now))


def _lines(work: Work, cases: list[CaseFile]) -> list[texts.Late]:
    return [
        texts.Late(
            views.view(work, case),
            tuple(row.stage for row in chase_facts.late(work, case)),
            chase_facts.late(work, case)[0].due_at,
            chase_facts.chased(work, case),
        )
        for case in cases
    ]


def _send(work: Work, timer: Timer, place: Place, message: Message) -> None:
    key = f"digest:{timer.data['to']}:{timer.at.isoformat()}"
    work.send(place.chat_id, message, lane=Lane.DIGEST, purpose="chase.digest", topic_id=place.topic_id, dedupe=key)
