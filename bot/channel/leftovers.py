"""Updates that are stored but in nobody's hands: given back by the keeper, or left by a commit without an answer or by a dead
process. They are looked for now and then and handed to the workers."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

import structlog
from sqlmodel import Session

from storage import inbox
from storage.db import Database
from storage.inbox import Received
from storage.vault import Vault

log = structlog.get_logger()
EVERY = 60.0  # seconds
MINE = timedelta(minutes=1)  # younger ones are on their way to the workers
ANYBODY = timedelta(minutes=10)


class Leftovers:
    """`deliver` must pass over what is in hand already, as `Workers.deliver` does."""

    def __init__(
        self,
        db: Database,
        vault: Vault,
        now: Callable[[], datetime],
        deliver: Callable[[Sequence[Received]], Awaitable[None]],
        holder: str,
    ) -> None:
        self._db, self._vault, self._now, self._deliver, self._holder = db, vault, now, deliver, holder
        self._wake = asyncio.Event()
        db.on_wake(inbox.WAKE, self._wake.set)

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), EVERY)
            self._wake.clear()
            try:
                await self._deliver(await self._db.run(self._found))
            except Exception as error:
                log.error("leftovers not read", error=type(error).__name__)

    def _found(self, session: Session) -> list[Received]:
        now = self._now()
        return inbox.left_over(session, self._vault, self._holder, now - MINE, now - ANYBODY)
