"""The queue of updates: made once, kept until confirmed (at most 24 hours), handed out by getUpdates or the webhook."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.playground.changes import Signal
from bot.playground.errors import ApiError
from bot.playground.values import Json

KEEP_SECONDS = 24 * 3600  # Telegram keeps unfetched updates no longer
BY_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})  # only when asked for
_TAKEN_OVER = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
_HOOKED = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


@dataclass(slots=True, eq=False)
class Waiting:
    """One update that the bot has not confirmed."""

    id: int
    body: Json
    kind: str
    at: int
    chat: int | None = None
    busy: bool = field(default=False)  # a webhook request carries it at this moment


class UpdateQueue:
    """Updates in order of arrival. `unix` gives playground time in seconds."""

    def __init__(self, unix: Callable[[], int], first_id: int = 100_000_001) -> None:
        self._unix = unix
        self._next_id = first_id
        self._ordered = True
        self._poller = 0
        self.waiting: deque[Waiting] = deque()
        self.allowed: frozenset[str] = frozenset()
        self.webhook_set = False
        self.made = 0  # updates ever queued
        self.closed = False
        self.arrived = Signal()
        self.drained = Signal()

    def wants(self, kind: str) -> bool:
        """Whether the bot asked for updates of this kind."""
        return kind in self.allowed if self.allowed else kind not in BY_REQUEST

    def add(self, kind: str, payload: Json, chat: int | None = None) -> list[int]:
        """Queue an update; its id in a list, or an empty list when the bot does not want the kind."""
        if not self.wants(kind):
            return []
        update_id = self._next_id
        self._push(Waiting(update_id, {"update_id": update_id, kind: payload}, kind, self._unix(), chat))
        return [update_id]

    def add_raw(self, body: Json) -> int:
        """Queue a raw update as it is; an id is given to it if it has none."""
        body = {"update_id": self._next_id, **body}
        given = body["update_id"]
        update_id = given if isinstance(given, int) else self._next_id
        kind = next((name for name in body if name != "update_id"), "")
        self._push(Waiting(update_id, body, kind, self._unix()))
        return update_id

    def restart_ids(self, first: int) -> None:
        """Continue with other ids, as Telegram does after an idle week."""
        self._next_id = first

    def _push(self, update: Waiting) -> None:
        if update.id == self._next_id:
            self._next_id += 1
        if self.waiting and update.id < self.waiting[-1].id:
            self._ordered = False
        self.waiting.append(update)
        self.made += 1
        self.arrived.fire()

    def expire(self) -> None:
        """Forget what has waited longer than Telegram keeps it."""
        limit = self._unix() - KEEP_SECONDS
        while self.waiting and self.waiting[0].at < limit and not self.waiting[0].busy:
            self.waiting.popleft()

    def confirm_below(self, offset: int) -> None:
        """Forget every update with an id lower than `offset`."""
        if self._ordered:
            while self.waiting and self.waiting[0].id < offset:
                self.waiting.popleft()
        else:
            self.waiting = deque(update for update in self.waiting if update.id >= offset)
        self._after_removal()

    def confirm(self, update: Waiting) -> None:
        """Forget this one update (the webhook answered for it)."""
        if self.waiting and self.waiting[0] is update:
            self.waiting.popleft()
        elif update in self.waiting:
            self.waiting.remove(update)
        self._after_removal()

    def keep_last(self, number: int) -> None:
        """A negative offset: forget all but the last `number`."""
        while len(self.waiting) > number:
            self.waiting.popleft()
        self._after_removal()

    def clear(self) -> None:
        """drop_pending_updates."""
        self.waiting.clear()
        self._after_removal()

    def _after_removal(self) -> None:
        if not self.waiting:
            self._ordered = True
            self.drained.fire()

    async def fetch(self, offset: int, limit: int, seconds: float) -> list[Json]:
        """getUpdates: confirm, then answer at once or wait up to `seconds`; 409 when another poller takes over."""
        if self.webhook_set:
            raise ApiError(409, _HOOKED)
        self._poller += 1
        self.arrived.fire()  # a poller that still waits must leave
        self._confirm(offset)
        return await self._wait(self._poller, limit, seconds)

    def _confirm(self, offset: int) -> None:
        self.expire()
        if offset > 0:
            self.confirm_below(offset)
        elif offset < 0:
            self.keep_last(-offset)

    async def _wait(self, poller: int, limit: int, seconds: float) -> list[Json]:
        left = seconds
        while not self.waiting and left > 0 and not self.closed:
            if not await self.arrived.wait(left):
                break
            if poller != self._poller:
                raise ApiError(409, _TAKEN_OVER)
            left = seconds if not self.waiting else 0
        return [update.body for update, _ in zip(self.waiting, range(limit), strict=False)]

    async def drain(self, seconds: float) -> bool:
        """Wait until nothing is unconfirmed; False when `seconds` were not enough."""
        return not self.waiting or await self.drained.wait(seconds)
