"""The running bot: everything built from settings, started in order, stopped in under ten seconds."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy.engine import make_url
from sqlmodel import Session
from telegram.ext import Application, ApplicationBuilder

from bot.app import guard
from bot.app.office import build
from bot.channel import handlers
from bot.channel.api import Api
from bot.channel.buckets import SendLimits
from bot.channel.receive import ALLOWED, Poller
from bot.channel.request import AiohttpRequest
from bot.channel.send import Reports, Sender
from bot.channel.webhook import Webhook
from bot.channel.worker import Workers, current_inbox, finished_here, remember_failure
from bot.clock import Clock, Ticker
from bot.desk import keeper, ticks
from bot.desk.work import Work
from bot.settings import Settings
from nlp.understand import Understander
from nlp.values import Understanding
from storage import inbox, migrate, outbox, timers
from storage.db import Database

log = structlog.get_logger()
COMMANDS = (("my", "我的诉求"), ("help", "怎么用"), ("todo", "本单位待办（工作人员）"), ("start", "开始"))
PATH = "/telegram"
SWEEP = 100
TIMER_TRIES = 5


class Bot:
    """One process of the service."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self.settings, self.clock = settings, clock
        self.office = build(settings)
        self.db = Database(settings.database)
        self.holder = secrets.token_hex(8)
        self.understander = Understander(self.office.catalogue)
        self.application = self._application()
        reports = Reports(self._undeliverable, self._uncertain, self._migrated, self._topic_gone)
        limits = SendLimits() if settings.send_limits == "telegram" else SendLimits.off()
        self._leading = self.db.is_sqlite
        root = f"{settings.telegram_base_url}/bot{settings.telegram_token.get_secret_value()}"
        api = Api(self.application.bot.request, root)
        self.sender = Sender(api, self.db, self.office.vault, clock.now, limits, reports, lambda: self._leading)
        self.workers = Workers(self.application, self.db, self._parked)
        self.ticker = Ticker(self.sweep)
        self.poller: Poller | None = None
        self.webhook: Webhook | None = None
        self._lock: guard.FileLock | None = None
        self._tasks: list[asyncio.Task[None]] = []

    def _application(self) -> Application[Any, Any, Any, Any, Any, Any]:
        base = self.settings.telegram_base_url
        builder = ApplicationBuilder().token(self.settings.telegram_token.get_secret_value())
        builder = builder.base_url(f"{base}/bot").base_file_url(f"{base}/file/bot").updater(None).job_queue(None)
        application = builder.request(AiohttpRequest()).get_updates_request(AiohttpRequest(connections=2)).build()
        application.add_error_handler(remember_failure)
        handlers.register(application, self)
        return application

    # -- life ------------------------------------------------------------------------------------------------------

    async def start(self) -> None:
        """Take the lock, open the database, meet Telegram, begin to receive, work, send and tick."""
        self._take_lock()
        await asyncio.to_thread(migrate.upgrade, self.db.engine)
        await self.db.start()
        await self.application.initialize()
        me = self.application.bot.bot
        self.office = build(self.settings, me.username or "")
        await self.application.start()
        await self._lead()
        self._go(self.sender.run(), "send")
        self._go(self._keep_leading())
        await self.workers.deliver(await self.db.run(self._left_over))
        if self.settings.webhook_url:
            await self._start_webhook(me.id)
        else:
            self._start_polling(me.id)
        self.ticker.start()
        self._go(asyncio.to_thread(self.understander.warm))
        self._go(self._set_commands())

    async def stop(self) -> None:
        """Stop receiving, finish what is in hand, write results, close. What waits stays in the database."""
        self.ticker.stop()
        if self.webhook is not None:
            await self.webhook.stop()
        await self.workers.stop(3.0)
        await self.sender.stop(3.0)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.application.stop()
        await self.application.shutdown()
        await self.db.stop()
        if self._lock is not None:
            self._lock.release()

    async def failed(self) -> None:
        """Return when something that must run for ever ends; raise why."""
        running = [task for task in self._tasks if task.get_name() in {"poll", "send"}]
        done, _ = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()

    def _take_lock(self) -> None:
        if self.db.is_sqlite:
            name = make_url(self.settings.database).database or ":memory:"
            if name != ":memory:":
                self._lock = guard.FileLock(self.settings.data_dir / "dingge.lock")
                self._lock.take()

    def _go(self, work: Any, name: str | None = None) -> None:
        self._tasks.append(asyncio.create_task(work, name=name))

    def _left_over(self, session: Session) -> list[inbox.Received]:
        return inbox.waiting(session, self.office.vault, 100_000, holder=self.holder)

    def _start_polling(self, bot_id: int) -> None:
        token = self.settings.telegram_token.get_secret_value()
        self.poller = Poller(
            request=self.application.bot._request[0],
            url=f"{self.settings.telegram_base_url}/bot{token}/getUpdates",
            db=self.db,
            vault=self.office.vault,
            now=self.clock.now,
            deliver=self.workers.deliver,
            bot_id=bot_id,
            holder=self.holder,
            on_outage=self._outage,
        )
        self._go(self.poller.run(), "poll")

    async def _start_webhook(self, bot_id: int) -> None:
        secret = self.settings.webhook_secret.get_secret_value() or secrets.token_hex(24)
        self.webhook = Webhook(
            db=self.db,
            vault=self.office.vault,
            now=self.clock.now,
            deliver=self.workers.deliver,
            bot_id=bot_id,
            holder=self.holder,
            secret=secret,
            path=PATH,
        )
        port = await self.webhook.start(*self.settings.listen)
        url = self.settings.webhook_url.replace(":0/", f":{port}/").rstrip("/")
        url = url if url.endswith(PATH) else url + PATH
        await self.application.bot.set_webhook(
            url, secret_token=secret, allowed_updates=list(ALLOWED), max_connections=40
        )

    async def _set_commands(self) -> None:
        with contextlib.suppress(Exception):  # a menu is a convenience; without it everything works
            await self.application.bot.set_my_commands(list(COMMANDS))

    # -- leadership: on PostgreSQL one process at a time sends and sweeps ------------------------------------------

    async def _lead(self) -> None:
        if not self.db.is_sqlite:
            self._leading = await self.db.run(
                lambda session: guard.hold(session, "sender", self.holder, self.clock.now())
            )

    async def _keep_leading(self) -> None:
        while not self.db.is_sqlite:
            await asyncio.sleep(guard.LEASE.total_seconds() / 3)
            await self._lead()

    # -- what handlers use -----------------------------------------------------------------------------------------

    async def do(self, use_case: Callable[..., Any], *args: Any) -> Any:
        """Run a use case in one unit of work; the update being handled is finished in the same unit, once."""
        inbox_id, ended, now = current_inbox.get(), finished_here.get(), self.clock.now()

        def unit(session: Session) -> Any:
            if inbox_id is not None and not inbox.finish(session, inbox_id):
                return None
            return use_case(Work(session, now, self.office), *args)

        value = await self.db.run(unit)
        if ended is not None and inbox_id is not None:
            ended.append(inbox_id)
        return value

    def understand(self, text: str) -> Understanding:
        """Read a text, outside any transaction."""
        return self.understander.understand(text, at=self.clock.now())

    async def answer(self, query_id: str, text: str, alert: bool) -> None:
        """End a button's spinner."""
        await self.sender.answer(query_id, text, alert)

    # -- the tick --------------------------------------------------------------------------------------------------

    async def sweep(self) -> int:
        """Fire every timer that is due. One that fails is put off and shown to the keeper; the others go on."""
        if not self._leading:
            return 0
        fired = 0
        while True:
            now = self.clock.now()
            due = await self.db.run(lambda session, now=now: timers.due(session, now, SWEEP))
            if not due:
                return fired
            results = await asyncio.gather(*(self._fire(timer_id) for timer_id in due))
            fired += sum(results)
            if not any(results):
                return fired

    async def _fire(self, timer_id: int) -> bool:
        now = self.clock.now()
        try:
            return await self.db.run(lambda session: ticks.fire(Work(session, now, self.office), timer_id))
        except Exception as error:
            log.error("timer failed", timer=timer_id, error=type(error).__name__)
            await self.db.run(lambda session: timers.put_off(session, timer_id, now))
            return False

    # -- what the machinery reports --------------------------------------------------------------------------------

    async def _report(self, use_case: Callable[..., Any], *args: Any) -> None:
        now = self.clock.now()
        await self.db.run(lambda session: use_case(Work(session, now, self.office), *args))

    async def _undeliverable(self, outbox_id: int, why: str) -> None:
        await self._report(keeper.undeliverable, outbox_id, why)

    async def _uncertain(self, outbox_id: int) -> None:
        await self._report(keeper.uncertain, outbox_id)

    async def _migrated(self, old: int, new: int) -> None:
        await self._report(keeper.migrated, old, new)

    async def _topic_gone(self, chat_id: int) -> None:
        await self._report(keeper.topic_gone, chat_id)

    async def _parked(self, inbox_id: int) -> None:
        await self._report(keeper.parked, inbox_id)

    async def _outage(self, hours: int) -> None:
        await self._report(keeper.outage, hours)

    async def quiet(self) -> bool:
        """True if nothing is left to do now: no update waits, nothing may be sent, nobody works."""
        now = self.clock.now()

        def look(session: Session) -> bool:
            return outbox.pending_count(session, now) == 0 and not timers.due(session, now, 1)

        return (
            self.workers.idle
            and self.sender.idle
            and await self.db.run(look)
            and self.workers.idle
            and self.sender.idle
        )

    async def coming(self, limit: int) -> list[tuple[datetime, str]]:
        """What happens next by the clock: timers and messages that wait for their time."""

        def look(session: Session) -> list[tuple[datetime, str]]:
            found = [(row.at, row.kind.value) for row in timers.upcoming(session, limit)]
            found += [(at, "发出消息") for at in outbox.waiting_times(session, self.clock.now(), limit)]
            return sorted(found)[:limit]

        return await self.db.run(look)
