"""What an officer writes goes nowhere by itself: a kind, a check, a preview, and only then to the enterprise."""

from __future__ import annotations

from tests.journey.desk_steps import ANSWER, answered, filed, kinds, labels, row, signed
from tests.support.city import city, text_of


async def test_words_under_the_card_are_offered_and_not_sent() -> None:
    async with city() as c:
        group, owner = await signed(c)
        await owner.says("这事得问老王，别急着回。", in_=group, reply_to=group.card())
        offered = group.sees("这段话怎么用", "不会发给企业")
        assert labels(offered) == ["阶段反馈", "办结答复", "不发给企业"]
        c.boss.hears_nothing()
        await owner.presses("不发给企业", in_=group)
        group.sees("没有发给企业")
        c.boss.hears_nothing()


async def test_talk_in_the_group_that_replies_to_nothing_is_never_heard() -> None:
    async with city() as c:
        group, owner = await signed(c)
        await owner.says("中午食堂吃啥？", in_=group)
        await c.officer("GSGS", 2).says("跟你一样", in_=group)
        group.hears_nothing()
        c.boss.hears_nothing()


async def test_a_progress_note_reaches_the_enterprise_and_meets_the_reply_limit() -> None:
    async with city() as c:
        group, owner = await signed(c)
        await owner.says("3月9日下午两点到厂里测压，结果当天告诉您。", in_=group, reply_to=group.card())
        await owner.presses("阶段反馈", in_=group)
        c.boss.sees("阶段反馈", "下午两点到厂里测压")
        group.sees("已首联")
        group.sees("阶段反馈已发给企业")
        assert {"PROGRESS", "CONTACTED"} <= set(await kinds(c))


async def test_a_progress_note_with_a_phone_number_does_not_leave() -> None:
    async with city() as c:
        group, owner = await signed(c)
        await owner.says("有事打 13800000000 找小李，他3月10日在。", in_=group, reply_to=group.card())
        group.sees("这段话怎么用")
        assert "请删去" in await owner.presses("阶段反馈", in_=group)
        c.boss.hears_nothing()


async def test_an_empty_answer_comes_back_with_what_is_missing_and_the_mended_one_goes_out() -> None:
    async with city() as c:
        group, owner = await signed(c)
        await owner.says("我们高度重视，正在积极协调，尽快解决。", in_=group, reply_to=group.card())
        await owner.presses("办结答复", in_=group)
        await owner.presses("已解决", in_=group)
        flaws = group.sees("还不能发", "只有套话")
        c.boss.hears_nothing()
        await owner.says(ANSWER, in_=group, reply_to=flaws)
        preview = group.sees("将答复企业（已解决）", "2.2公斤")
        assert labels(preview) == ["发送给企业", "不发了", "换归因"]
        await owner.presses("发送给企业", in_=group)
        c.boss.sees("办理结果", "2.2公斤")
        group.ignore()
        assert (await row(c)).state.name == "ANSWERED"


async def test_a_refusal_needs_its_rule_and_the_remedy() -> None:
    async with city() as c:
        group, owner = await signed(c)
        await owner.says("3月9日现场看过，园区管网压力符合设计，不能再加压。", in_=group, reply_to=group.card())
        await owner.presses("办结答复", in_=group)
        await owner.presses("依法不能解决", in_=group)
        group.sees("缺依据", "缺救济途径")
        group.ignore()
        c.boss.hears_nothing()


async def test_the_answer_button_asks_for_words_and_only_its_author_may_send_them() -> None:
    async with city() as c:
        group, owner = await signed(c)
        await owner.presses("答复", in_=group)
        prompt = group.sees("请回复本条写明办理情况")
        await owner.says(ANSWER, in_=group, reply_to=prompt)
        group.sees("这段话怎么用")
        assert "由写这段话的人" in await c.officer("GSGS", 2).presses("阶段反馈", in_=group)
        c.boss.hears_nothing()
        await owner.presses("不发给企业", in_=group)
        group.sees("没有发给企业")


async def test_a_photo_goes_along_with_the_answer() -> None:
    async with city() as c:
        group, owner = await signed(c)
        await owner.says("", in_=group, reply_to=group.card(), photo=True, caption=ANSWER)
        for label in ("办结答复", "已解决", "发送给企业"):
            await owner.presses(label, in_=group)
        group.ignore()
        c.boss.sees("办理结果", "2.2公斤")
        assert c.boss.sees("附件")["media"]["kind"] == "photo"


async def test_the_chosen_result_is_seen_on_the_way_and_can_be_dropped_until_the_end() -> None:
    async with city() as c:
        group, owner = await signed(c)
        await owner.says(ANSWER, in_=group, reply_to=group.card())
        await owner.presses("办结答复", in_=group)
        await owner.presses("部分解决", in_=group)
        group.ignore()
        if "缺下一步" not in text_of(group.messages()[-1]):
            await owner.presses("不发了", in_=group)
            group.sees("没有发给企业")
        assert (await row(c)).state.name == "WORKING"
        c.boss.hears_nothing()


async def test_an_answered_case_shows_no_more_work() -> None:
    async with city() as c:
        group, owner = await signed(c)
        await owner.says(ANSWER, in_=group, reply_to=group.card())
        for label in ("办结答复", "已解决", "发送给企业"):
            await owner.presses(label, in_=group)
        card = group.sees("已答复，等企业确认")
        assert labels(card) == ["看全文"]
        group.sees("答复已发给企业")
        group.hears_nothing()
        c.boss.sees("解决了吗")


async def test_an_open_question_about_one_case_never_swallows_a_reply_to_another_ones_card() -> None:
    async with city() as c:
        group, owner = await signed(c)
        await filed(c, boss=c.bosses[1])
        await owner.presses("答复", in_=group)
        group.sees("QS-2026-000001：请回复本条")
        await owner.says("3月9日下午去看。", in_=group, reply_to=group.card("000002"))
        group.sees("QS-2026-000002：这段话怎么用")
        await owner.presses("不发给企业", in_=group)
        group.sees("没有发给企业")


async def test_two_cards_answered_side_by_side_push_nothing_out() -> None:
    async with city() as c:
        group, owner = await signed(c)
        first = group.card()
        other = c.bosses[3]
        await other.says("我们饭店的自来水这几天发黄有味道，请供水公司来查一查。")
        await other.presses("提交")
        await owner.presses("签收", in_=group)
        second = group.card("000002")
        other.ignore()
        group.ignore()
        await owner.says(ANSWER, in_=group, reply_to=first)
        about_first = group.sees("000001", "这段话怎么用")
        await owner.says(ANSWER.replace("2.2", "3.1"), in_=group, reply_to=second)
        about_second = group.sees("000002", "这段话怎么用")
        for offered in (about_first, about_second):
            for label in ("办结答复", "已解决", "发送给企业"):
                await owner.presses(label, in_=group, under=offered)
        c.boss.sees("办理结果", "2.2公斤")
        other.sees("办理结果", "3.1公斤")
        group.ignore()


async def test_an_answer_is_attributed_without_a_tap_and_one_tap_changes_it() -> None:
    async with city() as c:
        group, owner = await signed(c)
        await owner.says(ANSWER, in_=group, reply_to=group.card())
        await owner.presses("办结答复", in_=group)
        await owner.presses("已解决", in_=group)
        group.sees("将答复企业（已解决）", "归因：合理已解决（内部记录，不发给企业）")
        await owner.presses("换归因", in_=group)
        group.sees("将答复企业（已解决）", "归因：部分合理")
        await owner.presses("发送给企业", in_=group)
        shown = c.boss.chat.card("3月10日已更换")
        assert "归因" not in text_of(shown)
        c.boss.ignore()
        group.ignore()
        office = c.staff(c.pack.supervisors[0].code)
        await office.says("/look 000001", in_=c.supervisors)
        c.supervisors.sees("归因：部分合理")


async def test_the_default_attribution_is_on_record_if_nobody_chooses() -> None:
    async with city() as c:
        await answered(c)
        office = c.staff(c.pack.supervisors[0].code)
        await office.says("/look 000001", in_=c.supervisors)
        c.supervisors.sees("归因：合理已解决")
