"""A whole city for journey tests: playground and bot in one process, people who speak and press, and silence that is asserted.

Every message of the bot must be expected by a `sees` (or released by `ignore`); what nobody expected fails the test at the end.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

import structlog
from sqlmodel import col, delete

from bot.app import demo
from bot.city.demo import demo_pack, entrepreneurs
from bot.desk import callback
from bot.desk.audit import findings
from bot.desk.work import Work
from bot.playground.core import Check
from bot.playground.spec import Spec
from storage.tables import Timer
from storage.vocabulary import ChatPurpose, TimerKind
from tests.support import template

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 3, 9, 9, 0, tzinfo=ZONE)
MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108  (a journey needs no disk)
SPEC = Path(__file__).resolve().parents[3] / "shared" / "spec" / "telegram_bot_api.json"


class Unexpected(AssertionError):
    """The bot said something that nobody expected, or did not say what was expected."""


@dataclass(slots=True)
class Chat:
    """A chat as the test looks at it; `seen` holds (message id, number of edits) that were expected."""

    city: City
    id: int
    seen: set[tuple[int, int]] = field(default_factory=set)

    def messages(self) -> list[dict[str, Any]]:
        """The bot's messages that are there, oldest first."""
        found = self.city.playground.messages(self.id)["messages"]
        return [m for m in found if m["from"]["is_bot"] and not m.get("service")]

    def fresh(self) -> list[dict[str, Any]]:
        """Messages of the bot that nobody expected yet, in their present wording."""
        return [m for m in self.messages() if (m["message_id"], len(m["edits"])) not in self.seen and not m["deleted"]]

    def sees(self, *parts: str) -> dict[str, Any]:
        """The oldest unexpected message that contains all parts; it is expected from now on."""
        for message in self.fresh():
            if all(part in text_of(message) for part in parts):
                self.seen.add((message["message_id"], len(message["edits"])))
                return message
        there = "\n---\n".join(text_of(m) for m in self.fresh()) or "（没有新消息）"
        raise Unexpected(f"chat {self.id}: expected {parts}, but there is:\n{there}")

    def hears_nothing(self) -> None:
        """Nothing unexpected is in this chat."""
        rest = self.fresh()
        if rest:
            raise Unexpected(f"chat {self.id}: nobody expected\n" + "\n---\n".join(text_of(m) for m in rest))

    def ignore(self) -> None:
        """Take everything that is here now for expected."""
        self.seen |= {(m["message_id"], len(m["edits"])) for m in self.messages()}

    def with_button(self, label: str) -> dict[str, Any]:
        """The newest message that has this button."""
        for message in reversed(self.messages()):
            if any(button["text"] == label for row in message.get("keyboard") or [] for button in row):
                return message
        labels = [b["text"] for m in self.messages() for row in m.get("keyboard") or [] for b in row]
        raise Unexpected(f"chat {self.id}: no button {label!r}; there are {labels}")

    def card(self, part: str = "QS-") -> dict[str, Any]:
        """The newest message of the bot that contains a text."""
        return next(m for m in reversed(self.messages()) if part in text_of(m))


@dataclass(slots=True)
class Actor:
    """A person of the city."""

    city: City
    id: int
    name: str
    chat: Chat

    async def says(
        self, text: str, *, in_: Chat | None = None, reply_to: dict[str, Any] | None = None, **more: Any
    ) -> int:
        """Send a text; everything settles."""
        what: dict[str, Any] = {"chat": (in_ or self.chat).id, **more}
        if reply_to is not None:
            what["reply_to"] = reply_to["message_id"]
        sent = self.city.playground.say(self.id, text or None, **what)
        await self.city.settle()
        return int(sent["message_id"])

    async def sends(self, *, in_: Chat | None = None, **media: Any) -> int:
        """Send photo=True, document=…, voice=…, location=…, contact=True; with caption=, media_group=."""
        return await self.says("", in_=in_, **media)

    async def presses(self, label: str, *, in_: Chat | None = None, under: dict[str, Any] | None = None) -> str:
        """Press a button by its label; returns the toast."""
        chat = in_ or self.chat
        message = under or chat.with_button(label)
        answer = await self.city.playground.press(
            self.id, label, chat=chat.id, message_id=message["message_id"], wait=5
        )
        await self.city.settle()
        return str((answer.get("answer") or {}).get("text") or "")

    async def forges(self, data: str, *, in_: Chat, under: dict[str, Any]) -> str:
        """Press with data of one's own making."""
        answer = await self.city.playground.press(
            self.id, chat=in_.id, message_id=under["message_id"], data=data, wait=5
        )
        await self.city.settle()
        return str((answer.get("answer") or {}).get("text") or "")

    async def edits(self, message_id: int, text: str) -> None:
        """Change an own message."""
        self.city.playground.edit(self.id, message_id, text)
        await self.city.settle()

    def sees(self, *parts: str) -> dict[str, Any]:
        """In the private chat."""
        return self.chat.sees(*parts)

    def hears_nothing(self) -> None:
        """In the private chat."""
        self.chat.hears_nothing()

    def ignore(self) -> None:
        """In the private chat."""
        self.chat.ignore()


class City:
    """The running city."""

    def __init__(self, running: demo.Demo) -> None:
        self.demo, self.playground, self.bot = running, running.playground, running.bot
        self._chats: dict[int, Chat] = {}
        self.bosses = [self._actor(boss.tg_id, boss.name) for boss in entrepreneurs()]
        self.pack = demo_pack()

    @property
    def boss(self) -> Actor:
        """The first entrepreneur: 周老板."""
        return self.bosses[0]

    def enterprise(self, name: str) -> Actor:
        """The entrepreneur of this name, e.g. 周老板."""
        return next(boss for boss in self.bosses if boss.name == name)

    def chat(self, chat_id: int) -> Chat:
        """A chat by id."""
        return self._chats.setdefault(chat_id, Chat(self, chat_id))

    def group(self, unit: str) -> Chat:
        """A unit's group."""
        found = self.pack.group_of(ChatPurpose.UNIT, unit)
        assert found is not None, unit
        return self.chat(found.id)

    def desk(self, purpose: ChatPurpose) -> Chat:
        """The group of the clerks, supervisors or keepers."""
        found = self.pack.group_of(purpose)
        assert found is not None
        return self.chat(found.id)

    @property
    def clerks(self) -> Chat:
        """首接坐席群."""
        return self.desk(ChatPurpose.CLERKS)

    @property
    def supervisors(self) -> Chat:
        """督办群."""
        return self.desk(ChatPurpose.SUPERVISORS)

    @property
    def keepers(self) -> Chat:
        """管理群."""
        return self.desk(ChatPurpose.KEEPERS)

    def staff(self, code: str) -> Actor:
        """The holder of a post."""
        post = self.pack.post(code)
        assert post is not None, code
        assert post.tg_id is not None, code
        return self._actor(post.tg_id, post.name)

    def officer(self, unit: str, seat: int = 1) -> Actor:
        """A unit's person: 1 owner, 2 backup, 3 head, 4 deputy, 5 chief."""
        return self.staff(f"{unit}-{seat:02d}")

    def _actor(self, tg_id: int, name: str) -> Actor:
        return Actor(self, tg_id, name, self.chat(tg_id))

    async def settle(self) -> None:
        """Wait until the bot has nothing left to do now."""
        done = await self.playground.settle(20)
        assert done["settled"], "the bot does not come to rest"

    async def advance(self, **length: float) -> None:
        """Move time: hours=, minutes=, days=; stops at every instant at which something is due."""
        await self.playground.advance(timedelta(**length).total_seconds())

    async def working_day(self, hour: int = 9) -> None:
        """Move to `hour` o'clock of the next working day."""
        day = self.bot.clock.now().astimezone(ZONE).date() + timedelta(days=1)
        while not self.bot.office.calendar.day(day).working:
            day += timedelta(days=1)
        await self.playground.move_to(datetime(day.year, day.month, day.day, hour, tzinfo=ZONE))

    async def to(self, when: str) -> None:
        """Move time to `2026-03-12 09:00`, city time."""
        await self.playground.move_to(datetime.fromisoformat(when).replace(tzinfo=ZONE))

    async def look(self, fn: Any) -> Any:
        """Run a read of the database."""
        return await self.bot.db.run(fn)

    async def finish(self) -> None:
        """Nobody heard anything unexpected, every call was valid, and the auditor finds nothing."""
        await self.settle()
        for entry in self.playground.chats()["chats"]:
            self.chat(entry["id"]).hears_nothing()
        wrong = [
            call
            for call in self.playground.calls()
            if not call["ok"] and call["error_code"] == 400 and not harmless(call)
        ]
        assert not wrong, f"refused calls: {wrong}"
        assert not self.playground.wrong_calls(), "calls that the Bot API's own description does not know"
        found = await self.bot.db.run(lambda s: findings(Work(s, self.bot.clock.now(), self.bot.office), deep=True))
        assert not found, found


def harmless(call: dict[str, Any]) -> bool:
    """400s that are outcomes, not errors."""
    text = str(call.get("description", "")).lower()
    if call["method"] == "getFile":  # a file that was never there, or is too big: the answer is the outcome
        return True
    return any(
        part in text
        for part in ("not modified", "too old", "upgraded", "thread not found", "topic_closed", "wrong file")
    )


def text_of(message: dict[str, Any]) -> str:
    """Text or caption."""
    return str(message.get("text") or message.get("caption") or "")


def numbers_of(message: dict[str, Any]) -> str:
    """The case number in a message."""
    text = text_of(message)
    start = text.index("QS-")
    return text[start : start + 14]


@cache
def spec_check() -> Check | None:
    """Judges every call of the bot by the Bot API's own description, where that is at hand."""
    return Spec.load(SPEC).problems if SPEC.exists() else None


@contextlib.asynccontextmanager
async def city(
    *,
    webhook: bool = False,
    start: datetime = MONDAY,
    limits: bool = False,
    packs: bool = False,
    callbacks: bool = False,
    **more: Any,
) -> AsyncIterator[City]:
    """A city that begins on Monday 2026-03-09 09:00. Error logs of the bot fail the test. Dispatch packs come by the clock
    only where a journey is about them (`packs`): every other journey may cross a Monday without naming them. Likewise
    callbacks: with `callbacks` every case that may be drawn is drawn, without it none."""
    lot = patch.object(callback, "lot", lambda _work, _case: 0 if callbacks else 100)
    with lot, tempfile.TemporaryDirectory(dir=MEMORY) as folder, structlog.testing.capture_logs() as logs:
        template.copy_to(Path(folder))
        shared = {"check": spec_check(), "understander": template.understander()}
        given = {"webhook": webhook, "limits": limits, "seeded": not more, **shared, **more}
        async with demo.running(Path(folder), start, frozen=True, **given) as running:
            there = City(running)
            await there.settle()
            if not packs:
                await there.look(lambda session: session.exec(delete(Timer).where(col(Timer.kind) == TimerKind.PACK)))
            yield there
            await there.finish()
        errors = [entry for entry in logs if entry["log_level"] in {"error", "critical"}]
        assert not errors, errors
