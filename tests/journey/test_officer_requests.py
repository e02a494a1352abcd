"""转办 and 延期: asked with a reason, ruled by others, and the clock never starts anew."""

from __future__ import annotations

from typing import Any

from tests.journey.desk_steps import filed, kinds, labels, presses_like, progressed, row, signed
from tests.support.city import Actor, Chat, City, city, text_of


async def picks(who: Actor, unit: str, *, in_: Chat) -> None:
    """Turn pages until the unit is there, and press it."""
    for _ in range(10):
        if any(unit in label for label in labels(in_.with_button("下一页"))):
            break
        await who.presses("下一页", in_=in_)
    await presses_like(who, unit, in_=in_)


async def asks_transfer(c: City, group: Chat, owner: Actor, unit: str = "住房") -> dict[str, Any]:
    """The owner asks to hand the case on; the ruling card in the clerks' group."""
    await owner.presses("转办", in_=group)
    group.sees("请选理由", "时限不停")
    await owner.presses("不属本单位职责", in_=group)
    group.sees("建议转给哪个单位")
    await picks(owner, unit, in_=group)
    group.sees("转办申请已提交")
    group.sees("转办申请等裁定", "时限不停")
    return c.clerks.sees("【转办裁定】", "不属本单位职责")


async def limits(c: City) -> dict[str, Any]:
    """Due times by stage."""
    query = "select stage, due_at from deadline where ended_at is null order by id"
    return dict(await c.look(lambda s: s.connection().exec_driver_sql(query).all()))


async def test_a_ruling_to_hand_it_on_moves_card_and_owner_and_not_the_clock() -> None:
    async with city() as c:
        group, owner = await filed(c)
        before = await limits(c)
        await asks_transfer(c, group, owner)
        clerk = c.staff(c.pack.clerks[0].code)
        await c.advance(minutes=30)
        await presses_like(clerk, "同意转", in_=c.clerks)
        c.clerks.sees("裁定转")
        stub = group.sees("已转其他单位办理")
        assert "水压" not in text_of(stub)
        assert labels(stub) == []
        owner.sees("已不由您办理")
        c.boss.sees("已改由", "时限不重新计算")
        case = await row(c)
        new = c.group(case.unit)
        new.sees("【新单】QS-2026-000001")
        after = await limits(c)
        assert {k: v for k, v in after.items() if k != "分派"} == {k: v for k, v in before.items() if k != "分派"}
        assert case.transfers == 1
        assert "不由您办理" in await owner.forges(f"full:{case.id}", in_=group, under=stub)


async def test_a_ruling_to_keep_it_is_final() -> None:
    async with city() as c:
        group, owner = await filed(c)
        await asks_transfer(c, group, owner)
        await c.staff(c.pack.clerks[0].code).presses("维持原单位", in_=c.clerks)
        c.clerks.sees("裁定维持", "不得再退")
        group.sees("【新单】", "办结")
        group.sees("维持由您单位办理", "不能再退", "签收时限")
        owner.hears_nothing()
        assert "不能再退" in await owner.presses("转办", in_=group)


async def test_the_office_may_rule_for_a_third_unit() -> None:
    async with city() as c:
        group, owner = await filed(c)
        await asks_transfer(c, group, owner)
        clerk = c.staff(c.pack.clerks[1].code)
        await clerk.presses("改派其它", in_=c.clerks)
        c.clerks.sees("裁定由哪个单位办理")
        await picks(clerk, "城市管理", in_=c.clerks)
        c.clerks.sees("裁定转")
        group.sees("已转其他单位办理")
        owner.sees("已不由您办理")
        c.boss.sees("已改由")
        c.group((await row(c)).unit).sees("【新单】")


async def test_a_unit_that_the_office_itself_named_may_not_hand_the_case_on() -> None:
    async with city() as c:
        group, owner = await filed(c)
        await asks_transfer(c, group, owner)
        await c.staff(c.pack.clerks[0].code).presses("改派其它", in_=c.clerks)
        await picks(c.staff(c.pack.clerks[0].code), "城市管理", in_=c.clerks)
        for chat in (c.clerks, group, owner.chat, c.boss.chat):
            chat.ignore()
        new = c.group("CGJ")
        new.sees("【新单】")
        assert "营商办已裁定由本单位办理" in await c.officer("CGJ").presses("转办", in_=new)


async def test_until_the_ruling_the_unit_goes_on_and_a_second_request_waits() -> None:
    async with city() as c:
        group, owner = await filed(c)
        await asks_transfer(c, group, owner)
        assert "转办" not in labels(group.card("【新单】"))
        case = await row(c)
        again = f"transfer:{case.id}:{case.version}"
        assert "等裁定" in await c.officer("GSGS", 2).forges(again, in_=group, under=group.card("【新单】"))
        await owner.presses("签收", in_=group)
        group.sees("办理中")
        c.boss.sees("签收")


async def test_the_window_to_hand_back_closes_after_a_working_day() -> None:
    async with city() as c:
        group, owner = await signed(c)
        await c.to("2026-03-11 09:30")
        group.ignore()
        assert "已过退单时间" in await owner.presses("转办", in_=group)


async def test_after_two_transfers_nobody_may_ask_again() -> None:
    async with city() as c:
        group, owner = await filed(c)
        for _ in range(2):
            await asks_transfer(c, group, owner, "城市管理" if (await row(c)).unit == "GSGS" else "生态环境")
            await presses_like(c.staff(c.pack.clerks[0].code), "同意转", in_=c.clerks)
            c.clerks.ignore()
            group.ignore()
            owner.ignore()
            unit = (await row(c)).unit
            group, owner = c.group(unit), c.officer(unit)
            group.sees("【新单】")
        c.boss.ignore()
        assert "加协办" in labels(c.supervisors.sees("【转办】QS-2026-000001", "已转 2 次，不能再转"))
        assert "两次" in await owner.presses("转办", in_=group)


async def asks_extension(c: City, group: Chat, owner: Actor) -> dict[str, Any]:
    """Five more working days, with a reason; the approval card in the supervisors' group."""
    await progressed(c, group, owner)
    await owner.presses("延期", in_=group)
    group.sees("选天数")
    await owner.presses("5个工作日", in_=group)
    prompt = group.sees("写明客观原因")
    await owner.says("主管道需停气更换，配件3月13日到货，已完成开挖和临时供水。", in_=group, reply_to=prompt)
    group.sees("延期申请已提交")
    group.sees("延期申请等裁定")
    return c.supervisors.sees("【延期申请】", "配件3月13日到货")


async def test_an_approved_extension_moves_the_limit_and_the_enterprise_may_object() -> None:
    async with city() as c:
        group, owner = await signed(c)
        before = await limits(c)
        await asks_extension(c, group, owner)
        boss_of_all = c.staff(c.pack.supervisors[0].code)
        await boss_of_all.presses("同意", in_=c.supervisors)
        c.supervisors.sees("已同意延期5个工作日")
        group.sees("办结")
        owner.sees("已同意延期5个工作日")
        c.boss.sees("需要多花几天", "配件3月13日到货", "复核")
        assert (await limits(c))["办结"] > before["办结"]
        said = (await kinds(c)).count("ADDED")
        assert "复核" in await c.boss.presses("不同意延期")
        c.supervisors.sees("企业不同意延期")
        assert (await kinds(c)).count("ADDED") == said + 1, "the objection is not on record"


async def test_a_refused_extension_leaves_the_limit_and_the_enterprise_alone() -> None:
    async with city() as c:
        group, owner = await signed(c)
        before = await limits(c)
        await asks_extension(c, group, owner)
        await c.staff(c.pack.supervisors[0].code).presses("不同意", in_=c.supervisors)
        c.supervisors.sees("未获同意")
        owner.sees("未获同意", "原时限")
        group.ignore()
        c.boss.hears_nothing()
        assert await limits(c) == before
        assert "EXTENSION_RULED" in await kinds(c)


async def test_the_leader_is_away_is_no_reason() -> None:
    async with city() as c:
        group, owner = await signed(c)
        await progressed(c, group, owner)
        await owner.presses("延期", in_=group)
        group.sees("选天数")
        await owner.presses("5个工作日", in_=group)
        prompt = group.sees("写明客观原因")
        await owner.says("领导出差不在，等开会研究。", in_=group, reply_to=prompt)
        group.sees("不作为理由")
        c.supervisors.hears_nothing()
        assert (await row(c)).pending is None


async def test_a_reason_that_comes_after_the_limit_is_told_so_and_not_asked_again() -> None:
    async with city() as c:
        group, owner = await signed(c)
        await progressed(c, group, owner)
        await owner.presses("延期", in_=group)
        await owner.presses("5个工作日", in_=group)
        prompt = group.sees("写明客观原因")
        await c.to("2026-03-17 09:30")
        for chat in (group, c.supervisors, *(c.officer("GSGS", seat).chat for seat in range(1, 6))):
            chat.ignore()
        await owner.says("主管道需停气更换，配件3月20日到货。", in_=group, reply_to=prompt)
        group.sees("没有申请延期", "已过办结时限")
        c.supervisors.hears_nothing()
        assert (await row(c)).pending is None


async def test_a_request_made_in_the_evening_is_read_in_the_morning() -> None:
    async with city() as c:
        group, owner = await signed(c)
        await c.to("2026-03-09 20:00")
        group.ignore()
        await progressed(c, group, owner)
        await owner.presses("延期", in_=group)
        await owner.presses("2个工作日", in_=group)
        await owner.says("配件3月13日到货，已完成开挖。", in_=group, reply_to=group.sees("写明客观原因"))
        c.supervisors.hears_nothing()
        await c.to("2026-03-10 08:31")
        c.supervisors.sees("【延期申请】", "2个工作日")
        group.ignore()


async def test_a_passed_limit_cannot_be_extended() -> None:
    async with city() as c:
        group, owner = await signed(c)
        await c.to("2026-03-17 09:30")
        for chat in (group, owner.chat, c.supervisors, c.officer("GSGS", 2).chat, c.officer("GSGS", 3).chat):
            chat.ignore()
        for seat in (4, 5):
            c.officer("GSGS", seat).ignore()
        assert "已过办结时限" in await owner.presses("延期", in_=group)
