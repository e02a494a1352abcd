"""常见问题 (A38): a ready answer comes with the draft of a question, is enough or not, and never replaces the case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.journey.desk_steps import labels, row
from tests.support.city import city, text_of

ASKED = "请问公司搬家了，营业执照的地址怎么变更，需要哪些材料？"
LOST = "我要投诉，营业执照地址变更材料交了一个月，市场监管局一直不给办，窗口还推来推去。"


async def test_a_common_question_is_answered_at_once_and_enough_files_nothing() -> None:
    async with city() as c:
        await c.boss.says(ASKED)
        c.boss.sees("这里是顶格办")
        shown = c.boss.sees("常见答复：", "企业变更", "来源：示范市市场监管局办事指南")
        assert labels(shown)[0] == "这就够了", "the answer comes first, and no list of units beside it"
        await c.boss.presses("这就够了")
        c.boss.sees("没有提交", "30分钟内可以恢复")
        assert (await row(c)).submitted_at is None


async def test_who_wants_a_person_files_it_all_the_same() -> None:
    async with city() as c:
        await c.boss.says(ASKED)
        c.boss.sees("常见答复：")
        await c.boss.presses("提交")
        c.boss.ignore()
        assert (await row(c)).submitted_at is not None
        c.group("SCJ").ignore()
        c.clerks.ignore()


async def test_nobody_who_says_nothing_more_is_taken_as_content() -> None:
    async with city() as c:
        await c.boss.says(ASKED)
        await c.advance(minutes=40)
        c.boss.ignore()
        assert (await row(c)).submitted_at is not None, "an untouched draft files itself"
        c.group("SCJ").ignore()
        c.clerks.ignore()


async def test_a_complaint_with_the_same_words_gets_no_ready_answer() -> None:
    async with city() as c:
        await c.boss.says(LOST)
        c.boss.sees("这里是顶格办")
        shown = c.boss.sees("编号 QS-2026-000001")
        assert "常见答复" not in text_of(shown)
        assert "这就够了" not in labels(shown)


async def test_an_answer_whose_last_day_is_over_is_not_given() -> None:
    async with city() as c:
        old = [known.model_copy(update={"until": date(2026, 3, 8)}) for known in c.bot.office.pack.answers]
        c.bot.office = replace(c.bot.office, pack=c.bot.office.pack.model_copy(update={"answers": tuple(old)}))
        await c.boss.says(ASKED)
        c.boss.sees("这里是顶格办")
        assert "常见答复" not in text_of(c.boss.sees("编号 QS-2026-000001"))


async def test_the_guide_knows_the_answer_too() -> None:
    async with city() as c:
        await c.boss.says("/guide 稳岗返还有什么条件")
        c.boss.sees("常见答复：", "失业保险费", "不收申请材料")
