"""Fetches the files that cases are made of, one after the other, and keeps trying: a download is a durable job."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from datetime import datetime

import structlog
from sqlmodel import Session

from bot.app.giving_way import giving_way
from bot.channel.download import Downloads, Unfetchable
from bot.desk import files, making
from bot.desk.work import Work
from storage.db import Database

log = structlog.get_logger()
BATCH = 20
LOOK_AGAIN = 5.0  # seconds; another process may have taken the message in


class Fetcher:
    """`work` makes the unit of work; `leading` says whether this process may; `take_in` imports
    another platform's file."""

    def __init__(
        self,
        db: Database,
        work: Callable[[Session, datetime], Work],
        now: Callable[[], datetime],
        downloads: Downloads,
        leading: Callable[[], bool] = lambda: True,
        take_in: Callable[[files.Wanted, bytes], Awaitable[None]] | None = None,
    ) -> None:
        self._take_in = take_in
        self._db, self._work, self._now, self._downloads, self._leading = db, work, now, downloads, leading
        self._wake = asyncio.Event()
        self.idle = True
        db.on_wake(files.WAKE, self.poke)

    def poke(self) -> None:
        """Look now: a file was ordered, or the clock was moved."""
        self.idle = False
        self._wake.set()

    async def run(self) -> None:
        """Fetch until cancelled. Whatever goes wrong is tried again; nothing here stops the bot."""
        while True:
            self._wake.clear()
            try:
                while self._leading() and await self.sweep():
                    pass
            except Exception as error:
                log.error("files not fetched", error=type(error).__name__)
            self.idle = not self._wake.is_set()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), LOOK_AGAIN)

    async def sweep(self) -> int:
        """Try every download that is due, once; returns how many there were."""
        now = self._now()
        due = await self._db.run(lambda session: files.wanted(self._work(session, now), BATCH))
        for wanted in due:
            await self._one(wanted)
        return len(due)

    async def _one(self, wanted: files.Wanted) -> None:
        try:
            data = await self._downloads.fetch(wanted.file_id)
            if wanted.exchange and self._take_in is not None:
                await self._take_in(wanted, data)
                return
        except Exception as error:
            log.info("file not fetched", timer=wanted.timer_id, error=type(error).__name__, tries=wanted.attempts + 1)
            final = isinstance(error, Unfetchable)
            await self._db.run(
                lambda session: files.failed(self._work(session, self._now()), wanted.timer_id, final=final)
            )
            return
        await self._db.run(lambda session: files.keep(self._work(session, self._now()), wanted.timer_id, data))

    async def bytes_of(self, which: int | str) -> tuple[str, bytes] | None:
        """Our own copy of an item's file, for a recipient whose Telegram no longer knows it; or a file of our own making,
        which is read and drawn beside the writer."""
        if isinstance(which, str):
            with giving_way():
                data = await self._db.read(lambda session: making.made(self._work(session, self._now()), which))
            return ("file", data) if data is not None else None
        return await self._db.run(lambda session: files.kept(self._work(session, self._now()), which))
