"""挂账: held with a basis by the office, told to the enterprise every 30 days, on a list of its own, never forgotten."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.rules import deadlines
from bot.rules.limits import Unit
from tests.journey.desk_steps import ANSWER, kinds, labels, row, signed
from tests.journey.test_officer_requests import limits
from tests.support.city import Actor, Chat, City, city, text_of

GOAL = "支管改造已报市里立项，4月底前完成设计，挂账期间每周二临时供水车到厂。"
WORDS = "管网改造要等市里立项和预算，您厂列入第一批，立项前由临时供水车保生产。"
MOVED = "3月30日设计招标已挂网，4月20日开标，临时供水照常。"


async def asked(c: City, days: str = "30天后") -> tuple[Chat, Actor]:
    """The request lies with the office."""
    group, owner = await signed(c)
    await owner.presses("更多", in_=group)
    group.sees("还可以")
    await owner.presses("申请挂账", in_=group)
    group.sees("依据是哪一项")
    await owner.presses("需立项、预算安排或规划调整", in_=group)
    group.sees("下次检视日")
    await owner.presses(days, in_=group)
    await owner.says(GOAL, in_=group, reply_to=group.sees("阶段目标"))
    await owner.says(WORDS, in_=group, reply_to=group.sees("给企业的说明"))
    group.sees("挂账申请已提交")
    group.sees("挂账申请等裁定")
    return group, owner


async def held(c: City, days: str = "30天后") -> tuple[Chat, Actor]:
    """The same, granted; everybody was told."""
    group, owner = await asked(c, days)
    c.supervisors.sees("【挂账申请】", "需立项", GOAL[:10], WORDS[:10])
    await c.staff(c.pack.supervisors[0].code).presses("同意（分管市长已签批）", in_=c.supervisors)
    c.supervisors.sees("已同意挂账")
    group.sees("已同意挂账", "计时停止")
    group.sees("已挂账：不计逾期")
    c.boss.sees("已转长期办理（挂账），没有办结", WORDS, "进展")
    return group, owner


async def timers(c: City) -> set[str]:
    """Kinds of timers of the one case."""
    query = "select kind from timer where case_id is not null"
    return {kind for (kind,) in await c.look(lambda s: s.connection().exec_driver_sql(query).all())}


async def due(c: City) -> datetime:
    """The limit to resolve, as it is now."""
    return datetime.fromisoformat(str((await limits(c))["办结"])).replace(tzinfo=UTC)


def quiet(c: City) -> None:
    """Everything that was said so far, to anybody, is read."""
    for entry in c.playground.chats()["chats"]:
        c.chat(entry["id"]).ignore()


async def test_one_tap_of_the_office_holds_the_case_and_the_enterprise_reads_why_and_when_it_hears_again() -> None:
    async with city() as c:
        await held(c)
        case = await row(c)
        assert case.held
        assert case.pending is None
        assert await timers(c) == {"挂账检视"}
        assert [kind for kind in await kinds(c) if "HOLD" in kind] == ["HOLD_ASKED", "HOLD_RULED"]


async def test_a_refused_hold_leaves_the_limits_and_the_enterprise_alone() -> None:
    async with city() as c:
        group, _owner = await asked(c)
        before = await limits(c)
        c.supervisors.sees("【挂账申请】")
        await c.staff(c.pack.supervisors[0].code).presses("不同意", in_=c.supervisors)
        c.supervisors.sees("未获同意")
        group.sees("未获同意", "原时限")
        group.ignore()
        c.boss.hears_nothing()
        assert not (await row(c)).held
        assert await limits(c) == before


async def test_a_held_case_is_neither_chased_nor_overdue_but_on_its_own_list() -> None:
    async with city() as c:
        group, _owner = await held(c)
        await c.to("2026-03-30 17:00")
        group.hears_nothing()
        c.supervisors.hears_nothing()
        assert "BREACHED" not in await kinds(c)
        chief = c.staff(c.pack.supervisors[0].code)
        await chief.says("/overdue", in_=c.supervisors)
        c.supervisors.sees("没有逾期件")
        await chief.says("/hold", in_=c.supervisors)
        shown = c.supervisors.sees("挂账未销 1 件", "000001", "3月9日", "检视 4月8日")
        assert labels(shown) == ["看 000001", "恢复 000001"]
        await c.boss.says("/hold")
        c.boss.ignore()
        assert not any("挂账未销" in text_of(message) for message in c.boss.chat.messages())


async def test_the_owner_is_asked_three_days_ahead_and_its_words_reach_the_enterprise_with_the_next_date() -> None:
    async with city() as c:
        group, owner = await held(c)
        await c.to("2026-04-01 17:00")
        group.hears_nothing()
        await c.to("2026-04-02 09:00")
        group.sees("【挂账检视】", "4月8日", "给企业一次进展")
        await owner.presses("报挂账进展", in_=group)
        prompt = group.sees("写这段时间做了什么")
        await owner.says("正在研究。", in_=group, reply_to=prompt)
        group.sees("请写具体")
        await owner.says(MOVED, in_=group, reply_to=prompt)
        group.sees("进展已发给企业", "5月6日")
        c.boss.sees("长期办理的进展", MOVED, "5月6日")
        assert "HOLD_REVIEWED" in await kinds(c)
        await c.to("2026-04-27 17:00")
        group.hears_nothing()
        assert not any("挂账检视" in text_of(message) for message in c.supervisors.messages())
        c.supervisors.ignore()


async def test_a_forgotten_review_is_chased_told_to_the_office_and_ends_the_hold_after_five_days() -> None:
    async with city() as c:
        group, _owner = await held(c, "10天后")
        before, begin = await due(c), datetime(2026, 3, 9, 1, tzinfo=UTC)
        await c.to("2026-03-19 17:29")
        group.sees("【挂账检视】", "给企业一次进展")
        group.hears_nothing()
        await c.to("2026-03-20 09:00")
        c.supervisors.sees("【挂账检视】", "还没有进展", "自动恢复")
        assert sum("检视日（" in text_of(message) for message in group.messages()) == 2
        await c.to("2026-03-25 17:00")
        assert sum("检视日（" in text_of(message) for message in group.messages()) == 5
        assert (await row(c)).held
        await c.to("2026-03-27 09:00")
        group.sees("挂账结束", "计时已恢复")
        c.boss.sees("已结束挂账，恢复办理")
        assert not (await row(c)).held
        assert await due(c) > before > begin
        assert "HOLD_ENDED" in await kinds(c)
        quiet(c)


async def test_a_tap_ends_the_hold_and_gives_its_time_back() -> None:
    async with city() as c:
        group, _owner = await held(c)
        before, begin = await due(c), c.bot.clock.now()
        await c.to("2026-03-18 15:10")
        chief = c.staff(c.pack.supervisors[0].code)
        await chief.says("/hold", in_=c.supervisors)
        c.supervisors.ignore()
        await chief.presses("恢复 000001", in_=c.supervisors)
        group.sees("营商办已恢复办理", "挂账结束")
        group.ignore()
        c.boss.sees("已结束挂账")
        now, calendar = c.bot.clock.now(), c.bot.office.calendar
        assert await due(c) == deadlines.pushed(before, Unit.WD, (begin, now), calendar).at
        assert {"办结到期", "首联到期", "答复到期"} <= await timers(c)


async def test_an_answer_ends_the_hold() -> None:
    async with city() as c:
        group, owner = await held(c)
        await c.to("2026-03-24 10:00")
        await owner.says(ANSWER, in_=group, reply_to=group.card("办理中"))
        for label in ("办结答复", "已解决", "发送给企业"):
            await owner.presses(label, in_=group)
        group.ignore()
        c.boss.sees("办理结果")
        case = await row(c)
        assert not case.held
        assert "挂账检视" not in await timers(c)
        late = "select count(*) from deadline where met_at > due_at"
        assert await c.look(lambda s: s.connection().exec_driver_sql(late).scalar()) == 0


async def test_nobody_grants_a_hold_of_their_own_and_a_request_that_lies_is_chased() -> None:
    async with city() as c:
        group, owner = await asked(c)
        c.supervisors.ignore()
        case = await row(c)
        told = await owner.forges(f"holdyes:{case.id}:{case.version}", in_=group, under=group.card("办理中"))
        assert "不由您办理" in told
        await c.to("2026-03-09 17:00")
        c.supervisors.sees("挂账申请还没裁定")
        assert not (await row(c)).held
        quiet(c)


async def test_the_list_of_held_cases_turns_its_pages() -> None:
    async with city() as c:
        await held(c)
        case = await row(c)
        more = (
            "insert into casefile select id + 100 + x, 'QS-2026-0009' || (10 + x), "
            + await columns(c)
            + " from casefile, "
            "(with recursive n(x) as (select 0 union all select x + 1 from n where x < 10) select x from n)"
        )
        assert case.id is not None
        assert await c.bot.sweeper.audit() == 0  # the next one is minutes away: these rows are no whole cases
        await c.look(lambda s: s.connection().exec_driver_sql(more))
        chief = c.staff(c.pack.supervisors[0].code)
        await chief.says("/hold", in_=c.supervisors)
        c.supervisors.sees("挂账未销 12 件", "第1页")
        await chief.presses("下一页", in_=c.supervisors)
        second = c.supervisors.sees("第2页")
        assert labels(second)[-1] == "上一页"
        assert len(labels(second)) == 2 * 4 + 1
        await c.look(lambda s: s.connection().exec_driver_sql("delete from casefile where id > 100"))


async def columns(c: City) -> str:
    """The columns of a case behind id and number."""
    query = "select name from pragma_table_info('casefile') where name not in ('id', 'number') order by cid"
    names = [name for (name,) in await c.look(lambda s: s.connection().exec_driver_sql(query).all())]
    return ", ".join(names)
