"""What people also write to a bot: questions about itself, half sentences, corrections, a second thing in the same breath."""

from __future__ import annotations

import pytest
from sqlmodel import func, select

from storage.tables import CaseFile
from storage.vocabulary import State
from tests.journey.desk_steps import ANSWER, WATER, answered, filed, progressed, row, signed
from tests.support.city import City, city


async def cases(c: City) -> int:
    return int(await c.look(lambda s: s.exec(select(func.count()).select_from(CaseFile)).one()))


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("能帮我什么", "受理机器人"),
        ("你们是干什么的？", "受理机器人"),
        ("怎么投诉", "直接写"),
        ("多久能处理完", "几点前有人联系您"),
        ("要收费吗", "不收任何费用"),
        ("会不会泄露我的信息", "不进群"),
        ("能匿名吗", "匿名"),
        ("让你们领导给我打电话", "真人"),
        ("有事", "发生了什么"),
        ("我们公司最近遇到点麻烦", "发生了什么"),
        ("上次反映的怎么样了", "还没有诉求"),
        ("https://example.com/abc", "是什么事"),
    ],
)
async def test_a_question_about_the_bot_is_answered_and_opens_no_case(words: str, answer: str) -> None:
    async with city() as c:
        await c.boss.says(words)
        c.boss.sees("这里是顶格办")
        c.boss.sees(answer)
        assert await cases(c) == 0


async def test_the_number_of_ones_own_case_shows_it_and_anybody_elses_is_not_there() -> None:
    async with city() as c:
        await filed(c)
        await c.boss.says("QS-2026-000001 到哪了")
        c.boss.sees("QS-2026-000001", "供水")
        stranger = c.bosses[1]
        await stranger.says("QS-2026-000001 到哪了")
        stranger.sees("这里是顶格办")
        stranger.sees("没有找到您名下的")
        assert await cases(c) == 1


async def test_a_first_line_that_says_little_is_read_together_with_the_next() -> None:
    async with city() as c:
        await c.boss.says("就是办证的事")
        await c.boss.says("食品经营许可证三个月没下来")
        c.boss.ignore()
        assert "您说的是：就是办证的事；食品经营许可证三个月没下来" in c.boss.chat.card("您说的是")["text"]
        await c.boss.presses("提交")
        c.clerks.sees("【待分派】QS-2026-000001", "办证的事；食品经营许可证三个月没下来")
        c.boss.ignore()


async def test_a_corrected_amount_is_the_one_that_counts() -> None:
    async with city() as c:
        await c.boss.says("城管把我门头拆了，要赔我两万八")
        c.boss.sees("这里是顶格办")
        c.boss.sees("28,000元")
        await c.boss.says("不对，是三万二")
        c.boss.ignore()
        assert "32,000元" in c.boss.chat.card("您说的是")["text"]


async def test_two_different_things_in_one_draft_are_looked_at_by_a_clerk() -> None:
    async with city() as c:
        await c.boss.says(WATER)
        await c.boss.says("还有，税务局的发票申领卡在系统里三天了，一直没有审核。")
        c.boss.ignore()
        await c.boss.presses("提交")
        c.clerks.sees("【待分派】QS-2026-000001", "前后像是两件事")
        c.group("GSGS").hears_nothing()
        c.boss.ignore()
        assert (await row(c)).state is State.ACCEPTING


async def test_the_same_thing_in_other_words_is_offered_as_more_of_the_open_case() -> None:
    async with city() as c:
        await filed(c)
        await c.boss.says("我们厂自来水压力还是低，机器又停了")
        c.boss.sees("像是同一件事")
        await c.advance(minutes=31)
        c.boss.ignore()
        c.group("GSGS").ignore()
        c.officer("GSGS").ignore()
        assert await cases(c) == 1


async def test_a_typed_label_is_as_good_as_a_tap() -> None:
    async with city() as c:
        await c.boss.says(WATER)
        c.boss.ignore()
        await c.boss.says("提交。")
        c.boss.sees("已提交。编号 QS-2026-000001")
        c.boss.ignore()
        group, owner = c.group("GSGS"), c.officer("GSGS")
        card = group.sees("【新单】")
        await owner.says("签收", in_=group, reply_to=card)
        group.sees("办理中")
        group.sees("已签收")
        c.boss.sees("签收")
        assert (await row(c)).state is State.WORKING


async def test_plain_talk_in_the_group_is_no_press() -> None:
    async with city() as c:
        group, owner = await filed(c)
        await owner.says("签收", in_=group)
        group.hears_nothing()
        assert (await row(c)).state is State.TO_SIGN


async def test_the_verdict_may_be_typed() -> None:
    async with city() as c:
        await answered(c)
        await c.boss.says("没解决")
        c.boss.sees("原因")
        await c.boss.says("没联系我")
        c.boss.sees("已重开")
        for chat in c.playground.chats()["chats"]:
            c.chat(chat["id"]).ignore()
        assert (await row(c)).reopens == 1


async def test_a_nod_under_a_card_is_not_offered_to_the_enterprise() -> None:
    async with city() as c:
        group, owner = await filed(c)
        await owner.says("收到", in_=group, reply_to=group.card("【新单】"))
        group.sees("要签收请点卡片上的")
        await owner.presses("签收", in_=group)
        group.sees("办理中")
        c.boss.ignore()
        await owner.says("好的，收到", in_=group, reply_to=group.card("办理中"))
        group.hears_nothing()


async def test_a_remark_after_the_unit_spoke_is_more_of_its_case_unless_one_says_otherwise() -> None:
    async with city() as c:
        group, owner = await signed(c)
        await progressed(c, group, owner)
        await c.boss.says("你们明天几点来？")
        c.boss.sees("像是在说正在办的 QS-2026-000001")
        await c.advance(minutes=31)
        c.boss.sees("已并入")
        c.boss.ignore()
        group.sees("QS-2026-000001")
        group.ignore()
        owner.ignore()
        assert await cases(c) == 1
        assert (await row(c)).urges == 0


async def test_a_result_told_while_it_is_asked_where_words_belong_is_about_the_answered_case() -> None:
    async with city() as c:
        group, owner = await signed(c)
        await progressed(c, group, owner)
        await c.boss.says("你们明天几点来？")
        c.boss.sees("像是在说正在办的")
        await owner.says(ANSWER, in_=group, reply_to=group.card("办理中"))
        for label in ("办结答复", "已解决", "发送给企业"):
            await owner.presses(label, in_=group)
        c.boss.ignore()
        await c.boss.says("还是不行，水又小了，压力还是低")
        c.boss.sees("解决了吗")
        for chat in c.playground.chats()["chats"]:
            c.chat(chat["id"]).ignore()
        assert await cases(c) == 1


@pytest.mark.parametrize("words", ["怎么还没人联系我", "催一下", "赶紧的！", "到底管不管", "三天了还没动静"])
async def test_words_that_press_urge_the_open_case_and_open_no_new_one(words: str) -> None:
    async with city() as c:
        group, _ = await signed(c)
        await c.boss.says(words)
        c.boss.sees("QS-2026-000001")
        group.ignore()
        for seat in (1, 2):
            c.officer("GSGS", seat).ignore()
        assert (await row(c)).urges == 1
        await c.boss.says(words)
        c.boss.ignore()
        assert (await row(c)).urges == 1  # once a day, like the button
        assert await cases(c) == 1


async def test_a_phone_sent_where_the_code_was_asked_is_kept_as_the_phone() -> None:
    async with city() as c:
        await filed(c)
        await c.boss.says("示范科技有限公司")
        c.boss.sees("信用代码")
        await c.boss.says("11022390756")
        c.boss.sees("电话已登记", "信用代码")
        await c.boss.says("跳过")
        c.boss.sees("登记好了")
