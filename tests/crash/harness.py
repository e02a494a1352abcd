"""A real bot process against the playground, killed again and again while a city goes about its business.

The process dies by SIGKILL at random moments and at every named crash point. `people.py` acts, `judge.py` judges from the
outside afterwards. The office works round the clock (the test may run at night), and has a minute to sign.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import sys
import time
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from bot.app import demo
from bot.city.demo import demo_pack, playground_seed
from bot.playground.server import Playground
from storage.crash import POINTS
from storage.tables import Outbox
from storage.vocabulary import OutboxStatus
from tests.crash.judge import Verdict, judge, opened, uncertain
from tests.crash.people import FIRST, People
from tests.support import allday

ZONE = ZoneInfo("Asia/Shanghai")
SIGN_USUAL, SIGN_HERE = "签收: {特急: 30 min, 紧急: 2 wh, 普通: 4 wh}", "签收: {特急: 1 min, 紧急: 1 min, 普通: 1 min}"
QUIET = 75.0  # seconds without anybody getting to the end
CALM = 20.0  # the same, when nobody is left but those who wait for a message that was given up
USUAL_START = 2.0  # seconds to the first poll
KEYS = {"MASTER_KEY": "m" * 64, "SEALED_KEY": "s" * 64}


class Harness:
    """One run: `people` each see one complaint through from the first word to the verdict; after `enough` updates nobody
    new begins.

    `longest` is how many seconds a process lives at most on a machine that starts it in the usual time; with a database
    that several processes share, a new one has to wait until the dead one's lease is over, and needs more than that.
    """

    def __init__(
        self,
        folder: Path,
        *,
        people: int,
        kills: int,
        enough: int | None = None,
        seed: int = 1,
        database: str = "",
        longest: float = 3.0,
    ) -> None:
        self.folder, self.kills, self.longest = folder, kills, longest
        self.database = database or f"sqlite:///{folder / 'dingge.sqlite3'}"
        self.random = random.Random(seed)
        self.playground = Playground(playground_seed(demo_pack()), token=demo.TOKEN, limits=False)
        self.people = People(self.playground, people, enough)
        self.verdict = Verdict()
        self._process: asyncio.subprocess.Process | None = None
        self._pace = 1.0  # how much slower than usual the machine is now: lives grow with it, or nobody would get on

    async def run(self) -> Verdict:
        """Kill and restart until everything was said and enough kills were done, then judge."""
        self.environment = self._environment(await self.playground.start())
        for n in range(self.people.count):
            self.playground.add_person({"id": FIRST + n, "first_name": f"企业{n}", "started": True})
        await self._command("seed-demo")
        acting = asyncio.create_task(self.people.act())
        try:
            await self._kill_often(acting)
            await self._finish(acting)
        finally:
            acting.cancel()
            if self._process is not None and self._process.returncode is None:
                self._process.kill()
        self.verdict.updates = self.people.updates
        judge(self.verdict, self.people, self.playground, self.database, self.folder)
        await self.playground.stop()
        return self.verdict

    def _environment(self, url: str) -> dict[str, str]:
        limits = files("bot.city").joinpath("sla.yaml").read_text(encoding="utf-8")
        assert SIGN_USUAL in limits
        quick = self.folder / "sla.yaml"
        quick.write_text(limits.replace(SIGN_USUAL, SIGN_HERE), encoding="utf-8")
        given = {
            "TELEGRAM_TOKEN": demo.TOKEN,
            "TELEGRAM_BASE_URL": url,
            "DATA_DIR": str(self.folder),
            "DATABASE_URL": self.database,
            "CITY_PACK": "",
            "SLA_FILE": str(quick),
            "CALENDAR_FILE": str(allday.written(self.folder, datetime.now(ZONE).date())),
            "SEND_LIMITS": "off",
            "LOG_LEVEL": "ERROR",
            **KEYS,
        }
        return {name: value for name, value in {**os.environ, **given}.items() if value or name != "CITY_PACK"}

    async def _command(self, *words: str) -> None:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", *words, env=self.environment, stdout=asyncio.subprocess.DEVNULL
        )
        assert await process.wait() == 0

    async def _start(self, point: str | None) -> None:
        more = {"DINGGE_CRASH_AT": f"{point}:{self.random.randint(1, 40)}"} if point else {}
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", env={**self.environment, **more}, stdout=asyncio.subprocess.PIPE
        )
        assert self._process.stdout is not None
        began = time.monotonic()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._process.stdout.readline(), 30)
        self._pace = max(1.0, (time.monotonic() - began) / USUAL_START)

    async def _kill_often(self, acting: asyncio.Task[None]) -> None:
        """Every other life ends at a named point (or after the longest life), the others at a random moment."""
        points = [None, *POINTS]
        while self.verdict.kills < self.kills:
            if acting.done():
                acting.result()
            point = points[self.verdict.kills % len(points)] if self.verdict.kills % 2 else None
            await self._start(point)
            assert self._process is not None
            longest = self.longest * self._pace
            try:
                await asyncio.wait_for(self._process.wait(), longest if point else self.random.uniform(0.02, longest))
            except TimeoutError:
                self._process.kill()
                await self._process.wait()
            self.verdict.kills += 1

    async def _finish(self, acting: asyncio.Task[None]) -> None:
        """One last life, in which everybody gets to the end; it is asked to stop, and must do so in ten seconds."""
        await self._start(None)
        await self._until_all_are_through(acting)
        for _ in range(400):
            await asyncio.sleep(0.1)
            if not self.playground.core.updates.waiting and not self._unsettled():
                break
        assert self._process is not None
        self._process.terminate()
        began = time.monotonic()
        await asyncio.wait_for(self._process.wait(), 15)
        self.verdict.stopped_in = time.monotonic() - began

    async def _until_all_are_through(self, acting: asyncio.Task[None]) -> None:
        """Everybody gets to the end but those who wait for a message that was in flight at two kills: it is not sent a third
        time, the keeper sees it as uncertain. Anybody else who gets nowhere is a failure."""
        moved, at = len(self.people.through), time.monotonic()
        while not acting.done():
            await asyncio.sleep(1)
            if len(self.people.through) != moved:
                moved, at = len(self.people.through), time.monotonic()
            elif time.monotonic() - at > QUIET or (time.monotonic() - at > CALM and not self._stuck()):
                break
        if acting.done():
            acting.result()
            return
        stuck = self._stuck()
        assert not stuck, f"waiting, and nothing of theirs is in doubt: {stuck}"
        self.verdict.given_up = self._waiting()
        acting.cancel()

    def _waiting(self) -> set[int]:
        return self.people.begun.keys() - self.people.through

    def _stuck(self) -> list[int]:
        """Who waits for no message that was given up."""
        given_up = uncertain(self.database)
        return [n for n in self._waiting() if not {self.people.numbers.get(n), FIRST + n} & given_up]

    def _unsettled(self) -> bool:
        with opened(self.database) as session:
            busy = col(Outbox.status).in_([OutboxStatus.QUEUED, OutboxStatus.SENDING])
            waits = select(Outbox.id).where(busy, col(Outbox.not_before).is_(None)).limit(1)
            return session.exec(waits).first() is not None
