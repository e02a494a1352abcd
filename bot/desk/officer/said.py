"""What the unit that has a case wrote to the enterprise before, and whether a new text contradicts it (R26)."""

from __future__ import annotations

from bot.desk.work import Work
from bot.rules import consistency
from storage import history
from storage.tables import CaseFile
from storage.vocabulary import EventKind, ResultCode

WRITTEN = frozenset({EventKind.PROGRESS, EventKind.ANSWERED})


def clashes(work: Work, case: CaseFile, text: str, result: ResultCode | None = None) -> tuple[str, ...]:
    """What the officer has to mend, in words; empty if nothing clashes. `result`: of a final answer."""
    own = consistency.itself(result, text) if result is not None else None
    return tuple(clash for clash in (own, consistency.before(text, earlier(work, case))) if clash is not None)


def earlier(work: Work, case: CaseFile) -> list[str]:
    """The unit's own notes and answers since the case came to it, oldest first. Another unit's words are not its own."""
    texts: list[str] = []
    unit: str | None = None
    for event in history.events_of(work.session, case.id or 0):
        now = (event.data.get("set") or {}).get("unit", unit)
        if now != unit:
            texts, unit = [], now
        if event.kind in WRITTEN:
            texts.append(str((work.text(event.content_id) or {}).get("text", "")))
    return texts
