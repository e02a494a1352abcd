"""What leaves is what Telegram takes: every kind of message is valid, nothing of a long text is lost, no button is too big."""

from __future__ import annotations

import itertools
import json
from typing import Any

import pytest
from channel_support import BOSS, OFFICER, Rig
from hypothesis import given
from hypothesis import strategies as st

from bot.channel import encode
from bot.channel.api import data_of
from bot.channel.calls import calls_of
from bot.playground.params import Params
from bot.texts.values import MAX_PRESS, Button, Message, Press
from storage.calls import Claimed
from storage.vocabulary import Lane, Op
from tests.support.city import spec_check

LONG = "长" * 5000 + "😀" * 3000
BUTTONS = (
    (Button("签收", Press("sign", 12, 3)), Button("看网页", url="https://example.invalid/a?b=c")),
    (Button("", Press("x")), Button("字" * 200)),
)
TEXTS = ["您好", "", "\u200b", "\u202e反转\u2066", "<b>不是标记</b> & *也不是*", "\x00\ud83d", LONG]
MESSAGES = [
    *(Message(text) for text in TEXTS),
    *(Message(text, BUTTONS, protect=True) for text in TEXTS),
    Message("请留电话", ask_contact="发送我的手机号"),
    Message("好的", drop_keyboard=True),
    Message("请回复本条", force_reply=True, mentions=(7001, 2**52)),
    *(Message(LONG, BUTTONS, mentions=tuple(range(1, 60)), protect=True) for _ in range(1)),
    *(
        Message(text, BUTTONS, file={"kind": kind, "file_id": "f" * 80, "name": "合同.pdf"}, mentions=(7001,))
        for kind in ("photo", "document", "voice", "video", "surprise")
        for text in ("说明", "", LONG)
    ),
]
LARGEST_ID = 10**12 - 1  # as long as a button's numbers may be


def row(op: Op, *, topic: int | None = None, reply: int | None = None) -> Claimed:
    """A claimed row to the forum."""
    return Claimed(
        id=1, lane=int(Lane.ANSWER), op=op, chat_id=-(10**12) - 7, topic_id=topic, key_id="k", body=b"", case_id=1,
        purpose="test", target=77, reply_to=reply, attempts=1, doubts=0,
    )  # fmt: skip


def problems(op: Op, message: Message, **more: Any) -> list[str]:
    """What Telegram's own description says against the calls of a row."""
    check = spec_check()
    assert check is not None
    calls = calls_of(row(op, **more), message)
    return [wrong for call in calls for wrong in check(call.method, Params(data_of(call.parameters).json_parameters))]


@pytest.mark.skipif(spec_check() is None, reason="telegram_bot_api.json is not at hand")
@pytest.mark.parametrize("op", list(Op))
def test_every_call_of_every_kind_of_message_is_one_that_telegram_describes(op: Op) -> None:
    for message, (topic, reply) in itertools.product(MESSAGES, [(None, None), (5, 9)]):
        if op is not Op.FILE or message.file is not None:
            assert problems(op, message, topic=topic, reply=reply) == [], message


@pytest.mark.parametrize("op", [Op.SEND, Op.EDIT, Op.FILE])
def test_no_call_is_longer_than_telegram_takes(op: Op) -> None:
    for message in (message for message in MESSAGES if op is not Op.FILE or message.file is not None):
        for call in calls_of(row(op), message):
            assert encode.utf16_length(call.parameters.get("text", "")) <= encode.TEXT_LIMIT
            assert encode.utf16_length(call.parameters.get("caption", "")) <= encode.CAPTION_LIMIT
            assert call.parameters.get("text") != ""


def test_the_mentions_lie_inside_the_text_that_is_sent() -> None:
    for message in (message for message in MESSAGES if message.mentions):
        call = calls_of(row(Op.FILE if message.file else Op.SEND), message)[-1]
        length = encode.utf16_length(str(call.parameters.get("text") or call.parameters.get("caption") or ""))
        entities = call.parameters.get("entities", []) + call.parameters.get("caption_entities", [])
        assert all(entity["offset"] + entity["length"] <= length for entity in entities)


@given(st.text(max_size=400), st.integers(10, 60))
def test_a_long_text_is_split_without_losing_or_breaking_a_character(text: str, limit: int) -> None:
    found = encode.pieces(text, limit)
    assert "".join(found) == text
    assert all(encode.utf16_length(part) <= limit for part in found)
    assert all(found) or not text


def test_a_split_follows_a_line_where_one_ends_near_the_limit() -> None:
    assert encode.pieces("甲" * 7 + "\n" + "乙" * 7, 10) == ["甲" * 7 + "\n", "乙" * 7]
    assert encode.pieces("甲\n" + "乙" * 10, 10)[0] == "甲\n" + "乙" * 8


def test_the_last_part_of_a_long_text_carries_the_buttons_and_every_part_its_protection() -> None:
    calls = calls_of(row(Op.SEND), Message("字" * 9000, BUTTONS, protect=True, mentions=(7001,)))
    assert ["reply_markup" in call.parameters for call in calls] == [False, False, True]
    assert ["entities" in call.parameters for call in calls] == [False, False, True]
    assert all(call.parameters["protect_content"] for call in calls)


async def test_a_long_text_arrives_whole_and_in_order_and_is_not_begun_again_after_a_refusal(rig: Rig) -> None:
    text = "\n".join(f"第{number}段" + "字" * 700 for number in range(15))
    rig.playground.fault("500", method="sendMessage", chat=BOSS)
    await rig.put(BOSS, message=Message(text, ((Button("是", Press("yes", 1)),),)))
    await rig.put(OFFICER, "照常")
    rig.start()
    await rig.rest()
    rig.clock.move(seconds=5)
    rig.sender.poke()
    await rig.rest()
    assert "\n".join(rig.heard(BOSS)) == text
    assert rig.heard(OFFICER) == ["照常"]
    shown = rig.playground.messages(BOSS)["messages"]
    assert [bool(message.get("keyboard")) for message in shown] == [False, False, True]


async def test_a_text_with_nothing_to_be_seen_arrives_all_the_same(rig: Rig) -> None:
    for text in ("", " \n", "\u200b\u2060", "\u3164", "\ufeff\u202e"):
        await rig.put(BOSS, text)
    rig.start()
    await rig.rest()
    assert [text.strip()[-1] for text in rig.heard(BOSS)] == ["…"] * 5


@pytest.mark.parametrize("text", ["\u200b左\u200f右", "\u202e反转\u202c", "👨‍👩‍👧", "e\u0301", "العربية 中文"])
def test_odd_letters_beside_visible_ones_are_left_as_they_are(text: str) -> None:
    assert encode.clean(text) == text


def test_lone_surrogates_and_nul_are_taken_out_so_that_the_rest_can_be_sent() -> None:
    cleaned = encode.clean("前\ud83d中\x00后")
    assert json.loads(json.dumps(cleaned).encode()) == cleaned
    assert (cleaned[0], cleaned[-2:]) == ("前", "中后")


@pytest.mark.parametrize("arg", ["", "y.FZGGW", "99999.99999", "wrongdoing.GSGS"])
def test_a_button_with_the_largest_ids_fits_and_is_read_back(arg: str) -> None:
    press = Press("relayend", LARGEST_ID, LARGEST_ID, arg)
    assert len(press.encode().encode()) <= MAX_PRESS
    assert Press.decode(press.encode()) == press


def test_button_data_beyond_64_bytes_is_our_own_mistake_and_says_so() -> None:
    with pytest.raises(ValueError, match="64 bytes"):
        Press("rule", 1, 1, "字" * 30).encode()


@given(st.text(max_size=70))
def test_forged_button_data_is_a_press_or_nothing_and_never_an_error(data: str) -> None:
    press = Press.decode(data)
    assert press is None or press.verb.isidentifier()


def test_a_label_is_never_empty_and_never_too_long() -> None:
    markup = encode.send_parameters(Message("选", BUTTONS))["reply_markup"]["inline_keyboard"]
    labels = [button["text"] for line in markup for button in line]
    assert all(0 < encode.utf16_length(label) <= 60 for label in labels)
    assert all(label.strip() for label in labels)
