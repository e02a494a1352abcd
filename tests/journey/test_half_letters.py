"""Half a letter (a lone surrogate) in somebody's words breaks neither the emulator nor the bot, and nothing is lost."""

from __future__ import annotations

from tests.journey.desk_steps import WATER
from tests.support.city import city


async def test_words_with_half_a_letter_are_filed_like_any_others() -> None:
    async with city() as c:
        await c.boss.says(WATER + "\ud83d请尽快")
        c.boss.sees("已收到。编号 QS-2026-000001")
        await c.boss.presses("提交")
        c.boss.ignore()
        group, owner = c.group("GSGS"), c.officer("GSGS")
        group.sees("【新单】")
        await owner.presses("看全文", in_=group)
        owner.sees("压力太低", "请尽快")
