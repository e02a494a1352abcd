"""Writes how calls ended: several in one commit, again and again until the database takes them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

import structlog
from sqlmodel import Session

from storage import crash, outbox
from storage.db import Database
from storage.outbox import Result

log = structlog.get_logger()
COLLECT = 0.005  # seconds; what ends together is committed together
LONGEST = 5.0


class Results:
    """`written` is called after the commit with what it held; `doubtful` with ids that a person must look at."""

    def __init__(
        self,
        db: Database,
        now: Callable[[], datetime],
        written: Callable[[Sequence[Result]], None],
        doubtful: Callable[[Sequence[int]], Awaitable[None]],
    ) -> None:
        self._db, self._now, self._written, self._doubtful = db, now, written, doubtful
        self._waiting: list[Result] = []
        self._writer: asyncio.Task[None] | None = None

    @property
    def idle(self) -> bool:
        """Everything is written."""
        return not self._waiting and self._writer is None

    def add(self, result: Result) -> None:
        """To be written soon."""
        self._waiting.append(result)
        if self._writer is None:
            self._writer = asyncio.create_task(self._write())

    async def drain(self, seconds: float) -> None:
        """Wait until all is written; what is not stays in flight in the database, and is in doubt at the next start."""
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
                pause = COLLECT if await self._commit(batch) else min(LONGEST, max(0.1, pause * 2))
        finally:
            self._writer = None

    async def _commit(self, batch: list[Result]) -> bool:
        try:
            doubtful = await self._db.run(lambda session: self._settle(session, batch))
        except Exception as error:
            log.error("results not written", error=type(error).__name__, count=len(batch))
            return False
        crash.point("outbox.after_result")
        del self._waiting[: len(batch)]
        self._written(batch)
        if doubtful:
            await self._doubtful(doubtful)
        return True

    def _settle(self, session: Session, batch: list[Result]) -> list[int]:
        return outbox.settle(session, batch, self._now())
