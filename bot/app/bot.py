"""The running bot: everything built from settings, started in order, stopped in under ten seconds."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy.engine import make_url
from sqlmodel import Session
from telegram.error import NetworkError
from telegram.ext import Application, ApplicationBuilder

from bot.app import anchors, guard, menu, receiving
from bot.app.fetcher import Fetcher
from bot.app.giving_way import giving_way
from bot.app.importer import Importer
from bot.app.leader import Leader
from bot.app.office import build
from bot.app.reporting import Reporter
from bot.app.sweeper import Sweeper
from bot.channel import handlers
from bot.channel.api import Api
from bot.channel.buckets import SendLimits
from bot.channel.download import Downloads
from bot.channel.receive import Poller
from bot.channel.request import AiohttpRequest
from bot.channel.send import Sender
from bot.channel.webhook import Webhook
from bot.channel.worker import Workers, current_inbox, finished_here, remember_failure
from bot.clock import Clock, Ticker
from bot.desk import almanac
from bot.desk.supervisor import pack_clock, season_clock
from bot.desk.work import Work
from bot.settings import Settings
from nlp.understand import Understander
from nlp.values import Understanding
from storage import inbox, migrate
from storage.db import Database

log = structlog.get_logger()
PATIENCE = (0.5, 1.0, 2.0, 4.0, 8.0)  # seconds between tries to meet Telegram at the start
FOR_EVER = {"poll", "send", "lead"}
MOST_LEFT_OVER = 100_000
CALENDAR_EVERY = timedelta(minutes=1)  # notices may be loaded by the command line


class Bot:
    """One process of the service. `understander` may be shared: it is pure and costs a second to load."""

    def __init__(self, settings: Settings, clock: Clock, understander: Understander | None = None) -> None:
        self.settings, self.clock, self.holder = settings, clock, secrets.token_hex(8)
        self.office = build(settings)
        self.db = Database(settings.database)
        self.understander = understander or Understander(
            self.office.catalogue, confident=self.office.pack.auto_dispatch_from
        )
        self._root = f"{settings.telegram_base_url}/bot{settings.telegram_token.get_secret_value()}"
        self._updates_request = AiohttpRequest(connections=2)
        self.application = self._application()
        self.leader = Leader(self.db, self.holder, clock.now)
        self.reporter = Reporter(self.db, self.work, clock.now)
        self.sweeper = Sweeper(
            self.db, self.work, clock.now, lambda: self.leader.leading, settings.data_dir / anchors.FOLDER
        )
        self.fetcher = self._fetcher()
        self.sender = self._sender()
        self.workers = Workers(self.application, self.db, self.reporter.parked)
        self.ticker = Ticker(self._tick)
        self.poller: Poller | None = None
        self.webhook: Webhook | None = None
        self._calendar_read = clock.now()
        self._lock: guard.FileLock | None = None
        self._tasks: list[asyncio.Task[Any]] = []

    def _application(self) -> Application[Any, Any, Any, Any, Any, Any]:
        base = self.settings.telegram_base_url
        builder = ApplicationBuilder().token(self.settings.telegram_token.get_secret_value())
        builder = builder.base_url(f"{base}/bot").base_file_url(f"{base}/file/bot").updater(None)
        builder = builder.request(AiohttpRequest()).get_updates_request(self._updates_request)
        application: Application[Any, Any, Any, Any, Any, Any] = builder.job_queue(None).build()
        application.add_error_handler(remember_failure)
        handlers.register(application, self)
        return application

    def _sender(self) -> Sender:
        limits = SendLimits() if self.settings.send_limits == "telegram" else SendLimits.off()
        api = Api(self.application.bot.request, self._root)
        may_send = self._may_send
        reports, copies = self.reporter.reports(), self.fetcher.bytes_of
        return Sender(api, self.db, self.office.vault, self.clock.now, limits, reports, may_send, copies)

    def _fetcher(self) -> Fetcher:
        request = self.application.bot.request
        token, base = self.settings.telegram_token.get_secret_value(), self.settings.telegram_base_url
        downloads = Downloads(Api(request, self._root), request, f"{base}/file/bot{token}")
        importer = Importer(self.db, self.work, self.clock.now, self.understand, lambda: self.office.pack.zone)
        return Fetcher(self.db, self.work, self.clock.now, downloads, self._may_send, importer.take_in)

    def _may_send(self) -> bool:
        return self.leader.leading

    # -- life ------------------------------------------------------------------------------------------------------

    async def start(self) -> None:
        """Take the lock, open the database, meet Telegram, begin to receive, work, send and tick.

        Raises `guard.Taken`, `NewerSchema`, `InvalidToken`, or `NetworkError` if Telegram stays out of reach.
        """
        self._take_lock()
        await asyncio.to_thread(migrate.upgrade, self.db.engine)
        await self.db.start()
        await self._meet()
        await self._read_calendar()
        self.db.on_wake(almanac.WAKE, lambda: self._go(self._read_calendar()))
        await self.application.start()
        await self.leader.look()
        if self.leader.leading:
            await self.db.run(lambda session: season_clock.arm(self.work(session, self.clock.now())))
            await self.db.run(lambda session: pack_clock.arm(self.work(session, self.clock.now())))
        self._go(self.sender.run(), "send")
        await self.workers.deliver(await self.db.run(self._left_over))
        await self._receive()
        if not self.db.is_sqlite:
            self._go(self.leader.keep(), "lead")
        self._go(self.fetcher.run(), "fetch")
        self.ticker.start()
        self._go(asyncio.to_thread(self.understander.warm))
        self._go(menu.show(self.application.bot))

    async def stop(self) -> None:
        """Stop receiving, finish what is in hand, write results, close. What waits stays in the database."""
        await self.ticker.stop()
        await self._cancel("poll")
        if self.webhook is not None:
            await self.webhook.stop()
        await self.workers.stop(3.0)
        await self.sender.stop(3.0)
        await self._cancel()
        if self.application.running:
            await self.application.stop()
        await self.application.shutdown()
        await self.db.stop()
        if self._lock is not None:
            self._lock.release()

    async def failed(self) -> None:
        """Return when something that must run for ever ends; raise why."""
        running = [task for task in self._tasks if task.get_name() in FOR_EVER]
        done, _ = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()

    def _take_lock(self) -> None:
        if self.db.is_sqlite and make_url(self.settings.database).database not in {None, "", ":memory:"}:
            self._lock = guard.FileLock(self.settings.data_dir / "dingge.lock")
            self._lock.take()

    async def _meet(self) -> None:
        """Learn our own name. A network that is not up yet gets a quarter of a minute."""
        for pause in (*PATIENCE, None):
            try:
                await self.application.initialize()
                break
            except NetworkError as error:
                if pause is None:
                    raise
                log.warning("telegram not reached", error=type(error).__name__, pause=pause)
                await asyncio.sleep(pause)
        self.office = replace(self.office, bot_username=self.application.bot.username)

    async def _receive(self) -> None:
        bot = self.application.bot
        parts = receiving.Parts(
            settings=self.settings,
            db=self.db,
            vault=self.office.vault,
            now=self.clock.now,
            workers=self.workers,
            bot_id=bot.id,
            holder=self.holder,
            on_outage=self.reporter.outage,
        )
        if self.settings.webhook_url:
            self.webhook = await receiving.webhook(parts, bot)
            return
        self.poller = receiving.poller(parts, self._updates_request, self._root)
        self._go(self.poller.run(), "poll")

    async def _read_calendar(self) -> None:
        """Holiday notices that were loaded into the database, here or by another process, are in force from now on."""
        self._calendar_read = self.clock.now()
        self.office = await self.db.run(lambda session: almanac.office_now(session, self.office))

    def _go(self, work: Coroutine[Any, Any, Any], name: str | None = None) -> None:
        self._tasks.append(asyncio.create_task(work, name=name))

    async def _cancel(self, name: str | None = None) -> None:
        ending = [task for task in self._tasks if name is None or task.get_name() == name]
        for task in ending:
            task.cancel()
        await asyncio.gather(*ending, return_exceptions=True)

    # -- what waits in the inbox -----------------------------------------------------------------------------------

    def _left_over(self, session: Session) -> list[inbox.Received]:
        return inbox.waiting(session, self.office.vault, MOST_LEFT_OVER, holder=self.holder)

    # -- what handlers use -----------------------------------------------------------------------------------------

    def work(self, session: Session, now: datetime) -> Work:
        """One unit of work for this office."""
        return Work(session, now, self.office)

    async def do(self, use_case: Callable[..., Any], *args: Any) -> Any:
        """Run a use case in one unit of work; the update being handled is finished in the same unit, once.

        None, and nothing changed, if this update was handled before.
        """
        inbox_id, ended, now = current_inbox.get(), finished_here.get(), self.clock.now()

        def unit(session: Session) -> Any:
            if inbox_id is not None and not inbox.finish(session, inbox_id):
                return None
            return use_case(self.work(session, now), *args)

        value = await self.db.run(unit)
        if ended is not None and inbox_id is not None:
            ended.append(inbox_id)
        return value

    async def read(self, use_case: Callable[..., Any], *args: Any) -> Any:
        """Run a use case that only reads, in a session of its own beside the writer."""
        now = self.clock.now()
        with giving_way():
            return await self.db.read(lambda session: use_case(self.work(session, now), *args))

    def understand(self, text: str) -> Understanding:
        """Read a text, outside any transaction."""
        return self.understander.understand(text, at=self.clock.now(), city=self.office.pack.city)

    async def answer(self, query_id: str, text: str, alert: bool) -> None:
        """End a button's spinner."""
        await self.sender.answer(query_id, text, alert)

    # -- the tick, and what the control port asks ------------------------------------------------------------------

    async def _tick(self) -> int:
        fired = await self.sweeper.sweep()
        await self.sweeper.audit()
        if self.clock.now() - self._calendar_read > CALENDAR_EVERY:
            await self._read_calendar()
        return fired

    async def sweep(self) -> int:
        """Fire every timer that is due."""
        return await self.sweeper.sweep()

    def moved(self) -> None:
        """The clock was moved by hand: messages that waited for their time may leave."""
        self.sender.poke()
        self.fetcher.poke()

    async def quiet(self) -> bool:
        """True if nothing is left to do now: no update waits, nothing may be sent, nobody works."""
        return not self.working and await self.db.run(self.sweeper.nothing_due) and not self.working

    @property
    def working(self) -> bool:
        """True while an update is in hand, a call in flight or a file on its way."""
        return not (self.workers.idle and self.sender.idle and self.fetcher.idle)

    async def coming(self, limit: int) -> list[tuple[datetime, str]]:
        """What happens next by the clock."""
        return await self.sweeper.coming(limit)
