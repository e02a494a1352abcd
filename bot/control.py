"""The control port: loopback only, in demo and test only. It moves the clock and says when the bot has nothing left to do."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Protocol

from aiohttp import web

from bot.clock import ManualClock


class Steered(Protocol):
    """What the control port needs of the bot."""

    @property
    def working(self) -> bool: ...
    async def sweep(self) -> int: ...
    async def quiet(self) -> bool: ...
    async def coming(self, limit: int) -> list[tuple[datetime, str]]: ...
    def moved(self) -> None: ...


class Control:
    """GET /now /next /upcoming, POST /time /settle."""

    def __init__(self, clock: ManualClock, bot: Steered | None = None) -> None:
        self.bot, self._clock = bot, clock
        self._runner: web.AppRunner | None = None

    async def start(self) -> str:
        """Listen on a free loopback port; returns the address."""
        app = web.Application()
        app.router.add_get("/now", self._now)
        app.router.add_get("/next", self._next)
        app.router.add_get("/upcoming", self._upcoming)
        app.router.add_post("/time", self._time)
        app.router.add_post("/settle", self._settle)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Close."""
        if self._runner is not None:
            await self._runner.cleanup()

    def _there(self) -> Steered:
        if self.bot is None:
            raise web.HTTPServiceUnavailable(text="the bot is still starting")
        return self.bot

    async def _now(self, _request: web.Request) -> web.Response:
        return web.json_response({"now": self._clock.now().isoformat(), "frozen": self._clock.frozen})

    async def _next(self, request: web.Request) -> web.Response:
        until = _instant(request.query.get("until", ""))
        coming = [(at, what) for at, what in await self._there().coming(1) if until is None or at <= until]
        at, what = coming[0] if coming else (None, "")
        return web.json_response({"at": at.isoformat() if at else None, "what": what})

    async def _upcoming(self, request: web.Request) -> web.Response:
        limit = request.query.get("limit", "8")
        coming = await self._there().coming(min(50, int(limit)) if limit.isdigit() else 8)
        return web.json_response([{"at": at.isoformat(), "what": what} for at, what in coming])

    async def _time(self, request: web.Request) -> web.Response:
        target = _instant(str((await request.json()).get("to", "")))
        if target is None:
            return web.json_response({"error": "to: an ISO time, e.g. 2026-03-09T09:00:00+08:00"}, status=400)
        self._clock.move_to(target)
        self._there().moved()
        fired = await self._there().sweep()
        return web.json_response({"now": self._clock.now().isoformat(), "fired": fired})

    async def _settle(self, request: web.Request) -> web.Response:
        body = await request.json() if request.can_read_body else {}
        idle = await settle(self._there(), float(body.get("timeout", 30)))
        return web.json_response({"idle": idle})


async def settle(bot: Steered, seconds: float) -> bool:
    """Wait until the bot is quiet twice in a row; False if it is not within the time. The database is asked only when nobody
    works, and what is due is fired when the bot is not quiet for it."""
    try:
        async with asyncio.timeout(seconds):
            calm = 0
            while calm < 2:
                if bot.working:
                    calm = 0
                elif await bot.quiet():
                    calm += 1
                else:
                    calm = 0
                    await bot.sweep()
                await asyncio.sleep(0.002)
    except TimeoutError:
        return False
    return True


def _instant(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
