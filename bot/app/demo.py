"""The demo city in one process: playground, bot, control port; they talk over HTTP on loopback like strangers."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from sqlmodel import Session

from bot.app.bot import Bot
from bot.city import demo as city
from bot.clock import ManualClock
from bot.control import Control
from bot.desk import seed
from bot.desk.work import Work
from bot.playground.core import Check
from bot.playground.server import Playground
from bot.settings import Settings, load
from nlp.understand import Understander

TOKEN = "9001:DEMO-TOKEN-OF-THE-PLAYGROUND"  # noqa: S105  (works nowhere but in the playground)


@dataclass(slots=True)
class Demo:
    """A running demo."""

    playground: Playground
    bot: Bot
    clock: ManualClock
    url: str


def settings(data_dir: Path, base: str, **more: Any) -> Settings:
    """Settings of a demo; the environment and `.env` do not reach in."""
    plain: dict[str, Any] = {
        "_env_file": None,
        "telegram_token": SecretStr(TOKEN),
        "telegram_base_url": base,
        "data_dir": data_dir,
        "database_url": SecretStr(""),
        "webhook_url": "",
        "city_pack": None,
        "sla_file": None,
        "calendar_file": None,
        "send_limits": "off",
        "log_level": "WARNING",
        "demo": True,
    }
    return load(**(plain | more))


@contextlib.asynccontextmanager
async def running(
    data_dir: Path,
    start: datetime,
    *,
    frozen: bool,
    port: int = 0,
    limits: bool = False,
    webhook: bool = False,
    check: Check | None = None,
    understander: Understander | None = None,
    seeded: bool = False,
    **more: Any,
) -> AsyncIterator[Demo]:
    """Playground and bot, seeded with the demo city unless that was done before; both clocks begin at `start`."""
    clock = ManualClock(start, frozen=frozen)
    control = Control(clock)
    world = city.playground_seed(city.demo_pack())
    playground = Playground(
        world, token=TOKEN, limits=limits, control_url=await control.start(), start_at=start, frozen=frozen, check=check
    )
    url = await playground.start(port=port)
    if webhook:
        more |= {"webhook_url": "http://127.0.0.1:0/", "webhook_listen": "127.0.0.1:0"}
    bot = Bot(settings(data_dir, url, **more), clock, understander)
    control.bot = bot
    try:
        await bot.start()
        if not seeded:
            await bot.db.run(lambda session: _seed(session, bot, clock))
        yield Demo(playground, bot, clock, url)
    finally:
        await bot.stop()
        await control.stop()
        await playground.stop()


def _seed(session: Session, bot: Bot, clock: ManualClock) -> None:
    seed.seed(Work(session, clock.now(), bot.office))
