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


def last_heard(session: Session) -> datetime | None:
    """When any process heard from Telegram last; None at the very first time."""
    row = session.get(Setting, LAST_POLL)
    return row.at if row is not None else None


def mark_poll(session: Session, now: datetime) -> None:
    """Remember that we heard from Telegram."""
    session.merge(Setting(name=LAST_POLL, value={}, at=now))


class Heard:
    """Writes the mark at most every ten seconds. Before the first one it compares clocks; afterwards it measures the loop's own
    time, because a clock that is moved by hand is no outage. An outage is told before the mark is moved: what dies between or
    fails is told again, not forgotten."""

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
        previous = await self._db.run(last_heard) if silent is None else now - silent
        hours = outage(previous, now)
        if hours is not None and not await self._told(hours):
            return
        await self._db.run(lambda session: mark_poll(session, now))
        self._marked = (now, tick)

    async def _told(self, hours: int) -> bool:
        """A report that fails must not keep us from receiving: it is told at the next answer."""
        try:
            await self._on_outage(hours)
        except Exception as error:
            log.error("outage not told", error=type(error).__name__)
            return False
        return True
