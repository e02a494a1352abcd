"""How far is it, and give me a person: answered at once, and no case is opened for it."""

from __future__ import annotations

import pytest

from nlp.wishes import Wish, wish_of
from tests.journey.desk_steps import answered, filed, kinds, presses_like
from tests.support.city import city


@pytest.mark.parametrize(
    "text", ["我那个事咋样了", "我反映的问题有进展吗？", "请问处理得怎么样了", "有消息没", "进度", "俺那事办到哪了啊"]
)
async def test_a_question_about_progress_shows_the_case_and_opens_none(text: str) -> None:
    async with city() as c:
        await filed(c)
        await c.boss.presses("以后再说")
        await c.boss.says(text)
        c.boss.sees("QS-2026-000001", "待签收")
        c.boss.ignore()
        assert len(await c.look(lambda s: s.connection().exec_driver_sql("select id from casefile").all())) == 1


async def test_with_several_cases_the_list_is_shown() -> None:
    async with city() as c:
        await filed(c)
        await c.boss.presses("以后再说")
        await c.boss.says("厂门口的路灯坏了一个月了，晚上工人下班看不见路。")
        await c.boss.presses("新问题")
        await c.boss.presses("提交")
        c.boss.ignore()
        c.clerks.ignore()
        for chat in c.playground.chats()["chats"]:
            c.chat(chat["id"]).ignore()
        await c.boss.says("咋样了")
        c.boss.sees("您的诉求")


async def test_without_a_case_the_question_is_told_so() -> None:
    async with city() as c:
        await c.boss.says("我的事处理得怎么样了")
        c.boss.sees("还没有诉求")
        c.boss.ignore()


@pytest.mark.parametrize("text", ["转人工", "我要人工客服", "人工", "找个真人"])
async def test_who_wants_a_person_is_told_that_people_do_it_and_where_to_ring(text: str) -> None:
    async with city() as c:
        await c.boss.says(text)
        c.boss.sees("真人", "12345")
        c.boss.ignore()


@pytest.mark.parametrize(
    "text",
    [
        "我们厂的水压怎么样了还是很低",
        "人工费被拖欠",
        "变压器的事咋样了，今天又停了三次",
        "市监局处理的怎么样我不服",
        "客服态度恶劣",
        "",
        "？",
    ],
)
def test_whoever_tells_something_is_not_taken_for_asking(text: str) -> None:
    assert wish_of(text) is None


def test_the_two_wishes_are_told_apart() -> None:
    assert wish_of("我那个事，咋样了？") is Wish.PROGRESS
    assert wish_of("转 人工！") is Wish.HUMAN


async def test_a_reply_to_a_case_s_page_is_an_addition_to_that_case() -> None:
    async with city() as c:
        await filed(c)
        await c.boss.presses("以后再说")
        await c.boss.says("/my")
        await presses_like(c.boss, "000001")
        page = c.boss.sees("QS-2026-000001")
        await c.boss.says("补一句：三号车间最严重，全天都这样。", reply_to=page)
        c.boss.ignore()
        c.group("GSGS").sees("企业补充了内容")
        assert "ADDED" in await kinds(c)


@pytest.mark.parametrize("text", ["没有解决，压力还是低", "根本没修好", "解决了，谢谢"])
async def test_words_about_the_result_are_taken_for_the_answered_case_and_the_verdict_is_asked(text: str) -> None:
    async with city() as c:
        await answered(c)
        await c.boss.says(text)
        c.boss.sees("已记到 QS-2026-000001", "解决了吗")
        for chat in (c.group("GSGS"), c.officer("GSGS").chat, c.boss.chat):
            chat.ignore()


async def test_a_new_matter_after_an_answer_is_still_asked_about() -> None:
    async with city() as c:
        await answered(c)
        await c.boss.says("厂门口的路灯坏了一个月了，晚上工人下班看不见路。")
        c.boss.sees("新问题", "补充")


async def test_several_matters_for_different_units_are_looked_at_by_a_clerk() -> None:
    async with city() as c:
        await c.boss.says("两个事：一是厂门口的路灯三个月不亮，二是增值税留抵退税申请两个月没到账")
        await c.boss.presses("提交")
        c.boss.ignore()
        c.clerks.sees("【待分派】", "一信多事")
        c.group("SHW").hears_nothing()
