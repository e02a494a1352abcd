"""A request that waits for its ruling is not forgotten, and does not hold the chase for ever."""

from __future__ import annotations

from tests.journey.desk_steps import filed, labels, presses_like, progressed, row, signed
from tests.journey.test_officer_requests import asks_extension, asks_transfer
from tests.support.city import Actor, Chat, City, city, text_of


def count(chat: Chat, part: str) -> int:
    """How many messages of the bot say so."""
    return sum(part in text_of(message) for message in chat.messages())


def calm(c: City) -> None:
    """Everything that was said so far is read."""
    for chat in (
        c.clerks,
        c.supervisors,
        c.boss.chat,
        c.group("GSGS"),
        *(c.officer("GSGS", n).chat for n in range(1, 6)),
    ):
        chat.ignore()


async def test_the_clerks_are_reminded_at_half_time_told_at_the_end_and_then_once_a_day() -> None:
    async with city() as c:
        group, owner = await filed(c)
        await asks_transfer(c, group, owner)
        await c.to("2026-03-09 10:59")
        assert count(c.clerks, "还没裁定") == 0
        await c.to("2026-03-09 11:01")
        c.clerks.sees("转办申请还没裁定", "前裁定")
        await c.to("2026-03-09 14:29")
        assert count(c.clerks, "已超时") == 0
        await c.to("2026-03-09 15:35")
        c.clerks.sees("转办申请应于", "已超时")
        c.supervisors.sees("首接坐席应于", "请督促")
        await c.to("2026-03-09 17:29")
        assert count(c.clerks, "已超时") == 1
        await c.to("2026-03-10 11:00")
        assert count(c.clerks, "已超时") == 2
        assert count(c.supervisors, "请督促") == 1
        calm(c)


async def test_once_the_ruling_is_late_the_owner_is_chased_again() -> None:
    async with city() as c:
        group, owner = await filed(c)
        await asks_transfer(c, group, owner)
        calm(c)
        await c.to("2026-03-10 17:31")
        chased = [text_of(message) for message in group.messages() if "逾期" in text_of(message)]
        assert chased, "an unsigned case was never chased again"
        calm(c)


async def test_a_ruling_in_time_ends_the_clock() -> None:
    async with city() as c:
        group, owner = await filed(c)
        await asks_transfer(c, group, owner)
        await presses_like(c.staff(c.pack.clerks[0].code), "维持原单位", in_=c.clerks)
        calm(c)
        await c.to("2026-03-09 15:00")
        assert count(c.clerks, "还没裁定") == 0
        assert count(c.clerks, "已超时") == 0
        calm(c)


async def test_an_extension_that_nobody_rules_on_comes_back_to_the_supervisors() -> None:
    async with city() as c:
        group, owner = await signed(c)
        await asks_extension(c, group, owner)
        await c.to("2026-03-09 15:35")
        assert count(c.supervisors, "延期申请还没裁定") == 1
        assert count(c.supervisors, "延期申请应于") == 1
        assert count(c.clerks, "延期申请") == 0
        calm(c)


async def test_an_extension_is_asked_for_four_working_hours_before_the_limit_or_not_at_all() -> None:
    async with city() as c:
        group, owner = await signed(c)
        await c.to("2026-03-16 14:00")
        calm(c)
        told = await owner.presses("延期", in_=group)
        assert "至少4个工作小时" in told
        calm(c)


async def test_the_second_extension_is_the_task_force_leaders_to_grant_and_a_third_is_refused() -> None:
    async with city() as c:
        group, owner = await signed(c)
        office, leader = c.staff(c.pack.supervisors[0].code), c.staff("LEAD-VM")
        await progressed(c, group, owner)
        await asks(owner, group, "5个工作日")
        await office.presses("同意", in_=c.supervisors)
        assert (await row(c)).extensions == 1
        calm(c)
        leader.hears_nothing()
        await asks(owner, group, "10个工作日")
        shown = c.supervisors.sees("【延期申请】", "第2次", "须专班组长（分管市长）批准")
        assert labels(shown) == []
        case = await row(c)
        told = await office.forges(f"extyes:{case.id}:{case.version}", in_=c.supervisors, under=shown)
        assert "须专班组长（分管市长）批准" in told
        assert (await row(c)).extensions == 1
        leader.sees("【延期申请】", "第2次")
        await leader.presses("同意")
        leader.sees("已同意延期10个工作日")
        assert (await row(c)).extensions == 2
        calm(c)
        assert "两次上限" in await owner.presses("延期", in_=group)
        calm(c)


async def test_without_an_interim_reply_no_more_time_is_asked_for() -> None:
    async with city() as c:
        group, owner = await signed(c)
        assert "请先给企业一条阶段反馈" in await owner.presses("延期", in_=group)
        await progressed(c, group, owner)
        await owner.presses("延期", in_=group)
        group.sees("选天数")


async def asks(owner: Actor, group: Chat, days: str) -> None:
    """A complete request for more time."""
    await owner.presses("延期", in_=group)
    await owner.presses(days, in_=group)
    await owner.says("配件3月13日到货，已完成开挖。", in_=group, reply_to=group.sees("写明客观原因"))
    group.ignore()
