"""密件联系人: class C comes to one person, is opened by nobody else, and every word about it leaves the complainant's chat."""

from __future__ import annotations

from typing import Any

from sqlmodel import select

from storage.tables import CaseFile
from tests.journey.desk_steps import BRIBE, labels
from tests.support.city import Actor, City, city, text_of


async def delivered(c: City, text: str = BRIBE) -> tuple[Actor, dict[str, Any]]:
    """A report that its contact has; the complainant's chat is taken as read."""
    contact = c.staff(c.pack.sealed[0].code)
    await c.boss.says(text)
    card = contact.sees("【密件】", text)
    c.boss.ignore()
    return contact, card


async def sealed_row(c: City) -> Any:
    """The sealed case as it is now."""

    def read(session: Any) -> Any:
        found = session.exec(select(CaseFile)).one()
        session.expunge(found)
        return found

    return await c.look(read)


async def test_the_contact_acknowledges_and_answers_and_nobody_else_hears() -> None:
    async with city() as c:
        contact, _ = await delivered(c)
        assert "已告知" in await contact.presses("已收到")
        c.boss.sees("密件联系人已收到")
        await contact.presses("答复")
        await contact.says("已在核查，请保存好转账记录。", reply_to=contact.sees("写给投诉人的话"))
        contact.sees("已发给投诉人")
        c.boss.sees("密件联系人答复", "保存好转账记录")
        for quiet in (c.clerks, c.supervisors, c.keepers, c.group("SCJ")):
            quiet.hears_nothing()


async def test_everything_said_to_the_complainant_leaves_the_chat_within_48_hours() -> None:
    async with city() as c:
        contact, _ = await delivered(c)
        await contact.presses("已收到")
        c.boss.sees("密件联系人已收到")
        await c.advance(hours=47)
        left = [text_of(m) for m in c.boss.chat.messages() if not m["deleted"] and "QS-" in text_of(m)]
        assert left == []
        contact.ignore()
        c.boss.ignore()


async def test_nobody_else_opens_or_moves_it_with_a_forged_press() -> None:
    async with city() as c:
        contact, card = await delivered(c)
        presses = [button["data"] for line in card["keyboard"] for button in line]
        others = [c.staff(c.pack.clerks[0].code), c.staff(c.pack.keepers[0].code), c.officer("SCJ")]
        for other in others:
            await other.says("/help")
            mine = other.chat.messages()[-1]
            other.ignore()
            for data in presses:
                await other.forges(data, in_=other.chat, under=mine)
            other.hears_nothing()
        assert (await sealed_row(c)).signed_at is None
        c.boss.hears_nothing()
        contact.hears_nothing()


async def test_not_sealed_needs_the_complainants_own_yes() -> None:
    async with city() as c:
        contact, _ = await delivered(c)
        await contact.presses("不属密件")
        contact.sees("已征求投诉人意见")
        c.boss.sees("您同意吗")
        await c.boss.presses("不同意")
        contact.sees("不同意", "仍按密件保管")
        c.boss.sees("密件")
        assert (await sealed_row(c)).state.is_open
        c.clerks.hears_nothing()


async def test_with_consent_it_becomes_an_open_draft_of_the_complainants_own() -> None:
    async with city() as c:
        contact, _ = await delivered(c)
        await contact.presses("不属密件")
        contact.ignore()
        c.boss.sees("您同意吗")
        await c.boss.presses("同意转为普通诉求")
        contact.sees("同意转为普通诉求")
        c.boss.sees("QS-2026-000002")
        c.boss.ignore()
        c.clerks.ignore()


async def test_the_deputy_gets_it_when_the_contact_blocked_the_bot() -> None:
    async with city() as c:
        contact, deputy = (c.staff(post.code) for post in c.pack.sealed[:2])
        c.playground.block(contact.id)
        await c.settle()
        c.keepers.ignore()
        await c.boss.says(BRIBE)
        deputy.sees("【密件】", BRIBE)
        contact.hears_nothing()
        c.boss.ignore()
        c.keepers.ignore()


async def test_if_nobody_can_be_reached_the_keeper_hears_that_and_nothing_more() -> None:
    async with city() as c:
        for post in c.pack.sealed:
            c.playground.block(c.staff(post.code).id)
        await c.settle()
        c.keepers.ignore()
        await c.boss.says(BRIBE)
        told = text_of(c.keepers.sees("密件送不到"))
        assert "QS-" not in told
        assert "意思意思" not in told
        c.boss.ignore()


async def test_the_contact_ends_it_and_the_official_way_stays_open() -> None:
    async with city() as c:
        contact, card = await delivered(c)
        assert "办结" in labels(card)
        await contact.presses("办结")
        contact.sees("确定办结吗", "12388")
        c.boss.hears_nothing()
        assert "已办结" in await contact.presses("确定办结")
        c.boss.sees("已处理完毕", "12388")
        assert not (await sealed_row(c)).state.is_open
        contact.ignore()
        await contact.presses("已收到", under=card)
        c.boss.hears_nothing()
