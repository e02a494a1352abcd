"""The webhook: the same journeys, with Telegram calling us; what arrives is kept before it is answered."""

from __future__ import annotations

import aiohttp
from sqlmodel import Session, col, func, select

from bot.app.receiving import PATH
from bot.channel.webhook import HEADER
from storage.tables import CaseFile, Inbox
from storage.vocabulary import InboxStatus
from tests.support.city import City, city

WATER = "我们厂在经开区，自来水压力太低，机器老停，已经三天了，请供水公司来看看。"


def hook(c: City) -> tuple[str, str]:
    """The address and the secret that the bot gave to Telegram."""
    call = next(call for call in c.playground.calls() if call["method"] == "setWebhook")
    return call["params"]["url"], call["params"]["secret_token"]


async def post(url: str, body: bytes, secret: str) -> int:
    """Call the endpoint as somebody on the internet; the status."""
    async with aiohttp.ClientSession() as session, session.post(url, data=body, headers={HEADER: secret}) as answer:
        return answer.status


def rows(session: Session) -> int:
    """Kept updates."""
    return session.exec(select(func.count()).select_from(Inbox)).one()


async def test_a_call_without_the_secret_is_refused_and_nothing_is_kept() -> None:
    async with city(webhook=True) as c:
        url, _secret = hook(c)
        assert await post(url, b'{"update_id": 1}', "wrong") == 403
        assert await c.look(rows) == 0


async def test_the_address_ends_with_our_path_and_carries_a_long_secret() -> None:
    async with city(webhook=True) as c:
        url, secret = hook(c)
        assert url.endswith(PATH)
        assert len(secret) >= 32


async def test_a_body_that_is_not_json_is_refused_and_the_next_update_is_served() -> None:
    async with city(webhook=True) as c:
        url, secret = hook(c)
        assert await post(url, b"{broken", secret) == 400
        await c.boss.says(WATER)
        c.boss.sees("这里是顶格办")
        c.boss.sees("已收到。编号")


async def test_the_same_update_twice_files_one_case() -> None:
    async with city(webhook=True) as c:
        url, secret = hook(c)
        boss = {"id": c.boss.id, "is_bot": False, "first_name": "周老板"}
        chat = {"id": c.boss.id, "type": "private", "first_name": "周老板"}
        message = f'"message_id": 90001, "date": 1773018000, "text": "{WATER}"'
        body = f'{{"update_id": 700, "message": {{{message}, "from": {_json(boss)}, "chat": {_json(chat)}}}}}'.encode()
        assert [await post(url, body, secret), await post(url, body, secret)] == [200, 200]
        await c.settle()
        assert await c.look(lambda session: len(session.exec(select(CaseFile)).all())) == 1
        c.boss.sees("这里是顶格办")
        c.boss.sees("已收到。编号")


async def test_an_update_without_an_id_is_kept_and_parked_where_the_keeper_sees_it() -> None:
    async with city(webhook=True) as c:
        url, secret = hook(c)
        assert await post(url, b'{"message": "no id"}', secret) == 200
        while not await c.look(parked):
            await c.settle()
        await c.settle()
        c.keepers.sees("搁置", "内容没有丢")


def parked(session: Session) -> int:
    """Updates given up on."""
    return len(session.exec(select(Inbox.id).where(col(Inbox.status) == InboxStatus.PARKED)).all())


def _json(value: object) -> str:
    import json

    return json.dumps(value, ensure_ascii=False)
