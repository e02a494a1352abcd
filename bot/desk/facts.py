"""The facts that the lifecycle's guards ask for, read from a case row."""

from __future__ import annotations

from datetime import timedelta

from bot.desk.work import Work
from bot.rules.lifecycle import Facts
from storage.tables import CaseFile
from storage.vocabulary import ResultCode

WINDOW = timedelta(days=30)


def facts_of(
    work: Work, case: CaseFile, *, has_team: bool = False, has_way: bool = False, result: ResultCode | None = None
) -> Facts:
    """Facts of a case now; what only the caller knows is passed in."""
    return Facts(
        has_team=has_team,
        has_way=has_way,
        unit_accused=case.unit is not None and case.unit in case.accused,
        transfers=case.transfers,
        extensions=case.extensions,
        reopens=case.reopens,
        within_window=case.closed_at is None or work.now - case.closed_at <= WINDOW,
        held_request=str((case.pending or {}).get("what", "")),
        result=result,
        dispatched=case.dispatched_at is not None,
    )
