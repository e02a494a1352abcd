"""The card in the unit's group: who may sign, who may look, and what nobody sees there."""

from __future__ import annotations

from tests.journey.desk_steps import WATER, filed, labels, presses_like, row, signed
from tests.support.city import city, text_of


async def test_the_owner_signs_once_and_the_enterprise_is_told_once() -> None:
    async with city() as c:
        group, owner = await filed(c)
        assert labels(group.card()) == ["签收", "联系企业", "转办", "看全文"]
        assert await owner.presses("签收", in_=group) == "已签收。"
        card = group.sees("办理中", "首联", "办结")
        assert labels(card) == ["联系企业", "答复", "看全文", "转办", "延期", "请协办", "更多"]
        c.boss.sees("QS-2026-000001 已由", "签收", "联系您")
        assert (await row(c)).signed_at is not None


async def test_a_stranger_in_the_group_changes_nothing() -> None:
    async with city() as c:
        group, _owner = await filed(c)
        stranger = c.bosses[1]
        c.playground.join(stranger.id, group.id)
        assert "还没有登记" in await stranger.presses("签收", in_=group)
        assert "还没有登记" in await stranger.presses("看全文", in_=group)
        assert (await row(c)).signed_at is None
        stranger.hears_nothing()


async def test_another_units_officer_is_refused_politely() -> None:
    async with city() as c:
        group, _owner = await filed(c)
        other = c.officer("GDGS")
        c.playground.join(other.id, group.id)
        for label in ("签收", "联系企业", "转办", "看全文"):
            assert "不由您办理" in await other.presses(label, in_=group)
        assert (await row(c)).signed_at is None
        other.hears_nothing()


async def test_the_backup_may_sign_and_the_owner_stays_the_owner() -> None:
    async with city() as c:
        group, owner = await filed(c)
        before = await row(c)
        assert await c.officer("GSGS", 2).presses("签收", in_=group) == "已签收。"
        group.sees("办理中", owner.name)
        c.boss.sees("签收")
        assert (await row(c)).owner_id == before.owner_id


async def test_a_stale_button_says_so_and_changes_nothing() -> None:
    async with city() as c:
        group, owner = await filed(c)
        card, case = group.card(), await row(c)
        await owner.presses("签收", in_=group)
        group.sees("办理中")
        c.boss.sees("签收")
        for verb in ("sign", "transfer", "contact", "reply"):
            assert "不是最新的" in await owner.forges(f"{verb}:{case.id}:{case.version}", in_=group, under=card)
        group.hears_nothing()


async def test_forged_buttons_are_told_off_and_change_nothing() -> None:
    async with city() as c:
        group, owner = await signed(c)
        case, card = await row(c), group.card()
        for data in (
            "sign",
            "sign:99",
            "rcode:1:0:NONSENSE",
            "tunit:1:0:duty.JWJW",
            "way:1:0:court",
            "sack:1",
            "nonsense",
            "rsend:1",
        ):
            toast = await owner.forges(data, in_=group, under=card)
            assert toast, data
        assert (await row(c)).version == case.version
        group.hears_nothing()
        owner.hears_nothing()


async def test_the_full_text_comes_in_private_watermarked_protected_and_logged() -> None:
    async with city() as c:
        group, owner = await signed(c)
        assert await owner.presses("看全文", in_=group) == "已发到您的私信。"
        full = owner.sees(f"仅供{owner.name}办理使用", "自来水压力太低")
        assert text_of(full).count("请勿转发") == 2
        assert full["protect"]
        looks = await c.look(lambda s: s.connection().exec_driver_sql("select what from look").scalars().all())
        assert looks == ["full"]
        group.hears_nothing()


async def test_who_has_not_opened_the_bot_is_told_how() -> None:
    async with city() as c:
        group, owner = await signed(c)
        c.playground.block(owner.id)
        await c.settle()
        c.keepers.ignore()
        assert "先打开机器人" in await owner.presses("看全文", in_=group)
        group.hears_nothing()


async def test_an_anonymous_case_never_shows_the_enterprise_to_its_unit() -> None:
    async with city() as c:
        boss, group, owner = c.boss, c.group("GSGS"), c.officer("GSGS")
        await boss.says(
            "我是泉河面粉厂的周老板，电话10012345678，经开区自来水压力太低，机器老停，已经三天了，请供水公司来看看。"
        )
        await presses_like(boss, "匿名")
        await boss.presses("提交")
        boss.ignore()
        card = group.sees("【新单】")
        await owner.presses("看全文", in_=group)
        full = owner.sees("匿名", "压力太低")
        for shown in (text_of(card), text_of(full)):
            assert not any(part in shown for part in ("泉河", "周老板", "10012345678"))
        assert "匿名" in await owner.presses("联系企业", in_=group)
        way = text_of(owner.sees("由首接坐席代转"))
        assert not any(part in way for part in ("泉河", "周老板", "10012345678"))


async def test_files_come_with_the_full_text() -> None:
    async with city() as c:
        boss = c.boss
        await boss.sends(photo=True, caption=WATER)
        await boss.presses("提交")
        boss.ignore()
        group, owner = c.group("GSGS"), c.officer("GSGS")
        group.sees("【新单】")
        await owner.presses("看全文", in_=group)
        owner.sees("压力太低")
        assert owner.sees("QS-2026-000001")["media"]["kind"] == "photo"
