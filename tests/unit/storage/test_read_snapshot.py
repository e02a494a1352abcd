"""A reader beside the writer sees one instant, however long it reads, and holds nobody up."""

from __future__ import annotations

import asyncio
import threading

from sqlmodel import Session, func, select

from storage.db import Database
from storage.tables import Setting
from tests.unit.storage.storage_support import NOW


def _put(name: str) -> object:
    return lambda session: session.add(Setting(name=name, value={}, at=NOW))


async def test_a_reader_sees_one_instant_while_others_write(database: Database) -> None:
    await database.run(_put("before"))  # type: ignore[arg-type]
    reading, written = threading.Event(), threading.Event()

    def twice(session: Session) -> tuple[int, int]:
        count = select(func.count()).select_from(Setting)
        first = session.exec(count).one()
        reading.set()
        assert written.wait(10)
        return first, session.exec(count).one()

    reader = asyncio.create_task(database.read(twice))
    assert await asyncio.to_thread(reading.wait, 10)
    await database.run(_put("meanwhile"))  # type: ignore[arg-type]
    written.set()
    first, second = await reader
    assert first == second
    assert (
        await database.read(lambda session: session.exec(select(func.count()).select_from(Setting)).one()) == first + 1
    )
