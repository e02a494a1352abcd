"""Class C and B words: the official channel first, the sealed contact alone, no trace for the unit, and none in the chat."""

from __future__ import annotations

import pytest

from tests.journey.desk_steps import BRIBE, WATER, answered, filed, kinds, presses_like, row, signed
from tests.support.city import Actor, City, city, text_of

ASKED = "供水公司那个人要我们给他两千块钱好处费，不给就不修。"
RUDE = "他们的人态度恶劣，骂人，还故意拖着不办。"


def contact(c: City) -> Actor:
    """密件联系人."""
    return c.staff(c.pack.sealed[0].code)


def calm(c: City) -> None:
    """Everything so far was expected."""
    for entry in c.playground.chats()["chats"]:
        c.chat(entry["id"]).ignore()


def nobody_else(c: City, *allowed: Actor) -> None:
    """Only these people have anything new."""
    for entry in c.playground.chats()["chats"]:
        if entry["id"] not in {who.id for who in allowed}:
            c.chat(entry["id"]).hears_nothing()


async def test_a_first_message_of_class_c_names_the_official_channel_first_and_reaches_one_person() -> None:
    async with city() as c:
        await c.boss.says(BRIBE)
        c.boss.sees("这里是顶格办")
        told = [text_of(m) for m in c.boss.chat.messages()]
        assert [("12388" in t, "只送密件联系人" in t) for t in told[1:]] == [(True, False), (False, True)]
        contact(c).sees("【密件】QS-2026-000001", "五千块现金")
        nobody_else(c, c.boss)
        calm(c)


async def test_the_copies_in_the_chat_are_gone_within_48_hours_even_if_the_case_ended() -> None:
    async with city() as c:
        sent = await c.boss.says(BRIBE)
        await c.boss.says("/my")
        await presses_like(c.boss, "000001")
        await c.boss.presses("撤回")
        await c.boss.presses("没有，是我自己要撤")
        await c.advance(hours=47)
        there = {m["message_id"]: m for m in c.playground.messages(c.boss.id)["messages"]}
        assert there[sent]["deleted"]
        left = " ".join(text_of(m) for m in there.values() if not m["deleted"])
        assert "12388" not in left
        assert "密件联系人" not in left
        assert "现金" not in left
        contact(c).sees("【密件】")
        contact(c).sees("已自行撤回")
        calm(c)


async def test_class_c_in_a_reply_is_apart_and_the_unit_group_hears_nothing() -> None:
    async with city() as c:
        group, _ = await signed(c)
        calm(c)
        await c.boss.says(ASKED, reply_to=c.boss.chat.card())
        c.boss.sees("12388")
        c.boss.sees("QS-2026-000002", "原来的事照常办理")
        contact(c).sees("【密件】QS-2026-000002", "两千块钱")
        group.hears_nothing()
        assert (await row(c)).state.value == "办理中"
        assert (await row(c, "QS-2026-000002")).linked_to == (await row(c)).id
        nobody_else(c)


@pytest.mark.parametrize("way", ["补充材料", "重办原因", "草稿", "改动"])
async def test_class_c_by_any_other_road_is_apart_too(way: str) -> None:
    async with city() as c:
        if way == "补充材料":
            await signed(c)
            await c.boss.says("/my")
            await presses_like(c.boss, "000001")
            await c.boss.presses("补充材料")
            calm(c)
            await c.boss.says(ASKED)
        elif way == "重办原因":
            await answered(c)
            await c.boss.presses("没解决")
            calm(c)
            await c.boss.says(ASKED)
        elif way == "草稿":
            await c.boss.says(WATER)
            calm(c)
            await c.boss.says(ASKED)
        else:
            sent = await c.boss.says(WATER)
            await c.boss.presses("提交")
            calm(c)
            await c.boss.edits(sent, ASKED)
        contact(c).sees("【密件】QS-2026-000002", "两千块钱")
        for entry in c.playground.chats()["chats"]:
            if entry["id"] not in {c.boss.id, contact(c).id}:
                assert not any("两千" in text_of(m) for m in c.chat(entry["id"]).messages())
        assert (await row(c, "QS-2026-000002")).secrecy.value == "C"
        assert (await row(c)).secrecy.value == "A"
        calm(c)


async def test_class_b_beside_an_open_case_goes_to_the_office_and_not_to_the_unit() -> None:
    async with city() as c:
        group, _ = await signed(c)
        calm(c)
        await c.boss.says(RUDE, reply_to=c.boss.chat.card())
        c.boss.sees("单独登记为 QS-2026-000002", "不会给承办单位看")
        group.hears_nothing()
        apart = await row(c, "QS-2026-000002")
        assert apart.unit == "YSB"
        assert apart.accused == ["GSGS"]
        c.group("YSB").sees("【新单】QS-2026-000002")
        assert "ADDED" not in await kinds(c)


async def test_anonymity_towards_the_unit_holds_for_what_is_split_off() -> None:
    async with city() as c:
        await c.boss.says(WATER)
        await c.boss.presses("保密/对承办单位匿名")
        await c.boss.presses("提交")
        await c.boss.says(RUDE, reply_to=c.boss.chat.card())
        assert (await row(c, "QS-2026-000002")).anonymous
        calm(c)


async def test_who_accuses_the_sealed_contacts_own_office_is_shown_the_official_channel_only() -> None:
    async with city() as c:
        await c.boss.says("纪委的人收了我们竞争对手的红包，举报他们。")
        c.boss.sees("这里是顶格办")
        c.boss.sees("12388", "没有登记在这里")
        await c.boss.says("/my")
        c.boss.sees("您还没有诉求")


async def test_more_words_to_a_sealed_case_stay_with_its_contact_and_leave_the_chat() -> None:
    async with city() as c:
        await c.boss.says(BRIBE)
        calm(c)
        sent = await c.boss.says("他昨天又来了，姓吴。", reply_to=c.boss.chat.card("只送密件联系人"))
        c.boss.sees("已加密补充进 QS-2026-000001")
        contact(c).sees("投诉人补充：他昨天又来了")
        nobody_else(c)
        await c.advance(hours=25)
        there = {m["message_id"]: m for m in c.playground.messages(c.boss.id)["messages"]}
        assert there[sent]["deleted"]
        calm(c)


async def test_more_of_the_same_in_reply_to_a_sealed_case_opens_no_second_one() -> None:
    async with city() as c:
        await c.boss.says(BRIBE)
        calm(c)
        await c.boss.says(ASKED, reply_to=c.boss.chat.card("只送密件联系人"))
        c.boss.sees("已加密补充进 QS-2026-000001")
        contact(c).sees("投诉人补充", "两千块钱")
        nobody_else(c)


async def test_words_against_the_contacts_own_office_never_join_its_sealed_case() -> None:
    async with city() as c:
        await c.boss.says(BRIBE)
        calm(c)
        await c.boss.says("纪委的人收了我们竞争对手的红包，举报他们。", reply_to=c.boss.chat.card("只送密件联系人"))
        c.boss.sees("没有登记在这里")
        nobody_else(c)


async def test_an_edit_of_a_sealed_report_reaches_the_contact_as_words_of_their_own() -> None:
    async with city() as c:
        sent = await c.boss.says(BRIBE)
        calm(c)
        await c.boss.edits(sent, BRIBE + "他姓吴。")
        c.boss.sees("已加密补充进 QS-2026-000001")
        contact(c).sees("投诉人补充", "他姓吴")
        nobody_else(c)


async def test_urging_a_sealed_case_reaches_its_contact() -> None:
    async with city() as c:
        await c.boss.says(BRIBE)
        await c.boss.says("/my")
        await presses_like(c.boss, "000001")
        assert "已送密件联系人" in text_of(c.boss.chat.messages()[-1])
        c.boss.ignore()
        await c.boss.presses("催办")
        contact(c).sees("【密件】")
        contact(c).sees("投诉人催办")
        c.boss.ignore()


async def test_a_sealed_case_is_not_offered_when_new_words_look_for_their_case() -> None:
    async with city() as c:
        await c.boss.says(BRIBE)
        calm(c)
        await c.boss.says(WATER)
        c.boss.sees("已收到。编号 QS-2026-000002")


async def test_words_of_class_c_do_not_wait_with_others_for_a_choice() -> None:
    async with city() as c:
        group, _ = await filed(c)
        await c.boss.presses("以后再说")
        await c.boss.says("厂门口的路灯坏了，晚上出货看不见，请来修。")
        calm(c)
        await c.boss.says(ASKED)
        c.boss.sees("12388")
        c.boss.sees("只送密件联系人")
        contact(c).sees("【密件】")
        group.hears_nothing()
        await c.advance(minutes=31)
        c.boss.sees("已按新问题登记")
        c.boss.sees("路灯")
