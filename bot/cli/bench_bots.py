"""The four bots of `dingge bench`, each a process of its own: `python -m bot.cli.bench_bots KIND URL FOLDER`."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot import logs
from bot.app.bot import Bot
from bot.app.demo import TOKEN, settings
from bot.app.office import build
from bot.channel import stock
from bot.channel.receive import Poller
from bot.channel.request import AiohttpRequest
from bot.cli.running import start
from bot.clock import ManualClock
from bot.desk import seed
from bot.desk.work import Work
from storage import migrate
from storage.db import Database, make_engine
from storage.inbox import Received

# A working hour: the office must be there to sign.
START = datetime(2026, 3, 9, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


class Kind(StrEnum):
    """Who takes part."""

    ECHO = "echo"  # the library's own bot: repeats every text
    OFFICE = "office"  # ours, whole
    DISCARD = "discard"  # the library's receiving alone
    KEEP = "keep"  # our receiving alone: raw batches, committed


def main(kind: Kind, url: str, folder: Path) -> None:
    """Run one of them until SIGTERM."""
    logs.configure("ERROR", "text")
    if kind is Kind.ECHO:
        stock.echo(TOKEN, url)
    elif kind is Kind.DISCARD:
        stock.discard(TOKEN, url)
    else:
        _prepare(folder, url)
        start(_office(folder, url) if kind is Kind.OFFICE else _keep(folder, url))


def _prepare(folder: Path, url: str) -> None:
    """Tables and the demo city."""
    plain = settings(folder, url)
    office, engine = build(plain), make_engine(plain.database)
    migrate.upgrade(engine)
    with Session(engine) as session:
        seed.seed(Work(session, START, office))
        session.commit()
    engine.dispose()


async def _office(folder: Path, url: str) -> int:
    bot = Bot(settings(folder, url), ManualClock(START, frozen=False))
    await bot.start()
    try:
        await _signal()
    finally:
        await bot.stop()
    return 0


async def _keep(folder: Path, url: str) -> int:
    plain = settings(folder, url)
    db, request = Database(plain.database), AiohttpRequest(connections=2)
    await db.start()
    poller = Poller(
        request=request,
        url=f"{url}/bot{TOKEN}/getUpdates",
        db=db,
        vault=build(plain).vault,
        now=ManualClock(START, frozen=False).now,
        deliver=_nobody,
        bot_id=int(TOKEN.partition(":")[0]),
        holder="bench",
        on_outage=_untold,
    )
    polling = asyncio.create_task(poller.run())
    await _signal()
    polling.cancel()
    await asyncio.gather(polling, return_exceptions=True)
    await request.shutdown()
    await db.stop()
    return 0


async def _nobody(_batch: Sequence[Received]) -> None:
    """What was kept stays in the inbox."""


async def _untold(_hours: int) -> None:
    """Nobody is told of an outage."""


async def _signal() -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await stop.wait()


if __name__ == "__main__":
    main(Kind(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
