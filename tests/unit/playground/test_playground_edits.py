"""Edits, deletions and answers to presses."""

from __future__ import annotations

import asyncio

import pytest
from playground_support import BOSS, FORUM, GROUP, OFFICER
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, ReplyKeyboardMarkup
from telegram.error import BadRequest

from bot.playground.errors import PlayError
from bot.playground.server import Playground

BUTTON = InlineKeyboardMarkup([[InlineKeyboardButton("签收", callback_data="ack:1")]])


async def test_an_edit_replaces_the_text_and_takes_the_keyboard(playground: Playground, bot: Bot) -> None:
    sent = await bot.send_message(BOSS, "办理中", reply_markup=BUTTON)
    await bot.edit_message_text("已办结", BOSS, sent.message_id)
    (shown,) = playground.messages(BOSS)["messages"]
    assert (shown["text"], shown["keyboard"], [edit["text"] for edit in shown["edits"]]) == ("已办结", [], ["办理中"])


async def test_an_edit_moves_the_message_behind_the_change_counter(playground: Playground, bot: Bot) -> None:
    sent = await bot.send_message(BOSS, "一")
    before = playground.messages(BOSS)["seq"]
    assert playground.messages(BOSS, after=before)["messages"] == []
    await sent.edit_text("二")
    assert [message["text"] for message in playground.messages(BOSS, after=before)["messages"]] == ["二"]


async def test_an_edit_that_changes_nothing_is_refused(bot: Bot) -> None:
    sent = await bot.send_message(BOSS, "办理中", reply_markup=BUTTON)
    with pytest.raises(BadRequest, match="Message is not modified"):
        await sent.edit_text("办理中", reply_markup=BUTTON)
    await sent.edit_text("办理中")
    with pytest.raises(BadRequest, match="Message is not modified"):
        await sent.edit_reply_markup(None)


async def test_only_the_bots_own_messages_can_be_edited(playground: Playground, bot: Bot) -> None:
    said = playground.say(BOSS, "我的话")["message_id"]
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("改", BOSS, said)
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("改", BOSS, 999)


async def test_a_message_with_a_reply_keyboard_cannot_be_edited(bot: Bot) -> None:
    sent = await bot.send_message(BOSS, "选", reply_markup=ReplyKeyboardMarkup([["是"]]))
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await sent.edit_text("改")


async def test_text_and_caption_are_edited_each_by_its_method(bot: Bot) -> None:
    photo = await bot.send_photo(BOSS, b"png", caption="旧")
    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await bot.edit_message_text("改", BOSS, photo.message_id)
    edited = await photo.edit_caption("新")
    assert not isinstance(edited, bool)
    assert edited.caption == "新"


async def test_messages_can_be_deleted_for_48_hours(playground: Playground, bot: Bot) -> None:
    early = await bot.send_message(BOSS, "早")
    await playground.advance(47 * 3600)
    late = await bot.send_message(BOSS, "晚")
    assert await early.delete()
    await playground.advance(49 * 3600)
    with pytest.raises(BadRequest, match="Message can't be deleted for everyone"):
        await late.delete()
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await early.delete()


async def test_others_messages_are_deleted_in_private_and_by_administrators(playground: Playground, bot: Bot) -> None:
    assert await bot.delete_message(BOSS, playground.say(BOSS, "手滑")["message_id"])
    plain = playground.say(OFFICER, "/x", chat=GROUP)["message_id"]
    with pytest.raises(BadRequest, match="Message can't be deleted"):
        await bot.delete_message(GROUP, plain)
    assert await bot.delete_message(FORUM, playground.say(OFFICER, "x", chat=FORUM)["message_id"])
    playground.join("bot", GROUP, admin=True)
    assert await bot.delete_messages(GROUP, [plain, 12345])


async def test_a_press_waits_for_its_answer(playground: Playground, bot: Bot) -> None:
    await bot.send_message(BOSS, "请确认", reply_markup=BUTTON)

    async def answer() -> None:
        (update,) = await bot.get_updates(timeout=5)
        assert update.callback_query is not None
        assert update.callback_query.data == "ack:1"
        await update.callback_query.answer("已签收", show_alert=True)

    pressed, _ = await asyncio.gather(playground.press(BOSS, "签收"), answer())
    assert pressed["answer"] == {"text": "已签收", "show_alert": True, "url": None}


async def test_a_press_without_an_answer_comes_back_empty(playground: Playground, bot: Bot) -> None:
    await bot.send_message(BOSS, "请确认", reply_markup=BUTTON)
    pressed = await playground.press(BOSS, "签收", wait=0.05)
    assert pressed["answer"] is None


async def test_an_old_or_answered_press_is_refused(playground: Playground, bot: Bot) -> None:
    await bot.send_message(BOSS, "请确认", reply_markup=BUTTON)
    old = await playground.press(BOSS, "签收", wait=0)
    await playground.advance(16 * 60)
    with pytest.raises(BadRequest, match="Query is too old and response timeout expired or query id is invalid"):
        await bot.answer_callback_query(old["callback_query_id"])
    fresh = await playground.press(BOSS, "签收", wait=0)
    assert await bot.answer_callback_query(fresh["callback_query_id"])
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query(fresh["callback_query_id"])


async def test_a_button_that_is_not_there_names_those_that_are(playground: Playground, bot: Bot) -> None:
    await bot.send_message(BOSS, "请确认", reply_markup=BUTTON)
    with pytest.raises(PlayError, match="no button '拒绝'; there are: 签收"):
        await playground.press(BOSS, "拒绝")


async def test_forged_data_can_be_pressed(playground: Playground, bot: Bot) -> None:
    sent = await bot.send_message(BOSS, "请确认", reply_markup=BUTTON)
    await playground.press(BOSS, data="close:99", message_id=sent.message_id, wait=0)
    (update,) = await bot.get_updates()
    assert update.callback_query is not None
    assert update.callback_query.data == "close:99"


async def test_a_persons_edit_is_an_update(playground: Playground, bot: Bot) -> None:
    said = playground.say(BOSS, "停水")["message_id"]
    playground.edit(BOSS, said, "停水停电")
    _, edited = await bot.get_updates()
    assert edited.edited_message is not None
    assert (edited.edited_message.message_id, edited.edited_message.text) == (said, "停水停电")
    with pytest.raises(PlayError, match="only an own message"):
        playground.edit(BOSS, (await bot.send_message(BOSS, "x")).message_id, "y")
