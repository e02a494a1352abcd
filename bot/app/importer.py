"""Takes in another platform's file that came by chat: read row by row beside the writer, each case in a transaction of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from bot.desk import files
from bot.desk.exchange import sent, taking
from bot.desk.exchange.systems import SYSTEMS, System
from bot.desk.exchange.table import Bad, Row, Unreadable, read
from bot.desk.exchange.taking import Taken
from bot.desk.work import Work
from bot.reports import returned
from bot.texts import exchange as texts
from nlp.values import Understanding
from storage.db import Database


class Importer:
    """`understand` reads a text outside any transaction; `zone` is the city's."""

    def __init__(
        self,
        db: Database,
        work: Callable[[Session, datetime], Work],
        now: Callable[[], datetime],
        understand: Callable[[str], Understanding],
        zone: Callable[[], str],
    ) -> None:
        self._db, self._work, self._now, self._understand, self._zone = db, work, now, understand, zone

    async def take_in(self, order: files.Wanted, data: bytes) -> None:
        """Import a file and tell whoever sent it. Done again after a crash, it makes no case twice."""
        counts, bad = dict.fromkeys(Taken, 0), list[Bad]()
        system = SYSTEMS[order.exchange]
        try:
            rows = await asyncio.to_thread(lambda: list(read(data, system, self._now(), self._zone())))
        except Unreadable as error:
            await self._finish(order, texts.no_table(str(error)), [])
            return
        for row, cells in rows:
            done = row if isinstance(row, Bad) else await self._one(system, row)
            if isinstance(done, Taken) and done is not Taken.OFFICIAL:
                counts[done] += 1
            else:
                bad.append(done if isinstance(done, Bad) else Bad(row.line, texts.OFFICIAL, cells))
        await self._finish(order, sent.summary(counts, len(bad)), bad)

    async def _one(self, system: System, row: Row) -> Taken:
        understood = await asyncio.to_thread(self._understand, row.words)
        return await self._db.run(
            lambda session: taking.take(self._work(session, self._now()), system, row, understood)
        )

    async def _finish(self, order: files.Wanted, summary: str, bad: list[Bad]) -> None:
        back = returned.table(bad) if bad else None
        await self._db.run(lambda session: sent.finished(self._work(session, self._now()), order, summary, back))
