"""The playground's own clock: real time with an offset, a speed, or frozen. The only reader of the system clock here."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class PlayClock:
    """Aware UTC instants; `speed` is playground seconds per real second, 0 when frozen. Never runs backwards."""

    def __init__(
        self, start: datetime | None = None, speed: float = 1.0, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._monotonic = monotonic
        self._base = (start or datetime.now(UTC)).astimezone(UTC)
        self._since = monotonic()
        self.speed = speed

    @property
    def frozen(self) -> bool:
        """Whether time stands still until it is moved."""
        return self.speed == 0

    def now(self) -> datetime:
        """The playground's present instant."""
        return self._base + timedelta(seconds=(self._monotonic() - self._since) * self.speed)

    def unix(self) -> int:
        """Whole seconds since 1970, as `date` fields of the Bot API carry."""
        return int(self.now().timestamp())

    def move_to(self, instant: datetime) -> None:
        """Jump forward to `instant`; an earlier one is ignored."""
        now = self.now()
        self._base = max(now, instant.astimezone(UTC))
        self._since = self._monotonic()

    def run_at(self, speed: float) -> None:
        """Go on from the present instant at another speed; 0 freezes."""
        self.move_to(self.now())
        self.speed = speed
