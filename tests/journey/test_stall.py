"""停摆 (A19): with much time left a case may not be left lying; owner and supervisors hear once, and never beside a limit."""

from __future__ import annotations

from tests.journey.desk_steps import filed, labels
from tests.journey.test_supervisor_desk import chief
from tests.support.city import Actor, Chat, City, city, text_of

WISH = "建议供水公司在经开区增设一个自来水缴费网点，方便企业办水。"


async def lying(c: City) -> tuple[Chat, Actor]:
    """A suggestion (15 working days), signed, and the enterprise was told something on Monday; then nothing for three days."""
    group, owner = await filed(c, WISH)
    await owner.presses("签收", in_=group)
    await owner.says("已联系企业，3月底前选址，随后告知。", in_=group, reply_to=group.card("办理中"))
    await owner.presses("阶段反馈", in_=group)
    group.ignore()
    c.boss.ignore()
    for day in ("2026-03-10", "2026-03-11", "2026-03-12"):
        await c.to(f"{day} 17:31")
        group.hears_nothing()
        c.supervisors.hears_nothing()
    return group, owner


async def test_the_owner_and_the_supervisors_hear_of_it_once_in_the_morning_digest() -> None:
    async with city() as c:
        group, _owner = await lying(c)
        await c.to("2026-03-13 09:01")
        group.sees("汇总｜待办1", "000001", "已三个工作日没有进展")
        shown = c.supervisors.sees("停摆｜1件", "000001", "最后进展：3/9", "市供水集团", "申请挂账")
        assert "逾期汇总" not in text_of(shown)
        await c.to("2026-03-18 17:00")
        group.hears_nothing()
        c.supervisors.hears_nothing()


async def test_who_moves_it_in_time_is_not_named() -> None:
    async with city() as c:
        group, owner = await lying(c)
        await c.to("2026-03-13 08:40")
        await owner.says("已看过两处门面，3月20日前定下来。", in_=group, reply_to=group.card("办理中"))
        await owner.presses("阶段反馈", in_=group)
        group.ignore()
        c.boss.ignore()
        await c.to("2026-03-13 18:00")
        group.hears_nothing()
        c.supervisors.hears_nothing()


async def test_a_second_standstill_is_named_again() -> None:
    async with city() as c:
        group, owner = await lying(c)
        await c.to("2026-03-13 09:01")
        group.ignore()
        c.supervisors.ignore()
        await owner.says("已看过两处门面，3月20日前定下来。", in_=group, reply_to=group.card("办理中"))
        await owner.presses("阶段反馈", in_=group)
        group.ignore()
        c.boss.ignore()
        await c.to("2026-03-19 09:01")
        group.sees("已三个工作日没有进展")
        c.supervisors.sees("停摆｜1件", "最后进展：3/13")


async def test_the_supervisors_reach_the_case_from_the_notice() -> None:
    async with city() as c:
        group, _owner = await lying(c)
        await c.to("2026-03-13 09:01")
        group.ignore()
        c.supervisors.sees("停摆｜1件")
        await chief(c).presses("看 000001", in_=c.supervisors)
        assert "督促" in labels(c.supervisors.sees("QS-2026-000001", "市供水集团"))
