"""恶意认定 (R31): two people check, the author is heard and may appeal, the limit is small and ends; the unit reads nothing of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from sqlmodel import select

from bot.desk.malicious import LIMITED
from storage.tables import Person
from tests.journey.desk_steps import BRIBE, WATER, answered, filed, kinds, labels, row
from tests.journey.test_betrayal import hush, leaks
from tests.support.city import Actor, City, city, text_of

CHECK = "3月10日向园区管委会和供水公司核对抄表记录与监控，该厂水压一直正常，没有停水。"
AGAIN = "3月11日到现场复核，测压2.4公斤，车间主任说没有停过机。"
WHY = "3月10日、11日两次核查，水压记录、现场测压和车间主任的说法都与反映不符。"
SAYS = "我们厂在东头，测的是西头的表，3月9日的生产记录可以给你们看。"
FIRE = "车间着火了，有人被困，消防栓没水，快来人！"


def chief(c: City, seat: int = 0) -> Actor:
    return c.staff(c.pack.supervisors[seat].code)


async def opens(c: City, who: Actor) -> dict[str, Any]:
    """The menu of the procedure."""
    await who.says("/look 000001", in_=c.supervisors)
    await who.presses("恶意认定", in_=c.supervisors, under=c.supervisors.card("QS-2026-000001"))
    return c.supervisors.card("恶意诉求认定")


async def checks(c: City, who: Actor, text: str) -> str:
    """One person checks; what the bot says."""
    toast = await who.presses("记录一次核查", in_=c.supervisors, under=await opens(c, who))
    if not toast:
        await who.says(text, in_=c.supervisors, reply_to=c.supervisors.card("核查记录"))
    return toast or text_of(c.supervisors.messages()[-1])


async def solved(c: City) -> None:
    """A case that ended long before anybody looked into it."""
    await answered(c)
    await c.boss.presses("已解决", under=c.boss.chat.card("办理结果"))
    hush(c)


async def heard(c: City, begin: Callable[[City], Awaitable[Any]] = filed) -> None:
    """Two checks by two people; the author was asked and has answered."""
    await begin(c)
    assert "请另一位" in await checks(c, chief(c), CHECK)
    assert "可以请企业陈述" in await checks(c, chief(c, 1), AGAIN)
    await chief(c).presses("请企业陈述", in_=c.supervisors, under=await opens(c, chief(c)))
    c.boss.sees("QS-2026-000001", "想先听您说", "身份不会告诉对方")
    await c.boss.presses("我要说明")
    await c.boss.says(SAYS, reply_to=c.boss.sees("只给营商办看"))
    c.boss.sees("您的说明已收到")
    hush(c)


async def found(c: City, begin: Callable[[City], Awaitable[Any]] = filed) -> None:
    """The same, and found."""
    await heard(c, begin)
    await chief(c).presses("认定恶意", in_=c.supervisors, under=await opens(c, chief(c)))
    await chief(c).presses("捏造事实", in_=c.supervisors)
    await chief(c).says(WHY, in_=c.supervisors, reply_to=c.supervisors.card("写明事实和依据"))
    hush(c)


async def limited(c: City) -> bool:
    """Whether the boss is limited now."""
    data = await c.look(lambda s: s.exec(select(Person.data).where(Person.tg_id == c.boss.id)).one())
    return LIMITED in data


async def test_two_people_check_the_author_is_heard_and_only_then_it_is_found_with_reason_end_and_appeal() -> None:
    async with city() as c:
        await heard(c)
        shown = await opens(c, chief(c))
        assert "西头的表" in text_of(shown)
        assert {"认定恶意", "不认定"} <= set(labels(shown))
        await chief(c).presses("认定恶意", in_=c.supervisors, under=shown)
        await chief(c).presses("捏造事实", in_=c.supervisors)
        await chief(c).says("态度太差。", in_=c.supervisors, reply_to=c.supervisors.card("写明事实和依据"))
        await chief(c).says(WHY, in_=c.supervisors, reply_to=c.supervisors.card("不是理由"))
        told = text_of(c.boss.sees("捏造事实", "测压", "先由坐席核实再派", "照收", "申诉", "行政复议"))
        assert "6月" in told
        assert await limited(c)
        assert leaks(c, "GSGS", "恶意", "捏造", "核查", SAYS[:8]) == []
        assert (await row(c)).state.is_open, "the case itself goes on"
        hush(c)
        await still_heard(c)


async def still_heard(c: City) -> None:
    """A clerk looks first at what the limited author writes; what is grave goes straight on, and others are not touched."""
    await c.boss.says("我们厂今天又停电了，经开区，请供电公司来看看线路。")
    await c.boss.presses("新问题")
    await c.boss.presses("提交")
    assert (await row(c, "QS-2026-000002")).unit is None
    assert "先核实再派" in text_of(c.clerks.card("QS-2026-000002"))
    await c.boss.says(BRIBE)
    assert c.staff(c.pack.sealed[0].code).chat.card("【密件】")
    await c.boss.says(FIRE)
    assert (await row(c, "QS-2026-000004")).unit is not None
    other = c.bosses[1]
    await other.says(WATER)
    await other.presses("提交")
    assert (await row(c, "QS-2026-000005")).unit == "GSGS"
    hush(c)


async def test_an_appeal_suspends_it_and_somebody_else_quashes_it() -> None:
    async with city() as c:
        await found(c)
        await c.boss.presses("不服，申诉")
        await c.boss.says("生产记录和录像都在，请派人来看。", reply_to=c.boss.sees("不服的理由和证据"))
        c.boss.sees("裁定之前认定暂不执行")
        assert not await limited(c)
        c.supervisors.sees("企业申诉", "录像")
        shown = await opens(c, chief(c))
        assert "另一位" in await chief(c).presses("撤销认定", in_=c.supervisors, under=shown)
        await chief(c, 1).presses("撤销认定", in_=c.supervisors, under=shown)
        c.boss.sees("原认定已撤销")
        assert not await limited(c)
        hush(c)


async def test_upheld_it_counts_again_and_ends_by_itself_even_if_the_case_is_over() -> None:
    async with city() as c:
        await found(c, solved)
        await c.boss.presses("不服，申诉")
        await c.boss.says("生产记录和录像都在，请派人来看。", reply_to=c.boss.sees("不服的理由和证据"))
        await chief(c, 1).presses("维持认定", in_=c.supervisors, under=await opens(c, chief(c, 1)))
        assert await limited(c)
        hush(c)
        await c.to("2026-06-08 10:00")
        c.boss.sees("认定的期限已到", "一切照常")
        assert not await limited(c)
        hush(c)


async def test_who_does_not_answer_in_time_may_be_found_and_who_appeals_late_is_told() -> None:
    async with city() as c:
        await solved(c)
        await checks(c, chief(c), CHECK)
        await checks(c, chief(c, 1), AGAIN)
        await chief(c).presses("请企业陈述", in_=c.supervisors, under=await opens(c, chief(c)))
        asked = c.boss.sees("想先听您说")
        await c.to("2026-03-17 09:00")
        c.supervisors.sees("企业没有在期限内陈述")
        assert "时间已过" in await c.boss.presses("我要说明", under=asked)
        await chief(c).presses("不认定", in_=c.supervisors, under=await opens(c, chief(c)))
        c.boss.sees("不作恶意认定")
        assert not await limited(c)
        hush(c)


async def test_a_bribe_told_in_the_statement_goes_to_the_sealed_contact_alone() -> None:
    async with city() as c:
        await filed(c)
        await checks(c, chief(c), CHECK)
        await checks(c, chief(c, 1), AGAIN)
        await chief(c).presses("请企业陈述", in_=c.supervisors, under=await opens(c, chief(c)))
        await c.boss.presses("我要说明")
        await c.boss.says(BRIBE, reply_to=c.boss.sees("只给营商办看"))
        assert c.staff(c.pack.sealed[0].code).chat.card("【密件】")
        assert not any("五千块" in text_of(m) for m in c.supervisors.messages())
        assert "SAID" not in await kinds(c)
        assert (await kinds(c)).count("MALICE") == 4
        hush(c)
