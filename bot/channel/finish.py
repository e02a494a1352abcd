"""Marks updates handled that no desk call finished: several in one commit, again until the database takes them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import structlog
from sqlmodel import Session

from storage import inbox
from storage.db import Database

log = structlog.get_logger()
COLLECT = 0.01  # seconds
LONGEST = 5.0


class Finisher:
    """Ids wait here until they are committed. What a crash loses is handled once more, which changes nothing."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._waiting: list[int] = []
        self._writer: asyncio.Task[None] | None = None

    @property
    def idle(self) -> bool:
        """Everything is committed."""
        return self._writer is None

    def add(self, inbox_id: int) -> None:
        """To be marked soon."""
        self._waiting.append(inbox_id)
        if self._writer is None:
            self._writer = asyncio.create_task(self._write())

    async def drain(self, seconds: float) -> None:
        """Wait until all is committed, or let it be."""
        if self._writer is not None:
            await asyncio.wait([self._writer], timeout=seconds)
        if self._writer is not None:
            self._writer.cancel()

    async def _write(self) -> None:
        pause = COLLECT
        try:
            while self._waiting:
                await asyncio.sleep(pause)
                batch = list(self._waiting)
                pause = COLLECT if await self._commit(batch) else min(LONGEST, pause * 4)
        finally:
            self._writer = None

    async def _commit(self, batch: Sequence[int]) -> bool:
        try:
            await self._db.run(lambda session: _finish(session, batch))
        except Exception as error:
            log.error("updates not marked", error=type(error).__name__, count=len(batch))
            return False
        del self._waiting[: len(batch)]
        return True


def _finish(session: Session, batch: Sequence[int]) -> None:
    for inbox_id in batch:
        inbox.finish(session, inbox_id)
