"""`dingge demo`: the playground with the demo city, and the story."""

from __future__ import annotations

import asyncio
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot import logs
from bot.app import demo
from bot.cli.running import start
from bot.clock import SystemClock


@contextmanager
def _folder(data: Path | None) -> Iterator[Path]:
    if data is not None:
        data.mkdir(parents=True, exist_ok=True)
        yield data
        return
    with tempfile.TemporaryDirectory(prefix="dingge-demo-") as made:
        yield Path(made)


def serve(port: int, data: Path | None) -> int:
    """The playground until Ctrl-C. A taken port is an OSError that the command line explains."""
    logs.configure("ERROR", "text")
    with _folder(data) as folder:
        return start(_serve(port, folder))


async def _serve(port: int, folder: Path) -> int:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    async with demo.running(folder, SystemClock().now(), frozen=False, port=port) as running:
        print(f"演练场已启动，用浏览器打开： {running.url}\n按 Ctrl-C 结束。", flush=True)
        await stop.wait()
    return 0


def tell_story(data: Path | None) -> int:
    """A scripted fortnight; 0 only if it went as scripted."""
    from bot.cli.story import tell

    logs.configure("ERROR", "text")
    with _folder(data) as folder:
        return start(tell(folder))
