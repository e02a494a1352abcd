"""停摆 (A19): a case that nobody moved for three working days, though no limit is near that would say so by itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.rules.calendar import WorkCalendar
from bot.rules.deadlines import deadline
from bot.rules.limits import Limit, Unit
from storage.vocabulary import EventKind as E
from storage.vocabulary import Role

PATIENCE = Limit(3, Unit.WD)  # without movement
NEAR = Limit(2, Unit.WD)  # a limit that passes so soon is reminded of anyway (R13)
LONG = Limit(5, Unit.WD)  # a case with less time than this cannot stand still unnoticed: its limits speak
MOVES = frozenset(
    {
        E.DISPATCHED, E.SIGNED, E.CONTACTED, E.RELAYED, E.PROGRESS, E.ANSWERED, E.REOPENED, E.REASSIGNED, E.TRANSFER_RULED,
        E.EXTENSION_RULED, E.COMPLEX_RULED, E.HOLD_REVIEWED, E.HOLD_ENDED, E.RESUMED, E.CO_ASKED, E.CO_REPORTED, E.DECIDED,
        E.UNMERGED,
    }
)  # fmt: skip


def moves(kind: E, role: Role) -> bool:
    """True for what the unit, the desk or a ruling does about a case. What the enterprise says in a conversation moves nothing."""
    return kind in MOVES and not (kind is E.RELAYED and role is Role.ENTERPRISE)


def watched(start: datetime, due: datetime, calendar: WorkCalendar) -> bool:
    """True for a case with so much time that it could stand still unnoticed."""
    return due > deadline(start, LONG, calendar).at


def due_at(moved: datetime, calendar: WorkCalendar) -> datetime:
    """From when on a case that last moved then stands still."""
    return deadline(moved, PATIENCE, calendar).at


def speaks(now: datetime, limits: Iterable[datetime], calendar: WorkCalendar) -> bool:
    """True if one of the running limits is past or near: it chases by itself, and nothing is said twice."""
    near = deadline(now, NEAR, calendar).at
    return any(limit <= near for limit in limits)
