"""Workers: each stored update is parsed alone and given to the handlers; one chat in order, chats side by side.

What fails is tried again a few times, then parked where the keeper sees it. Nothing is dropped.
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextvars import ContextVar
from functools import partial
from typing import Any

import structlog
from sqlmodel import Session
from telegram import Bot, Update
from telegram.ext import Application

from storage import inbox
from storage.db import Database
from storage.inbox import Received

log = structlog.get_logger()
SIDE_BY_SIDE = 32
MOST_QUEUED = 2000
PAUSES = (0.2, 1.0, 5.0)  # seconds before the next try

current_inbox: ContextVar[int | None] = ContextVar("current_inbox", default=None)
finished_here: ContextVar[list[int] | None] = ContextVar("finished_here", default=None)
_failure: ContextVar[list[BaseException] | None] = ContextVar("failure", default=None)


async def remember_failure(_update: object, context: Any) -> None:
    """The application's error handler: PTB swallows a handler's exception; here it is kept for the worker."""
    box = _failure.get()
    if box is not None and context.error is not None:
        box.append(context.error)


class Workers:
    """Takes `Received` values; bounded in number and in what waits."""

    def __init__(
        self,
        application: Application[Any, Any, Any, Any, Any, Any],
        db: Database,
        on_parked: Callable[[int], Awaitable[None]],
    ) -> None:
        self._application, self._bot, self._db, self._on_parked = application, application.bot, db, on_parked
        self._lines: dict[int, deque[Received]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._room = asyncio.Semaphore(SIDE_BY_SIDE)
        self._waiting = 0
        self._less = asyncio.Event()
        self._stopping = False
        self._done: list[int] = []
        self._flusher: asyncio.Task[None] | None = None

    async def deliver(self, batch: Sequence[Received]) -> None:
        """Queue updates; waits while too many are queued already."""
        while self._waiting > MOST_QUEUED and not self._stopping:
            self._less.clear()
            await self._less.wait()
        for received in batch:
            self._put(received)

    @property
    def idle(self) -> bool:
        """Nothing waits and nothing runs."""
        return self._waiting == 0 and not self._done and self._flusher is None

    async def stop(self, seconds: float = 5.0) -> None:
        """Finish the updates being handled; the rest stays in the inbox."""
        self._stopping = True
        self._less.set()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)
        for task in list(self._tasks):
            task.cancel()
        if self._flusher is not None:
            await asyncio.wait([self._flusher], timeout=2.0)

    def _put(self, received: Received) -> None:
        self._waiting += 1
        chat = received.chat_id if received.chat_id is not None else -received.id - 2**53
        line = self._lines.get(chat)
        if line is not None:
            line.append(received)
            return
        self._lines[chat] = deque([received])
        task = asyncio.create_task(self._serve(chat))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, chat: int) -> None:
        line = self._lines[chat]
        while line and not self._stopping:
            async with self._room:
                await self._handle(line.popleft())
            self._waiting -= 1
            self._less.set()
        del self._lines[chat]

    async def _handle(self, received: Received) -> None:
        for pause in (*PAUSES, None):
            error = await self._try(received)
            if error is None:
                return
            log.warning("update failed", inbox=received.id, error=type(error).__name__, where=_where(error))
            what = f"{type(error).__name__} {_where(error)}"
            parked = await self._db.run(partial(_fail, received.id, what))
            if parked or pause is None:
                await self._on_parked(received.id)
                return
            await asyncio.sleep(0 if self._stopping else pause)

    async def _try(self, received: Received) -> BaseException | None:
        box: list[BaseException] = []
        ended: list[int] = []
        tokens = (current_inbox.set(received.id), _failure.set(box), finished_here.set(ended))
        try:
            update = parse(received.body, self._bot)
            if update is not None:
                await self._application.process_update(update)
        except Exception as error:
            box.append(error)
        finally:
            current_inbox.reset(tokens[0])
            _failure.reset(tokens[1])
            finished_here.reset(tokens[2])
        if box:
            return box[0]
        if not ended:
            self._finish_later(received.id)
        return None

    def _finish_later(self, inbox_id: int) -> None:
        """Updates that no desk call finished are marked handled in one commit for several."""
        self._done.append(inbox_id)
        if self._flusher is None:
            self._flusher = asyncio.create_task(self._flush())

    async def _flush(self) -> None:
        while self._done:
            await asyncio.sleep(0.01)
            ids, self._done = self._done, []
            await self._db.run(partial(_finish_all, ids))
        self._flusher = None


def parse(body: str, bot: Bot) -> Update | None:
    """The update of a raw body; None for one that is valid but of no kind that Telegram knows. Raises on junk."""
    raw = json.loads(body)
    if not isinstance(raw, dict) or not isinstance(raw.get("update_id"), int):
        raise ValueError("not an update")
    return Update.de_json(raw, bot)


def _fail(inbox_id: int, what: str, session: Session) -> bool:
    return inbox.fail(session, inbox_id, what)


def _finish_all(ids: list[int], session: Session) -> None:
    for inbox_id in ids:
        inbox.finish(session, inbox_id)


def _where(error: BaseException) -> str:
    """File and line of the innermost frame; never the message, which may hold content."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return ""
    name = trace.tb_frame.f_code.co_filename.rsplit("/", 1)[-1]
    return f"{name}:{trace.tb_lineno}"
