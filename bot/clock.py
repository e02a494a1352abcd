"""The one edge of time: a clock that the rest gets as a parameter, and the tick. APScheduler supplies ticks; it holds no truth."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = structlog.get_logger()
TICK = 1.0  # seconds


class Clock(Protocol):
    """Says what time it is: an aware instant in UTC."""

    def now(self) -> datetime: ...


class SystemClock:
    """The machine's own time."""

    def now(self) -> datetime:
        """Now."""
        return datetime.now(UTC)


class ManualClock:
    """A clock that is moved by hand; it stands still (frozen) or runs on at real speed from where it was put."""

    def __init__(self, start: datetime, *, frozen: bool = True) -> None:
        self.frozen = frozen
        self._base = start.astimezone(UTC)
        self._since = time.monotonic()

    def now(self) -> datetime:
        """Now, by this clock."""
        ran = 0.0 if self.frozen else time.monotonic() - self._since
        return self._base + timedelta(seconds=ran)

    def move_to(self, instant: datetime) -> None:
        """Jump forward; an earlier instant changes nothing."""
        self._base, self._since = max(self.now(), instant.astimezone(UTC)), time.monotonic()


class Ticker:
    """Calls `sweep` every second, one at a time; a sweep that fails is logged and the next one comes."""

    def __init__(self, sweep: Callable[[], Awaitable[int]]) -> None:
        self._sweep = sweep
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._lock = asyncio.Lock()

    def start(self) -> None:
        """Begin to tick."""
        self._scheduler.add_job(
            self.tick,
            "interval",
            seconds=TICK,
            id="sweep",
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
            replace_existing=True,
        )
        self._scheduler.start()

    async def stop(self, seconds: float = 3.0) -> None:
        """No more ticks; the one that runs may end, for so long."""
        if not self._scheduler.running:
            return
        self._scheduler.pause()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._lock.acquire(), seconds)
        self._scheduler.shutdown(wait=False)

    async def tick(self) -> int:
        """One sweep now; how many timers it took."""
        async with self._lock:
            try:
                return await self._sweep()
            except Exception as error:
                log.error("sweep failed", error=type(error).__name__)
                return 0
