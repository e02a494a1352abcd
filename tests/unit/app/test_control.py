"""The control port: it moves the bot's clock, tells what comes next, and waits for rest."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp

from bot.clock import ManualClock
from bot.control import Control, settle

NINE = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)


class Acting:
    """A bot with things to do at given times; it is busy for a number of looks."""

    def __init__(self, clock: ManualClock, at: list[datetime], busy: int = 0) -> None:
        self.clock, self.at, self.busy, self.looks, self.moves = clock, sorted(at), busy, 0, 0
        self.hands = 0  # so many more times it is found at work

    @property
    def working(self) -> bool:
        self.hands = max(0, self.hands - 1)
        return self.hands > 0

    async def sweep(self) -> int:
        before = len(self.at)
        self.at = [at for at in self.at if at > self.clock.now()]
        return before - len(self.at)

    async def quiet(self) -> bool:
        self.looks += 1
        return self.looks > self.busy

    async def coming(self, limit: int) -> list[tuple[datetime, str]]:
        return [(at, "签收到期") for at in self.at][:limit]

    def moved(self) -> None:
        self.moves += 1


@asynccontextmanager
async def port(*at: datetime, busy: int = 0, bot: bool = True) -> AsyncIterator[tuple[Any, Acting]]:
    """A control port, as something to ask."""
    clock = ManualClock(NINE)
    acting = Acting(clock, list(at), busy)
    control = Control(clock, acting if bot else None)
    url = await control.start()

    async def ask(method: str, path: str, **more: Any) -> tuple[int, Any]:
        async with aiohttp.ClientSession() as session, session.request(method, url + path, **more) as answer:
            return answer.status, await answer.json() if "json" in answer.content_type else await answer.text()

    try:
        yield ask, acting
    finally:
        await control.stop()


async def test_it_tells_the_time_and_that_the_clock_is_frozen() -> None:
    async with port() as (ask, _bot):
        assert await ask("GET", "/now") == (200, {"now": NINE.isoformat(), "frozen": True})


async def test_next_is_the_earliest_thing_due_and_nothing_beyond_until() -> None:
    first, second = NINE + timedelta(minutes=10), NINE + timedelta(hours=4)
    async with port(second, first) as (ask, _bot):
        _, soon = await ask("GET", "/next", params={"until": second.isoformat()})
        assert soon == {"at": first.isoformat(), "what": "签收到期"}
        _, nothing = await ask("GET", "/next", params={"until": (first - timedelta(seconds=1)).isoformat()})
        assert nothing["at"] is None
        _, listed = await ask("GET", "/upcoming", params={"limit": "1"})
        assert [entry["at"] for entry in listed] == [first.isoformat()]


async def test_setting_the_time_fires_what_is_due_then() -> None:
    due = NINE + timedelta(minutes=10)
    async with port(due, due + timedelta(days=1)) as (ask, bot):
        assert await ask("POST", "/time", json={"to": due.isoformat()}) == (200, {"now": due.isoformat(), "fired": 1})
        assert len(bot.at) == bot.moves == 1


async def test_a_time_that_is_none_is_refused_with_an_example() -> None:
    async with port() as (ask, _bot):
        status, body = await ask("POST", "/time", json={"to": "tomorrow"})
        assert status == 400
        assert "2026-03-09T09:00:00+08:00" in body["error"]


async def test_settling_waits_until_the_bot_is_quiet_twice_in_a_row() -> None:
    async with port(busy=5) as (ask, bot):
        assert await ask("POST", "/settle", json={"timeout": 5}) == (200, {"idle": True})
        assert bot.looks == 7


async def test_settling_asks_nothing_of_a_bot_at_work_and_fires_what_is_due_when_it_is_done() -> None:
    bot = Acting(ManualClock(NINE), [NINE], busy=1)
    bot.hands = 50
    assert await settle(bot, 5)
    assert (bot.looks, bot.at) == (3, [])


async def test_settling_gives_up_in_time() -> None:
    bot = Acting(ManualClock(NINE), [], busy=10**9)
    async with asyncio.timeout(5):
        assert await settle(bot, 0.05) is False


async def test_while_the_bot_is_starting_it_says_so() -> None:
    async with port(bot=False) as (ask, _bot):
        assert (await ask("GET", "/upcoming"))[0] == 503


async def test_it_listens_on_loopback_only() -> None:
    control = Control(ManualClock(NINE))
    url = await control.start()
    await control.stop()
    assert url.startswith("http://127.0.0.1:")
