"""The demo city steered in process: the same bot over the same HTTP, but its clock is moved by direct calls.

A year is tens of thousands of due instants; asking for each over a control port would cost more than the year itself.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.app import demo
from bot.app.bot import Bot
from bot.city.demo import demo_pack, playground_seed
from bot.clock import ManualClock
from bot.control import settle
from bot.desk import seed
from bot.playground.server import Playground
from tests.support import template


class Direct:
    """What the playground needs to steer a bot (its `Steer`)."""

    def __init__(self, clock: ManualClock) -> None:
        self.clock, self.bot = clock, _NOBODY
        self._audited = clock.now()

    async def next(self, until: datetime) -> dict[str, Any]:
        """The next thing due not after `until`."""
        coming = [(at, what) for at, what in await self.bot.coming(1) if at <= until]
        return {"at": coming[0][0].isoformat(), "what": coming[0][1]} if coming else {"at": None, "what": ""}

    async def upcoming(self, _limit: int) -> list[dict[str, Any]]:
        """Nobody looks."""
        return []

    async def time(self, to: datetime) -> None:
        """Set the clock, do what is due."""
        self.clock.move_to(to)
        self.bot.moved()
        await self.bot.sweep()
        if to - self._audited >= AUDIT_EVERY:
            self._audited = to
            await self.bot.sweeper.audit()

    async def settle(self, seconds: float) -> bool:
        """Whether the bot came to rest: nothing is due, and twice in a row nobody works."""
        return await settle(self.bot, seconds)

    async def close(self) -> None:
        """Nothing is held."""
        await asyncio.sleep(0)


AUDIT_EVERY = timedelta(days=1)
_NOBODY: Any = None


@contextlib.asynccontextmanager
async def running(folder: Path, start: datetime) -> AsyncIterator[demo.Demo]:
    """Playground and bot on a seeded database, both clocks standing at `start`."""
    template.copy_to(folder)
    clock = ManualClock(start, frozen=True)
    steer = Direct(clock)
    world = playground_seed(demo_pack())
    playground = Playground(world, token=demo.TOKEN, limits=False, steer=steer, start_at=start, frozen=True)
    url = await playground.start()
    bot = Bot(demo.settings(folder, url), clock, template.understander())
    steer.bot = bot
    try:
        await bot.start()
        await bot.ticker.stop()  # real seconds mean nothing here: the sweep comes with every step of time
        await bot.db.run(lambda session: seed.seed(bot.work(session, clock.now())))
        yield demo.Demo(playground, bot, clock, url)
    finally:
        await bot.stop()
        await playground.stop()
