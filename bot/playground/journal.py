"""What the bot called: every Bot API call with its outcome, bounded."""

from __future__ import annotations

from collections import deque

from bot.playground.changes import Signal
from bot.playground.values import Json


class Journal:
    """The last `keep` calls; `n` counts from 1 over all calls ever made."""

    def __init__(self, keep: int = 200_000) -> None:
        self._calls: deque[Json] = deque(maxlen=keep)
        self.total = 0
        self.acts = 0  # calls other than getUpdates: what tells whether the bot did anything
        self.added = Signal()

    def add(self, call: Json) -> None:
        """Record a finished call."""
        self.total += 1
        self.acts += call["method"] != "getUpdates"
        call["n"] = self.total
        self._calls.append(call)
        self.added.fire()

    def after(self, n: int, method: str | None = None, limit: int = 10_000) -> list[Json]:
        """Calls numbered higher than `n`, oldest first, perhaps of one method only."""
        found: list[Json] = []
        for call in reversed(self._calls):
            if call["n"] <= n:
                break
            if method in (None, call["method"]):
                found.append(call)
        found.reverse()
        return found[:limit]
