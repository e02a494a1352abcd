"""Telegram's published flood limits, by real monotonic time: 1/s a private chat, 20/min a group, 30/s overall."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from bot.playground.errors import ApiError


@dataclass(frozen=True, slots=True)
class Limits:
    """The numbers: messages a second in a private chat (with a short burst), in a group a minute, overall a second."""

    private_rate: float = 1.0
    private_burst: int = 3
    group: int = 20
    group_window: float = 60.0
    overall: int = 30
    overall_window: float = 1.0


class Flood:
    """Counts messages and refuses with 429. A refused call is not counted."""

    def __init__(self, limits: Limits | None, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.limits = limits
        self._monotonic = monotonic
        self._overall: deque[float] = deque()
        self._groups: dict[int, deque[float]] = {}
        self._tokens: dict[int, tuple[float, float]] = {}  # chat: (tokens left, when)

    def take(self, chat_id: int, *, private: bool, messages: int = 1, edit: bool = False) -> None:
        """Count `messages` to the chat, or raise 429 with `retry_after` in whole seconds."""
        limits = self.limits
        if limits is None:
            return
        now = self._monotonic()
        wait = self._overall_wait(limits, now, messages)
        if private and not edit:
            wait = max(wait, self._private_wait(limits, chat_id, now, messages))
        elif not private:
            wait = max(wait, self._group_wait(limits, chat_id, now, messages))
        if wait > 0:
            seconds = max(1, math.ceil(wait))
            raise ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
        self._count(limits, chat_id, now, messages, private=private, edit=edit)

    def _overall_wait(self, limits: Limits, now: float, messages: int) -> float:
        return _window_wait(self._overall, now, limits.overall_window, limits.overall, messages)

    def _group_wait(self, limits: Limits, chat_id: int, now: float, messages: int) -> float:
        times = self._groups.setdefault(chat_id, deque())
        return _window_wait(times, now, limits.group_window, limits.group, messages)

    def _private_wait(self, limits: Limits, chat_id: int, now: float, messages: int) -> float:
        needed = min(messages, limits.private_burst)
        return (needed - self._private_tokens(limits, chat_id, now)) / limits.private_rate

    def _private_tokens(self, limits: Limits, chat_id: int, now: float) -> float:
        left, since = self._tokens.get(chat_id, (float(limits.private_burst), now))
        return min(float(limits.private_burst), left + (now - since) * limits.private_rate)

    def _count(self, limits: Limits, chat_id: int, now: float, messages: int, *, private: bool, edit: bool) -> None:
        self._overall.extend([now] * messages)
        if not private:
            self._groups[chat_id].extend([now] * messages)
        elif not edit:
            self._tokens[chat_id] = (self._private_tokens(limits, chat_id, now) - messages, now)


def _window_wait(times: deque[float], now: float, window: float, most: int, messages: int) -> float:
    """Seconds until `messages` more fit into a sliding window; 0 if they fit now."""
    while times and times[0] <= now - window:
        times.popleft()
    over = len(times) + messages - most
    return 0.0 if over <= 0 else times[min(over, len(times)) - 1] + window - now
