"""From Telegram's updates to words and presses: nothing that parses is an error, and nobody but a person is heard."""

from __future__ import annotations

import json
from typing import Any

import pytest
from channel_support import BOSS, GROUP, ScriptedRequest
from telegram import Bot, Message, Update

from bot.channel.inbound import pressed_of, words_of
from bot.channel.worker import Unparseable, parse
from bot.desk.words import Words
from nlp.values import Understanding
from storage.vocabulary import ItemKind
from tests.support import hostile, template

FILE = {"file_id": "f", "file_unique_id": "u", "file_size": 5}
USER = {"id": BOSS, "is_bot": False, "first_name": "周", "last_name": "老板", "username": "zhou"}
PRIVATE = {"id": BOSS, "type": "private"}
WIDE = {**FILE, "width": 1, "height": 1}


def understand(text: str) -> Understanding:
    return template.understander().understand(text)


@pytest.fixture(scope="module")
def bot() -> Bot:
    """Never called."""
    return Bot("1:TEST", request=ScriptedRequest(), get_updates_request=ScriptedRequest())


def message(bot: Bot, **parts: Any) -> Message:
    """A message of the boss in private, with these parts."""
    body = {"message_id": 9, "date": 1773018000, "from": USER, "chat": PRIVATE, **parts}
    update = parse(json.dumps({"update_id": 1, "message": body}), bot)
    assert update.message is not None
    return update.message


def words(bot: Bot, **parts: Any) -> Words:
    found = words_of(message(bot, **parts), understand)
    assert found is not None
    return found


def test_words_carry_who_where_and_what(bot: Bot) -> None:
    found = words(
        bot, text="自来水压力太低", reply_to_message={"message_id": 4, "date": 1, "chat": PRIVATE, "text": "x"}
    )
    assert (found.sender.tg_id, found.sender.name, found.sender.username) == (BOSS, "周 老板", "zhou")
    assert (found.chat_id, found.private, found.message_id, found.reply_to) == (BOSS, True, 9, 4)
    assert found.understood is not None


def test_a_command_is_not_taken_for_a_complaint(bot: Bot) -> None:
    assert words(bot, text="/my").understood is None


@pytest.mark.parametrize(
    ("part", "kind"),
    [
        ({"photo": [{**WIDE, "file_id": "small"}, WIDE]}, ItemKind.PHOTO),
        ({"document": {**FILE, "file_name": "合同.pdf", "mime_type": "application/pdf"}}, ItemKind.DOCUMENT),
        ({"audio": {**FILE, "duration": 3}}, ItemKind.DOCUMENT),
        ({"animation": {**WIDE, "duration": 3}}, ItemKind.DOCUMENT),
        ({"voice": {**FILE, "duration": 3}}, ItemKind.VOICE),
        ({"video": {**WIDE, "duration": 3}}, ItemKind.VIDEO),
        ({"video_note": {**FILE, "length": 1, "duration": 3}}, ItemKind.VIDEO),
        ({"location": {"latitude": 31.5, "longitude": 120.3}}, ItemKind.LOCATION),
        ({"venue": {"location": {"latitude": 31.5, "longitude": 120.3}, "title": "厂", "address": "路"}}, ItemKind.LOCATION),
        ({"contact": {"phone_number": "10012345678", "first_name": "周", "user_id": BOSS}}, ItemKind.CONTACT),
    ],
)  # fmt: skip
def test_every_kind_of_attachment_is_kept_by_its_id(bot: Bot, part: dict[str, Any], kind: ItemKind) -> None:
    media = words(bot, **part).media
    assert media is not None
    assert media.kind is kind
    if "file_id" in json.dumps(part):
        assert (media.file_id, media.unique_id, media.size) == ("f", "u", 5)
    if kind in {ItemKind.VOICE, ItemKind.VIDEO}:
        assert media.duration == 3


def test_somebody_elses_contact_card_is_not_taken_for_the_senders_own(bot: Bot) -> None:
    for other in (7777, None):
        card = {"phone_number": "10012345678", "first_name": "别人"} | ({"user_id": other} if other else {})
        media = words(bot, contact=card).media
        assert media is not None
        assert not media.own_contact


def test_the_parts_of_an_album_name_it_and_the_caption_is_the_text(bot: Bot) -> None:
    found = words(bot, photo=[WIDE], caption="现场", media_group_id="g1")
    assert (found.media_group, found.text) == ("g1", "现场")


@pytest.mark.parametrize(
    "parts",
    [
        {"new_chat_title": "新群名"},
        {"new_chat_members": [USER]},
        {"left_chat_member": USER},
        {"pinned_message": {"message_id": 4, "date": 1, "chat": PRIVATE, "text": "x"}},
        {"text": "我是机器人", "from": {**USER, "is_bot": True}},
        {"text": "匿名管理员", "from": {"id": 1087968824, "is_bot": True, "first_name": "Group"}},
        {"sticker": {**WIDE, "type": "regular", "is_animated": False, "is_video": False}},
    ],
)
def test_service_messages_bots_and_stickers_are_no_words(bot: Bot, parts: dict[str, Any]) -> None:
    assert words_of(message(bot, **parts), understand) is None


def test_a_message_without_a_sender_is_no_words(bot: Bot) -> None:
    body = {"message_id": 9, "date": 1, "chat": {"id": GROUP, "type": "channel", "title": "频道"}, "text": "公告"}
    update = parse(json.dumps({"update_id": 1, "channel_post": body}), bot)
    assert update.channel_post is not None
    assert words_of(update.channel_post, understand) is None


def test_only_a_topic_of_a_forum_counts_as_one(bot: Bot) -> None:
    group = {"id": GROUP, "type": "supergroup", "title": "群"}
    assert words(bot, text="答", chat=group, message_thread_id=5).topic_id is None
    assert words(bot, text="答", chat=group, message_thread_id=5, is_topic_message=True).topic_id == 5


@pytest.mark.parametrize("body", ["[]", '"x"', "null", "{}", '{"update_id": "1"}', '{"update_id": 1, "message": {}}'])
def test_what_is_no_update_is_named_without_its_content(bot: Bot, body: str) -> None:
    with pytest.raises(Unparseable) as caught:
        parse(body, bot)
    assert str(caught.value) in {"without update_id", "KeyError", "TypeError"}


def test_whatever_has_the_right_shape_becomes_words_a_press_or_nothing(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Odd characters, forged buttons, huge files, strange places: none is an error."""
    monkeypatch.setattr(hostile, "_break", lambda *_: None)
    counts = {"words": 0, "press": 0, "nothing": 0}
    for raw in hostile.updates(2000, users=[BOSS, 7], groups=[GROUP]):
        if "my_chat_member" not in raw:
            counts[_sort(parse(json.dumps(raw), bot))] += 1
    assert counts["nothing"] > 0
    assert min(counts["words"], counts["press"]) > 500


def test_what_is_broken_is_read_or_raises_before_anything_was_done(bot: Bot) -> None:
    """Missing, huge and mistyped parts: few get past the library, and those end in an error that parks them."""
    counts = {"words": 0, "press": 0, "nothing": 0, "raises": 0}
    for raw in hostile.updates(2000, users=[BOSS, 7], groups=[GROUP]):
        try:
            counts[_sort(parse(json.dumps(raw), bot))] += 1
        except (ValueError, AttributeError, TypeError):
            counts["raises"] += 1
    assert sum(counts.values()) == 2000
    assert min(counts.values()) > 100


def _sort(update: Update) -> str:
    if update.callback_query is not None:
        return "nothing" if pressed_of(update.callback_query) is None else "press"
    said = update.message or update.edited_message
    found = words_of(said, lambda _text: NOTHING_UNDERSTOOD) if said is not None else None
    return "nothing" if found is None else "words"


NOTHING_UNDERSTOOD = understand("x")
