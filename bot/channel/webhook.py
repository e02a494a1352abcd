"""The webhook endpoint: checks the secret, commits, and only then answers 200."""

from __future__ import annotations

import hmac
import json
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

import structlog
from aiohttp import web
from sqlmodel import Session

from bot.channel.receive import hash_of, mark_poll
from storage import crash, inbox
from storage.db import Database
from storage.inbox import Raw, Received, raw_of
from storage.vault import Vault

log = structlog.get_logger()
HEADER = "X-Telegram-Bot-Api-Secret-Token"
LARGEST = 2 * 1024 * 1024


class Webhook:
    """An HTTP endpoint for Telegram's calls."""

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
    ) -> None:
        self._db, self._vault, self._now, self._deliver = db, vault, now, deliver
        self._bot_id, self._holder, self._secret, self._path = bot_id, holder, secret, path
        self._runner: web.AppRunner | None = None
        self._key_id = ""

    async def start(self, host: str, port: int) -> int:
        """Listen; returns the port."""
        self._key_id = await self._db.run(lambda session: inbox.inbox_key(session, self._vault, self._now()))
        app = web.Application(client_max_size=LARGEST)
        app.router.add_post(self._path, self._receive)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        return int(self._runner.addresses[0][1])

    async def stop(self) -> None:
        """Finish the calls being answered, then close."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _receive(self, request: web.Request) -> web.Response:
        if not hmac.compare_digest(request.headers.get(HEADER, ""), self._secret):
            return web.Response(status=403)
        try:
            update = json.loads(await request.read())
        except ValueError:
            return web.Response(status=400)
        fallback = -(hash_of(json.dumps(update, sort_keys=True)) % 2**52) - 1
        raw = raw_of(update, fallback)
        fresh = await self._db.run(lambda session: self._keep(session, raw))
        crash.point("inbox.after_commit")
        await self._deliver(fresh)
        return web.Response(status=200)

    def _keep(self, session: Session, raw: Raw) -> list[Received]:
        now = self._now()
        mark_poll(session, now)
        return inbox.store(session, self._vault, self._key_id, self._bot_id, [raw], now, self._holder)
