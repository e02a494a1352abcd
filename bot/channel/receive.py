"""Our own receive loop: a raw batch is one commit, and only then does the offset move. Nothing is parsed here."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlmodel import Session
from telegram.error import NetworkError
from telegram.request import BaseRequest

from bot.channel.api import data_of
from bot.channel.batch import Answer, BadToken, SecondInstance, answer_of, next_offset
from bot.channel.heard import Heard
from bot.channel.intake import Intake
from bot.channel.leftovers import Leftovers
from storage.db import Database
from storage.inbox import Received
from storage.tables import Setting
from storage.vault import Vault

__all__ = ["ALLOWED", "BadToken", "Poller", "SecondInstance"]

log = structlog.get_logger()
ALLOWED = ("message", "edited_message", "callback_query", "my_chat_member")
OFFSET = "polling"
OFFSET_LIFE = timedelta(days=6)  # after an idle week update ids restart at random
LONGEST_BACK_OFF = 30.0


class Poller:
    """getUpdates, commit, confirm; for ever, until stopped. `polled` is set after the first answer."""

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
        self._request, self._url, self._timeout = request, url, timeout
        self._db, self._now, self._deliver = db, now, deliver
        self._intake = Intake(db, vault, now, bot_id, holder)
        self._heard = Heard(db, now, on_outage)
        self._leftovers = Leftovers(db, vault, now, deliver, holder)
        self._offset: tuple[int, datetime] | None = None
        self.polled = asyncio.Event()

    async def run(self) -> None:
        """Poll until cancelled. Raises `SecondInstance` or `BadToken`; everything else is retried with a back-off."""
        beside = asyncio.create_task(self._leftovers.run())
        failures = 0
        try:
            while True:
                failures = 0 if await self._survived(failures) else failures + 1
        finally:
            beside.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await beside

    async def _survived(self, failures: int) -> bool:
        try:
            if not await self._once():
                await asyncio.sleep(1.0)  # the same again: a batch that cannot be confirmed must not spin
        except (SecondInstance, BadToken):
            raise
        except Exception as error:
            pause = min(LONGEST_BACK_OFF, 0.5 * 2 ** min(failures, 6)) * random.uniform(0.7, 1.0)  # noqa: S311
            log.warning("poll failed", error=type(error).__name__, pause=round(pause, 1))
            await asyncio.sleep(pause)
            return False
        return True

    async def _once(self) -> bool:
        """One call; False if it brought nothing but what was there before."""
        if self._offset is None:
            await self._db.run(self._recall)
        offset = self._valid_offset()
        answer = await self._ask(offset)
        if answer.wait:
            log.info("told to wait", seconds=answer.wait)
            await asyncio.sleep(answer.wait)
            return True
        await self._heard.mark()
        fresh = await self._keep_batch(answer.updates) if answer.updates else []
        self.polled.set()
        await self._deliver(fresh)
        return bool(fresh) or not answer.updates or self._valid_offset() != offset

    async def _keep_batch(self, updates: list[Any]) -> list[Received]:
        offset = next_offset(updates)
        fresh = await self._intake.keep(updates, None if offset is None else lambda s, now: _save(s, offset, now))
        if offset is not None:
            self._offset = (offset, self._now())
        return fresh

    async def _ask(self, offset: int | None) -> Answer:
        asked: dict[str, Any] = {"timeout": self._timeout, "limit": 100, "allowed_updates": ALLOWED}
        if offset is not None:
            asked["offset"] = offset
        status, body = await self._request.do_request(
            self._url, "POST", data_of(asked), read_timeout=self._timeout + 10.0
        )
        answer = answer_of(status, body)
        if answer.hooked:
            await self._unhook()
        if answer.offset_refused:
            log.warning("offset refused: starting from what is unconfirmed")
            self._offset = (0, self._now() - OFFSET_LIFE)
        return answer

    async def _unhook(self) -> None:
        """A webhook is set from earlier days: take it away. What waits there comes by polling."""
        log.warning("a webhook was set: removed, polling instead")
        url = self._url.removesuffix("getUpdates") + "deleteWebhook"
        status, _ = await self._request.do_request(url, "POST", data_of({"drop_pending_updates": False}))
        if status != 200:
            raise NetworkError(f"deleteWebhook: {status}")

    def _recall(self, session: Session) -> None:
        saved = session.get(Setting, OFFSET)
        if saved is not None:
            self._offset = (int(saved.value["offset"]), saved.at)

    def _valid_offset(self) -> int | None:
        if self._offset is None or self._now() - self._offset[1] >= OFFSET_LIFE:
            return None
        return self._offset[0]


def _save(session: Session, offset: int, now: datetime) -> None:
    session.merge(Setting(name=OFFSET, value={"offset": offset}, at=now))
