"""From rows to what texts may show."""

from __future__ import annotations

from sqlmodel import Session, col, select

from bot.desk import gist, legal, people
from bot.desk.work import Work
from bot.texts import retention, statutory
from bot.texts.view import CaseView, Limit
from storage.tables import CaseFile, Deadline
from storage.vocabulary import Secrecy, Stage


def view(work: Work, case: CaseFile) -> CaseView:
    """The case for a card. A sealed case has no summary here: nobody but the sealed contact sees its words."""
    kept = gist.EMPTY if case.secrecy is Secrecy.C else gist.load(work, case)
    unit = work.office.catalogue.get(case.unit) if case.unit else None
    return CaseView(
        id=case.id or 0,
        number=case.number,
        version=case.version,
        state=case.state,
        kind=case.kind,
        urgency=case.urgency,
        secrecy=case.secrecy,
        unit=case.unit,
        unit_name=unit.name if unit else "待定",
        section=case.section or "",
        owner=people.name_of(work, case.owner_id),
        backup=people.name_of(work, case.backup_id),
        summary=kept.summary or _gone(work, case),
        why=kept.why,
        round=case.round,
        supervised=case.supervised,
        anonymous=case.anonymous,
        transfers=case.transfers,
        extensions=case.extensions,
        reopens=case.reopens,
        urges=case.urges,
        created_at=case.created_at,
        closed_at=case.closed_at,
        result=case.result,
        close_kind=case.close_kind,
        limits=limits(work.session, case),
        pending=str((case.pending or {}).get("what") or ""),
        held=case.held,
        legal=_legal(work, case),
    )


def _gone(work: Work, case: CaseFile) -> str:
    return retention.GONE if work.office.vault.destroyed(work.session, case.key_id) else ""


def _legal(work: Work, case: CaseFile) -> str:
    mark = legal.of(work, case)
    return statutory.line(mark.track, mark.due, mark.law) if mark is not None else ""


def limits(session: Session, case: CaseFile) -> dict[Stage, Limit]:
    """The limits of the present round; of one stage the latest counts."""
    query = select(Deadline).where(
        Deadline.case_id == case.id, Deadline.round == case.round, col(Deadline.ended_at).is_(None)
    )
    rows = session.exec(query.order_by(col(Deadline.seq)))
    return {row.stage: Limit(row.due_at, row.provisional, row.met_at, row.breached_at) for row in rows}
