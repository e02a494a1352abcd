"""`dingge bench`: our throughput next to a stock echo bot's, in one run, on one playground, each bot in its own process.

Two questions. Does a complaint with everything that belongs to it (understood, filed, dispatched, signed for, all of it
committed) go through as fast as a bot that only repeats what it hears? And does receiving that loses nothing keep up with
receiving that may lose everything?
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from bot.app.demo import TOKEN
from bot.city.demo import demo_pack, playground_seed
from bot.cli.bench_bots import START, Kind
from bot.cli.bench_crowd import Crowd, Timed
from bot.cli.running import start
from bot.playground.server import Playground

WARM = 8  # complaints before the clock runs; as many batches when it is only about receiving
BATCH = 100  # updates
RECEIVED_EACH = 10  # updates of the receiving part per complaint
REST = 2.0  # seconds between warming up and the clock
STOP_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured."""

    echo: Timed
    office: Timed
    discard: Timed
    keep: Timed

    @property
    def throughput(self) -> float:
        """Our main line's updates a second over the echo bot's."""
        return self.office.rate / self.echo.rate

    @property
    def receiving(self) -> float:
        """Our durable receiving over the library's."""
        return self.keep.rate / self.discard.rate


def bench(complaints: int) -> int:
    """Measure and print; 0 if every complaint was seen through."""
    print(f"{complaints} 件诉求；同一个演练场，不限速，每个机器人各占一个进程。", flush=True)
    figures = start_measuring(complaints)
    print(table(figures))
    return 0 if figures.office.done == complaints else 1


def start_measuring(complaints: int) -> Figures:
    """The figures of one run."""
    found: list[Figures] = []

    async def work() -> int:
        found.append(await measure(complaints))
        return 0

    start(work())
    return found[0]


async def measure(complaints: int) -> Figures:
    """One run. Raises `bench_crowd.Stuck` if a bot does not get on."""
    playground = Playground(playground_seed(demo_pack()), token=TOKEN, limits=False, start_at=START)
    url = await playground.start()
    crowd = Crowd(playground)
    received = complaints * RECEIVED_EACH
    try:
        return Figures(
            echo=await _timed(Kind.ECHO, url, crowd.echo, WARM * 3, complaints * 3),
            office=await _timed(Kind.OFFICE, url, crowd.office, WARM, complaints),
            discard=await _timed(Kind.DISCARD, url, crowd.receiving, WARM * BATCH, received),
            keep=await _timed(Kind.KEEP, url, crowd.receiving, WARM * BATCH, received),
        )
    finally:
        await playground.stop()


async def _timed(kind: Kind, url: str, go: Callable[[int], Awaitable[Timed]], warm: int, count: int) -> Timed:
    async with _process(kind, url):
        await go(warm)
        await asyncio.sleep(REST)
        return await go(count)


@contextlib.asynccontextmanager
async def _process(kind: Kind, url: str) -> AsyncIterator[None]:
    """A bot with a data folder of its own, on the disk where temporary files go."""
    with tempfile.TemporaryDirectory(prefix="dingge-bench-") as folder:
        words = ("-m", "bot.cli.bench_bots", kind.value, url, str(Path(folder)))
        process = await asyncio.create_subprocess_exec(sys.executable, *words)
        try:
            yield
        finally:
            await _ended(process)


async def _ended(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), STOP_SECONDS)
    except TimeoutError:
        process.kill()
        await process.wait()


def table(figures: Figures) -> str:
    """The figures as a person reads them."""
    rows = [
        _row("普通机器人：原样回话", figures.echo),
        _row("顶格办：诉求→提交→签收", figures.office, figures.throughput),
        _row("普通机器人：只收不办", figures.discard),
        _row("顶格办：先落盘再确认", figures.keep, figures.receiving),
    ]
    return "\n".join([_line("", "更新数", "秒", "每秒", "比值"), *rows])


def _row(name: str, timed: Timed, ratio: float | None = None) -> str:
    shown = "" if ratio is None else f"{ratio:.2f}"
    return _line(name, str(timed.updates), f"{timed.seconds:.2f}", f"{timed.rate:.0f}", shown)


def _line(name: str, *cells: str) -> str:
    return name + " " * (26 - _width(name)) + "".join(" " * (9 - _width(cell)) + cell for cell in cells)


def _width(text: str) -> int:
    """Columns on a terminal: a Chinese character takes two."""
    return sum(2 if ord(character) > 0x2E7F or character in "→" else 1 for character in text)
