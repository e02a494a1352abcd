"""Timers are rows: (key, kind, case, at). A sweep asks what is due; the scheduler only supplies the tick."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import bindparam, delete
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.tables import Timer
from storage.vocabulary import TimerKind


def put(
    session: Session,
    key: str,
    kind: TimerKind,
    at: datetime,
    case_id: int | None = None,
    data: dict[str, Any] | None = None,
) -> None:
    """Set a timer; a timer with the same key moves to the new time."""
    row = session.exec(select(Timer).where(Timer.key == key)).first()
    if row is None:
        session.add(Timer(key=key, kind=kind, at=at, case_id=case_id, data=data or {}))
    else:
        row.at, row.data, row.attempts = at, data or {}, 0


def cancel(session: Session, case_id: int, kinds: Iterable[TimerKind] | None = None) -> None:
    """Drop a case's timers, all of them or those of some kinds."""
    query = delete(Timer).where(col(Timer.case_id) == case_id)
    if kinds is not None:
        query = query.where(col(Timer.kind).in_(list(kinds)))
    session.execute(query)


def cancel_key(session: Session, key: str) -> None:
    """Drop one timer by its key."""
    session.execute(delete(Timer).where(col(Timer.key) == key))


def due(session: Session, now: datetime, limit: int = 100, *, downloads: bool = False) -> list[int]:
    """Ids of timers whose time has come, earliest first: the desk's, or those that ask for a download instead."""
    found = session.exec(_due(downloads), params={"now": now, "most": limit})
    return [timer_id for timer_id in found if timer_id]


@cache  # asked at every tick
def _due(downloads: bool) -> SelectOfScalar[Any]:
    kind = col(Timer.kind)
    mine = kind == TimerKind.FETCH_FILE if downloads else kind != TimerKind.FETCH_FILE
    query = select(Timer.id).where(col(Timer.at) <= bindparam("now"), mine)
    return query.order_by(col(Timer.at), col(Timer.id)).limit(bindparam("most"))


def take(session: Session, timer_id: int, now: datetime) -> Timer | None:
    """Claim one due timer: it is gone when this unit commits. None if it moved or another process has it."""
    query = select(Timer).where(Timer.id == timer_id, Timer.at <= now).with_for_update(skip_locked=True)
    row = session.exec(query).first()
    if row is None:
        return None
    session.delete(row)
    session.flush()
    return row


def next_at(session: Session) -> Timer | None:
    """The earliest timer of all."""
    return session.exec(select(Timer).order_by(col(Timer.at), col(Timer.id)).limit(1)).first()


def upcoming(session: Session, limit: int = 8) -> list[Timer]:
    """The next few timers, for the playground and the keeper."""
    return list(session.exec(select(Timer).order_by(col(Timer.at), col(Timer.id)).limit(limit)))


def put_off(session: Session, timer_id: int, now: datetime) -> None:
    """A timer failed: try again later and later; `attempts` shows it to the keeper."""
    row = session.get(Timer, timer_id)
    if row is not None:
        row.attempts += 1
        row.at = now + timedelta(minutes=min(60, 2**row.attempts))
