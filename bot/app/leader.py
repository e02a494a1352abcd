"""Leadership: on PostgreSQL one process at a time sends and sweeps; on SQLite the only process does."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

import structlog
from sqlmodel import Session

from bot.app import guard
from storage.db import Database

log = structlog.get_logger()
EVERY = guard.LEASE.total_seconds() / 3


class Leader:
    """Holds the lease while it can; `leading` is False from the moment it is not sure."""

    def __init__(self, db: Database, holder: str, now: Callable[[], datetime]) -> None:
        self._db, self._holder, self._now = db, holder, now
        self.leading = db.is_sqlite

    async def look(self) -> None:
        """Take or renew the lease."""
        if not self._db.is_sqlite:
            self.leading = await self._db.run(self._hold)

    def _hold(self, session: Session) -> bool:
        return guard.hold(session, "sender", self._holder, self._now())

    async def keep(self) -> None:
        """Renew for ever. While the database does not answer, this process does not lead."""
        while True:
            await asyncio.sleep(EVERY)
            try:
                await self.look()
            except Exception as error:
                self.leading = False
                log.warning("lease not renewed", error=type(error).__name__)
