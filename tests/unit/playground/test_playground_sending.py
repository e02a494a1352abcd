"""Sending: what Telegram accepts, and the words with which it refuses."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest
from playground_support import BOSS, CLERK, GROUP, TOKEN, make_bot
from telegram import (
    Bot,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)
from telegram.error import BadRequest, Forbidden, NetworkError

from bot.playground.server import Playground


def keyboard(data: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton("按", callback_data=data)]])


async def test_a_sent_message_stands_in_the_chat(playground: Playground, bot: Bot) -> None:
    sent = await bot.send_message(BOSS, "您好", reply_markup=keyboard("go:1"), protect_content=True)
    shown = playground.messages(BOSS)["messages"][-1]
    assert (shown["message_id"], shown["text"], shown["protect"]) == (sent.message_id, "您好", True)
    assert shown["keyboard"] == [[{"text": "按", "data": "go:1", "url": None}]]
    assert shown["from"] == {"id": 1, "name": "顶格办", "is_bot": True}


@pytest.mark.parametrize(
    ("text", "refusal"),
    [("", "Message text is empty"), ("  \n", "Message text is empty"), ("字" * 4097, "Message is too long")],
)
async def test_empty_and_too_long_texts_are_refused(bot: Bot, text: str, refusal: str) -> None:
    with pytest.raises(BadRequest, match=refusal):
        await bot.send_message(BOSS, text)


async def test_length_is_counted_in_utf16_units(bot: Bot) -> None:
    assert (await bot.send_message(BOSS, "字" * 4096)).text == "字" * 4096
    with pytest.raises(BadRequest, match="Message is too long"):
        await bot.send_message(BOSS, "😀" * 2049)


async def test_a_caption_holds_1024_units(bot: Bot) -> None:
    await bot.send_photo(BOSS, b"png", caption="字" * 1024)
    with pytest.raises(BadRequest, match="Message caption is too long"):
        await bot.send_photo(BOSS, b"png", caption="字" * 1025)


@pytest.mark.parametrize("data", ["", "字" * 22, "x" * 65])
async def test_button_data_is_1_to_64_bytes(playground: Playground, data: str) -> None:
    markup = {"inline_keyboard": [[{"text": "按", "callback_data": data}]]}
    status, body = await post(playground, "sendMessage", {"chat_id": BOSS, "text": "x", "reply_markup": markup})
    assert (status, body["description"]) == (400, "Bad Request: BUTTON_DATA_INVALID")


async def test_a_button_without_an_action_is_refused(playground: Playground) -> None:
    markup = {"inline_keyboard": [[{"text": "按"}]]}
    status, body = await post(playground, "sendMessage", {"chat_id": BOSS, "text": "x", "reply_markup": markup})
    assert status == 400
    assert "Text buttons are unallowed in the inline keyboard" in body["description"]


async def test_sixty_four_bytes_of_button_data_are_fine(playground: Playground, bot: Bot) -> None:
    await bot.send_message(BOSS, "x", reply_markup=keyboard("x" * 64))
    assert playground.messages(BOSS)["messages"][-1]["keyboard"][0][0]["data"] == "x" * 64


async def test_unknown_chats_and_methods_are_refused(playground: Playground, bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(424242, "x")
    assert await post(playground, "sendNothing", {}) == (
        404,
        {"ok": False, "error_code": 404, "description": "Not Found"},
    )
    assert (await post(playground, "sendMessage", {"text": "x"}))[1]["description"] == "Bad Request: chat_id is empty"


async def test_the_reasons_why_a_person_cannot_be_reached(playground: Playground, bot: Bot) -> None:
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(CLERK, "x")
    playground.say(CLERK, "/start")
    await bot.send_message(CLERK, "x")
    playground.block(CLERK)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(CLERK, "x")
    playground.deactivate(CLERK)
    with pytest.raises(Forbidden, match="user is deactivated"):
        await bot.send_message(CLERK, "x")


async def test_a_reply_needs_its_message_unless_told_otherwise(bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(BOSS, "x", reply_parameters=ReplyParameters(999))
    loose = ReplyParameters(999, allow_sending_without_reply=True)
    assert (await bot.send_message(BOSS, "x", reply_parameters=loose)).reply_to_message is None


async def test_a_reply_carries_the_message_it_answers(playground: Playground, bot: Bot) -> None:
    said = playground.say(BOSS, "停水了")["message_id"]
    sent = await bot.send_message(BOSS, "收到", reply_parameters=ReplyParameters(said))
    assert sent.reply_to_message is not None
    assert sent.reply_to_message.text == "停水了"
    assert playground.messages(BOSS)["messages"][-1]["reply_to"] == said


async def test_a_phone_is_asked_for_in_private_only(playground: Playground, bot: Bot) -> None:
    ask = ReplyKeyboardMarkup([[KeyboardButton("发送手机号", request_contact=True)]])
    with pytest.raises(BadRequest, match="Phone number can be requested in private chats only"):
        await bot.send_message(GROUP, "电话", reply_markup=ask)
    await bot.send_message(BOSS, "电话", reply_markup=ask)
    await playground.press(BOSS, "发送手机号")
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.contact is not None
    assert (update.message.contact.phone_number, update.message.contact.user_id) == ("10000000001", BOSS)


async def test_a_reply_keyboard_goes_when_it_is_removed(playground: Playground, bot: Bot) -> None:
    await bot.send_message(BOSS, "选", reply_markup=ReplyKeyboardMarkup([["是", "否"]]))
    assert (await playground.press(BOSS, "是"))["message_id"]
    await bot.send_message(BOSS, "好", reply_markup=ReplyKeyboardRemove())
    with pytest.raises(Exception, match="no button '是'; there are: none"):
        await playground.press(BOSS, "是")


async def test_a_forced_reply_is_accepted(bot: Bot) -> None:
    assert (await bot.send_message(BOSS, "请回复", reply_markup=ForceReply())).text == "请回复"


async def test_every_kind_of_media_can_be_sent_and_sent_again_by_its_id(playground: Playground, bot: Bot) -> None:
    document = (await bot.send_document(BOSS, b"%PDF", filename="回执.pdf")).document
    assert document is not None
    assert document.file_name == "回执.pdf"
    await bot.send_document(BOSS, document.file_id, caption="再发一次")
    await bot.send_voice(BOSS, b"ogg", duration=3)
    await bot.send_video(BOSS, b"mp4")
    await bot.send_location(BOSS, 30.5, 110.5)
    await bot.send_contact(BOSS, "10000000009", "示例")
    assert await bot.send_chat_action(BOSS, "typing")
    kinds = [message["media"]["kind"] for message in playground.messages(BOSS)["messages"]]
    assert kinds == ["document", "document", "voice", "video", "location", "contact"]


async def test_an_album_is_several_messages_of_one_group(bot: Bot) -> None:
    sent = await bot.send_media_group(BOSS, [InputMediaPhoto(b"1", caption="证据"), InputMediaPhoto(b"2")])
    assert len({message.media_group_id for message in sent}) == 1
    assert [message.caption for message in sent] == ["证据", None]
    with pytest.raises(BadRequest, match="can't be mixed"):
        await bot.send_media_group(BOSS, [InputMediaPhoto(b"1"), InputMediaDocument(b"2")])


async def test_an_unknown_file_id_is_refused(bot: Bot) -> None:
    with pytest.raises(BadRequest, match="rong file identifier"):
        await bot.send_document(BOSS, "BQAC-nothing")


async def test_a_file_downloads_as_it_was_sent(playground: Playground, bot: Bot) -> None:
    playground.say(BOSS, document={"name": "合同.pdf", "b64": "JVBERg=="})
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.document is not None
    file = await bot.get_file(update.message.document.file_id)
    assert bytes(await file.download_as_bytearray()) == b"%PDF"


async def test_a_bot_cannot_download_more_than_20_megabytes(playground: Playground, bot: Bot) -> None:
    playground.say(BOSS, document={"name": "监控.mp4", "size": 20 * 1024 * 1024 + 1})
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.document is not None
    with pytest.raises(BadRequest, match="File is too big"):
        await bot.get_file(update.message.document.file_id)


async def test_an_upload_beyond_50_megabytes_is_refused(playground: Playground, bot: Bot) -> None:
    with pytest.raises(NetworkError, match="Request Entity Too Large"):
        await bot.send_document(BOSS, bytes(50 * 1024 * 1024 + 1), write_timeout=30, read_timeout=30)


async def test_copies_lose_their_origin_and_forwards_keep_it(playground: Playground, bot: Bot) -> None:
    said = playground.say(BOSS, "停水了")["message_id"]
    await bot.copy_message(GROUP, BOSS, said)
    forwarded = await bot.forward_message(GROUP, BOSS, said)
    assert forwarded.forward_origin is not None
    copy, _ = playground.messages(GROUP)["messages"]
    assert (copy["text"], copy["forwarded_from"]) == ("停水了", None)


async def test_protected_content_is_not_forwarded(bot: Bot) -> None:
    sent = await bot.send_message(BOSS, "密", protect_content=True)
    with pytest.raises(BadRequest, match="Message can't be forwarded"):
        await bot.forward_message(GROUP, BOSS, sent.message_id)


async def test_json_form_and_query_are_read_the_same(playground: Playground) -> None:
    url = f"{playground.url}/bot{TOKEN}/sendMessage"
    params = {"chat_id": str(BOSS), "text": "同样"}
    async with aiohttp.ClientSession() as session:
        for more in ({"json": params}, {"data": params}, {"params": params}):
            async with session.post(url, **more) as answer:  # type: ignore[arg-type]
                assert (await answer.json())["result"]["text"] == "同样"


async def test_the_bot_says_what_it_is(playground: Playground, bot: Bot) -> None:
    await bot.set_my_commands([("help", "帮助")])
    assert [command.command for command in await bot.get_my_commands()] == ["help"]
    await bot.set_my_description("营商环境诉求")
    assert (await bot.get_my_description()).description == "营商环境诉求"
    async with make_bot(playground) as other:
        assert other.username == "dingge_demo_bot"
    assert (await bot.get_me()).can_read_all_group_messages is False


async def post(playground: Playground, method: str, params: object) -> tuple[int, dict[str, Any]]:
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{playground.url}/bot{TOKEN}/{method}", json=params) as answer,
    ):
        return answer.status, await answer.json()
