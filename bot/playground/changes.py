"""Waking those who wait: one signal for "something happened"."""

from __future__ import annotations

import asyncio


class Signal:
    """Wakes everybody who waits at the moment it fires; remembers nothing."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[bool]] = set()

    def fire(self) -> None:
        """Wake all waiters; cheap when there are none."""
        if not self._waiting:
            return
        waiting, self._waiting = self._waiting, set()
        for future in waiting:
            _resolve(future, True)

    async def wait(self, seconds: float) -> bool:
        """True if it fired within `seconds`, else False."""
        # Not asyncio.wait_for: in Python 3.11 that swallows a cancellation which meets the result.
        loop = asyncio.get_running_loop()
        future: asyncio.Future[bool] = loop.create_future()
        self._waiting.add(future)
        late = loop.call_later(seconds, _resolve, future, False)
        try:
            return await future
        finally:
            late.cancel()
            self._waiting.discard(future)


def _resolve(future: asyncio.Future[bool], fired: bool) -> None:
    if not future.done():
        future.set_result(fired)
