"""When a case leaves a unit, what its people were given to read in private leaves with it."""

from __future__ import annotations

from tests.journey.desk_steps import WATER, presses_like
from tests.journey.test_officer_requests import asks_transfer
from tests.support.city import city, text_of


async def test_full_text_contact_and_photo_are_taken_back_from_the_old_unit() -> None:
    async with city() as c:
        await c.boss.sends(photo=True, caption=WATER + " 周示例 10012345678")
        await c.boss.presses("提交")
        c.boss.ignore()
        group, owner = c.group("GSGS"), c.officer("GSGS")
        group.sees("【新单】")
        await owner.presses("看全文", in_=group)
        owner.sees("压力太低")
        assert owner.sees("QS-2026-000001")["media"]["kind"] == "photo"
        await owner.presses("联系企业", in_=group)
        owner.sees("怎么联系企业")
        await asks_transfer(c, group, owner)
        await presses_like(c.staff(c.pack.clerks[0].code), "同意转", in_=c.clerks)
        left = owner.chat.messages()
        assert not any("压力太低" in text_of(message) for message in left)
        assert not any(message.get("media") and not message["deleted"] for message in left)
        assert sum("已收回" in text_of(message) for message in left) == 2
        for chat in (owner.chat, group, c.clerks, c.boss.chat, c.group("ZJJ")):
            chat.ignore()
