"""PostgreSQL: the main line, and two processes behind a webhook that share one database."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
from pydantic import SecretStr
from sqlmodel import Session, col, func, select

from bot.app import demo
from bot.app.bot import Bot
from bot.app.guard import LEASE
from bot.channel.webhook import HEADER
from bot.clock import ManualClock
from storage.tables import CaseFile, Event, Inbox, Outbox
from storage.vocabulary import EventKind, InboxStatus, OutboxStatus
from tests.journey.test_main_line import ANSWER, WATER
from tests.support import template
from tests.support.city import City, city

PEOPLE = 12
FIRST = 700_001


async def test_one_complaint_travels_from_a_phone_to_a_closed_case_on_postgres(postgres_url: str) -> None:
    async with city(database_url=SecretStr(postgres_url)) as c:
        assert not c.bot.db.is_sqlite
        boss, group, officer = c.boss, c.group("GSGS"), c.officer("GSGS")
        await boss.says(WATER)
        boss.sees("这里是顶格办")
        boss.sees("已收到。编号 QS-2026-000001", "供水")
        await boss.presses("提交")
        boss.sees("已提交。编号 QS-2026-000001")
        boss.sees("企业名称")
        await boss.presses("以后再说")
        boss.sees("需要时再说")
        group.sees("【新单】QS-2026-000001", "首联", "办结")
        assert "已签收" in await officer.presses("签收", in_=group)
        group.sees("办理中")
        boss.sees("已由", "签收")
        await officer.says(ANSWER, in_=group, reply_to=group.card())
        await officer.presses("办结答复", in_=group)
        await officer.presses("已解决", in_=group)
        await officer.presses("发送给企业", in_=group)
        boss.sees("办理结果", "2.2公斤")
        await boss.presses("已解决")
        boss.ignore()
        group.sees("办结：已解决")
        group.ignore()


async def test_deadlines_are_chased_on_postgres_as_elsewhere(postgres_url: str) -> None:
    async with city(database_url=SecretStr(postgres_url)) as c:
        await c.boss.says(WATER)
        await c.boss.presses("提交")
        for _ in range(2):
            await c.working_day()
        chased = await c.look(lambda s: s.exec(select(Event).where(Event.kind == EventKind.CHASED)).all())
        assert chased, "nobody was reminded in two working days"
        for chat in c.playground.chats()["chats"]:
            c.chat(chat["id"]).ignore()


@contextlib.asynccontextmanager
async def second_process(c: City, url: str, folder: Path) -> AsyncIterator[Bot]:
    """Another bot on the same database, with the same master key, behind an address of its own."""
    template.copy_to(folder)
    clock = c.demo.clock
    assert isinstance(clock, ManualClock)
    more: dict[str, Any] = {"webhook_url": "http://127.0.0.1:0/", "webhook_listen": "127.0.0.1:0"}
    settings = demo.settings(folder, c.demo.url, database_url=SecretStr(url), **more)
    bot = Bot(settings, clock, c.bot.understander)
    await bot.start()
    try:
        yield bot
    finally:
        await bot.stop()


def hooks(c: City) -> list[tuple[str, str]]:
    """Address and secret of each process, in the order they told Telegram."""
    calls = [call["params"] for call in c.playground.calls() if call["method"] == "setWebhook"]
    return [(params["url"], params["secret_token"]) for params in calls]


def complaint(n: int) -> dict[str, Any]:
    """What Telegram posts when the n-th person complains."""
    who = {"id": FIRST + n, "first_name": f"企业{n}"}
    text = f"第{n}号：{WATER}"
    message = {"message_id": 90_000 + n, "date": 1_773_018_000, "text": text}
    message |= {"from": who | {"is_bot": False}, "chat": who | {"type": "private"}}
    return {"update_id": 5_000 + n, "message": message}


async def deliver(c: City, updates: list[dict[str, Any]]) -> Counter[int]:
    """Post every update to both processes at the same moment, as Telegram may after an answer that was slow; the statuses."""
    async with aiohttp.ClientSession() as web:

        async def post(url: str, secret: str, update: dict[str, Any]) -> int:
            async with web.post(url, json=update, headers={HEADER: secret}) as answer:
                return answer.status

        posts = [post(url, secret, update) for update in updates for url, secret in hooks(c)]
        return Counter(await asyncio.gather(*posts))


async def rest(c: City, *bots: Bot) -> None:
    """Wait until no update waits and no message may leave, whoever of them is at it."""

    async def resting() -> bool:
        return bool(await c.look(at_rest)) and not any(bot.working for bot in bots)

    await until(resting)


async def until(there: Callable[[], Awaitable[Any]]) -> None:
    """Look again and again, for half a minute at most; nothing wakes us when another process is done."""
    async with asyncio.timeout(30):
        while not await there():  # noqa: ASYNC110
            await asyncio.sleep(0.05)


def at_rest(session: Session) -> bool:
    waits = select(func.count()).select_from(Inbox).where(Inbox.status == InboxStatus.NEW)
    leaving = col(Outbox.status).in_([OutboxStatus.QUEUED, OutboxStatus.SENDING])
    due = select(func.count()).select_from(Outbox).where(leaving, col(Outbox.not_before).is_(None))
    return session.exec(waits).one() == 0 and session.exec(due).one() == 0


def copies(c: City, people: range) -> dict[tuple[int, str], int]:
    """Messages of the bot in these people's chats that say the same as another one."""
    said = Counter((n, m["text"]) for n in people for m in c.chat(FIRST + n).messages())
    return {key: count for key, count in said.items() if count > 1}


async def test_two_processes_that_get_every_update_both_handle_each_once_and_say_nothing_twice(
    postgres_url: str, tmp_path: Path
) -> None:
    async with city(webhook=True, database_url=SecretStr(postgres_url)) as c:
        for n in range(PEOPLE):
            c.playground.add_person({"id": FIRST + n, "first_name": f"企业{n}", "started": True})
        async with second_process(c, postgres_url, tmp_path / "second") as other:
            assert (c.bot.leader.leading, other.leader.leading) == (True, False)
            assert await deliver(c, [complaint(n) for n in range(PEOPLE)]) == {200: 2 * PEOPLE}
            await rest(c, c.bot, other)
            assert copies(c, range(PEOPLE)) == {}
            numbers = sorted(await c.look(lambda s: list(s.exec(select(CaseFile.number)))))
            assert numbers == [f"QS-2026-{n:06d}" for n in range(1, PEOPLE + 1)]
            holders = set(await c.look(lambda s: list(s.exec(select(Inbox.holder)))))
            assert holders == {c.bot.holder, other.holder}, "both took part"
            for n in range(PEOPLE):
                c.chat(FIRST + n).sees("这里是顶格办")
                c.chat(FIRST + n).sees("已收到。编号")


async def test_when_the_leading_process_ends_the_other_one_sends_what_is_left(
    postgres_url: str, tmp_path: Path
) -> None:
    async with city(webhook=True, database_url=SecretStr(postgres_url)) as c:
        for n in range(4):
            c.playground.add_person({"id": FIRST + n, "first_name": f"企业{n}", "started": True})
        async with second_process(c, postgres_url, tmp_path / "second") as other:
            await c.bot._cancel("lead")  # it renews its lease no more, as if it hung, and knows that it does not lead
            c.bot.leader.leading = False
            await deliver(c, [complaint(n) for n in range(4)])
            await until(lambda: c.look(lambda s: s.exec(select(func.count()).select_from(CaseFile)).one() == 4))
            assert [m for n in range(4) for m in c.chat(FIRST + n).messages()] == [], "nobody leads: nobody sends"
            c.demo.clock.move_to(c.bot.clock.now() + LEASE + timedelta(seconds=1))
            await other.leader.look()
            assert other.leader.leading
            await rest(c, c.bot, other)
            assert copies(c, range(4)) == {}
            for n in range(4):
                c.chat(FIRST + n).sees("这里是顶格办")
                c.chat(FIRST + n).sees("已收到。编号")
