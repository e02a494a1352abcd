"""Short words about complaining itself: an announcement without a matter, and “forget it”."""

from __future__ import annotations

import pytest

from storage.vocabulary import State
from tests.journey.desk_steps import WATER, row
from tests.support.city import city

FORGET = "算了，不投诉了"


@pytest.mark.parametrize("words", ["我要投诉", "你好，我想反映一个问题", "举报"])
async def test_an_announcement_without_a_matter_is_asked_for_the_matter_and_opens_no_case(words: str) -> None:
    async with city() as c:
        await c.boss.says(words)
        c.boss.sees("顶格办")
        c.boss.sees("发生了什么")
        await c.boss.says(WATER)
        c.boss.sees("QS-2026-000001", "供水")


async def test_forget_it_asks_once_and_drops_the_draft_only_on_yes() -> None:
    async with city() as c:
        await c.boss.says(WATER)
        c.boss.ignore()
        await c.boss.says(FORGET)
        c.boss.sees("见下方")
        c.boss.sees("确定取消 QS-2026-000001")
        assert (await row(c)).state is State.DRAFT
        await c.boss.presses("确定取消")
        c.boss.sees("没有提交", "30分钟内可以恢复")
        assert (await row(c)).state is State.WITHDRAWN
        await c.advance(minutes=40)
        c.boss.hears_nothing()


async def test_forget_it_without_an_answer_loses_nothing() -> None:
    async with city() as c:
        await c.boss.says(WATER)
        await c.boss.says(FORGET)
        c.boss.ignore()
        await c.advance(minutes=31)
        c.boss.ignore()
        c.group("GSGS").sees("【新单】QS-2026-000001")


async def test_second_thoughts_bring_the_draft_back() -> None:
    async with city() as c:
        await c.boss.says(WATER)
        await c.boss.says(FORGET)
        c.boss.ignore()
        await c.boss.presses("不取消")
        c.boss.sees("已收到", "QS-2026-000001")
        await c.boss.presses("提交")
        c.boss.ignore()
        c.group("GSGS").sees("【新单】")


async def test_forget_it_about_a_filed_case_shows_how_to_take_it_back() -> None:
    async with city() as c:
        await c.boss.says(WATER)
        await c.boss.presses("提交")
        c.boss.ignore()
        c.group("GSGS").ignore()
        await c.boss.says("我想撤回投诉")
        c.boss.sees("QS-2026-000001")
        assert c.boss.chat.with_button("撤回")


async def test_forget_it_of_nothing_is_answered_kindly() -> None:
    async with city() as c:
        await c.boss.says("算了")
        c.boss.sees("顶格办")
        c.boss.sees("有事随时")
