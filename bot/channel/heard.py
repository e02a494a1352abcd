"""When we last heard from Telegram. Telegram keeps updates for a day: a longer silence of ours has lost some, and is told."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog
from sqlmodel import Session

from storage.db import Database
from storage.tables import Setting

log = structlog.get_logger()
LAST_POLL = "last_poll"
OUTAGE = timedelta(hours=24)  # Telegram keeps updates this long
MARK_EVERY = timedelta(seconds=10)


def outage(previous: datetime | None, now: datetime) -> int | None:
    """Whole hours of an outage between two successful polls; None if it was none."""
    if previous is None or now - previous <= OUTAGE:
        return None
    return int((now - previous).total_seconds() // 3600)


def mark_poll(session: Session, now: datetime) -> datetime | None:
    """Remember that we heard from Telegram; returns when we did before."""
    row = session.get(Setting, LAST_POLL)
    previous = row.at if row is not None else None
    session.merge(Setting(name=LAST_POLL, value={}, at=now))
    return previous


class Heard:
    """Writes the mark at most every ten seconds. Before the first one it compares clocks; afterwards it measures the loop's own
    time, because a clock that is moved by hand is no outage."""

    def __init__(self, db: Database, now: Callable[[], datetime], on_outage: Callable[[int], Awaitable[None]]) -> None:
        self._db, self._now, self._on_outage = db, now, on_outage
        self._marked: tuple[datetime, float] | None = None

    async def mark(self) -> None:
        """We heard from Telegram just now."""
        now, tick = self._now(), asyncio.get_running_loop().time()
        before = self._marked
        silent = timedelta(seconds=tick - before[1]) if before is not None else None
        if before is not None and silent is not None and max(silent, abs(now - before[0])) < MARK_EVERY:
            return
        previous = await self._db.run(lambda session: mark_poll(session, now))
        self._marked = (now, tick)
        hours = outage(previous if silent is None else now - silent, now)
        if hours is not None:
            await self._on_outage(hours)
