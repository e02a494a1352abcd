"""Owner and enterprise talk through the bot: both ways, with a banner and an end, and never a word too many."""

from __future__ import annotations

from tests.journey.desk_steps import BRIBE, kinds, signed
from tests.support.city import Actor, Chat, City, city


async def talking(c: City) -> tuple[Chat, Actor]:
    """A conversation that has just begun."""
    group, owner = await signed(c)
    assert "私信" in await owner.presses("联系企业", in_=group)
    owner.sees("怎么联系企业")
    await owner.presses("通过机器人对话")
    owner.sees("【对话开始】", "结束对话")
    c.boss.sees("【对话开始】", "正在联系您")
    return group, owner


async def test_words_go_both_ways_under_a_header_and_count_as_first_contact() -> None:
    async with city() as c:
        group, owner = await talking(c)
        await owner.says("您好，下午两点半到厂里测压，您在吗？")
        c.boss.sees("QS-2026-000001 承办人：", "下午两点半")
        group.sees("已首联")
        await c.boss.says("在的，到了找门卫。")
        owner.sees("QS-2026-000001 企业：在的")
        group.hears_nothing()
        assert (await kinds(c)).count("RELAYED") == 2
        await owner.presses("结束对话")
        owner.sees("【对话结束】")
        c.boss.sees("【对话结束】")


async def test_either_side_may_end_it_and_later_words_stay_apart() -> None:
    async with city() as c:
        _group, owner = await talking(c)
        await c.boss.presses("结束对话")
        owner.sees("【对话结束】")
        c.boss.sees("【对话结束】")
        await owner.says("再问一句")
        c.boss.hears_nothing()
        owner.ignore()


async def test_half_an_hour_of_silence_ends_it() -> None:
    async with city() as c:
        _group, owner = await talking(c)
        await c.advance(minutes=20)
        await owner.says("您好，我在路上，半小时到厂里。")
        c.boss.sees("我在路上")
        c.group("GSGS").ignore()
        await c.advance(minutes=29)
        owner.hears_nothing()
        await c.advance(minutes=2)
        owner.sees("【对话结束】")
        c.boss.sees("【对话结束】")


async def test_a_bribe_told_in_the_conversation_never_reaches_the_officer() -> None:
    async with city() as c:
        group, owner = await talking(c)
        await c.boss.says(BRIBE)
        owner.hears_nothing()
        group.hears_nothing()
        c.boss.sees("法定渠道")
        c.boss.sees("只送密件联系人")
        contact = c.staff(c.pack.sealed[0].code)
        contact.sees("【密件】", "五千块")
        await owner.presses("看全文", in_=group)
        assert "五千" not in str(owner.chat.messages())
        owner.ignore()
        assert "RELAYED" not in await kinds(c)


async def test_a_complaint_about_the_officer_made_in_the_conversation_is_kept_from_the_unit() -> None:
    async with city() as c:
        group, owner = await talking(c)
        await c.boss.says("你们供水公司这个人态度太恶劣了，上次还骂人，推诿扯皮，我要投诉他的作风。")
        owner.hears_nothing()
        group.hears_nothing()
        c.boss.sees("单独登记", "不会给承办单位看")
        c.boss.ignore()
        c.group("YSB").sees("【新单】")


async def test_the_officers_words_with_somebodys_phone_are_not_carried() -> None:
    async with city() as c:
        _group, owner = await talking(c)
        await owner.says("您打老李的电话 13800000000 吧")
        owner.sees("没有转给企业", "请删去")
        c.boss.hears_nothing()


async def test_a_photo_is_carried_and_a_place_is_not() -> None:
    async with city() as c:
        _group, owner = await talking(c)
        await c.boss.sends(photo=True, caption="表在这里")
        assert owner.sees("表在这里")["media"]["kind"] == "photo"
        await c.boss.sends(location={"latitude": 30.0, "longitude": 110.0})
        c.boss.sees("不能转达")


async def test_one_conversation_at_a_time() -> None:
    async with city() as c:
        group, owner = await talking(c)
        await c.officer("GSGS", 2).presses("联系企业", in_=group)
        backup = c.officer("GSGS", 2)
        backup.sees("怎么联系企业")
        assert "另一场对话" in await backup.presses("通过机器人对话")
        owner.hears_nothing()


async def test_a_phone_is_shown_in_private_only_if_the_enterprise_gave_it() -> None:
    async with city() as c:
        group, owner = await signed(c)
        await owner.presses("联系企业", in_=group)
        owner.sees("没有留电话")
        await c.boss.presses("跳过")
        c.boss.ignore()
        await c.boss.presses("跳过")
        c.boss.ignore()
        await c.boss.sends(contact=True)
        c.boss.ignore()
        await owner.presses("联系企业", in_=group)
        owner.sees("怎么联系企业")
        await owner.presses("看电话")
        owner.sees("联系电话", f"仅供{owner.name}办理使用")
        await owner.presses("已电话联系上")
        group.sees("已首联")


async def test_staff_words_outside_a_conversation_reach_no_enterprise() -> None:
    async with city() as c:
        _group, owner = await signed(c)
        await owner.says("这家厂事真多，先拖两天再说。")
        owner.sees("您是工作人员")
        c.boss.hears_nothing()


async def test_a_reply_within_the_conversation_is_carried_like_any_word() -> None:
    async with city() as c:
        group, owner = await talking(c)
        await owner.says("您好，下午两点半到厂里测压，您在吗？")
        group.sees("已首联")
        heard = c.boss.sees("两点半")
        await c.boss.says("在的。", reply_to=heard)
        told = owner.sees("企业：在的")
        await owner.says("好，见面说。", reply_to=told)
        c.boss.sees("承办人：好，见面说")
        group.hears_nothing()


async def test_a_reply_after_the_end_is_offered_and_not_lost() -> None:
    async with city() as c:
        _group, owner = await talking(c)
        await c.boss.says("明天还来吗？")
        told = owner.sees("明天还来吗")
        await owner.presses("结束对话")
        owner.ignore()
        c.boss.ignore()
        await owner.says("3月10日上午来。", reply_to=told)
        owner.sees("这段话怎么用")
        await owner.presses("阶段反馈")
        c.boss.sees("3月10日上午来")
        owner.sees("已发给企业")
        c.group("GSGS").ignore()
