"""暂停计时: the clocks stand still for a good reason, the time is given back to the minute, and the enterprise may object."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.rules import deadlines
from bot.rules.limits import Limit, Unit
from tests.journey.desk_steps import ANSWER, kinds, labels, row, signed
from tests.journey.test_clock_chase import CRITICAL
from tests.journey.test_officer_requests import limits, picks
from tests.support.city import Actor, Chat, City, city, text_of

NEEDED = "请补一张水表井的照片和最近三个月的水费单。"


async def paused(c: City, days: str = "等企业 2个工作日") -> tuple[Chat, Actor]:
    """A signed case whose clocks stand still for the enterprise; everybody was told."""
    group, owner = await signed(c)
    await begins(owner, group, days)
    await owner.says(NEEDED, in_=group, reply_to=group.sees("请企业补什么"))
    group.sees("计时已暂停", "已告知企业")
    group.sees("计时已暂停，到期或企业补充后自动恢复")
    c.boss.sees("暂停到", "等您补充材料", NEEDED, "复核")
    return group, owner


async def begins(owner: Actor, group: Chat, days: str) -> None:
    """更多, 暂停计时, so long."""
    await owner.presses("更多", in_=group)
    group.sees("还可以")
    await owner.presses("暂停计时", in_=group)
    group.sees("等什么、等多久")
    await owner.presses(days, in_=group)


async def timers(c: City) -> set[str]:
    """Kinds of timers of the one case."""
    query = "select kind from timer where case_id is not null"
    return {kind for (kind,) in await c.look(lambda s: s.connection().exec_driver_sql(query).all())}


async def due(c: City) -> datetime:
    """The limit to resolve, as it is now."""
    return datetime.fromisoformat(str((await limits(c))["办结"])).replace(tzinfo=UTC)


def pushed(c: City, before: datetime, begin: datetime, end: datetime) -> datetime:
    """Where a limit in working days goes by this pause, by the pure rule."""
    return deadlines.pushed(before, Unit.WD, (begin, end), c.bot.office.calendar).at


async def test_material_from_the_enterprise_ends_the_wait_and_the_time_is_given_back_to_the_minute() -> None:
    async with city() as c:
        group, owner = await signed(c)
        before, begin = await due(c), None
        await c.advance(minutes=65)
        begin = c.bot.clock.now()
        await begins(owner, group, "等企业 2个工作日")
        await owner.says(NEEDED, in_=group, reply_to=group.sees("请企业补什么"))
        group.ignore()
        told = c.boss.sees("等您补充材料", NEEDED)
        assert await timers(c) == {"暂停到期"}
        await c.to("2026-03-10 10:17")
        await c.boss.says("照片和水费单在这里，三个月的都有。", reply_to=told)
        c.boss.sees("补充")
        group.sees("企业已补充", "计时已恢复", "办结时限改为")
        group.ignore()
        assert await due(c) == pushed(c, before, begin, c.bot.clock.now()) > before
        assert {"PAUSED", "RESUMED"} <= set(await kinds(c))
        assert (await row(c)).pending is None
        assert "办结到期" in await timers(c)


async def test_nobody_is_chased_while_the_clocks_stand_still_and_nothing_is_late() -> None:
    async with city() as c:
        group, _owner = await paused(c, "等企业 3个工作日")
        await c.to("2026-03-12 16:30")
        group.hears_nothing()
        c.supervisors.hears_nothing()
        assert "BREACHED" not in await kinds(c)
        await c.to("2026-03-13 08:31")
        group.sees("等待时间已到", "以现有材料办理")
        c.boss.sees("已恢复计时", "办结或依法说明")
        quiet(c)


async def test_the_clock_ends_the_wait_at_its_time_and_only_then_the_chase_goes_on() -> None:
    async with city() as c:
        group, _owner = await signed(c)
        before, begin = await due(c), c.bot.clock.now()
        await begins(_owner, group, "等企业 1个工作日")
        await _owner.says(NEEDED, in_=group, reply_to=group.sees("请企业补什么"))
        await c.to("2026-03-11 09:00")
        end = deadlines.deadline(begin, Limit(1, Unit.WD), c.bot.office.calendar).at
        assert await due(c) == pushed(c, before, begin, end)
        group.sees("等待时间已到")
        quiet(c)
        await c.to("2026-03-13 11:00")
        assert "BREACHED" in await kinds(c)
        assert any("逾期" in text_of(message) for message in group.messages())
        quiet(c)


async def test_an_objection_goes_to_the_office_which_lets_the_clocks_run_again() -> None:
    async with city() as c:
        group, _owner = await paused(c)
        assert "复核" in await c.boss.presses("不同意暂停")
        assert "复核" in await c.boss.presses("不同意暂停")
        c.supervisors.sees("【暂停复核】", "企业不同意暂停")
        await c.staff(c.pack.supervisors[0].code).presses("恢复计时", in_=c.supervisors)
        c.supervisors.sees("裁定恢复计时")
        group.sees("营商办复核后恢复", "计时已恢复")
        group.ignore()
        c.boss.sees("已恢复计时")
        assert (await kinds(c)).count("ADDED") == 1
        assert (await row(c)).pending is None


async def test_an_objection_that_is_not_upheld_leaves_the_pause_and_the_enterprise_hears_it() -> None:
    async with city() as c:
        group, _owner = await paused(c)
        await c.boss.presses("不同意暂停")
        c.supervisors.sees("【暂停复核】")
        await c.staff(c.pack.supervisors[1].code).presses("维持暂停", in_=c.supervisors)
        stub = c.supervisors.sees("裁定维持暂停")
        assert labels(stub) == []
        c.boss.sees("维持暂停", "自动恢复")
        group.hears_nothing()
        assert (await row(c)).pending["what"] == "pause"


async def test_reasons_of_the_offices_own_convenience_are_refused_with_what_to_do() -> None:
    async with city() as c:
        group, owner = await signed(c)
        await begins(owner, group, "等企业 2个工作日")
        prompt = group.sees("请企业补什么")
        await owner.says("领导不在，正在研究，等开会。", in_=group, reply_to=prompt)
        group.sees("没有暂停", "请直接办理，或申请延期")
        await owner.says("请补材料，老板电话10012345678。", in_=group, reply_to=prompt)
        group.sees("没有暂停", "联系企业")
        c.boss.hears_nothing()
        assert (await row(c)).pending is None


async def test_an_appraisal_needs_its_commission() -> None:
    async with city() as c:
        group, owner = await signed(c)
        await begins(owner, group, "等鉴定 10个工作日")
        prompt = group.sees("委托书")
        await owner.says("已委托市质检院对水压作检测。", in_=group, reply_to=prompt)
        group.sees("没有暂停", "请先上传", "委托书")
        await owner.sends(in_=group, photo=True, caption="已委托市质检院检测管网水压。", reply_to=prompt)
        group.sees("计时已暂停", "3月23日")
        group.ignore()
        c.boss.sees("要等检测、鉴定或评审的结果", "市质检院")
        await c.boss.says("今天水压还是低，麻烦快一点。", reply_to=c.boss.chat.card("暂停到"))
        c.boss.ignore()
        group.ignore()
        assert (await row(c)).pending["what"] == "pause", "words are no appraisal"


async def test_the_wait_for_the_enterprise_is_taken_once_a_round() -> None:
    async with city() as c:
        group, owner = await paused(c)
        await owner.presses("更多", in_=group)
        group.sees("还可以")
        assert "暂停计时" not in labels(group.card("还可以"))
        await owner.presses("恢复计时", in_=group)
        group.sees("承办单位已恢复办理", "计时已恢复")
        group.ignore()
        c.boss.sees("已恢复计时")
        await owner.presses("更多", in_=group)
        await owner.presses("暂停计时", in_=group)
        there = labels(group.card("等什么、等多久"))
        assert there == ["等鉴定 5个工作日", "等鉴定 10个工作日", "等鉴定 20个工作日"]
        case = await row(c)
        told = await owner.forges(f"pausefor:{case.id}:{case.version}:e.2", in_=group, under=group.card("等多久"))
        assert "只能暂停一次" in told
        group.ignore()


async def test_a_case_of_the_highest_urgency_is_never_paused() -> None:
    async with city() as c:
        await c.boss.says(CRITICAL)
        quiet(c)
        case, group, owner = await row(c), c.group("GSGS"), c.officer("GSGS")
        assert case.urgency.value == "特急"
        assert case.unit == "GSGS"
        told = await owner.forges(f"pause:{case.id}:{case.version}", in_=group, under=group.card())
        assert "特急件不能暂停计时" in told


async def test_an_answer_during_the_wait_ends_it_and_is_not_late() -> None:
    async with city() as c:
        group, owner = await paused(c, "等企业 3个工作日")
        await c.to("2026-03-12 10:00")
        await owner.says(ANSWER, in_=group, reply_to=group.card("办理中"))
        for label in ("办结答复", "已解决", "发送给企业"):
            await owner.presses(label, in_=group)
        group.ignore()
        c.boss.sees("办理结果")
        case = await row(c)
        assert case.pending is None
        assert case.state.value == "已答复·待确认"
        rows = await c.look(
            lambda s: (
                s.connection()
                .exec_driver_sql("select stage, due_at, met_at, breached_at from deadline where ended_at is null")
                .all()
            )
        )
        assert all(breached is None and met <= due for _stage, due, met, breached in rows if met), rows
        assert "暂停到期" not in await timers(c)


async def test_another_unit_gets_the_case_with_its_clocks_running() -> None:
    async with city() as c:
        await paused(c)
        chief = c.staff(c.pack.supervisors[0].code)
        await chief.says("/look 000001", in_=c.supervisors)
        c.supervisors.ignore()
        await chief.presses("改派", in_=c.supervisors)
        c.supervisors.ignore()
        await chief.presses("改到其他单位", in_=c.supervisors)
        c.supervisors.ignore()
        await picks(chief, "住房", in_=c.supervisors)
        assert (await row(c)).pending is None
        assert "暂停到期" not in await timers(c)
        assert "办结到期" in await timers(c)
        c.group("ZJJ").sees("【新单】")
        quiet(c)


def quiet(c: City) -> None:
    """Everything that was said so far, to anybody, is read."""
    for entry in c.playground.chats()["chats"]:
        c.chat(entry["id"]).ignore()
