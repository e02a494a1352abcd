"""What the tests of the command line share: a playground that runs beside them."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Any

from typer.testing import Result

from bot.app.demo import TOKEN
from bot.city.demo import demo_pack, playground_seed
from bot.playground.server import Playground

Run = Callable[..., Result]


class Beside:
    """A playground on a loop of its own; `do` runs something there."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.playground: Playground = self.do(self._start)

    async def _start(self) -> Playground:
        made = Playground(playground_seed(demo_pack()), token=TOKEN, limits=False)
        await made.start()
        return made

    def do(self, work: Callable[[], Any]) -> Any:
        """Call on the playground's loop; what it returns, awaited."""

        async def called() -> Any:
            value = work()
            return await value if asyncio.iscoroutine(value) else value

        return asyncio.run_coroutine_threadsafe(called(), self._loop).result(10)

    def stop(self) -> None:
        self.do(self.playground.stop)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()
