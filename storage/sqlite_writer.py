"""SQLite's runner: one writer thread, waiting units grouped into one commit.

One fsync is the price of durability; sharing it among the units that wait keeps the promise and the speed.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session

from storage import crash

GROUP = 64  # most units in one commit


def prepare_sqlite(engine: Engine, event: Any) -> None:
    """Set the pragmas on each connection and let SQLAlchemy, not the driver, begin transactions."""

    @event.listens_for(engine, "connect")  # type: ignore[untyped-decorator]
    def _connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")  # type: ignore[untyped-decorator]
    def _begin(connection: Any) -> None:
        writing = connection.get_execution_options().get("writer")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@dataclass(slots=True)
class _Job:
    fn: Callable[[Session], Any]
    future: asyncio.Future[Any]
    value: Any = None
    error: BaseException | None = None


class SqliteWriter:
    """The writer thread. Units run in the order they were submitted."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine.execution_options(writer=True)
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._woken: Callable[[set[str]], None] = lambda names: None

    def start(self, loop: asyncio.AbstractEventLoop, woken: Callable[[set[str]], None]) -> None:
        """Start the thread; `woken` is called on `loop` after commits."""
        self._loop, self._woken = loop, woken
        self._thread = threading.Thread(target=self._serve, name="sqlite-writer", daemon=True)
        self._thread.start()

    def submit(self, fn: Callable[[Session], Any]) -> asyncio.Future[Any]:
        """Queue a unit; the future resolves after its commit."""
        if self._loop is None:
            raise RuntimeError("the database is not started")
        job = _Job(fn, self._loop.create_future())
        self._jobs.put(job)
        return job.future

    def stop(self) -> None:
        """Serve what waits, then end the thread."""
        self._jobs.put(None)
        if self._thread is not None:
            self._thread.join()

    def _serve(self) -> None:
        while True:
            group, last = self._take()
            if group:
                names = self._commit(group)
                self._hand_back(group, names)
            if last:
                return

    def _take(self) -> tuple[list[_Job], bool]:
        group: list[_Job] = []
        job = self._jobs.get()
        while job is not None:
            group.append(job)
            if len(group) >= GROUP:
                return group, False
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                return group, False
        return group, True

    def _commit(self, group: list[_Job]) -> set[str]:
        names: set[str] = set()
        try:
            with Session(self._engine) as session:
                for job in group:
                    self._attempt(session, job, names)
                crash.point("desk.before_commit")
                session.commit()
                crash.point("desk.after_commit")
        except Exception as error:  # the commit itself failed: no unit of the group happened
            for job in group:
                job.error = job.error or error
            names.clear()
        return names

    @staticmethod
    def _attempt(session: Session, job: _Job, names: set[str]) -> None:
        try:
            with session.begin_nested():
                job.value = job.fn(session)
            names |= session.info.pop("wake", set())
        except Exception as error:
            session.info.pop("wake", None)
            job.error = error
        session.expunge_all()

    def _hand_back(self, group: list[_Job], names: set[str]) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._deliver, group, names)

    def _deliver(self, group: list[_Job], names: set[str]) -> None:
        for job in group:
            if job.future.done():
                continue
            if job.error is not None:
                job.future.set_exception(job.error)
            else:
                job.future.set_result(job.value)
        if names:
            self._woken(names)
