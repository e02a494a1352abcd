"""The facts that the lifecycle's guards ask for, read from a case row; what only the caller knows is passed in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.desk.work import Work
from bot.rules.lifecycle import Facts
from storage.tables import CaseFile

WINDOW = timedelta(days=30)  # of reopening (sla: reopen.window)


def facts_of(work: Work, case: CaseFile, **known: Any) -> Facts:
    """Facts of a case now. `known` are fields of `Facts`: has_team, has_way, result, agreed, forced, unit_accused, …"""
    read = {
        "secrecy": case.secrecy,
        "unit_accused": case.unit is not None and case.unit in case.accused,
        "result": case.result,
        "pending": (case.pending or {}).get("what"),
        "held": case.held,
        "transfers": case.transfers,
        "transfer_cap": work.office.policy.transfer_cap,
        "ruled_final": bool((case.pending or {}).get("final")),
        "extensions": case.extensions,
        "extension_cap": work.office.policy.extension_cap,
        "reopens": case.reopens,
        "within_reopen_window": case.closed_at is None or work.now - case.closed_at <= WINDOW,
        "close_kind": case.close_kind,
        "rating": case.rating,
    }
    return Facts(**{**read, **known})
