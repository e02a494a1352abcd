"""Whose turn it is: an owner among those of a unit who are present (A12)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlmodel import col, func, select

from bot.city.pack import Turns
from bot.desk.work import Work
from storage.tables import CaseFile, Staff
from storage.vocabulary import State

NEVER = datetime.min.replace(tzinfo=UTC)


def next_owner(work: Work, owners: Sequence[Staff]) -> Staff:
    """Of these (at least one), who has the fewest open cases, or who was given one longest ago, as the city pack says.
    Where two are equal, the one who stands first in the pack."""
    rank = _given_last if work.office.pack.turns is Turns.ROUND else _open
    return min(owners, key=lambda post: (rank(work, post), post.id or 0))


def _open(work: Work, post: Staff) -> int:
    query = select(func.count()).select_from(CaseFile).where(CaseFile.owner_id == post.id)
    return work.session.exec(query.where(col(CaseFile.state).in_([State.TO_SIGN, State.WORKING]))).one()


def _given_last(work: Work, post: Staff) -> datetime:
    """When a case that is theirs now was first dispatched: also of closed ones, or who closes quickly gets all."""
    query = select(func.max(CaseFile.dispatched_at)).where(CaseFile.owner_id == post.id)
    return work.session.exec(query).one() or NEVER
