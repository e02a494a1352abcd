"""The webhook pump: posts updates to the bot until it answers 2xx; one chat's updates stay in order."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import aiohttp

from bot.playground.updates import UpdateQueue, Waiting
from bot.playground.values import Json

_PAUSES = (0.1, 0.3, 1.0, 2.0, 5.0)  # seconds between tries, the last one for ever; real Telegram waits longer
_ANSWER_SECONDS = 30.0


@dataclass(slots=True)
class Hook:
    """Where updates go, and what became of the last failed delivery."""

    url: str = ""
    secret: str = ""
    connections: int = 40
    last_error: str = ""
    last_error_at: int = 0


@dataclass(slots=True)
class Webhook:
    """Delivers `updates` while a hook is set. `start` and `stop` own one task."""

    updates: UpdateQueue
    hook: Hook = field(default_factory=Hook)
    _task: asyncio.Task[None] | None = None
    _sends: set[asyncio.Task[None]] = field(default_factory=set)
    _busy_chats: set[int] = field(default_factory=set)

    def set(self, hook: Hook) -> None:
        """Deliver to this hook from now on; an empty url ends it."""
        self.hook = hook
        self.updates.webhook_set = bool(hook.url)
        self._cancel()
        if hook.url:
            self._task = asyncio.create_task(self._pump())
        self.updates.arrived.fire()

    def info(self) -> Json:
        """A WebhookInfo."""
        hook = self.hook
        shown: Json = {"url": hook.url, "has_custom_certificate": False}
        shown["pending_update_count"] = len(self.updates.waiting)
        if hook.url:
            shown.update(max_connections=hook.connections, ip_address="127.0.0.1")
        if hook.last_error:
            shown.update(last_error_date=hook.last_error_at, last_error_message=hook.last_error)
        if self.updates.allowed:
            shown["allowed_updates"] = sorted(self.updates.allowed)
        return shown

    async def stop(self) -> None:
        """End all deliveries; what was not answered stays in the queue."""
        tasks = [task for task in (self._task, *self._sends) if task]
        self._cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _cancel(self) -> None:
        for task in (self._task, *self._sends):
            if task:
                task.cancel()
        self._task = None
        self._sends.clear()
        self._busy_chats.clear()
        for update in self.updates.waiting:
            update.busy = False

    async def _pump(self) -> None:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_ANSWER_SECONDS)) as session:
            while True:
                self.updates.expire()
                self._start_sends(session)
                await self.updates.arrived.wait(5)

    def _start_sends(self, session: aiohttp.ClientSession) -> None:
        blocked = set(self._busy_chats)
        for update in self.updates.waiting:
            if len(self._sends) >= self.hook.connections:
                return
            chat = update.chat or 0
            if not update.busy and chat not in blocked:
                self._start(session, update, chat)
            blocked.add(chat)

    def _start(self, session: aiohttp.ClientSession, update: Waiting, chat: int) -> None:
        update.busy = True
        self._busy_chats.add(chat)
        task = asyncio.create_task(self._deliver(session, update, chat))
        self._sends.add(task)
        task.add_done_callback(self._sends.discard)

    async def _deliver(self, session: aiohttp.ClientSession, update: Waiting, chat: int) -> None:
        tries = 0
        while not await self._post(session, update):
            await asyncio.sleep(_PAUSES[min(tries, len(_PAUSES) - 1)])
            tries += 1
        update.busy = False
        self.updates.confirm(update)
        self._busy_chats.discard(chat)
        asyncio.get_running_loop().call_soon(self.updates.arrived.fire)

    async def _post(self, session: aiohttp.ClientSession, update: Waiting) -> bool:
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.hook.secret} if self.hook.secret else {}
        try:
            async with session.post(self.hook.url, json=update.body, headers=headers) as answer:
                if 200 <= answer.status < 300:
                    return True
                self._failed(update, f"Wrong response from the webhook: {answer.status} {answer.reason}")
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            self._failed(update, f"Connection failed: {type(error).__name__}")
        return False

    def _failed(self, update: Waiting, why: str) -> None:
        self.hook.last_error = why
        self.hook.last_error_at = update.at
