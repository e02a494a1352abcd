"""Our own receive loop: a raw batch is one commit, and only then does the offset move. Nothing is parsed here."""

from __future__ import annotations

import asyncio
import hashlib
import json
import random
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlmodel import Session
from telegram.error import NetworkError
from telegram.request import BaseRequest

from bot.channel.api import data_of
from storage import crash, inbox
from storage.db import Database
from storage.inbox import Received, raw_of
from storage.tables import Setting
from storage.vault import Vault

log = structlog.get_logger()
ALLOWED = ("message", "edited_message", "callback_query", "my_chat_member")
OFFSET, LAST_POLL = "polling", "last_poll"
OFFSET_LIFE = timedelta(days=6)  # after an idle week update ids restart at random
OUTAGE = timedelta(hours=24)  # Telegram keeps updates this long
MARK_EVERY = timedelta(seconds=10)
LONGEST_BACK_OFF = 30.0


class SecondInstance(Exception):
    """Another process polls with the same token: two would each get half. Stop one of them."""


class BadToken(Exception):
    """Telegram does not know this token."""


class Poller:
    """getUpdates, commit, confirm; for ever, until stopped."""

    def __init__(
        self,
        *,
        request: BaseRequest,
        url: str,
        db: Database,
        vault: Vault,
        now: Callable[[], datetime],
        deliver: Callable[[Sequence[Received]], Awaitable[None]],
        bot_id: int,
        holder: str,
        on_outage: Callable[[int], Awaitable[None]],
        timeout: int = 25,
    ) -> None:
        self._request, self._url = request, url
        self._db, self._vault, self._now = db, vault, now
        self._deliver, self._on_outage = deliver, on_outage
        self._bot_id, self._holder, self._timeout = bot_id, holder, timeout
        self._offset: int | None = None
        self._key_id = ""
        self._marked: datetime | None = None
        self.polled = asyncio.Event()  # set after the first answer

    async def run(self) -> None:
        """Poll until cancelled. Raises `SecondInstance` or `BadToken`; everything else is retried with a back-off."""
        await self._db.run(self._begin)
        failures = 0
        while True:
            try:
                await self._once()
                failures = 0
            except (NetworkError, ValueError) as error:
                failures += 1
                pause = min(LONGEST_BACK_OFF, 0.5 * 2 ** min(failures, 7)) * random.uniform(0.7, 1.3)  # noqa: S311
                log.warning("poll failed", error=type(error).__name__, pause=round(pause, 1))
                await asyncio.sleep(pause)

    def _begin(self, session: Session) -> None:
        self._key_id = inbox.inbox_key(session, self._vault, self._now())
        saved = session.get(Setting, OFFSET)
        if saved is not None and self._now() - saved.at < OFFSET_LIFE:
            self._offset = int(saved.value["offset"])

    async def _once(self) -> None:
        asked = {"timeout": self._timeout, "limit": 100, "allowed_updates": ALLOWED}
        if self._offset is not None:
            asked["offset"] = self._offset
        status, body = await self._request.do_request(
            self._url, "POST", data_of(asked), read_timeout=self._timeout + 10.0
        )
        updates = await self._opened(status, body)
        if updates is None:
            return
        await self._mark_poll()
        if updates:
            fresh = await self._db.run(lambda session: self._keep(session, updates))
            crash.point("inbox.after_commit")
            self._offset = _next_offset(updates, self._offset)
            await self._deliver(fresh)
        self.polled.set()

    async def _opened(self, status: int, body: bytes) -> list[Any] | None:
        answer = json.loads(body)
        if status == 200 and answer.get("ok"):
            return list(answer["result"])
        if status == 409:
            raise SecondInstance(str(answer.get("description", "")))
        if status in {401, 404}:
            raise BadToken(str(answer.get("description", "")))
        if status == 429:
            await asyncio.sleep(float(answer.get("parameters", {}).get("retry_after", 1)))
            return None
        raise NetworkError(f"status {status}")

    def _keep(self, session: Session, updates: list[Any]) -> list[Received]:
        now = self._now()
        batch = [raw_of(update, _made_up_id(update, index)) for index, update in enumerate(updates)]
        fresh = inbox.store(session, self._vault, self._key_id, self._bot_id, batch, now, self._holder)
        offset = _next_offset(updates, self._offset)
        if offset is not None:
            session.merge(Setting(name=OFFSET, value={"offset": offset}, at=now))
        return fresh

    async def _mark_poll(self) -> None:
        now = self._now()
        if self._marked is not None and now - self._marked < MARK_EVERY:
            return
        first, self._marked = self._marked is None, now
        previous = await self._db.run(lambda session: mark_poll(session, now))
        if first and previous is not None and now - previous > OUTAGE:
            await self._on_outage(int((now - previous).total_seconds() // 3600))


def mark_poll(session: Session, now: datetime) -> datetime | None:
    """Remember that we heard from Telegram; returns when we did before."""
    row = session.get(Setting, LAST_POLL)
    previous = row.at if row is not None else None
    session.merge(Setting(name=LAST_POLL, value={}, at=now))
    return previous


def _next_offset(updates: list[Any], before: int | None) -> int | None:
    """One past the last id of the batch, in the order it came: ids are not compared with earlier ones."""
    ids = [
        update["update_id"]
        for update in updates
        if isinstance(update, dict) and isinstance(update.get("update_id"), int)
    ]
    return ids[-1] + 1 if ids else before


def _made_up_id(update: Any, index: int) -> int:
    """An id for an update that has none: from its own content, so that a repeat is recognised."""
    digest = hash_of(json.dumps(update, sort_keys=True, ensure_ascii=True))
    return -(digest % 2**52) - index - 1


def hash_of(text: str) -> int:
    """A stable number for a text."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:7], "big")
