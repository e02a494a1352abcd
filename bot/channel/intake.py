"""Stores what came in: one commit for a batch, whichever road it took."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.channel.batch import batch_of
from storage import crash, inbox
from storage.db import Database
from storage.inbox import Received
from storage.vault import Vault


class Intake:
    """`holder` names this process. When `keep` has returned, the updates survive anything."""

    def __init__(self, db: Database, vault: Vault, now: Callable[[], datetime], bot_id: int, holder: str) -> None:
        self._db, self._vault, self._now = db, vault, now
        self._bot_id, self._holder = bot_id, holder
        self._key_id: str | None = None

    async def keep(
        self, updates: Sequence[Any], also: Callable[[Session, datetime], None] | None = None
    ) -> list[Received]:
        """Commit a batch, and with it what `also` writes; returns the updates that are new."""

        def unit(session: Session) -> tuple[str, list[Received]]:
            now = self._now()
            key_id = self._key_id or inbox.inbox_key(session, self._vault, now)
            fresh = inbox.store(session, self._vault, key_id, self._bot_id, batch_of(updates), now, self._holder)
            if also is not None:
                also(session, now)
            return key_id, fresh

        self._key_id, fresh = await self._db.run(unit)
        crash.point("inbox.after_commit")
        return fresh
