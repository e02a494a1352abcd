"""Answers to button presses: at once, beside everything else, best effort. They are not in the outbox."""

from __future__ import annotations

import asyncio
from typing import Any

import structlog
from telegram.error import TelegramError

from bot.channel import encode
from bot.channel.api import Api

log = structlog.get_logger()
TOAST_LIMIT = 200
SECONDS = 5.0


class Answers:
    """Ends spinners. An answer that comes too late is normal, and nothing is lost by it."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def idle(self) -> bool:
        """No answer is on its way."""
        return not self._tasks

    def give(self, query_id: str, text: str, alert: bool) -> None:
        """Start an answer; nobody waits for it."""
        asked: dict[str, Any] = {"callback_query_id": query_id}
        if text:
            asked |= {"text": encode.cut(encode.clean(text), TOAST_LIMIT), "show_alert": alert}
        task = asyncio.create_task(self._give(asked))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self, seconds: float) -> None:
        """Wait a moment for those on their way, then let them go."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)
        for task in list(self._tasks):
            task.cancel()

    async def _give(self, asked: dict[str, Any]) -> None:
        try:
            await self._api.call("answerCallbackQuery", asked, read_timeout=SECONDS)
        except TelegramError as error:
            log.info("callback not answered", error=type(error).__name__)
