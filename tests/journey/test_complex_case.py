"""复杂件: a longer limit by the office's decision, once; the enterprise is told."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.journey.desk_steps import kinds, row, signed
from tests.journey.test_officer_requests import limits
from tests.support.city import Actor, Chat, City, city


async def asked(c: City) -> tuple[Chat, Actor]:
    """The request lies with the office."""
    group, owner = await signed(c)
    await owner.presses("更多", in_=group)
    await owner.presses("申请复杂件", in_=group)
    group.sees("还可以")
    await owner.presses("需检测", in_=group)
    group.sees("复杂件申请已提交")
    group.sees("复杂件申请等认定")
    c.supervisors.sees("【复杂件申请】", "需检测", "3月30日")
    return group, owner


async def due(c: City) -> datetime:
    """The limit to resolve, as it is now."""
    return datetime.fromisoformat(str((await limits(c))["办结"])).replace(tzinfo=UTC)


async def test_the_office_grants_the_longer_limit_once_and_the_enterprise_is_told() -> None:
    async with city() as c:
        group, owner = await asked(c)
        await c.staff(c.pack.supervisors[0].code).presses("认定", in_=c.supervisors)
        c.supervisors.sees("已认定为复杂件")
        group.sees("已认定为复杂件", "3月30日（周一）17:30")
        group.ignore()
        c.boss.sees("认定为复杂件（需检测）", "3月30日")
        assert await due(c) == datetime(2026, 3, 30, 9, 30, tzinfo=UTC)
        assert {"COMPLEX_ASKED", "COMPLEX_RULED"} <= set(await kinds(c))
        case = await row(c)
        again = await owner.forges(f"complex:{case.id}:{case.version}", in_=group, under=group.card("办理中"))
        assert "只认定一次" in again


async def test_a_refusal_leaves_the_limit_and_the_enterprise_alone() -> None:
    async with city() as c:
        group, _owner = await asked(c)
        before = await due(c)
        await c.staff(c.pack.supervisors[0].code).presses("不认定", in_=c.supervisors)
        c.supervisors.sees("未认定为复杂件")
        group.sees("未认定为复杂件", "原时限")
        group.ignore()
        c.boss.hears_nothing()
        assert await due(c) == before
        assert (await row(c)).pending is None
