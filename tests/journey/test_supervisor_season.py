"""A quarter's end by the clock: opened to appeals, each ruled once, frozen on the sixth working day, corrected only by a ruling."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import select

from storage.tables import Setting, Timer
from storage.vocabulary import TimerKind
from tests.journey.desk_steps import answered, filed, kinds, labels, signed
from tests.journey.test_supervisor_desk import chief, hush
from tests.support.city import ZONE, Actor, City, city, text_of

END_OF_MARCH = datetime(2026, 3, 30, 9, 0, tzinfo=ZONE)


async def missed(c: City) -> Actor:
    """A case that was signed and nobody called: its limit for first contact passed on the last day of the quarter."""
    _group, owner = await signed(c)
    await c.to("2026-04-01 08:59")
    hush(c)
    return owner


async def appealed(c: City, owner: Actor) -> None:
    """An appeal before the office."""
    await owner.says("/race 2026Q1")
    owner.sees("按时首联率 0.0%（0／1）")
    await owner.presses("按时首联")
    assert "申诉 000001" in labels(owner.sees("000001 未达到"))
    await owner.presses("申诉 000001")
    owner.sees("每件每季只能申诉一次")
    await owner.presses("容错")
    prompt = owner.sees("写明事实和依据")
    await owner.says("3月30日全市停电，电话系统中断，已附通知文号。", reply_to=prompt)
    owner.sees("申诉已交营商办")


async def test_the_first_working_day_opens_the_figures_and_the_sixth_freezes_them() -> None:
    async with city(start=END_OF_MARCH) as c:
        await missed(c)
        await c.to("2026-04-01 09:00")
        news = c.supervisors.sees("2026年一季度赛马（初步，申诉期至4月8日（周三）17:30）", "样本不足5件的1家不排名")
        await chief(c).presses("看全表", in_=c.supervisors, under=news)
        c.supervisors.sees("市供水集团")
        await c.to("2026-04-09 08:59")
        hush(c)
        await c.to("2026-04-09 09:00")
        c.supervisors.sees("2026年一季度赛马（4月9日（周四）定版）", "须由人签发")
        hush(c)
        await chief(c).says("/race")
        chief(c).sees("定版", "市供水集团")
        assert await next_step(c) == "2026-07-01 09:00 2026Q2 open"


async def next_step(c: City) -> str:
    """The league's one timer."""
    timers = await c.look(
        lambda s: [(t.at, t.data) for t in s.exec(select(Timer).where(Timer.kind == TimerKind.LEAGUE))]
    )
    assert len(timers) == 1
    at, data = timers[0]
    return f"{at.astimezone(ZONE):%Y-%m-%d %H:%M} {data['quarter']} {data['step']}"


async def test_what_happens_after_the_freeze_does_not_move_the_quarter() -> None:
    async with city(start=END_OF_MARCH) as c:
        owner = await missed(c)
        await c.to("2026-04-09 09:01")
        hush(c)
        before = await frozen(c)
        await filed(c, "我们饭店的自来水这几天发黄有味道，请供水公司来查一查。", boss=c.bosses[1])
        await c.to("2026-04-20 09:00")
        hush(c)
        await owner.says("/race 2026Q1")
        owner.sees("定版", "1件")
        assert await frozen(c) == before
        assert before["revision"] == 1
        assert before["table"]["version"] == "赛马口径-1"


async def frozen(c: City) -> dict:
    """The kept table."""
    return await c.look(lambda s: dict(s.get(Setting, "league:2026Q1").value))


async def test_a_quarter_without_a_case_is_neither_announced_nor_kept() -> None:
    async with city(start=END_OF_MARCH) as c:
        await c.to("2026-04-09 09:01")
        c.supervisors.hears_nothing()
        assert await c.look(lambda s: s.get(Setting, "league:2026Q1")) is None


async def test_a_granted_appeal_takes_the_case_out_and_lists_it() -> None:
    async with city(start=END_OF_MARCH) as c:
        owner = await missed(c)
        await appealed(c, owner)
        card = c.supervisors.sees("【考核申诉】QS-2026-000001", "市供水集团", "容错", "停电")
        assert labels(card) == ["同意剔除", "不同意", "看案情"]
        assert await chief(c).presses("同意剔除", in_=c.supervisors) == "已裁定。"
        c.supervisors.sees("已剔除并列入清单")
        c.group("GSGS").sees("考核申诉", "已剔除")
        assert "已经裁定" in await chief(c, 1).forges("appealn:1:0:2026Q1.GSGS", in_=c.supervisors, under=card)
        assert (await kinds(c))[-2:] == ["APPEALED", "SCORED"]
        await owner.says("/race 2026Q1")
        own = owner.sees("剔除：容错1件")
        await owner.presses("剔除", under=own)
        owner.sees("000001", "容错")
        hush(c)


async def test_a_refused_appeal_changes_nothing_and_cannot_be_made_again() -> None:
    async with city(start=END_OF_MARCH) as c:
        owner = await missed(c)
        await appealed(c, owner)
        await chief(c).presses("不同意", in_=c.supervisors)
        hush(c)
        await owner.says("/race 2026Q1")
        owner.sees("按时首联率 0.0%（0／1）", "剔除：无")
        await owner.presses("按时首联")
        owner.ignore()
        assert "已申诉过一次" in await owner.presses("申诉 000001")


async def test_an_appeal_granted_after_the_freeze_makes_a_correction_and_keeps_the_first_table() -> None:
    async with city(start=END_OF_MARCH) as c:
        owner = await missed(c)
        await appealed(c, owner)
        await c.to("2026-04-09 09:01")
        hush(c)
        await chief(c).presses("同意剔除", in_=c.supervisors)
        hush(c)
        assert (await frozen(c))["revision"] == 2
        first = await c.look(lambda s: s.get(Setting, "league:2026Q1:1").value)
        assert (first["table"]["rows"][0]["cases"], (await frozen(c))["table"]["rows"][0]["cases"]) == (1, 0)
        await chief(c).says("/race")
        assert "第2次更正" in text_of(chief(c).sees("定版"))


async def test_appeals_are_for_the_units_own_cases_in_the_time_for_them() -> None:
    async with city(start=END_OF_MARCH) as c:
        _group, owner = await signed(c)
        await filed(c, "我们车间三天两头停电，供电公司不管，请来看看。", unit="GDGS", boss=c.bosses[1])
        hush(c)
        await owner.says("/race 2026Q1")
        under = owner.sees("市供水集团")
        assert "还没有结束" in await owner.forges("appeal:1:0:2026Q1.GSGS", in_=owner.chat, under=under)
        await c.to("2026-04-02 10:00")
        hush(c)
        for forged in (
            "appeal:2:0:2026Q1.GSGS",
            "appeal:2:0:2026Q1.GDGS",
            "appeal:1:0:x.GSGS",
            "appeal",
            "appealw:1:0:2026Q1.GSGS.x",
            "appealy:1:0:2026Q1.GSGS",
        ):
            assert await owner.forges(forged, in_=owner.chat, under=under), forged
        owner.hears_nothing()
        await c.to("2026-04-08 17:31")
        hush(c)
        assert "申诉期已过" in await owner.forges("appeal:1:0:2026Q1.GSGS", in_=owner.chat, under=under)


# -- the office's own findings ---------------------------------------------------------------------------------------------


async def found(c: City, ground: str) -> None:
    """The office judges the case from the list behind a figure."""
    await chief(c).says("/race 2026Q1", in_=c.supervisors)
    c.supervisors.ignore()
    await chief(c).presses("市供水集团", in_=c.supervisors)
    await chief(c).presses("解决", in_=c.supervisors)
    c.supervisors.ignore()
    await chief(c).presses("认定 000001", in_=c.supervisors)
    c.supervisors.sees("扣20分并移交")
    await chief(c).presses(ground, in_=c.supervisors)
    prompt = c.supervisors.sees("写明查实的事实和依据")
    await chief(c).says("回访企业，没有人来过现场，也没有通过话。", in_=c.supervisors, reply_to=prompt)
    c.supervisors.sees(f"已认定：{ground}")


async def closed(c: City) -> None:
    """A case that the enterprise called solved."""
    await answered(c)
    await c.boss.presses("已解决")
    hush(c)


async def test_a_false_closing_costs_twenty_points_and_is_found_once_with_its_basis() -> None:
    async with city() as c:
        await closed(c)
        await found(c, "虚假办结")
        assert (await kinds(c))[-1] == "SCORED"
        await chief(c).says("/race 2026Q1")
        chief(c).sees("80.00分")
        await chief(c).presses("市供水集团")
        chief(c).sees("扣分：虚假办结1件（−20分）")
        under = c.supervisors.card("已认定")
        assert "已经裁定" in await chief(c, 1).forges("score:1:0:2026Q1.GSGS", in_=c.supervisors, under=under)


async def test_what_the_office_leaves_out_is_on_the_list_and_only_the_office_may() -> None:
    async with city() as c:
        await closed(c)
        await found(c, "容错")
        await chief(c).says("/race 2026Q1")
        await chief(c).presses("市供水集团")
        chief(c).sees("剔除：容错1件")
        owner, group = c.officer("GSGS"), c.group("GSGS")
        await owner.says("/race 2026Q1", in_=group)
        under = group.sees("市供水集团")
        for forged in ("score:1:0:2026Q1.GSGS", "scorew:1:0:2026Q1.GSGS.err"):
            assert await owner.forges(forged, in_=group, under=under), forged
        group.hears_nothing()


async def test_after_the_freeze_nothing_is_found_any_more() -> None:
    async with city(start=END_OF_MARCH) as c:
        await closed(c)
        await c.to("2026-04-09 09:01")
        under = c.supervisors.card("定版")
        hush(c)
        assert "申诉期已过" in await chief(c).forges("score:1:0:2026Q1.GSGS", in_=c.supervisors, under=under)
