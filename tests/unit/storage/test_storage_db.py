"""The bridge: a unit of work commits as a whole or not at all, alone or grouped with others, and is answered after the commit."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, func, select

from storage import numbers
from storage.db import Database, wake
from storage.sqlite_writer import Ended
from storage.tables import Counter, Setting
from tests.unit.storage.storage_support import NOW


def keep(name: str, size: int = 0) -> Callable[[Session], str]:
    """A unit that writes one row, of a size in bytes."""

    def unit(session: Session) -> str:
        session.add(Setting(name=name, value={"x": "x" * size}, at=NOW))
        session.flush()
        return name

    return unit


def keep_and_fail(session: Session) -> None:
    keep("never")(session)
    raise LookupError("the use case says no")


def names(session: Session) -> list[str]:
    return sorted(session.exec(select(Setting.name)))


async def test_a_failing_unit_rolls_back_alone_and_its_neighbours_in_the_same_commit_stay(database: Database) -> None:
    jobs = [database.run(keep("a")), database.run(keep_and_fail), database.run(keep("b"))]
    found = await asyncio.gather(*jobs, return_exceptions=True)
    assert [found[0], found[2]] == ["a", "b"]
    assert isinstance(found[1], LookupError)
    assert await database.run(names) == ["a", "b"]


async def test_an_answer_comes_only_after_the_commit(database: Database) -> None:
    for n in range(20):
        await database.run(keep(f"{n:02d}"))
        assert f"{n:02d}" in await database.read(names)


async def test_a_wake_comes_after_the_commit_and_never_from_a_unit_that_failed(database: Database) -> None:
    seen: list[str] = []
    database.on_wake("good", lambda: seen.append("good"))
    database.on_wake("bad", lambda: seen.append("bad"))

    def good(session: Session) -> None:
        keep("good")(session)
        wake(session, "good")

    def bad(session: Session) -> None:
        wake(session, "bad")
        keep_and_fail(session)

    await asyncio.gather(database.run(bad), database.run(good), return_exceptions=True)
    await asyncio.sleep(0)
    assert seen == ["good"]


@pytest.mark.parametrize("raised", [StopIteration(), SystemExit(3), asyncio.CancelledError(), GeneratorExit()])
async def test_whatever_a_unit_raises_the_next_one_is_served(sqlite_url: str, raised: BaseException) -> None:
    database = Database(sqlite_url)
    await database.start()

    def unit(session: Session) -> None:
        keep("never")(session)
        raise raised

    with pytest.raises(BaseException) as told:
        await asyncio.wait_for(_shielded(database, unit), 5)
    assert isinstance(told.value, RuntimeError | type(raised))
    assert await asyncio.wait_for(database.run(keep("next")), 5) == "next"
    assert await database.run(names) == ["next"]
    await database.stop()


async def _shielded(database: Database, unit: Callable[[Session], Any]) -> None:
    """SystemExit must not travel through a task: asyncio would end the loop."""
    future = database._runner.submit(unit)
    await asyncio.wait([future])
    raise RuntimeError("cancelled" if future.cancelled() else type(future.exception()).__name__)


async def test_stopiteration_on_postgres_is_an_error_and_not_a_hang(postgres_url: str) -> None:
    database = Database(postgres_url)
    await database.start()
    with pytest.raises(RuntimeError, match="StopIteration"):
        await asyncio.wait_for(database.run(lambda session: next(iter(()))), 5)
    await database.stop()


async def test_units_on_sqlite_run_in_the_order_they_were_handed_in(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    await database.start()
    values = await asyncio.gather(*(database.run(lambda s: numbers.next_value(s, "n")) for _ in range(200)))
    assert values == list(range(1, 201))
    await database.stop()


async def test_stopping_serves_those_who_wait_and_refuses_those_who_come_later(database: Database) -> None:
    waiting = [asyncio.ensure_future(database.run(keep(f"{n:03d}"))) for n in range(100)]
    await asyncio.sleep(0)
    await database.stop()
    assert await asyncio.gather(*waiting) == [f"{n:03d}" for n in range(100)]
    with pytest.raises(RuntimeError):
        await asyncio.wait_for(database.run(keep("late")), 5)


async def test_a_dead_writer_thread_fails_the_waiting_and_refuses_the_next_instead_of_hanging(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database(sqlite_url)
    gate = threading.Event()
    monkeypatch.setattr(database._runner, "_commit", lambda group: gate.wait() and 1 / 0)
    await database.start()
    waiting = [asyncio.ensure_future(database.run(keep(f"{n:03d}"))) for n in range(100)]
    await asyncio.sleep(0.01)
    gate.set()
    found = await asyncio.wait_for(asyncio.gather(*waiting, return_exceptions=True), 5)
    assert all(isinstance(error, ZeroDivisionError | Ended) for error in found)
    with pytest.raises(Ended, match="died"):
        await database.run(keep("late"))
    await database.stop()


def _limit_pages(database: Database) -> None:
    """Every connection may grow the file by a few pages only: a disk that is full, by SQLite's own word (SQLITE_FULL)."""

    @event.listens_for(database.engine, "checkout")
    def _full(connection: sqlite3.Connection, *_: object) -> None:
        used = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={used + 8}")


async def test_on_a_full_disk_a_whole_group_fails_with_the_reason_and_nothing_is_half_written(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    _limit_pages(database)
    await database.start()
    jobs = [database.run(keep("a")), database.run(keep("big", 2_000_000)), database.run(keep("b"))]
    found = await asyncio.gather(*jobs, return_exceptions=True)
    written = await database.run(names)
    for name, outcome in zip(("a", "big", "b"), found, strict=True):
        assert (name in written) == (outcome == name), "told one thing, did another"
    assert isinstance(found[1], OperationalError)
    assert "full" in str(found[1])
    assert await database.run(keep("after")) == "after", "a small unit still fits, and the thread lives"
    await database.stop()


async def test_a_commit_that_fails_fails_every_unit_of_the_group(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database(sqlite_url)
    await database.start()
    await database.run(keep("first"))

    def refuse(_connection: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(database.engine.dialect, "do_commit", refuse)
    jobs = [database.run(keep("a")), database.run(keep("b"))]
    found = await asyncio.gather(*jobs, return_exceptions=True)
    assert [type(error) for error in found] == [OperationalError] * 2
    monkeypatch.undo()
    assert await database.run(names) == ["first"]
    await database.stop()


async def test_two_units_that_make_the_same_first_row_both_succeed(database: Database) -> None:
    """Looking, finding nothing, inserting: on PostgreSQL one of the two must start over and find the other's row."""

    def mark(session: Session) -> None:
        row = session.get(Counter, "shared")
        if row is None:
            session.add(Counter(name="shared", value=1))
        session.flush()

    await asyncio.gather(*(database.run(mark) for _ in range(16)))
    count = select(func.count()).where(col(Counter.name) == "shared")
    assert await database.run(lambda session: session.exec(count).one()) == 1
