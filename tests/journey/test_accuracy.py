"""/accuracy: supervisors see how often the first unit was the right one; nobody else sees anything."""

from __future__ import annotations

from tests.journey.desk_steps import UNSURE, filed, presses_like
from tests.journey.test_officer_requests import asks_transfer
from tests.journey.test_supervisor_desk import chief, hush
from tests.support.city import city


async def test_a_case_that_a_ruling_moved_counts_as_sent_to_the_wrong_unit() -> None:
    async with city() as c:
        group, owner = await filed(c)
        await chief(c).says("/accuracy", in_=c.supervisors)
        c.supervisors.sees("3月9日那周 1件：自动派1，没改过单位1（100%），改过0。")
        await asks_transfer(c, group, owner)
        await presses_like(c.staff(c.pack.clerks[0].code), "同意转", in_=c.clerks)
        hush(c)
        await chief(c).says("/accuracy", in_=c.supervisors)
        c.supervisors.sees("自动派1，没改过单位0（0%），改过1。")


async def test_what_a_clerk_sent_is_counted_apart() -> None:
    async with city() as c:
        await c.boss.says(UNSURE)
        await c.boss.presses("提交")
        clerk = c.staff(c.pack.clerks[0].code)
        await clerk.presses("认领", in_=c.clerks)
        await presses_like(clerk, "派给 ")
        hush(c)
        await chief(c).says("/accuracy")
        chief(c).sees("1件：自动派0；坐席派1。")


async def test_in_a_units_group_and_to_its_officer_the_command_is_refused() -> None:
    async with city() as c:
        group, owner = await filed(c)
        await owner.says("/accuracy", in_=group)
        await owner.says("/accuracy")
        group.sees("不归您用")
        owner.sees("不归您用")


async def test_before_the_first_dispatch_it_says_so() -> None:
    async with city() as c:
        await chief(c).says("/accuracy", in_=c.supervisors)
        c.supervisors.sees("近8周还没有派出的办事类件")
