"""The webhook endpoint: checks the secret, commits, and only then answers 200."""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import json
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any

import structlog
from aiohttp import web

from bot.channel.heard import Heard
from bot.channel.intake import Intake
from bot.channel.leftovers import Leftovers
from storage.db import Database
from storage.inbox import Received
from storage.vault import Vault

log = structlog.get_logger()
HEADER = "X-Telegram-Bot-Api-Secret-Token"
LARGEST = 2 * 1024 * 1024  # bytes; an update of Telegram's is far smaller
ALIVE_EVERY = 60.0  # seconds; nobody may write for days, so being there counts as having heard


async def _nobody(_hours: int) -> None:
    """Outages are told to nobody."""


class Webhook:
    """An HTTP endpoint for Telegram's calls. An empty secret raises ValueError: anybody could then write."""

    def __init__(
        self,
        *,
        db: Database,
        vault: Vault,
        now: Callable[[], datetime],
        deliver: Callable[[Sequence[Received]], Awaitable[None]],
        bot_id: int,
        holder: str,
        secret: str,
        path: str,
        on_outage: Callable[[int], Awaitable[None]] = _nobody,
    ) -> None:
        if not secret:
            raise ValueError("a webhook needs a secret")
        self._deliver, self._secret, self._path = deliver, secret.encode(), path
        self._intake = Intake(db, vault, now, bot_id, holder)
        self._heard = Heard(db, now, on_outage)
        self._leftovers = Leftovers(db, vault, now, deliver, holder)
        self._beside: list[asyncio.Task[None]] = []
        self._runner: web.AppRunner | None = None

    async def start(self, host: str, port: int) -> int:
        """Listen; returns the port. A taken port raises OSError."""
        app = web.Application(client_max_size=LARGEST)
        app.router.add_post(self._path, self._receive)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=2.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        self._beside = [asyncio.create_task(self._leftovers.run()), asyncio.create_task(self._alive())]
        return int(self._runner.addresses[0][1])

    async def stop(self) -> None:
        """Finish the calls being answered, then close."""
        for task in self._beside:
            task.cancel()
        await asyncio.gather(*self._beside, return_exceptions=True)
        if self._runner is not None:
            await self._runner.cleanup()

    async def _alive(self) -> None:
        while True:
            with contextlib.suppress(Exception):  # the next mark comes in a minute; receiving reports its own troubles
                await self._heard.mark()
            await asyncio.sleep(ALIVE_EVERY)

    async def _receive(self, request: web.Request) -> web.Response:
        given = request.headers.get(HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, self._secret):
            return web.Response(status=403)
        update = _object(await request.read())
        if update is None:
            return web.Response(status=400)
        try:
            fresh = await self._intake.keep([update])
        except Exception as error:  # Telegram keeps it and comes again
            log.error("update not stored", error=type(error).__name__)
            return web.Response(status=503)
        await self._deliver(fresh)
        return web.Response(status=200)


def _object(body: bytes) -> dict[str, Any] | None:
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return update if isinstance(update, dict) else None
