"""A real bot process against the playground, killed again and again; afterwards every promise is judged from the outside.

Complaints are said, submitted and signed all the while; the process dies by SIGKILL at random moments and at every named
crash point. What is judged: no text lost, none filed twice, no press with two effects, no message sent more often than wanted
unless its row says that it was in flight at a kill, and then one extra copy at most.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlmodel import Session, select

from bot.app import demo
from bot.app.office import build
from bot.city.demo import demo_pack, playground_seed
from bot.clock import SystemClock
from bot.desk.audit import findings
from bot.desk.work import Work
from bot.playground.server import Playground
from bot.texts.values import Message
from storage.crash import POINTS
from storage.db import make_engine
from storage.tables import CaseFile, Event, Item, Outbox
from storage.vault import VaultError
from storage.vocabulary import EventKind, OutboxStatus, Secrecy

FIRST = 700_001
TEXT = "第{n}号：我们厂在经开区，自来水压力太低，机器老停，请供水公司来看看。"
SIDE_BY_SIDE = 24


@dataclass(slots=True)
class Verdict:
    """What the judge found. All but the first three must be empty or zero."""

    kills: int = 0
    updates: int = 0
    doubted: int = 0  # sends that were in flight at a kill
    lost: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    unsigned: list[str] = field(default_factory=list)
    copies: list[str] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """True if every promise held."""
        return not (self.lost or self.twice or self.unsigned or self.copies or self.findings)


class Harness:
    """One run: `people` each file one complaint."""

    def __init__(self, folder: Path, *, people: int, kills: int, seed: int = 1) -> None:
        self.folder, self.people, self.kills = folder, people, kills
        self.random = random.Random(seed)
        self.playground = Playground(playground_seed(demo_pack()), token=demo.TOKEN, limits=False)
        self.verdict = Verdict()
        self.done = 0
        self._process: asyncio.subprocess.Process | None = None
        self._mirrors: dict[int, tuple[int, dict[str, list[dict[str, Any]]]]] = {}

    async def run(self) -> Verdict:
        """Kill and restart until everything was said and enough kills were done, then judge."""
        url = await self.playground.start()
        self.environment = self._environment(url)
        for n in range(self.people):
            self.playground.add_person({"id": FIRST + n, "first_name": f"企业{n}", "started": True})
        await self._command("seed-demo")
        driver = asyncio.create_task(self._drive())
        await self._kill_often(driver)
        await self._finish(driver)
        self._judge()
        await self.playground.stop()
        return self.verdict

    def _environment(self, url: str) -> dict[str, str]:
        given = {
            "TELEGRAM_TOKEN": demo.TOKEN,
            "TELEGRAM_BASE_URL": url,
            "DATA_DIR": str(self.folder),
            "DATABASE_URL": "",
            "MASTER_KEY": "m" * 64,
            "SEALED_KEY": "s" * 64,
            "SEND_LIMITS": "off",
            "LOG_LEVEL": "ERROR",
        }
        return {**os.environ, **given}

    async def _command(self, *words: str, **more: str) -> None:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", *words, env={**self.environment, **more}, stdout=asyncio.subprocess.DEVNULL
        )
        assert await process.wait() == 0

    # -- killing ---------------------------------------------------------------------------------------------------

    async def _start(self, point: str | None) -> None:
        more = {"DINGGE_CRASH_AT": f"{point}:{self.random.randint(1, 40)}"} if point else {}
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", env={**self.environment, **more}, stdout=asyncio.subprocess.PIPE
        )
        assert self._process.stdout is not None
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._process.stdout.readline(), 20)

    async def _kill_often(self, driver: asyncio.Task[None]) -> None:
        points = [None, *POINTS]
        while self.verdict.kills < self.kills or not driver.done():
            if driver.done() and self.verdict.kills >= self.kills:
                return
            point = points[self.verdict.kills % len(points)] if self.verdict.kills % 2 else None
            await self._start(point)
            assert self._process is not None
            longest = 3.0 if point else self.random.uniform(0.05, 1.6)
            if self.verdict.kills >= self.kills:
                return
            try:
                await asyncio.wait_for(self._process.wait(), longest)
            except TimeoutError:
                self._process.kill()
                await self._process.wait()
            self.verdict.kills += 1

    async def _finish(self, driver: asyncio.Task[None]) -> None:
        if self._process is None or self._process.returncode is not None:
            await self._start(None)
        await asyncio.wait_for(driver, 300)
        for _ in range(400):
            await asyncio.sleep(0.1)
            if not self.playground.core.updates.waiting and not self._unsettled():
                break
        assert self._process is not None
        self._process.terminate()
        began = time.monotonic()
        await asyncio.wait_for(self._process.wait(), 15)
        assert time.monotonic() - began < 10, "SIGTERM took more than ten seconds"

    def _unsettled(self) -> bool:
        with Session(make_engine(self._database())) as session:
            busy = select(Outbox.id).where(Outbox.status.in_([OutboxStatus.QUEUED, OutboxStatus.SENDING]))  # type: ignore[attr-defined]
            return session.exec(busy.where(Outbox.not_before.is_(None)).limit(1)).first() is not None  # type: ignore[union-attr]

    def _database(self) -> str:
        return f"sqlite:///{self.folder / 'dingge.sqlite3'}"

    # -- driving ---------------------------------------------------------------------------------------------------

    async def _drive(self) -> None:
        room = asyncio.Semaphore(SIDE_BY_SIDE)

        async def one(n: int) -> None:
            async with room:
                await self._complaint(n)

        await asyncio.gather(*(one(n) for n in range(self.people)))

    async def _complaint(self, n: int) -> None:
        person = FIRST + n
        self._say(person, TEXT.format(n=n))
        number = await self._press_until(person, person, "提交", "已提交")
        owner = self._owner()
        await self._press_until(owner, self._group(), "签收", "办理中", number)
        self.done += 1

    def _say(self, person: int, text: str) -> None:
        self.playground.say(person, text)
        self.verdict.updates += 1

    async def _press_until(self, who: int, chat: int, label: str, after: str, number: str = "") -> str:
        """Press a button when it is there; press again now and then, as a person would, until the chat shows the effect."""
        pressed = 0.0
        while True:
            message = self._find(chat, number or "QS-", label)
            if message is not None and time.monotonic() - pressed > 4:
                await self.playground.press(who, label, chat=chat, message_id=message["message_id"], wait=0)
                self.verdict.updates += 1
                pressed = time.monotonic()
            shown = self._find(chat, number or after, None, after)
            if shown is not None:
                text = shown["text"]
                return text[text.index("QS-") : text.index("QS-") + 14]
            await asyncio.sleep(0.05)

    def _find(self, chat: int, part: str, label: str | None, *more: str) -> dict[str, Any] | None:
        for message in reversed(self._mirror(chat).get(part[:14], [])):
            text = message.get("text") or ""
            if all(word in text for word in more):
                labels = [button["text"] for row in message.get("keyboard") or [] for button in row]
                if label is None or label in labels:
                    return message
        return None

    def _mirror(self, chat: int) -> dict[str, list[dict[str, Any]]]:
        """The bot's messages of a chat, under each case number in them and under "QS-"; kept up to date by what changed."""
        seen, known = self._mirrors.setdefault(chat, (0, {}))
        news = self.playground.messages(chat, seen)
        for message in news["messages"]:
            text = message.get("text") or ""
            if message["from"]["is_bot"] and "QS-" in text:
                number = text[text.index("QS-") : text.index("QS-") + 14]
                for key in (number, "QS-", "已提交"):
                    line = known.setdefault(key, [])
                    line[:] = [*(m for m in line[-50:] if m["message_id"] != message["message_id"]), message]
        self._mirrors[chat] = (news["seq"], known)
        return known

    def _owner(self) -> int:
        post = demo_pack().post("GSGS-01")
        assert post is not None
        assert post.tg_id is not None
        return post.tg_id

    def _group(self) -> int:
        return next(group.id for group in demo_pack().groups if group.unit == "GSGS")

    # -- judging ---------------------------------------------------------------------------------------------------

    def _judge(self) -> None:
        settings = demo.settings(self.folder, "http://unused", master_key="m" * 64, sealed_key="s" * 64)
        with Session(make_engine(self._database())) as session:
            work = Work(session, SystemClock().now(), build(settings))
            self._judge_cases(work)
            self._judge_sends(work)
            self.verdict.findings = [f"{f.number} {f.what}" for f in findings(work, deep=True)]

    def _judge_cases(self, work: Work) -> None:
        texts: Counter[str] = Counter()
        for item in work.session.exec(select(Item)):
            texts[str((work.text(item.content_id) or {}).get("text"))] += 1
        for n in range(self.people):
            count = texts[TEXT.format(n=n)]
            if count == 0:
                self.verdict.lost.append(str(n))
            elif count > 1:
                self.verdict.twice.append(str(n))
        for case in work.session.exec(select(CaseFile).where(CaseFile.secrecy != Secrecy.C)):
            kinds = Counter(work.session.exec(select(Event.kind).where(Event.case_id == case.id)))
            if kinds[EventKind.SUBMITTED] != 1 or kinds[EventKind.DISPATCHED] != 1:
                self.verdict.twice.append(case.number)
            if kinds[EventKind.SIGNED] != 1:
                self.verdict.unsigned.append(case.number)

    def _judge_sends(self, work: Work) -> None:
        """Bodies in the playground against rows of the outbox: an extra copy needs a row that was in doubt."""
        wanted: Counter[tuple[int, str]] = Counter()
        doubted: Counter[tuple[int, str]] = Counter()
        for row in work.session.exec(select(Outbox).where(Outbox.op == "send", Outbox.status != OutboxStatus.DROPPED)):
            try:
                text = Message.from_json(work.office.vault.open(work.session, row.key_id, row.body)).text
            except VaultError:
                continue
            wanted[row.chat_id, text] += 1
            if row.doubts:
                doubted[row.chat_id, text] += 1
                self.verdict.doubted += 1
        for (chat, text), count in self._said().items():
            if count > wanted[chat, text] + doubted[chat, text]:
                self.verdict.copies.append(f"{chat}: {text[:30]!r} {count} times, wanted {wanted[chat, text]}")

    def _said(self) -> Counter[tuple[int, str]]:
        """First wordings of all bot messages (edits change the wording, not the count)."""
        said: Counter[tuple[int, str]] = Counter()
        for entry in self.playground.chats()["chats"]:
            for message in self.playground.messages(entry["id"])["messages"]:
                if message["from"]["is_bot"] and not message.get("service"):
                    first = message["edits"][0]["text"] if message["edits"] else message.get("text") or ""
                    said[entry["id"], first.replace("\u2060", "")] += 1
        return said
