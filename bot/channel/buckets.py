"""Telegram's published limits as arithmetic on a monotonic time: a message a second per private chat, 20 a minute per group,
30 a second overall. Each with a margin, because the far side's window is not ours."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SendLimits:
    """Seconds between messages of a private chat; messages a minute of a group; calls a second overall. 0 means no limit."""

    private_gap: float = 1.05
    group_minute: int = 18
    overall_second: int = 27

    @classmethod
    def off(cls) -> SendLimits:
        """For a playground or a server of one's own without limits."""
        return cls(0.0, 0, 0)

    @property
    def on(self) -> bool:
        """True if anything is limited."""
        return bool(self.private_gap or self.group_minute or self.overall_second)


@dataclass(slots=True)
class Buckets:
    """What was sent lately. Times are seconds of one monotonic clock."""

    limits: SendLimits
    _chats: dict[int, deque[float]] = field(default_factory=dict)
    _overall: deque[float] = field(default_factory=deque)
    _halted: dict[int | None, float] = field(default_factory=dict)

    def wait_for(self, chat_id: int, now: float) -> float:
        """Seconds until this chat may get a message; 0 if now."""
        halted = max(self._halted.get(None, 0.0), self._halted.get(chat_id, 0.0)) - now
        if not self.limits.on:
            return max(0.0, halted)
        return max(0.0, halted, self._chat_wait(chat_id, now))

    def room(self, now: float) -> int:
        """How many calls may still leave in this second."""
        if not self.limits.overall_second:
            return 1000
        while self._overall and now - self._overall[0] >= 1.0:
            self._overall.popleft()
        return max(0, self.limits.overall_second - len(self._overall))

    def sent(self, chat_id: int, now: float) -> None:
        """Count a call."""
        if not self.limits.on:
            return
        self._overall.append(now)
        self._chats.setdefault(chat_id, deque(maxlen=max(1, self.limits.group_minute))).append(now)
        if len(self._chats) > 20_000:
            self._forget(now)

    def halt(self, chat_id: int | None, until: float) -> None:
        """Telegram said wait: this chat, or everything for None."""
        self._halted[chat_id] = max(self._halted.get(chat_id, 0.0), until)

    def busy(self, now: float) -> list[int]:
        """Chats that may not get a message now."""
        return [
            chat_id
            for chat_id in {*self._chats, *(c for c in self._halted if c is not None)}
            if self.wait_for(chat_id, now) > 0
        ]

    def _chat_wait(self, chat_id: int, now: float) -> float:
        times = self._chats.get(chat_id)
        if not times:
            return 0.0
        if chat_id > 0:
            return times[-1] + self.limits.private_gap - now
        full = len(times) >= self.limits.group_minute > 0
        return times[0] + 60.5 - now if full else 0.0

    def _forget(self, now: float) -> None:
        for chat_id in [chat for chat, times in self._chats.items() if now - times[-1] > 61]:
            del self._chats[chat_id]
