"""Moving time and coming to rest: the playground's clock and the bot's, step by step through what is due."""

from __future__ import annotations

import asyncio
import time
from datetime import datetime, timedelta

from bot.playground.core import Core
from bot.playground.errors import PlayError
from bot.playground.play.steer import Steer
from bot.playground.values import Json

SETTLE_SECONDS = 30.0
_STUCK = 200  # the same instant reported due this often: the bot never gets past it
_DRIVE_SECONDS = 0.5  # real time between steps when time runs at another speed


class Timekeeper:
    """`steer` is the bot's control, or None: then only the playground's own clock moves."""

    def __init__(self, core: Core, steer: Steer | None) -> None:
        self._core = core
        self._steer = steer
        self._moving = asyncio.Lock()
        self._driver: asyncio.Task[None] | None = None

    async def show(self) -> Json:
        """The time, and what the bot will do next."""
        clock = self._core.clock
        upcoming = await self._steer.upcoming(20) if self._steer else []
        return {"now": clock.now().isoformat(), "frozen": clock.frozen, "speed": clock.speed, "upcoming": upcoming}

    async def advance(self, seconds: float) -> Json:
        """Move forward by playground seconds."""
        if seconds < 0:
            raise PlayError("time only moves forward; give a positive number of seconds")
        return await self.move_to(self._core.clock.now() + timedelta(seconds=seconds))

    async def move_to(self, target: datetime) -> Json:
        """Step through each due instant up to `target`; at each one the bot acts and comes to rest."""
        if target.tzinfo is None:
            raise PlayError("give the time with its zone, e.g. 2026-03-09T09:00:00+08:00")
        async with self._moving:
            if target < self._core.clock.now():
                raise PlayError(f"time only moves forward; it is {self._core.clock.now().isoformat()} now")
            await self._walk(target)
        return await self.show()

    async def _walk(self, target: datetime) -> None:
        clock = self._core.clock
        speed = clock.speed
        clock.run_at(0)  # real time must not leak into the steps
        try:
            await self._steps(target)
            await self._set(target)
        finally:
            clock.run_at(speed)
            self._core.world.nudge()
        if self._steer:
            await self.settle()

    async def _steps(self, target: datetime) -> None:
        steer, last, repeats = self._steer, None, 0
        while steer is not None:
            due = (await steer.next(target)).get("at")
            if due is None:
                return
            instant = max(datetime.fromisoformat(due), self._core.clock.now())
            if instant > target:
                return
            repeats = repeats + 1 if instant == last else 0
            if repeats > _STUCK:
                raise PlayError(f"the bot reports {due} as due again and again; look at what it does then", 502)
            last = instant
            await self._set(instant)
            await self.settle()

    async def _set(self, instant: datetime) -> None:
        self._core.clock.move_to(instant)
        if self._steer:
            await self._steer.time(instant)

    async def run_at(self, speed: float) -> Json:
        """Run at `speed` playground seconds per real second from now on; 0 freezes."""
        if not 0 <= speed <= 100_000:
            raise PlayError("speed is playground seconds per real second: 0 (frozen) to 100000")
        self._stop_driver()
        if self._steer and speed not in (0, 1):
            self._driver = asyncio.create_task(self._drive(speed))
            self._core.clock.run_at(0)
        else:
            self._core.clock.run_at(speed)
        return await self.show()

    async def _drive(self, speed: float) -> None:
        # The bot's clock has no speed of its own: it is moved along in small steps.
        while True:
            began = time.monotonic()
            await asyncio.sleep(_DRIVE_SECONDS)
            await self.advance((time.monotonic() - began) * speed)

    def _stop_driver(self) -> None:
        if self._driver is not None:
            self._driver.cancel()
            self._driver = None

    async def settle(self, seconds: float = SETTLE_SECONDS) -> Json:
        """Wait until no update is unconfirmed and the bot is at rest, and nothing new came of it."""
        began = time.monotonic()
        settled = False
        while not settled and (left := began + seconds - time.monotonic()) > 0:
            before = self._activity()
            if not await self._core.updates.drain(left):
                break
            left = max(0.0, began + seconds - time.monotonic())
            at_rest = await self._steer.settle(left) if self._steer else True
            settled = at_rest and not self._core.updates.waiting and self._activity() == before
            if not at_rest:
                await asyncio.sleep(0.02)
        return {"settled": settled, "seconds": round(time.monotonic() - began, 3)}

    def _activity(self) -> tuple[int, int]:
        return self._core.journal.acts, self._core.updates.made

    async def close(self) -> None:
        """Stop driving and let go of the bot's control."""
        self._stop_driver()
        if self._steer:
            await self._steer.close()
