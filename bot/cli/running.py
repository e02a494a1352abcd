"""`dingge run`: the service, until a signal."""

from __future__ import annotations

import asyncio
import gc
import signal
import sys
from collections.abc import Coroutine
from typing import Any

from bot import logs
from bot.app.bot import Bot
from bot.clock import SystemClock
from bot.settings import Settings, SettingsError, load


def run() -> int:
    """Run until SIGTERM or SIGINT."""
    settings = load()
    if not settings.telegram_token.get_secret_value():
        raise SettingsError("没有设置 TELEGRAM_TOKEN。请到 @BotFather 建机器人，把令牌填进 .env。想先试用：make demo。")
    logs.configure(settings.log_level, settings.log_format)
    return start(serve(settings))


def start(work: Coroutine[Any, Any, int]) -> int:
    """Run a coroutine on the fastest loop there is."""
    if sys.platform != "win32":
        import uvloop

        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            return runner.run(work)
    return asyncio.run(work)


async def serve(settings: Settings) -> int:
    """Start the bot and wait for a signal or for something that must not end."""
    bot = Bot(settings, SystemClock())
    try:
        await bot.start()
        gc.freeze()  # what a start makes stays: it is never looked through again
        gc.enable()
        await _until_the_end(bot)
    finally:
        await bot.stop()
        await bot.application.bot.shutdown()  # a start that failed half-way leaves its connections open
    return 0


async def _until_the_end(bot: Bot) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    print("ready", flush=True)
    failed = asyncio.create_task(bot.failed())
    waiting = [asyncio.create_task(stop.wait()), failed]
    done, _ = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    for task in waiting:
        task.cancel()
    if failed in done:
        failed.result()
