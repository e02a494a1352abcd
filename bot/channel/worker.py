"""Workers: each stored update is parsed alone and given to the handlers; one chat in order, chats side by side.

What fails is tried again a few times, then parked where the keeper sees it. Nothing is dropped.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextvars import ContextVar
from typing import Any

import structlog
from sqlmodel import Session
from telegram import Bot, Update
from telegram.ext import Application

from bot.channel.finish import Finisher
from storage import inbox
from storage.db import Database
from storage.inbox import Received
from storage.tables import Inbox
from storage.vocabulary import InboxStatus

log = structlog.get_logger()
SIDE_BY_SIDE = 32
MOST_QUEUED = 2000
PAUSES = (0.2, 1.0, 5.0)  # seconds before the next try; the last one again and again while nothing can be recorded

current_inbox: ContextVar[int | None] = ContextVar("current_inbox", default=None)
finished_here: ContextVar[list[int] | None] = ContextVar("finished_here", default=None)
_failure: ContextVar[list[BaseException] | None] = ContextVar("failure", default=None)


class Unparseable(ValueError):
    """A stored body that no try will turn into an update. Its text names the reason, never content."""


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
        self._finisher = Finisher(db)
        self._lines: dict[int, deque[Received]] = {}
        self._in_hand: set[int] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._room = asyncio.Semaphore(SIDE_BY_SIDE)
        self._less = asyncio.Event()
        self._stop = asyncio.Event()

    async def deliver(self, batch: Sequence[Received]) -> None:
        """Queue updates; waits while too many are queued already. One that is in hand is not taken twice."""
        for received in batch:
            while len(self._in_hand) >= MOST_QUEUED and not self._stop.is_set():
                self._less.clear()
                await self._less.wait()
            if not self._stop.is_set() and received.id not in self._in_hand:
                self._put(received)

    @property
    def idle(self) -> bool:
        """Nothing waits and nothing runs."""
        return not self._in_hand and self._finisher.idle

    async def stop(self, seconds: float = 5.0) -> None:
        """Finish the updates being handled; the rest stays in the inbox."""
        self._stop.set()
        self._less.set()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._finisher.drain(2.0)

    def _put(self, received: Received) -> None:
        self._in_hand.add(received.id)
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
        while line and not self._stop.is_set():
            received = line.popleft()
            try:
                await self._handle(received)
            except Exception as error:  # a fault of our own machinery; the row is still in the inbox
                log.error("update left", inbox=received.id, error=type(error).__name__, where=where(error))
            finally:
                self._in_hand.discard(received.id)
                self._less.set()
        del self._lines[chat]

    async def _handle(self, received: Received) -> None:
        """Try until it is handled or parked. Between tries it holds no slot."""
        tries = 0
        while not self._stop.is_set():
            async with self._room:
                error = None if self._stop.is_set() else await self._try(received)
            if error is None or await self._over(received, error):
                return
            await self._pause(0.0 if isinstance(error, Unparseable) else PAUSES[min(tries, len(PAUSES) - 1)])
            tries += 1

    async def _try(self, received: Received) -> BaseException | None:
        box: list[BaseException] = []
        ended: list[int] = []
        tokens = (current_inbox.set(received.id), _failure.set(box), finished_here.set(ended))
        try:
            await self._application.process_update(parse(received.body, self._bot))
        except Exception as error:
            box.append(error)
        finally:
            current_inbox.reset(tokens[0])
            _failure.reset(tokens[1])
            finished_here.reset(tokens[2])
        if not box and not ended:
            self._finisher.add(received.id)
        if box and ended:
            log.warning("failed after it was done", inbox=received.id, error=type(box[0]).__name__, where=where(box[0]))
        return box[0] if box and not ended else None

    async def _over(self, received: Received, error: BaseException) -> bool:
        """Record a failed try; True if there is to be no other."""
        what = f"{type(error).__name__} {error if isinstance(error, Unparseable) else where(error)}"
        log.warning("update failed", inbox=received.id, what=what)
        try:
            parked, over = await self._db.run(lambda session: _count(session, received.id, what))
        except Exception as trouble:
            log.error("failure not recorded", inbox=received.id, error=type(trouble).__name__)
            return False
        if parked:
            await self._tell(received.id)
        return over

    async def _tell(self, inbox_id: int) -> None:
        try:
            await self._on_parked(inbox_id)
        except Exception as error:
            log.error("report failed", error=type(error).__name__)

    async def _pause(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stop.wait(), seconds)


def _count(session: Session, inbox_id: int, what: str) -> tuple[bool, bool]:
    """Count a failed try: whether that parked it, and whether it is over. Another process may have ended it meanwhile."""
    parked = inbox.fail(session, inbox_id, what)
    row = session.get(Inbox, inbox_id)
    return parked, row is None or row.status is not InboxStatus.NEW


def parse(body: str, bot: Bot) -> Update:
    """The update of a raw body. Raises `Unparseable`."""
    raw = json.loads(body)
    if not isinstance(raw, dict) or not isinstance(raw.get("update_id"), int):
        raise Unparseable("without update_id")
    try:
        return Update.de_json(raw, bot)
    except Exception as error:
        raise Unparseable(type(error).__name__) from error


def where(error: BaseException) -> str:
    """File and line of the innermost frame; never the message, which may hold content."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return ""
    name = trace.tb_frame.f_code.co_filename.rsplit("/", 1)[-1]
    return f"{name}:{trace.tb_lineno}"
