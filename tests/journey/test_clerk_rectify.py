"""差评整改: a poor rating is answered by the section's head, ended by the office, and never reopens or chases the case."""

from __future__ import annotations

from tests.journey.desk_steps import answered, kinds, labels, row
from tests.support.city import Actor, Chat, City, city, text_of

REPORT = "已查明是阀门备件没有提前备货，3月12日已补齐备件并改为每周巡查一次。"


def hush(c: City) -> None:
    """Everything that is there was expected."""
    for entry in c.playground.chats()["chats"]:
        c.chat(entry["id"]).ignore()


async def rated(c: City, stars: int = 2) -> tuple[Chat, Actor, Actor]:
    """Solved, and rated. Returns the unit's group, the case's owner and the section's head."""
    group, owner = await answered(c)
    await c.boss.presses("已解决")
    await c.boss.presses("联系过")
    hush(c)
    await c.boss.presses(f"{stars}分")
    c.boss.sees(f"已记下：{stars}分")
    return group, owner, c.officer("GSGS", 3)


async def reports(group: Chat, head: Actor) -> None:
    """The head reports."""
    await head.presses("反馈整改", in_=group)
    await head.says(REPORT, in_=group, reply_to=group.sees("请回复本条"))


async def test_a_poor_rating_comes_before_the_head_with_two_limits() -> None:
    async with city() as c:
        group, owner, head = await rated(c)
        card = group.sees(
            "【整改】QS-2026-000001", "企业评价 2 分", f"负责：{head.name}", "3/10 17:30 前核实", "3/16 17:30 前反馈"
        )
        assert labels(card) == ["已核实", "反馈整改"]
        assert "周老板" not in text_of(card)
        assert "负责反馈" in await owner.presses("反馈整改", in_=group)
        group.hears_nothing()
        assert (await row(c)).state.value == "办结"


async def test_three_stars_open_nothing() -> None:
    async with city() as c:
        group, _owner, _head = await rated(c, 3)
        group.hears_nothing()
        await c.advance(days=10)
        group.hears_nothing()


async def test_the_office_ends_it_and_the_enterprise_hears_what_came_of_it() -> None:
    async with city() as c:
        group, _owner, head = await rated(c)
        assert "已核实" in await head.presses("已核实", in_=group)
        group.sees("已核实", "前反馈")
        await reports(group, head)
        group.sees("已交营商办审看")
        group.sees("已反馈，等营商办审看")
        shown = c.supervisors.sees("【整改反馈】QS-2026-000001", "市供水集团", "企业评价 2 分", "补齐备件")
        assert labels(shown) == ["同意销号", "退回重改"]
        assert "已销号" in await c.staff(c.pack.supervisors[0].code).presses("同意销号", in_=c.supervisors)
        c.supervisors.sees("已同意销号")
        c.boss.sees("您对 QS-2026-000001 的评价", "补齐备件")
        assert (await kinds(c)).count("RECTIFIED") == 3
        assert (await row(c)).rating == 2
        await c.advance(days=20)
        for chat in (group, c.supervisors, c.boss.chat):
            chat.hears_nothing()


async def test_sent_back_the_head_owes_another_report() -> None:
    async with city() as c:
        group, _owner, head = await rated(c)
        await reports(group, head)
        hush(c)
        await c.staff(c.pack.supervisors[0].code).presses("退回重改", in_=c.supervisors)
        c.supervisors.sees("已退回重改")
        group.sees("【整改】QS-2026-000001 营商办退回", "前再反馈")
        await reports(group, head)
        hush(c)
        await c.staff(c.pack.supervisors[1].code).presses("同意销号", in_=c.supervisors)
        hush(c)
        assert (await kinds(c)).count("RECTIFIED") == 4


async def test_a_late_report_climbs_once_and_the_case_is_not_chased() -> None:
    async with city() as c:
        group, _owner, head = await rated(c)
        hush(c)
        await c.to("2026-03-11 10:00")
        group.sees("还没有核实")
        await c.to("2026-03-16 18:00")
        group.hears_nothing()
        await c.to("2026-03-17 09:00")
        group.sees("【整改】QS-2026-000001 已超过反馈时限")
        await c.to("2026-03-18 09:00")
        c.supervisors.sees("【整改逾期】QS-2026-000001", head.name)
        c.officer("GSGS", 4).sees("【整改逾期】QS-2026-000001")
        await c.to("2026-03-24 18:00")
        group.hears_nothing()
        c.supervisors.hears_nothing()
        assert "CHASED" not in await kinds(c)
        await c.to("2026-03-25 09:00")
        group.sees("已超过反馈时限")
        hush(c)


async def test_an_empty_or_telling_report_is_sent_back_to_its_writer() -> None:
    async with city() as c:
        group, _owner, head = await rated(c)
        await head.presses("反馈整改", in_=group)
        await head.says("企业联系人电话 13912345678，请其撤回差评。", in_=group, reply_to=group.card("请回复本条"))
        group.sees("还没有反馈")
        c.supervisors.hears_nothing()
        hush(c)


async def test_reopened_instead_the_item_ends() -> None:
    async with city() as c:
        group, _owner, _head = await rated(c)
        hush(c)
        await c.boss.presses("没解决，重新打开")
        group.sees("企业已要求重办，不用另行反馈")
        case = await row(c)
        assert (case.state.value, case.rating) == ("办理中", None)
        hush(c)


async def test_others_than_the_office_cannot_end_it() -> None:
    async with city() as c:
        group, owner, head = await rated(c)
        await reports(group, head)
        card = c.supervisors.card("【整改反馈】")
        c.playground.join(owner.id, c.supervisors.id)
        assert "不由您办理" in await owner.presses("同意销号", in_=c.supervisors, under=card)
        assert (await kinds(c)).count("RECTIFIED") == 1
        hush(c)
