"""PostgreSQL's runner: a pool of threads, one transaction a unit, retried when the server asks for it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session

from storage import crash

THREADS = 8
TRIES = 8
PAUSE = 0.005  # seconds before the second try; doubled each time
RETRY_CODES = {
    "40001",  # serialization failure
    "40P01",  # deadlock
    "23505",  # another unit made the same row first (a first insert on both sides): the next try finds it
}


class PostgresPool:
    """Runs units side by side; rows that units share are locked by the units themselves."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="postgres")
        self._loop: asyncio.AbstractEventLoop | None = None
        self._woken: Callable[[set[str]], None] = lambda names: None

    def start(self, loop: asyncio.AbstractEventLoop, woken: Callable[[set[str]], None]) -> None:
        """Begin to serve; `woken` is called on `loop` after commits."""
        self._loop, self._woken = loop, woken

    def submit(self, fn: Callable[[Session], Any]) -> asyncio.Future[Any]:
        """Hand a unit to a thread; the future resolves after its commit."""
        if self._loop is None:
            raise RuntimeError("the database is not started")
        return asyncio.wrap_future(self._pool.submit(self._work, fn), loop=self._loop)

    def stop(self) -> None:
        """Finish what runs, then end the threads."""
        self._pool.shutdown(wait=True)

    def _work(self, fn: Callable[[Session], Any]) -> Any:
        for attempt in range(TRIES):
            try:
                return self._once(fn)
            except (DBAPIError, StaleDataError) as error:
                if attempt == TRIES - 1 or not _passing(error):
                    raise
            except StopIteration as error:  # a future cannot carry it
                raise RuntimeError("the unit of work raised StopIteration") from error
            time.sleep(PAUSE * 2**attempt)
        raise AssertionError("unreachable")

    def _once(self, fn: Callable[[Session], Any]) -> Any:
        with Session(self._engine, expire_on_commit=False) as session:
            value = fn(session)
            crash.point("desk.before_commit")
            session.commit()
            crash.point("desk.after_commit")
            names = session.info.pop("wake", set())
        if names and self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._woken, names)
        return value


def _passing(error: DBAPIError | StaleDataError) -> bool:
    """True if the same unit may well succeed now: somebody else was in the way."""
    return isinstance(error, StaleDataError) or getattr(error.orig, "sqlstate", None) in RETRY_CODES
