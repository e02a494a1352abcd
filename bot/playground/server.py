"""The playground: one local Telegram for one bot, over HTTP and by direct calls."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.playground.api import Api
from bot.playground.clock import PlayClock
from bot.playground.core import Check, Core
from bot.playground.files import UPLOAD_LIMIT
from bot.playground.journal import Journal
from bot.playground.limits import Flood, Limits
from bot.playground.play import chats, faults, look, people
from bot.playground.play.routes import Routes
from bot.playground.play.steer import HttpSteer, Steer
from bot.playground.play.timekeeper import SETTLE_SECONDS, Timekeeper
from bot.playground.updates import UpdateQueue
from bot.playground.values import Json
from bot.playground.webhook import Webhook
from bot.playground.world import World

_PAGE = Path(__file__).parent / "page"


class Playground:
    """A local Telegram. Every control endpoint is a method of the same name; those raise PlayError for what cannot be.

    `limits`: True for Telegram's published ones, False for none, or a `Limits`. `steer` replaces `control_url` in
    process. `start_at` and `frozen` set the clock; `keep` bounds remembered messages and calls; `check` judges each
    call's parameters (see `spec.Spec`).
    """

    def __init__(
        self,
        seed: Json,
        *,
        token: str,
        limits: bool | Limits = True,
        control_url: str | None = None,
        page_dir: Path | None = None,
        steer: Steer | None = None,
        start_at: datetime | None = None,
        frozen: bool = False,
        keep: int = 200_000,
        check: Check | None = None,
    ) -> None:
        clock = PlayClock(start_at, speed=0.0 if frozen else 1.0)
        updates = UpdateQueue(clock.unix)
        chosen = (Limits() if limits else None) if isinstance(limits, bool) else limits
        privacy = not seed.get("bot", {}).get("can_read_all_group_messages", False)
        world = World(seed, keep)
        self.core = Core(token, world, clock, updates, Flood(chosen), Webhook(updates), Journal(keep), privacy, check)
        self.time = Timekeeper(self.core, steer or (HttpSteer(control_url) if control_url else None))
        self.api = Api(self.core)
        self._page_dir = page_dir or _PAGE
        self._runner: web.AppRunner | None = None
        self.url = ""

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> str:
        """Listen; the base address, e.g. http://127.0.0.1:8765. A taken port raises OSError."""
        app = web.Application(client_max_size=UPLOAD_LIMIT + 1024 * 1024)
        app.add_routes(self.api.routes())
        app.add_routes(Routes(self, self._page_dir).routes())
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, host, port).start()
        except OSError:
            await self._runner.cleanup()
            raise
        self.url = f"http://{host}:{self._runner.addresses[0][1]}"
        return self.url

    async def stop(self) -> None:
        """End everything that waits, then stop listening."""
        core = self.core
        core.updates.closed = True
        core.updates.arrived.fire()
        core.world.changed.fire()
        self.api.close()
        await core.webhook.stop()
        await self.time.close()
        if self._runner is not None:
            await self._runner.cleanup()

    # People

    def say(self, user: int, text: str | None = None, **what: Any) -> Json:
        """A message: chat, photo, document, voice, video, location, contact, caption, reply_to, media_group, topic."""
        return people.say(self.core, user, {"text": text, **what})

    def edit(self, user: int, message_id: int, text: str, chat: int | None = None) -> Json:
        """The person edits an own message."""
        return people.edit(self.core, user, chat, message_id, text)

    def delete(self, user: int, message_id: int, chat: int | None = None) -> Json:
        """The person deletes an own message."""
        return people.delete(self.core, user, chat, message_id)

    async def press(self, user: int, text: str | None = None, **what: Any) -> Json:
        """Press a button by its `text`, or any `data`: chat, message_id, wait (seconds for the answer)."""
        return await people.press(self.core, user, {"text": text, **what})

    # Chats

    def join(self, user: int | str, chat: int, *, admin: bool | None = None) -> Json:
        """Somebody, or "bot", joins; `admin` makes or unmakes an administrator."""
        return chats.join(self.core, user, chat, admin=admin)

    def leave(self, user: int | str, chat: int) -> Json:
        """Somebody leaves; "bot" is removed."""
        return chats.leave(self.core, user, chat)

    def restrict(self, chat: int, *, allowed: bool = False) -> Json:
        """Forbid (or allow) the bot to write in a group."""
        return chats.restrict(self.core, chat, allowed=allowed)

    def topic(self, chat: int, action: str, name: str = "", topic: int | None = None) -> Json:
        """create, close, reopen, delete a forum topic."""
        return chats.topic(self.core, chat, action, name, topic)

    def block(self, user: int) -> Json:
        """The person blocks the bot."""
        return chats.block(self.core, user, blocked=True)

    def unblock(self, user: int) -> Json:
        """The person unblocks the bot."""
        return chats.block(self.core, user, blocked=False)

    def deactivate(self, user: int) -> Json:
        """The person's account is gone."""
        return chats.deactivate(self.core, user)

    def migrate(self, chat: int, *, silent: bool = False) -> Json:
        """A group becomes a supergroup."""
        return chats.migrate(self.core, chat, silent=silent)

    def add_person(self, raw: Json) -> Json:
        """One more person, as in the seed."""
        return chats.add_person(self.core, raw)

    def add_chat(self, raw: Json) -> Json:
        """One more group, as in the seed."""
        return chats.add_chat(self.core, raw)

    def fault(self, kind: str | int, **what: Any) -> Json:
        """Order a fault: method, chat, times, retry_after, seconds."""
        return faults.order(self.core, {"kind": kind, **what})

    def clear_faults(self) -> Json:
        """Forget the faults still to come."""
        return faults.clear(self.core)

    def update(self, raw: Json) -> Json:
        """Queue a raw update as it is."""
        return {"update_id": self.core.updates.add_raw(raw)}

    def people(self) -> Json:
        """People and chats."""
        return look.people(self.core)

    def chats(self) -> Json:
        """Chats."""
        return look.chats(self.core)

    def messages(self, chat: int, after: int = 0) -> Json:
        """Messages changed since the counter value `after`."""
        return look.messages(self.core, chat, after)

    def calls(self, after: int = 0, method: str | None = None) -> list[Json]:
        """Bot API calls after the n-th."""
        return self.core.journal.after(after, method)

    def wrong_calls(self) -> list[Json]:
        """Calls that break Telegram's description; needs `check`."""
        return [call for call in self.calls() if call.get("against_spec")]

    def now(self) -> datetime:
        """The playground's instant."""
        return self.core.clock.now()

    async def advance(self, seconds: float) -> Json:
        """Move time forward, stopping at each instant at which the bot has something to do."""
        return await self.time.advance(seconds)

    async def move_to(self, instant: datetime) -> Json:
        """Move time forward to an instant, likewise."""
        return await self.time.move_to(instant)

    async def settle(self, seconds: float = SETTLE_SECONDS) -> Json:
        """Wait up to `seconds` for rest: {"settled", "seconds"}."""
        return await self.time.settle(seconds)
