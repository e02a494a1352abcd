"""法定期限: marked with buttons, shown inside only, never exceeded by our own limit, warned of ahead and on the day."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tests.journey.desk_steps import UNSURE, kinds, labels, presses_like, row, signed
from tests.journey.test_officer_requests import limits
from tests.support.city import Actor, Chat, City, city, text_of


async def marked(c: City, track: str, period: str, start: str = "从提交之日起算") -> tuple[Chat, Actor, dict[str, Any]]:
    """A signed case under a statutory period; the message that says so."""
    group, owner = await signed(c)
    await owner.presses("更多", in_=group)
    await owner.presses("标法定期限", in_=group)
    group.sees("还可以")
    await owner.presses(track, in_=group)
    await owner.presses(period, in_=group)
    await owner.presses(start, in_=group)
    told = group.sees("已标：法定最后日")
    return group, owner, told


async def due(c: City) -> datetime:
    """The limit to resolve, as it is now."""
    return datetime.fromisoformat(str((await limits(c))["办结"])).replace(tzinfo=UTC)


def quiet(c: City) -> None:
    """Everything that was said so far, to anybody, is read."""
    for entry in c.playground.chats()["chats"]:
        c.chat(entry["id"]).ignore()


async def test_the_last_day_stands_on_the_card_and_in_the_offices_facts_and_never_before_the_enterprise() -> None:
    async with city() as c:
        group, _owner, told = await marked(c, "信访", "办结")
        assert "法定最后日 5/8 17:30（信访，信访工作条例" in text_of(told)
        group.sees("办理中", "法定最后日 5/8")
        chief = c.staff(c.pack.supervisors[0].code)
        await chief.says("/look 000001", in_=c.supervisors)
        c.supervisors.sees("法定最后日 5/8", "标法定期限")
        c.boss.hears_nothing()
        assert "TRACKED" in await kinds(c)


async def test_working_days_are_counted_where_the_law_counts_them() -> None:
    async with city() as c:
        group, _owner, told = await marked(c, "行政许可", "作出决定")
        assert "法定最后日 4/7 17:30（行政许可" in text_of(told)
        group.ignore()


async def test_an_internal_limit_is_never_longer_than_the_law() -> None:
    async with city() as c:
        before = None
        group, _owner = await signed(c)
        before = await due(c)
        await _owner.presses("更多", in_=group)
        await _owner.presses("标法定期限", in_=group)
        await _owner.presses("招标投标投诉", in_=group)
        await _owner.presses("受理", in_=group)
        await _owner.presses("从提交之日起算", in_=group)
        group.sees("内部办结时限长于法定期限，已改为 3月12日（周四）17:30 前")
        group.ignore()
        assert await due(c) < before
        assert await due(c) == datetime(2026, 3, 12, 9, 30, tzinfo=UTC)


async def test_a_procedure_without_its_law_shows_no_last_day() -> None:
    async with city() as c:
        group, owner = await signed(c)
        await owner.presses("更多", in_=group)
        await owner.presses("标法定期限", in_=group)
        await owner.presses("12315", in_=group)
        told = group.sees("已标", "12315", "现行法条未录入，不显示法定最后日")
        assert "最后日 " not in text_of(told)
        group.ignore()
        assert "法定期限提醒" not in await timers(c)


async def timers(c: City) -> set[str]:
    """Kinds of timers of the one case."""
    query = "select kind from timer where case_id is not null"
    return {kind for (kind,) in await c.look(lambda s: s.connection().exec_driver_sql(query).all())}


async def test_owner_and_head_are_warned_three_working_days_ahead_and_the_office_on_the_day() -> None:
    async with city() as c:
        group, _owner, _told = await marked(c, "信访", "转送异议")
        quiet(c)
        await c.to("2026-03-11 08:29")
        assert not warnings(group)
        await c.to("2026-03-11 08:31")
        assert len(warnings(group)) == 1
        assert "还有三个工作日" in text_of(warnings(group)[0])
        await c.to("2026-03-16 08:29")
        assert not warnings(c.supervisors)
        await c.to("2026-03-16 08:31")
        assert "今天是最后一天" in text_of(warnings(group)[-1])
        assert "法定最后一天" in text_of(warnings(c.supervisors)[-1])
        await c.to("2026-03-18 17:00")
        assert len(warnings(group)) == 2
        assert len(warnings(c.supervisors)) == 1
        quiet(c)


def warnings(chat: Chat) -> list[dict[str, Any]]:
    """What was said of statutory days."""
    return [message for message in chat.messages() if text_of(message).startswith("【法定期限】")]


async def test_a_mark_in_error_is_taken_off_and_warns_nobody() -> None:
    async with city() as c:
        group, owner, _told = await marked(c, "信访", "转送异议")
        await owner.presses("更多", in_=group)
        await owner.presses("标法定期限", in_=group)
        await owner.presses("取消标记", in_=group)
        group.sees("已取消法定期限标记")
        await c.to("2026-03-16 17:00")
        assert not warnings(group)
        assert not warnings(c.supervisors)
        quiet(c)


async def test_a_clerk_marks_a_case_before_any_unit_has_it_and_its_limit_obeys() -> None:
    async with city() as c:
        await c.boss.says(UNSURE)
        await c.boss.presses("提交")
        quiet(c)
        clerk = c.staff(c.pack.clerks[0].code)
        await presses_like(clerk, "认领", in_=c.clerks)
        await clerk.presses("标法定期限")
        await clerk.presses("招标投标投诉")
        await clerk.presses("受理")
        await clerk.presses("从今天起算")
        clerk.sees("已标：法定最后日 3/12 17:30")
        await presses_like(clerk, "派给 ")
        clerk.ignore()
        case = await row(c)
        assert case.unit is not None
        assert await due(c) == datetime(2026, 3, 12, 9, 30, tzinfo=UTC)
        c.group(case.unit).sees("【新单】", "法定最后日")
        quiet(c)


async def test_another_unit_can_mark_nothing() -> None:
    async with city() as c:
        await signed(c)
        case, other = await row(c), c.officer("ZJJ")
        await other.says("/todo", in_=c.group("ZJJ"))
        under = c.group("ZJJ").sees("本单位没有待办")
        assert "不由您办理" in await other.forges(f"track:{case.id}", in_=c.group("ZJJ"), under=under)
        assert "TRACKED" not in await kinds(c)
        assert "更多" in labels(c.group("GSGS").card("办理中"))
