"""/todo: the unit's own open cases by deadline, masked, in pages; nothing of anybody else's."""

from __future__ import annotations

import pytest

from bot.desk.officer import listing
from tests.journey.desk_steps import answered, filed, labels, signed
from tests.support.city import Actor, City, city, text_of

PRIVATE = "我是泉河面粉厂的周老板，电话10012345678，经开区自来水压力太低，机器老停，已经三天了，请供水公司来看看。"
BURST = "我们仓库门口自来水管爆了，地面全是水，请供水公司来修。"
DIRTY = "我们饭店的自来水这几天发黄有味道，请供水公司来查一查。"
RUDE = "市供水集团的人态度恶劣，骂人，推来推去，故意刁难我们。"


async def todo(c: City, who: Actor) -> str:
    """What /todo shows in private."""
    await who.says("/todo")
    return text_of(who.sees(""))


async def test_nothing_to_do_is_said_plainly() -> None:
    async with city() as c:
        assert await todo(c, c.officer("GSGS")) == "本单位没有待办。"


async def test_the_list_names_no_enterprise_phone_or_person_of_it() -> None:
    async with city() as c:
        group, owner = await filed(c, PRIVATE)
        await owner.says("/todo", in_=group)
        shown = text_of(group.sees("待办，时限近的在前", "000001", "签收", owner.name))
        assert not any(part in shown for part in ("泉河", "周老板", "10012345678"))


async def test_the_nearest_limit_is_on_top_and_what_is_late_says_so() -> None:
    async with city() as c:
        group, owner = await signed(c)
        await filed(c, DIRTY, boss=c.bosses[1])
        shown = await todo(c, owner)
        assert shown.index("000002") < shown.index("000001"), "the second is not signed yet: its limit is the nearer"
        await c.to("2026-03-09 15:31")
        for chat in (group, *(c.officer("GSGS", seat).chat for seat in range(1, 6))):
            chat.ignore()
        assert "000002 签收已超期" in await todo(c, owner)


async def test_another_unit_sees_its_own_list_only() -> None:
    async with city() as c:
        group, _ = await filed(c)
        other = c.officer("GDGS")
        assert await todo(c, other) == "本单位没有待办。"
        c.playground.join(other.id, group.id)
        await other.says("/todo", in_=group)
        assert "000001" not in text_of(group.sees("只能看本单位的待办"))
        assert "不由您办理" in await other.forges("todo:0:0:GSGS.0", in_=group, under=group.card("【新单】"))
        group.hears_nothing()


async def test_strangers_are_told_in_private_and_not_heard_in_a_group() -> None:
    async with city() as c:
        group, _ = await filed(c)
        stranger = c.bosses[1]
        c.playground.join(stranger.id, group.id)
        await stranger.says("/todo", in_=group)
        group.hears_nothing()
        await stranger.says("/todo")
        stranger.sees("还没有登记为工作人员")


async def test_an_answered_case_is_nothing_to_do() -> None:
    async with city() as c:
        _group, owner = await answered(c)
        assert await todo(c, owner) == "本单位没有待办。"


async def test_a_complaint_about_conduct_is_on_nobodys_list() -> None:
    async with city() as c:
        await c.boss.says(RUDE)
        await c.boss.presses("提交")
        c.boss.ignore()
        c.group("YSB").sees("【新单】")
        for who in (c.officer("GSGS"), c.officer("YSB"), c.officer("GSGS", 5)):
            assert await todo(c, who) == "本单位没有待办。"


async def test_a_long_list_has_pages_that_turn_in_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "PAGE", 2)
    async with city() as c:
        for boss, text in zip(c.bosses[:3], (PRIVATE, DIRTY, BURST), strict=True):
            group, owner = await filed(c, text, boss=boss)
        await owner.says("/todo", in_=group)
        first = group.sees("（第1页）", "000001", "000002")
        assert labels(first) == ["下一页"]
        await owner.presses("下一页", in_=group)
        last = group.sees("（第2页）", "000003")
        assert last["message_id"] == first["message_id"]
        assert labels(last) == ["上一页"]
        await owner.forges("todo:0:0:GSGS.99", in_=group, under=last)
        group.hears_nothing()  # there is no such page: the last one stays


async def test_a_forged_page_is_no_page() -> None:
    async with city() as c:
        group, owner = await filed(c)
        await owner.says("/todo", in_=group)
        page = group.sees("待办")
        for data in ("todo", "todo:0:0:GSGS.-1", "todo:0:0:GDGS.0", "todo:0:0:.0", "todo:0:0:GSGS." + "9" * 40):
            await owner.forges(data, in_=group, under=page)
        group.hears_nothing()
