"""A real `dingge run` process against a playground of the test, for what must be measured from outside."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.app import demo
from bot.city.demo import demo_pack, playground_seed
from bot.playground.server import Playground
from tests.support import template
from tests.support.city import MONDAY

KEYS = {"MASTER_KEY": "m" * 64, "SEALED_KEY": "s" * 64}
UNSET = ("DATABASE_URL", "WEBHOOK_URL", "CITY_PACK", "SLA_FILE", "CALENDAR_FILE", "OLD_MASTER_KEYS")


@dataclass(slots=True)
class Service:
    """The playground, the data folder and the environment of the processes."""

    playground: Playground
    folder: Path
    environment: dict[str, str]

    @property
    def database(self) -> str:
        """The address of the bot's database."""
        return f"sqlite:///{self.folder / 'dingge.sqlite3'}"

    async def run(self) -> asyncio.subprocess.Process:
        """Start `dingge run`; does not wait."""
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", env=self.environment, stdout=asyncio.subprocess.DEVNULL
        )

    async def command(self, *words: str) -> None:
        """Run another command to its end."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", *words, env=self.environment, stdout=asyncio.subprocess.DEVNULL
        )
        assert await process.wait() == 0, words

    async def called(self, method: str, after: int, seconds: float = 30.0) -> float:
        """Wait for a call of this method later than the n-th one; the moment (monotonic) at which it was seen."""
        until = time.monotonic() + seconds
        journal = self.playground.core.journal
        while not journal.after(after, method):
            assert time.monotonic() < until, f"no {method}"
            await journal.added.wait(1.0)
        return time.monotonic()


@contextlib.asynccontextmanager
async def service(folder: Path) -> AsyncIterator[Service]:
    """A seeded data folder and a playground without limits; processes are the test's own business."""
    await asyncio.to_thread(folder.mkdir, exist_ok=True)
    playground = Playground(playground_seed(demo_pack()), token=demo.TOKEN, limits=False)
    url = await playground.start()
    given = {
        "TELEGRAM_TOKEN": demo.TOKEN,
        "TELEGRAM_BASE_URL": url,
        "DATA_DIR": str(folder),
        "SEND_LIMITS": "off",
        "LOG_LEVEL": "ERROR",
        **KEYS,
    }
    kept = {name: value for name, value in os.environ.items() if name not in UNSET}
    made = Service(playground, folder, kept | given)
    try:
        await made.command("seed-demo")
        yield made
    finally:
        await playground.stop()


async def ended(process: asyncio.subprocess.Process, seconds: float = 20.0) -> float:
    """Ask it to stop; seconds until it did. One that does not stop is killed and fails the test."""
    began = time.monotonic()
    if process.returncode is None:
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), seconds)
    except TimeoutError:
        process.kill()
        await process.wait()
        raise AssertionError(f"still running {seconds} s after SIGTERM") from None
    return time.monotonic() - began


@contextlib.asynccontextmanager
async def in_process(folder: Path, *, limits: bool = False) -> AsyncIterator[demo.Demo]:
    """The demo in this process on a seeded database, its clock at a Monday morning and running."""
    template.copy_to(folder)
    more: dict[str, Any] = {"understander": template.understander(), "send_limits": "telegram" if limits else "off"}
    async with demo.running(folder, MONDAY, frozen=False, limits=limits, **more) as running:
        yield running
