"""虚躲冷粗假: a fact worth a person's look is put on record with its case, once a round, and shown to the supervisors only (A50).

Never of class C. A clue finds nobody guilty and counts in no figure.
"""

from __future__ import annotations

from typing import Any

from sqlmodel import col, select

from bot.desk.work import BOT, Work
from bot.rules import clues as rules
from bot.rules.callbacks import Denial
from bot.rules.clues import Sort
from bot.rules.lifecycle import Refusal
from bot.rules.lifecycle_guards import Guard
from storage.tables import CaseFile, Clue, Event
from storage.vocabulary import EventKind, Secrecy


def note(work: Work, case: CaseFile, sort: Sort, what: str = "", **facts: Any) -> None:
    """Record a clue against the unit that has the case, unless this round has the same one. `facts`: codes, times, numbers."""
    if case.secrecy is Secrecy.C or case.unit is None or _known(work, case, sort, what):
        return
    given = {"sort": sort, "what": what, "unit": case.unit, "round": case.round, **facts}
    event = work.record(case, EventKind.CLUE, BOT, facts=given)
    work.session.add(
        Clue(
            case_id=case.id or 0,
            unit=case.unit,
            round=case.round,
            sort=sort.value,
            what=what,
            seq=event.seq,
            at=work.now,
        )
    )
    work.session.flush()


def _known(work: Work, case: CaseFile, sort: Sort, what: str) -> bool:
    query = select(Clue.id).where(Clue.case_id == case.id, Clue.round == case.round)
    return work.session.exec(query.where(Clue.sort == sort.value, Clue.what == what)).first() is not None


def denied(work: Work, case: CaseFile, denials: tuple[Denial, ...]) -> None:
    """假: the enterprise says otherwise than the record."""
    for denial in denials:
        note(work, case, Sort.FALSE, denial.value, contact=case.contacted_at)


def late_contact(work: Work, case: CaseFile, due: object) -> None:
    """冷: the limit of first contact passed. A case under another one is contacted through that."""
    if case.merged_into is None:
        note(work, case, Sort.COLD, due=due)


def refused_transfer(work: Work, case: CaseFile, refusal: Refusal) -> None:
    """躲: asked to hand on although the cap is used up, or the office has ruled (A53)."""
    if refusal.guard in {Guard.TRANSFER_LEFT, Guard.NOT_RULED_FINAL}:
        note(work, case, Sort.DODGE, transfers=case.transfers, cap=work.office.policy.transfer_cap)


def sent_back(work: Work, case: CaseFile) -> None:
    """粗: an answer lacked something; counted in each round."""
    work.record(case, EventKind.SENT_BACK, BOT, facts={"round": case.round})
    query = select(Event).where(Event.case_id == case.id, Event.kind == EventKind.SENT_BACK)
    times = sum(event.data.get("round") == case.round for event in work.session.exec(query))
    if rules.rough(times):
        note(work, case, Sort.ROUGH, times=times)


def print_of(work: Work, text: str) -> str:
    """What two answers that differ in figures only have in common, as a keyed hash; empty for a short one."""
    essence = rules.essence(text)
    return work.office.vault.index(f"answer {essence}")[:16] if essence else ""


def answered(work: Work, case: CaseFile, print_: str) -> None:
    """虚: the same answer to several of the unit's latest cases. Those that were answered together with this one (并案) carry
    no print of their own and do not count."""
    if not print_ or case.unit is None:
        return
    latest = select(CaseFile.id).where(CaseFile.unit == case.unit, CaseFile.id != case.id)
    latest = latest.where(CaseFile.secrecy == Secrecy.A).order_by(col(CaseFile.id).desc()).limit(rules.LOOK_BACK)
    query = select(Event, CaseFile.number).join(CaseFile, col(CaseFile.id) == Event.case_id)
    query = query.where(col(Event.case_id).in_(latest), Event.kind == EventKind.ANSWERED)
    same = sorted({number for event, number in work.session.exec(query) if event.data.get("print") == print_})
    if rules.hollow(len(same) + 1):
        note(work, case, Sort.HOLLOW, others=same[-5:])
