"""代转: a unit that may not know who complains speaks through a clerk, and is answered, without learning the name."""

from __future__ import annotations

from tests.journey.desk_steps import kinds, row
from tests.support.city import Actor, Chat, City, city, text_of

HIDDEN = ("泉河", "周老板", "10012345678")
QUESTION = "请问低压是全天都有，还是早晚高峰才有？"


async def anonymous(c: City) -> tuple[Chat, Actor]:
    """An anonymous case at its unit."""
    await c.boss.says(
        "我是泉河面粉厂的周老板，电话10012345678，经开区自来水压力太低，机器老停，已经三天了，请供水公司来看看。"
    )
    await c.boss.presses("保密/对承办单位匿名")
    await c.boss.presses("提交")
    c.boss.ignore()
    group, owner = c.group("GSGS"), c.officer("GSGS")
    group.sees("【新单】")
    return group, owner


async def asked(c: City) -> tuple[Chat, Actor]:
    """The same; the officer's question lies with the clerks."""
    group, owner = await anonymous(c)
    assert "私信" in await owner.presses("联系企业", in_=group)
    owner.sees("由首接坐席代转", "直接写")
    await owner.says(QUESTION)
    owner.sees("已交坐席")
    c.clerks.sees("【代转】", QUESTION)
    c.boss.hears_nothing()
    return group, owner


async def test_words_reach_an_anonymous_enterprise_by_a_clerk_and_count_as_first_contact() -> None:
    async with city() as c:
        group, owner = await asked(c)
        clerk = c.staff(c.pack.clerks[0].code)
        assert "已转" in await clerk.presses("转给企业", in_=c.clerks)
        c.clerks.sees("已转给企业")
        heard = c.boss.sees("请坐席转告", QUESTION, "看不到您是谁")
        owner.sees("坐席已转给企业")
        group.sees("已首联")
        assert (await row(c)).contacted_at is not None
        await c.boss.says("早上七点到九点最厉害，我周老板亲自盯的，电话10012345678。", reply_to=heard)
        c.boss.sees("已")
        more = text_of(group.sees("补充"))
        await owner.presses("看全文", in_=group)
        full = text_of(owner.sees("早上七点"))
        assert not any(part in shown for part in HIDDEN for shown in (more, full))


async def test_a_clerk_may_keep_words_back_and_the_officer_is_told() -> None:
    async with city() as c:
        _group, owner = await asked(c)
        clerk = c.staff(c.pack.clerks[0].code)
        await clerk.presses("不转", in_=c.clerks)
        c.clerks.sees("没有转")
        owner.sees("没有转您写的话", "联系企业")
        c.boss.hears_nothing()
        assert (await row(c)).contacted_at is None
        assert (await kinds(c)).count("RELAYED") == 2


async def test_the_second_press_on_the_same_words_changes_nothing() -> None:
    async with city() as c:
        await asked(c)
        first, second = (c.staff(post.code) for post in c.pack.clerks[:2])
        card = c.clerks.with_button("转给企业")
        data = card["keyboard"][0][0]["data"]
        await first.presses("转给企业", in_=c.clerks, under=card)
        assert "已经处理过" in await second.forges(data, in_=c.clerks, under=card)
        c.boss.sees("请坐席转告")
        for chat in (c.clerks, c.group("GSGS"), c.officer("GSGS").chat):
            chat.ignore()


async def test_an_officer_cannot_hand_the_words_on_alone() -> None:
    async with city() as c:
        group, owner = await asked(c)
        data = c.clerks.with_button("转给企业")["keyboard"][0][0]["data"]
        assert "不由您办理" in await owner.forges(data, in_=group, under=group.card())
        c.boss.hears_nothing()


async def test_words_with_a_phone_number_or_a_file_do_not_reach_the_clerks() -> None:
    async with city() as c:
        group, owner = await anonymous(c)
        await owner.presses("联系企业", in_=group)
        owner.sees("由首接坐席代转")
        await owner.says("请打我手机 10087654321")
        owner.sees("还没有交给坐席")
        await owner.sends(photo=True)
        owner.sees("只能写文字")
        c.clerks.hears_nothing()
        await owner.says(QUESTION)
        owner.sees("已交坐席")
        c.clerks.sees("【代转】")


async def test_words_that_lie_with_the_clerks_are_not_forgotten_and_nobody_is_nagged() -> None:
    async with city() as c:
        group, owner = await asked(c)
        await c.advance(hours=1, minutes=59)
        c.clerks.hears_nothing()
        await c.advance(hours=4)
        c.clerks.sees("等着代转")
        c.clerks.hears_nothing()
        await c.working_day()
        c.clerks.sees("等着代转")
        clerk = c.staff(c.pack.clerks[0].code)
        card = c.clerks.with_button("转给企业")
        await clerk.presses("转给企业", in_=c.clerks, under=card)
        c.boss.ignore()
        for chat in (c.clerks, group, owner.chat):
            chat.ignore()
        await c.working_day()
        assert not any("等着代转" in text_of(message) for message in c.clerks.fresh())
        for chat in (c.clerks, group, owner.chat, c.boss.chat, c.supervisors):
            chat.ignore()
