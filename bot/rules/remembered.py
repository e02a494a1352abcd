"""A bounded memory of computed values."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Remembered(dict[K, V]):
    """A table that computes what it lacks and keeps it; it starts afresh when it holds `most` entries."""

    def __init__(self, compute: Callable[[K], V], most: int = 20_000) -> None:
        super().__init__()
        self._compute, self._most = compute, most

    def __missing__(self, key: K) -> V:
        value = self._compute(key)
        if len(self) >= self._most:
            self.clear()
        self[key] = value
        return value
