"""The one bridge between the event loop and the database: `await db.run(fn)`.

`fn(session)` is synchronous and is one unit of work: it commits as a whole or not at all. On SQLite one writer thread joins
the units that wait into one commit, a savepoint each; on PostgreSQL a pool of threads runs them side by side. A unit may
call `wake(session, name)`; after the commit the listeners registered under that name are called on the event loop.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Protocol, TypeVar

from sqlalchemy import Engine, event
from sqlalchemy.engine import make_url
from sqlmodel import Session, create_engine

from storage.postgres_pool import PostgresPool
from storage.sqlite_file import empty_journal, prepare_sqlite
from storage.sqlite_writer import SqliteWriter

T = TypeVar("T")
Unit = Callable[[Session], T]


class Runner(Protocol):
    """Runs units of work; one implementation an engine."""

    def start(self, loop: asyncio.AbstractEventLoop, woken: Callable[[set[str]], None]) -> None: ...
    def submit(self, fn: Unit[T]) -> asyncio.Future[T]: ...
    def stop(self) -> None: ...


def wake(session: Session, name: str) -> None:
    """Ask that listeners of `name` run once this unit is committed."""
    session.info.setdefault("wake", set()).add(name)


def make_engine(url: str) -> Engine:
    """An engine with the durability that we promise: WAL and synchronous=FULL on SQLite."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        engine = create_engine(url, connect_args={"check_same_thread": False}, query_cache_size=1200)
        prepare_sqlite(engine, event)
        return engine
    if parsed.drivername in {"postgresql", "postgres"}:
        parsed = parsed.set(drivername="postgresql+psycopg")
    return create_engine(parsed, pool_size=8, max_overflow=8, pool_pre_ping=True, query_cache_size=1200)


class Database:
    """Owns the engine and its runner. Start it inside a running event loop."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = make_engine(url)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self._runner: Runner = SqliteWriter(self.engine) if self.is_sqlite else PostgresPool(self.engine)
        self._listeners: dict[str, list[Callable[[], None]]] = {}

    async def start(self) -> None:
        """Begin to serve units of work."""
        self._runner.start(asyncio.get_running_loop(), self._woken)

    async def stop(self) -> None:
        """Finish the units already handed in, then close."""
        await asyncio.to_thread(self._runner.stop)
        self.engine.dispose()

    async def run(self, fn: Unit[T]) -> T:
        """Run one unit of work and return its value after the commit; its exception after the roll-back."""
        return await self._runner.submit(fn)

    async def read(self, fn: Unit[T]) -> T:
        """Run a read-only unit beside the writer, on one snapshot; long reports belong here."""

        def job() -> T:
            with Session(self.engine) as session:
                if not self.is_sqlite:  # SQLite's transaction is a snapshot by itself
                    session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
                return fn(session)

        return await asyncio.to_thread(job)

    async def scrub(self) -> None:
        """After a key was destroyed: SQLite's journal keeps no older copy of it. PostgreSQL's own vacuum does the like."""
        if self.is_sqlite:
            await asyncio.to_thread(empty_journal, self.engine)

    def on_wake(self, name: str, listener: Callable[[], None]) -> None:
        """Call `listener` on the loop after each commit that asked for `name`."""
        self._listeners.setdefault(name, []).append(listener)

    def _woken(self, names: set[str]) -> None:
        for name in names:
            for listener in self._listeners.get(name, ()):
                listener()
