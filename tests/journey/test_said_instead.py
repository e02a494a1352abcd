"""What people type where a button or a swipe was meant: a unit's name, an answer to the clerk, a word on the result."""

from __future__ import annotations

import pytest

from tests.journey.desk_steps import UNSURE, answered, filed, row
from tests.support.city import Actor, City, city


async def claimed(c: City) -> Actor:
    """A case of no clear unit, laid open before the clerk who claimed it."""
    await c.boss.says(UNSURE)
    await c.boss.presses("提交")
    c.boss.ignore()
    clerk = c.staff("PLAT-01")
    await clerk.presses("认领", in_=c.clerks)
    c.clerks.ignore()
    clerk.ignore()
    return clerk


@pytest.mark.parametrize("said", ["商务局", "这个给商务局吧", "派给市商务局。", "SWJ"])
async def test_a_clerk_may_name_the_unit_instead_of_paging_to_it(said: str) -> None:
    async with city() as c:
        clerk = await claimed(c)
        await clerk.says(said)
        clerk.sees("已派市商务局")
        clerk.sees("已分派")
        c.group("SWJ").sees("【新单】QS-2026-000001")
        c.boss.sees("已派给市商务局")
        c.clerks.sees("已派市商务局")


async def test_words_that_name_no_unit_or_several_dispatch_nothing() -> None:
    async with city() as c:
        clerk = await claimed(c)
        for said in ("管委会还是什么局", "公司", "给他们吧"):
            await clerk.says(said)
            clerk.sees("您是工作人员")
        assert (await row(c)).unit is None


async def test_a_sealed_unit_cannot_be_named() -> None:
    async with city() as c:
        clerk = await claimed(c)
        await clerk.says("纪委监委")
        clerk.sees("您是工作人员")
        assert (await row(c)).unit is None


async def test_an_officer_may_name_the_unit_that_a_case_should_go_to() -> None:
    async with city() as c:
        group, owner = await filed(c)
        await owner.presses("转办", in_=group)
        await owner.presses("应由其他单位牵头", in_=group)
        await owner.says("应该是住建局", in_=group, reply_to=group.card("建议转给哪个单位"))
        group.sees("转办申请已提交（建议市住房和城乡建设局）")
        c.clerks.sees("【转办裁定】", "转市住房和城乡建设局")
        group.ignore()


@pytest.mark.parametrize("said", ["我是开小超市的，想要贷款", "8个", "是的"])
async def test_what_is_said_after_the_clerks_question_is_its_answer(said: str) -> None:
    async with city() as c:
        clerk = await claimed(c)
        await clerk.presses("补问企业")
        clerk.sees("请回复本条写要问企业的话")
        await clerk.says("请问店里有几个人，是想贷款吗？")
        clerk.sees("已问企业")
        c.boss.sees("坐席想确认一下")
        await c.boss.says(said)
        c.boss.sees("已补充进 QS-2026-000001")
        clerk.sees("企业已补充")
        clerk.sees(UNSURE, said)
        clerk.ignore()


@pytest.mark.parametrize("said", ["很满意", "没有啊，水还是小", "解决", "不满意"])
async def test_a_word_on_the_result_is_no_enterprises_name_even_while_that_is_asked(said: str) -> None:
    async with city() as c:
        _group, _owner = await answered(c)  # the question for the enterprise's name is still open
        c.boss.ignore()
        await c.boss.says(said)
        c.boss.sees("这件解决了吗")


async def test_a_name_is_still_taken_after_something_else_was_said() -> None:
    async with city() as c:
        group, owner = await filed(c)
        await owner.presses("签收", in_=group)
        group.ignore()
        c.boss.ignore()
        await c.boss.says("老周五金店")
        c.boss.sees("统一社会信用代码")
