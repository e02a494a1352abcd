"""What the machinery could not do by itself becomes one use case of the keeper's desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.app.sweeper import MakeWork
from bot.channel.send import Reports
from bot.desk import keeper
from storage.db import Database


class Reporter:
    """Runs the keeper's use cases for sender, workers and poller."""

    def __init__(self, db: Database, work: MakeWork, now: Callable[[], datetime]) -> None:
        self._db, self._work, self._now = db, work, now

    async def _report(self, use_case: Callable[..., Any], *args: Any) -> None:
        now = self._now()
        await self._db.run(lambda session: use_case(self._work(session, now), *args))

    def reports(self) -> Reports:
        """The sender's four."""
        return Reports(self.undeliverable, self.uncertain, self.migrated, self.topic_gone)

    async def undeliverable(self, outbox_id: int, why: str) -> None:
        """A message reached nobody."""
        await self._report(keeper.undeliverable, outbox_id, why)

    async def uncertain(self, outbox_id: int) -> None:
        """A send stayed in doubt."""
        await self._report(keeper.uncertain, outbox_id)

    async def migrated(self, old: int, new: int) -> None:
        """A group became a supergroup."""
        await self._report(keeper.migrated, old, new)

    async def topic_gone(self, chat_id: int) -> None:
        """A forum topic vanished."""
        await self._report(keeper.topic_gone, chat_id)

    async def parked(self, inbox_id: int) -> None:
        """An update failed several times."""
        await self._report(keeper.parked, inbox_id)

    async def outage(self, hours: int) -> None:
        """Nothing was received for more than a day."""
        await self._report(keeper.outage, hours)
