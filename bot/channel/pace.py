"""When the next row may leave: Telegram's limits, the state of the line, and chats that must keep their order."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog

from bot.channel.buckets import Buckets, SendLimits
from bot.channel.errors import Judged, Verdict
from bot.channel.line import Floods, Line
from storage.outbox import Claimed
from storage.vocabulary import Lane

log = structlog.get_logger()
BATCH = 24  # rows a claim
MOST_IN_FLIGHT = 48
NOT_THROUGH = frozenset({Verdict.OFFLINE, Verdict.UNCERTAIN, Verdict.AGAIN})


@dataclass(frozen=True, slots=True)
class Leave:
    """How many rows may be claimed, down to which lane, not for which chats, and which chats wait until when."""

    room: int
    lowest: Lane
    busy: list[int]
    held: dict[int, datetime]


def _tick() -> float:
    return asyncio.get_running_loop().time()


class Pace:
    """Pacing is on the loop's monotonic time; only a row's own waiting is on the clock that the outbox is read by."""

    def __init__(self, limits: SendLimits, now: Callable[[], datetime]) -> None:
        self._now = now
        self._buckets, self._line, self._floods = Buckets(limits), Line(), Floods()
        self._taken: dict[int, int] = {}  # chat → row that is in flight or unwritten
        self._held: dict[int, datetime] = {}  # chat → when its row is tried again
        self._failing: dict[int, int] = {}  # row → answers that others had when it first failed

    def leave(self, in_flight: int) -> Leave:
        """What may be claimed now. A line that is down is tried with one row."""
        now, clock = _tick(), self._now()
        bulk = self._buckets.room(now, bulk=True)
        most = min(BATCH, MOST_IN_FLIGHT - in_flight)
        if self._line.down:
            most = 1 if in_flight == 0 else 0
        self._held = {chat: until for chat, until in self._held.items() if until > clock}
        return Leave(
            min(bulk or self._buckets.room(now), most),
            Lane.REPORT if bulk else Lane.ANSWER,
            [*{*self._taken, *self._buckets.busy(now)}],
            dict(self._held),
        )

    def soon(self) -> float:
        """Seconds until time alone changes something here."""
        return self._buckets.room_in(_tick())

    def recall(self, lately: Sequence[tuple[int, datetime]]) -> None:
        """Count what an earlier process sent."""
        now, tick = self._now(), _tick()
        for chat_id, at in lately:
            self._buckets.remember(chat_id, tick - max(0.0, (now - at).total_seconds()))

    def begin(self, row: Claimed) -> None:
        """The row leaves; its chat is taken until the result is written."""
        self.take(row.id, row.chat_id)
        self._buckets.begin()

    def take(self, row_id: int, chat_id: int) -> None:
        """The row has (also) this chat now: its group became a supergroup."""
        self._taken[chat_id] = row_id

    def end(self, chat_id: int) -> None:
        """The calls of a row that began have ended, however."""
        self._buckets.end(chat_id, _tick())

    def heard(self, row: Claimed, judged: Judged | None) -> bool:
        """How it went. True if others got through since this row first failed: then the fault is its own."""
        now = _tick()
        verdict = judged.verdict if judged is not None else None
        if verdict in NOT_THROUGH:
            return self._not_through(row, verdict, now)
        self._line.good()
        if judged is not None and verdict is Verdict.WAIT:
            until = self._floods.overall(row.chat_id, judged.seconds, now)
            self._buckets.halt(None, until)
        return True

    def _not_through(self, row: Claimed, verdict: Verdict | None, now: float) -> bool:
        was_down = self._line.down
        self._buckets.halt(None, self._line.bad(row.id, now, surely=verdict is Verdict.OFFLINE))
        if self._line.down and not was_down:
            log.warning("no way through to Telegram", verdict=verdict)
        return self._line.answers > self._failing.setdefault(row.id, self._line.answers)

    def hold(self, row: Claimed, until: datetime | None) -> None:
        """The chat waits for this row's next try."""
        if until is not None:
            self._held[row.chat_id] = until

    def release(self, row_id: int) -> None:
        """The row's result is written."""
        self._taken = {chat: taken for chat, taken in self._taken.items() if taken != row_id}

    def forget(self, row_id: int) -> None:
        """The row has ended."""
        self._failing.pop(row_id, None)
