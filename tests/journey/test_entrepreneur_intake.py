"""Zero ceremony: the first message is the complaint. Drafts grow, wait, file themselves, and are never lost."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import col, select

from storage.tables import Item, Person
from tests.journey.desk_steps import UNSURE, WATER, kinds, labels, presses_like, row
from tests.support.city import City, city, text_of

ROAD = "我们厂门口的路坏了，货车进不来。"
GAS = "快来人！我们厂里燃气泄漏，车间还有人，经开区振兴路8号，请马上来。"
POWER = "全厂停电，整条生产线停了，冷库的货要坏了，经开区，请供电公司马上来。"


async def items(c: City) -> list[Any]:
    """Everything that was put into cases, in order."""
    return list(await c.look(lambda s: [item.kind.value for item in s.exec(select(Item).order_by(col(Item.id)))]))


async def test_first_contact_says_who_runs_this_how_long_data_stays_and_only_once() -> None:
    async with city() as c:
        await c.boss.says("/start")
        c.boss.sees("这里是顶格办", "对承办单位匿名", "180天", "110/119/120")
        await c.boss.says("/start")
        c.boss.sees("把问题直接发给我", "/my")
        await c.boss.says(WATER)
        c.boss.sees("已收到。编号")


async def test_an_untouched_draft_is_recalled_once_and_files_itself_at_the_time_it_named() -> None:
    async with city() as c:
        await c.boss.says(WATER)
        c.boss.sees("这里是顶格办")
        c.boss.sees("已收到", "09:30 自动按以上内容提交")
        await c.advance(minutes=11)
        c.boss.sees("还没提交", "09:30 自动按以上内容提交")
        c.boss.sees("见下方最新一条")
        c.group("GSGS").hears_nothing()
        await c.advance(minutes=20)
        c.boss.sees("已提交", "市供水集团", "会有人联系您", "办结或依法说明")
        c.group("GSGS").sees("【新单】")
        c.boss.hears_nothing()


async def test_an_unsure_draft_goes_to_the_clerks_and_to_no_unit() -> None:
    async with city() as c:
        await c.boss.says(UNSURE)
        await c.advance(minutes=31)
        c.clerks.sees("【待分派】", "单位不明确")
        c.boss.sees("这里是顶格办")
        c.boss.sees("已提交", "首接坐席", "确定承办单位")
        c.boss.ignore()


async def test_additions_put_the_filing_off_but_never_beyond_two_hours() -> None:
    async with city() as c:
        await c.boss.says(WATER)
        for number in range(1, 6):
            await c.advance(minutes=20)
            await c.boss.says(f"{number}号车间也没水了，机器停了。")
        c.boss.sees("这里是顶格办")
        assert (await row(c)).submitted_at is None
        await c.advance(minutes=21)
        assert (await row(c)).submitted_at is not None
        c.group("GSGS").sees("【新单】")
        c.boss.ignore()


async def test_danger_to_life_hears_the_emergency_numbers_before_anything_else() -> None:
    async with city() as c:
        await c.boss.says(GAS)
        first = c.boss.chat.messages()[0]
        assert all(number in text_of(first) for number in ("110", "119", "120", "先打电话"))
        c.boss.sees("不要等我回复")
        c.boss.sees("这里是顶格办")
        c.boss.sees("已提交", "QS-2026-000001")
        c.boss.hears_nothing()  # nobody asks a man beside a gas leak for his firm's name
        for chat in (entry["id"] for entry in c.playground.chats()["chats"]):
            c.chat(chat).ignore()
        assert (await row(c)).urgency.value == "特急"


async def test_a_standing_plant_files_at_once_without_a_press() -> None:
    async with city() as c:
        await c.boss.says(POWER)
        c.boss.sees("这里是顶格办")
        c.boss.sees("已提交", "国网供电公司", "11:00 前会有人联系您")
        c.boss.sees("企业名称")
        for chat in (entry["id"] for entry in c.playground.chats()["chats"]):
            c.chat(chat).ignore()
        assert (await row(c)).state.value == "待签收"


async def test_messages_photos_a_file_and_a_place_grow_one_draft() -> None:
    async with city() as c:
        await c.boss.says(ROAD)
        await c.boss.says("在经开区振兴路，请来修。")
        await c.boss.sends(photo=True)
        await c.boss.sends(document={"name": "现场.pdf", "size": 1000})
        await c.boss.sends(location={"latitude": 30.1, "longitude": 120.2})
        card = c.boss.chat.card("已收到")
        assert "QS-2026-000001" in text_of(card)
        assert "共5条" in text_of(card)
        assert await items(c) == ["text", "text", "photo", "document", "location"]
        c.boss.ignore()


async def test_an_album_of_three_is_one_addition_with_one_acknowledgement() -> None:
    async with city() as c:
        await c.boss.says(ROAD)
        c.boss.ignore()
        await c.boss.sends(photo=True, media_group="album", caption="路面照片")
        await c.boss.sends(photo=True, media_group="album")
        await c.boss.sends(photo=True, media_group="album")
        c.boss.sees("见下方最新一条")
        c.boss.sees("共2条")
        c.boss.hears_nothing()
        assert (await kinds(c)).count("ADDED") == 3


async def test_a_voice_message_sends_the_draft_to_a_clerk_who_can_hear_it() -> None:
    async with city() as c:
        await c.boss.sends(voice=True)
        c.boss.sees("这里是顶格办")
        c.boss.sees("已收到", "首接坐席先看")
        await c.boss.presses("提交")
        c.boss.sees("已提交", "首接坐席")
        c.boss.sees("企业名称")
        c.clerks.sees("语音或视频，需人工听看")
        clerk = c.staff(c.pack.clerks[0].code)
        await clerk.presses("认领", in_=c.clerks)
        c.clerks.ignore()
        clerk.sees("QS-2026-000001", "只有文件或语音")
        assert any((m.get("media") or {}).get("kind") == "voice" for m in clerk.chat.messages())
        clerk.ignore()


async def test_the_officer_of_a_case_opens_its_photo() -> None:
    async with city() as c:
        await c.boss.says(WATER)
        await c.boss.sends(photo=True)
        await c.boss.presses("提交")
        c.boss.ignore()
        group, officer = c.group("GSGS"), c.officer("GSGS")
        group.sees("【新单】")
        await officer.presses("看全文", in_=group)
        officer.sees("自来水压力太低", "仅供")
        assert any((m.get("media") or {}).get("kind") == "photo" for m in officer.chat.messages())
        officer.ignore()


async def test_another_unit_is_chosen_from_pages_and_the_clerks_are_the_way_out() -> None:
    async with city() as c:
        await c.boss.says(WATER)
        await c.boss.presses("改单位")
        c.boss.sees("这里是顶格办")
        first = labels(c.boss.sees("请选承办单位"))
        assert first[0] == "市供水集团"
        assert not any("首接坐席（" in label for label in first)
        await c.boss.presses("下一页")
        assert labels(c.boss.chat.card("请选"))[:8] != first[:8]
        c.boss.ignore()
        await c.boss.presses("上一页")
        await c.boss.presses("市司法局")
        c.boss.sees("交给：市司法局（您选的）")
        await c.boss.presses("提交")
        c.group("SFJ").sees("【新单】")
        c.group("GSGS").hears_nothing()
        c.boss.ignore()


async def test_who_does_not_know_the_unit_leaves_it_to_the_clerks() -> None:
    async with city() as c:
        await c.boss.says(WATER)
        await c.boss.presses("改单位")
        await c.boss.presses("不知道，请坐席定")
        c.boss.sees("这里是顶格办")
        c.boss.sees("由坐席定单位")
        await c.boss.presses("提交")
        c.clerks.sees("企业请坐席定单位")
        c.boss.ignore()


async def test_an_accused_unit_is_not_offered_and_the_own_choice_in_the_supervisory_line_holds() -> None:
    async with city() as c:
        await c.boss.says("市市场监管局的人态度恶劣，推来推去，故意刁难我们，骂人。")
        await c.boss.presses("改单位")
        offered = labels(c.boss.chat.card("请选"))
        assert not any("市场监督" in label for label in offered)
        await presses_like(c.boss, "督查室")
        assert "督查室" in text_of(c.boss.chat.card("已收到"))
        await c.boss.presses("提交")
        c.group("SZFB").sees("【新单】")
        c.boss.ignore()


async def test_a_cancelled_draft_comes_back_with_its_words_and_its_anonymity() -> None:
    async with city() as c:
        await c.boss.says(WATER)
        await c.boss.presses("保密/对承办单位匿名")
        await c.boss.presses("取消")
        c.boss.sees("这里是顶格办")
        c.boss.sees("确定取消 QS-2026-000001")
        await c.boss.presses("确定取消")
        c.boss.sees("没有派给任何单位")
        await c.boss.presses("恢复")
        c.boss.sees("已恢复，新编号 QS-2026-000002")
        c.boss.sees("自来水压力太低", "对承办单位匿名")
        again = await row(c, "QS-2026-000002")
        assert again.anonymous
        assert again.state.value == "草稿"
        c.boss.ignore()


async def test_a_cancelled_draft_does_not_come_back_after_half_an_hour() -> None:
    async with city() as c:
        await c.boss.says(WATER)
        await c.boss.presses("取消")
        await c.boss.presses("确定取消")
        c.boss.ignore()
        await c.advance(minutes=31)
        assert "超过30分钟" in await c.boss.presses("恢复")
        c.group("GSGS").hears_nothing()


async def test_a_missing_element_is_asked_once_and_can_be_skipped() -> None:
    async with city() as c:
        await c.boss.says("我们厂自来水压力太低，机器老停，请供水公司来看看。")
        c.boss.sees("这里是顶格办")
        question = c.boss.sees("请补一项：问题发生在哪个园区")
        assert labels(question)[0] == "跳过这一问"
        await c.boss.presses("跳过这一问")
        assert "请补一项：问题发生" not in text_of(c.boss.chat.card("已收到"))
        c.boss.ignore()
        await c.boss.says("三号车间也没水。")
        assert "请补一项：问题发生" not in text_of(c.boss.chat.card("已收到"))
        c.boss.ignore()


async def test_a_short_answer_to_the_question_is_part_of_the_draft() -> None:
    async with city() as c:
        await c.boss.says("我们厂自来水压力太低，机器老停，请供水公司来看看。")
        await c.boss.says("经开区")
        assert "共2条" in text_of(c.boss.chat.card("已收到"))
        assert (await kinds(c)).count("ADDED") == 1
        c.boss.ignore()


@pytest.mark.parametrize("words", ["谢谢", "👍👍", "测试", "水", "垃圾", "代开发票，低价办理，加微信 fapiao888"])
async def test_words_without_substance_open_no_case(words: str) -> None:
    async with city() as c:
        await c.boss.says(words)
        c.boss.sees("这里是顶格办")
        assert len(c.boss.chat.fresh()) == 1
        c.boss.ignore()
        await c.boss.says("/my")
        c.boss.sees("您还没有诉求")


async def test_a_greeting_is_answered_by_the_introduction_alone() -> None:
    async with city() as c:
        await c.boss.says("你好")
        c.boss.sees("这里是顶格办")
        c.boss.hears_nothing()
        await c.boss.says("在吗")
        c.boss.sees("您好。有什么问题直接发给我")


async def test_thanks_are_answered_and_never_added_to_the_draft() -> None:
    async with city() as c:
        await c.boss.says(WATER)
        c.boss.ignore()
        await c.boss.says("谢谢")
        c.boss.sees("不客气")
        assert "ADDED" not in await kinds(c)


@pytest.mark.parametrize(
    "words", ["法院一审判决我们不服，已经上诉了，请帮我们改判。", "我家小区楼上漏水，物业不管，请来看看。"]
)
async def test_a_matter_with_a_way_of_its_own_is_told_the_way_and_not_filed(words: str) -> None:
    async with city() as c:
        await c.boss.says(words)
        c.boss.sees("这里是顶格办")
        c.boss.sees("有专门的办理渠道", "不点就不登记")
        await c.advance(minutes=40)
        c.boss.sees("没有提交", "没有派给任何单位")
        c.clerks.hears_nothing()
        assert (await row(c)).state.value == "撤回"


async def test_who_insists_gets_a_clerk_to_look_at_it() -> None:
    async with city() as c:
        await c.boss.says("法院一审判决我们不服，已经上诉了，请帮我们改判。")
        await c.boss.presses("仍请坐席看一下")
        c.boss.ignore()
        c.clerks.sees("【待分派】", "诉讼仲裁复议")


async def test_an_own_number_sent_without_being_asked_is_kept_and_opens_nothing() -> None:
    async with city() as c:
        await c.boss.sends(contact=True)
        c.boss.sees("这里是顶格办")
        c.boss.sees("电话登记好了")
        assert await c.look(lambda s: s.exec(select(Person)).one().phone_id) is not None
        assert await items(c) == []
