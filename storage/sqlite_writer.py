"""SQLite's runner: one writer thread, waiting units grouped into one commit.

One fsync is the price of durability; sharing it among the units that wait keeps the promise and the speed.
"""

from __future__ import annotations

import asyncio
import contextlib
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from storage import crash

GROUP = 64  # most units in one commit


@dataclass(slots=True)
class _Job:
    fn: Callable[[Session], Any]
    future: asyncio.Future[Any]
    value: Any = None
    error: BaseException | None = None


class Ended(RuntimeError):
    """The writer does not run: the database was stopped, or the thread died of `__cause__`."""


class _RolledBack(Exception):
    """SQLite gave up the whole transaction by itself (disk full, I/O error): the units before this one are undone as well."""

    def __init__(self, error: BaseException) -> None:
        super().__init__()
        while isinstance(
            error.__context__, SQLAlchemyError
        ):  # the lost savepoint is a consequence; the reason came first
            error = error.__context__
        self.reason = error


class SqliteWriter:
    """The writer thread. Units run in the order they were submitted."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine.execution_options(writer=True)
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._door = threading.Lock()  # nothing is queued behind the end
        self._ended: Ended | None = None
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._woken: Callable[[set[str]], None] = lambda names: None

    def start(self, loop: asyncio.AbstractEventLoop, woken: Callable[[set[str]], None]) -> None:
        """Start the thread; `woken` is called on `loop` after commits."""
        self._loop, self._woken = loop, woken
        self._thread = threading.Thread(target=self._live, name="sqlite-writer", daemon=True)
        self._thread.start()

    def submit(self, fn: Callable[[Session], Any]) -> asyncio.Future[Any]:
        """Queue a unit; the future resolves after its commit. Raises `Ended` after `stop`, RuntimeError before `start`."""
        if self._loop is None:
            raise RuntimeError("the database is not started")
        job = _Job(fn, self._loop.create_future())
        with self._door:
            if self._ended is not None:
                raise Ended(*self._ended.args) from self._ended.__cause__
            self._jobs.put(job)
        return job.future

    def stop(self) -> None:
        """Serve what waits, then end the thread."""
        self._close(Ended("the database was stopped"))
        self._jobs.put(None)
        if self._thread is not None:
            self._thread.join()

    def _close(self, why: Ended) -> None:
        with self._door:
            self._ended = self._ended or why

    def _live(self) -> None:
        try:
            self._serve()
        except BaseException as error:
            why = Ended("the writer thread died")
            why.__cause__ = error
            self._close(why)
            self._fail_waiting(why)

    def _serve(self) -> None:
        while True:
            group, last = self._take()
            if group:
                try:
                    names = self._commit(group)
                except BaseException as error:
                    self._hand_back(_all_failed(group, error), set())
                    raise
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

    def _fail_waiting(self, why: Ended) -> None:
        group: list[_Job] = []
        while not self._jobs.empty():
            job = self._jobs.get()
            group += [job] if job is not None else []
        self._hand_back(_all_failed(group, why), set())

    def _commit(self, group: list[_Job]) -> set[str]:
        names: set[str] = set()
        try:
            with Session(self._engine) as session:
                for job in group:
                    self._attempt(session, job, names)
                crash.point("desk.before_commit")
                session.commit()
                crash.point("desk.after_commit")
        except _RolledBack as error:
            _all_failed(group, error.reason)
            names.clear()
        except Exception as error:  # the commit itself failed: no unit of the group happened
            _all_failed(group, error)
            names.clear()
        return names

    @staticmethod
    def _attempt(session: Session, job: _Job, names: set[str]) -> None:
        error: BaseException | None = None
        try:
            with session.begin_nested():
                job.value = job.fn(session)
            names |= session.info.pop("wake", set())
        except StopIteration as stop:  # a future cannot carry it
            job.error = RuntimeError("the unit of work raised StopIteration")
            job.error.__cause__ = stop
        except BaseException as failed:  # whatever a unit raises, the thread serves the next one
            job.error = error = failed
        session.info.pop("wake", None)
        if error is not None and not _in_transaction(session):
            job.error = None
            raise _RolledBack(error)
        session.expunge_all()

    def _hand_back(self, group: list[_Job], names: set[str]) -> None:
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # the loop was closed: nobody waits any more
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


def _all_failed(group: list[_Job], error: BaseException) -> list[_Job]:
    for job in group:
        job.error = job.error or error
    return group


def _in_transaction(session: Session) -> bool:
    try:
        return bool(getattr(session.connection().connection.dbapi_connection, "in_transaction", False))
    except SQLAlchemyError:
        return False
