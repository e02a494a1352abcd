"""Telegram's published limits as arithmetic on a monotonic time: a message a second per private chat, 20 a minute per group,
30 a second overall. Each with a margin, because the far side's window is not ours.

A call takes its place when it begins and keeps it until a window after its end: Telegram counted it at some moment between.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

MINUTE = 60.5  # seconds; the group window with its margin
SECOND = 1.0


@dataclass(frozen=True, slots=True)
class SendLimits:
    """Seconds between messages of a private chat; messages a minute of a group; calls a second overall, and how many of
    those only receipts and answers may use. 0 means no limit."""

    private_gap: float = 1.05
    group_minute: int = 18
    overall_second: int = 27
    reserved: int = 5

    @classmethod
    def off(cls) -> SendLimits:
        """For a playground or a server of one's own without limits."""
        return cls(0.0, 0, 0, 0)

    @property
    def on(self) -> bool:
        """True if anything is limited."""
        return bool(self.private_gap or self.group_minute or self.overall_second)


@dataclass(slots=True)
class Buckets:
    """What was sent lately. Times are seconds of one monotonic clock, handed in by the caller."""

    limits: SendLimits
    _chats: dict[int, deque[float]] = field(default_factory=dict)
    _overall: deque[float] = field(default_factory=deque)
    _open: int = 0
    _shut: dict[int, float] = field(default_factory=dict)  # chat → when it may get a message again
    _halt: float = 0.0  # everything waits until then

    def wait_for(self, chat_id: int, now: float) -> float:
        """Seconds until this chat may get a message; 0 if now."""
        return max(0.0, self._halt - now, self._shut.get(chat_id, 0.0) - now)

    def room(self, now: float, *, bulk: bool = False) -> int:
        """How many calls may leave now; with `bulk`, how many that are neither receipt nor answer."""
        if now < self._halt:
            return 0
        if not self.limits.overall_second:
            return 1000
        while self._overall and now - self._overall[0] >= SECOND:
            self._overall.popleft()
        most = self.limits.overall_second - (self.limits.reserved if bulk else 0)
        return max(0, most - self._open - len(self._overall))

    def room_in(self, now: float) -> float:
        """Seconds until something changes by time alone: a halt ends, the window moves, a chat opens. 60 if nothing will."""
        if now < self._halt:
            return self._halt - now
        changes = [until for until in self._shut.values() if until > now]
        if self._overall:
            changes.append(self._overall[0] + SECOND)
        return max(0.0, min(changes, default=now + 60.0) - now)

    def begin(self) -> None:
        """A call leaves."""
        self._open += 1

    def end(self, chat_id: int, now: float) -> None:
        """A call that began has ended, however."""
        self._open = max(0, self._open - 1)
        self.remember(chat_id, now)

    def remember(self, chat_id: int, at: float) -> None:
        """Count a call that ended at `at`; also for what an earlier process sent."""
        if not self.limits.on:
            return
        self._overall.append(at)
        times = self._chats.setdefault(chat_id, deque(maxlen=max(1, self.limits.group_minute)))
        times.append(at)
        self._shut[chat_id] = max(self._shut.get(chat_id, 0.0), self._opens(chat_id, times))
        if len(self._chats) > 20_000:
            self._forget(at)

    def halt(self, chat_id: int | None, until: float) -> None:
        """Telegram said wait: this chat, or everything for None."""
        if chat_id is None:
            self._halt = max(self._halt, until)
        else:
            self._shut[chat_id] = max(self._shut.get(chat_id, 0.0), until)

    def busy(self, now: float) -> list[int]:
        """Chats that may not get a message now."""
        self._shut = {chat_id: until for chat_id, until in self._shut.items() if until > now}
        return list(self._shut)

    def _opens(self, chat_id: int, times: deque[float]) -> float:
        if chat_id > 0:
            return times[-1] + self.limits.private_gap
        full = len(times) >= self.limits.group_minute > 0
        return times[0] + MINUTE if full else 0.0

    def _forget(self, now: float) -> None:
        self._chats = {chat_id: times for chat_id, times in self._chats.items() if now - times[-1] < MINUTE}
