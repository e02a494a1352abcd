"""Every file of a case is copied under the case's key, keeps being tried, and replaces what Telegram no longer knows."""

from __future__ import annotations

from typing import Any

from sqlmodel import col, select

from storage.tables import Item, Timer
from storage.vocabulary import ItemKind, TimerKind
from tests.journey.desk_steps import BRIBE, WATER
from tests.support.city import City, city


async def copies(c: City) -> list[tuple[ItemKind, str | None]]:
    """Kind and copy of every item that is a file."""

    def read(session: Any) -> list[tuple[ItemKind, str | None]]:
        query = select(Item.kind, Item.bytes_id).where(Item.kind != ItemKind.TEXT).order_by(col(Item.id))
        return [(kind, bytes_id) for kind, bytes_id in session.exec(query)]

    return list(await c.look(read))


async def waiting(c: City) -> int:
    """Downloads that are still to be made."""
    return int(await c.look(lambda s: len(s.exec(select(Timer).where(Timer.kind == TimerKind.FETCH_FILE)).all())))


async def filed_with_photo(c: City) -> None:
    await c.boss.sends(photo=True, caption=WATER)
    await c.boss.presses("提交")
    c.boss.ignore()
    c.group("GSGS").sees("【新单】")


async def test_a_photo_is_copied_and_the_copy_opens_to_the_same_bytes() -> None:
    async with city() as c:
        await filed_with_photo(c)
        [(kind, bytes_id)] = await copies(c)
        assert kind is ItemKind.PHOTO
        vault = c.bot.office.vault
        data = await c.look(lambda session: vault.get_bytes(session, bytes_id))
        assert data == c.playground.core.files.get(next(iter(c.playground.core.files._by_id))).data
        assert await waiting(c) == 0


async def test_a_download_that_fails_is_tried_again_later() -> None:
    async with city() as c:
        c.playground.fault(500, method="getFile", times=3)
        await filed_with_photo(c)
        assert (await copies(c))[0][1] is None
        assert await waiting(c) == 1
        await c.advance(minutes=30)
        assert (await copies(c))[0][1] is not None
        assert await waiting(c) == 0
        for chat in (c.group("GSGS"), c.officer("GSGS").chat, c.boss.chat):
            chat.ignore()


async def test_a_file_that_is_too_big_is_given_up_once_and_the_keeper_knows() -> None:
    async with city() as c:
        await c.boss.says(WATER)
        await c.boss.sends(document={"name": "录像.zip", "size": 21 * 1024 * 1024})
        await c.boss.presses("提交")
        c.boss.ignore()
        c.group("GSGS").sees("【新单】")
        c.keepers.sees("附件没能另存", "20 MB")
        assert (await copies(c))[0][1] is None
        assert await waiting(c) == 0


async def test_an_officer_gets_a_file_that_telegram_has_forgotten() -> None:
    async with city() as c:
        await filed_with_photo(c)
        c.playground.core.files._by_id.clear()
        owner = c.officer("GSGS")
        await owner.presses("看全文", in_=c.group("GSGS"))
        owner.sees("压力太低")
        assert owner.sees("QS-2026-000001")["media"]["kind"] == "photo"


async def test_a_sealed_photo_is_copied_under_the_sealed_key() -> None:
    from storage.vault import GrantNeeded

    async with city() as c:
        await c.boss.sends(photo=True, caption=BRIBE)
        c.boss.ignore()
        c.staff(c.pack.sealed[0].code).ignore()
        [(_kind, bytes_id)] = await copies(c)
        assert bytes_id is not None
        vault = c.bot.office.vault

        def closed(session: Any) -> bool:
            try:
                vault.get_bytes(session, bytes_id)
            except GrantNeeded:
                return True
            return False

        assert await c.look(closed)
