"""Groups: who sees what, who is in, what moves and what closes."""

from __future__ import annotations

import pytest
from playground_support import BOSS, CLERK, FORUM, GROUP, NINE, OFFICER, SEED, TOKEN, make_bot
from telegram import Bot
from telegram.error import BadRequest, ChatMigrated, Forbidden

from bot.playground.errors import PlayError
from bot.playground.server import Playground


async def texts(bot: Bot) -> list[str | None]:
    return [update.message.text for update in await bot.get_updates() if update.message]


async def test_privacy_mode_shows_only_commands_and_replies_to_the_bot(playground: Playground, bot: Bot) -> None:
    card = await bot.send_message(GROUP, "工单")
    playground.say(OFFICER, "中午吃什么", chat=GROUP)
    playground.say(OFFICER, "/list", chat=GROUP)
    playground.say(OFFICER, "/list@dingge_demo_bot", chat=GROUP)
    playground.say(OFFICER, "/list@other_bot", chat=GROUP)
    playground.say(OFFICER, "已联系", chat=GROUP, reply_to=card.message_id)
    assert await texts(bot) == ["/list", "/list@dingge_demo_bot", "已联系"]


async def test_an_administrator_bot_sees_everything(playground: Playground, bot: Bot) -> None:
    playground.join("bot", GROUP, admin=True)
    playground.say(OFFICER, "中午吃什么", chat=GROUP)
    assert await texts(bot) == ["中午吃什么"]


async def test_a_bot_without_privacy_mode_sees_everything() -> None:
    seed = {**SEED, "bot": {**SEED["bot"], "can_read_all_group_messages": True}}
    open_one = Playground(seed, token=TOKEN, limits=False, start_at=NINE)
    await open_one.start()
    async with make_bot(open_one) as bot:
        open_one.say(OFFICER, "中午吃什么", chat=GROUP)
        assert await texts(bot) == ["中午吃什么"]
    await open_one.stop()


async def test_an_edit_of_an_unseen_message_stays_unseen(playground: Playground, bot: Bot) -> None:
    said = playground.say(OFFICER, "中午吃什么", chat=GROUP)["message_id"]
    assert playground.edit(OFFICER, said, "晚上吃什么", GROUP)["update_ids"] == []


async def test_a_removed_bot_is_told_and_then_refused(playground: Playground, bot: Bot) -> None:
    playground.leave("bot", GROUP)
    service, change = await bot.get_updates()
    assert service.message is not None
    assert service.message.left_chat_member is not None
    assert change.my_chat_member is not None
    assert change.my_chat_member.new_chat_member.status == "kicked"
    with pytest.raises(Forbidden, match="bot was kicked from the group chat"):
        await bot.send_message(GROUP, "x")
    playground.leave("bot", FORUM)
    with pytest.raises(Forbidden, match="bot was kicked from the supergroup chat"):
        await bot.send_message(FORUM, "x")


async def test_a_bot_that_is_added_gets_told(playground: Playground, bot: Bot) -> None:
    group = playground.add_chat({"title": "新群", "members": [OFFICER], "bot": False})["id"]
    playground.join("bot", group)
    change, service = await bot.get_updates()
    assert change.my_chat_member is not None
    assert change.my_chat_member.chat.title == "新群"
    assert service.message is not None
    assert [user.id for user in service.message.new_chat_members] == [1]
    await bot.send_message(group, "大家好")


async def test_joining_and_leaving_make_service_messages(playground: Playground, bot: Bot) -> None:
    playground.join(BOSS, GROUP)
    playground.leave(BOSS, GROUP)
    joined, left = await bot.get_updates()
    assert joined.message is not None
    assert joined.message.new_chat_members[0].id == BOSS
    assert left.message is not None
    assert left.message.left_chat_member is not None
    assert left.message.left_chat_member.id == BOSS


async def test_blocking_and_unblocking_are_told(playground: Playground, bot: Bot) -> None:
    playground.block(BOSS)
    playground.unblock(BOSS)
    changes = [update.my_chat_member for update in await bot.get_updates()]
    assert [change and change.new_chat_member.status for change in changes] == ["kicked", "member"]


async def test_members_can_be_looked_at(bot: Bot) -> None:
    assert (await bot.get_chat(FORUM)).is_forum
    assert (await bot.get_chat_member(GROUP, OFFICER)).status == "member"
    assert (await bot.get_chat_member(GROUP, BOSS)).status == "left"
    assert {member.user.id for member in await bot.get_chat_administrators(FORUM)} == {1, CLERK}
    assert await bot.get_chat_member_count(GROUP) == 3


async def test_a_bot_without_the_right_to_write_is_refused(playground: Playground, bot: Bot) -> None:
    playground.restrict(GROUP)
    with pytest.raises(BadRequest, match="Not enough rights to send text messages to the chat"):
        await bot.send_message(GROUP, "x")
    playground.restrict(GROUP, allowed=True)
    await bot.send_message(GROUP, "x")


async def test_a_bot_that_leaves_is_no_member(bot: Bot) -> None:
    await bot.leave_chat(GROUP)
    with pytest.raises(Forbidden, match="bot is not a member of the group chat"):
        await bot.send_message(GROUP, "x")


async def test_migration_is_told_on_both_roads(playground: Playground, bot: Bot) -> None:
    new = playground.migrate(GROUP)["new_chat"]
    to, back = [update.message for update in await bot.get_updates()]
    assert to is not None
    assert back is not None
    assert (to.chat.id, to.migrate_to_chat_id) == (GROUP, new)
    assert (back.chat.id, back.migrate_from_chat_id) == (new, GROUP)
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(GROUP, "x")
    assert moved.value.new_chat_id == new
    await bot.send_message(new, "x")


async def test_a_silent_migration_shows_only_when_sending(playground: Playground, bot: Bot) -> None:
    new = playground.migrate(GROUP, silent=True)["new_chat"]
    assert await bot.get_updates() == ()
    with pytest.raises(ChatMigrated):
        await bot.send_message(GROUP, "x")
    assert (await bot.get_chat_member(new, OFFICER)).status == "member"
    with pytest.raises(PlayError, match=f"was upgraded; use {new}"):
        playground.say(OFFICER, "x", chat=GROUP)


async def test_topics_are_made_written_to_and_deleted(playground: Playground, bot: Bot) -> None:
    topic = await bot.create_forum_topic(FORUM, "QS-1 供水")
    sent = await bot.send_message(FORUM, "进展", message_thread_id=topic.message_thread_id)
    assert sent.is_topic_message
    await bot.delete_forum_topic(FORUM, topic.message_thread_id)
    with pytest.raises(BadRequest, match="Message thread not found"):
        await bot.send_message(FORUM, "进展", message_thread_id=topic.message_thread_id)
    assert all(message["deleted"] for message in playground.messages(FORUM)["messages"])


async def test_a_closed_topic_is_for_administrators_only(playground: Playground, bot: Bot) -> None:
    topic = playground.topic(FORUM, "create", "供水")["topic"]
    playground.topic(FORUM, "close", topic=topic)
    await bot.send_message(FORUM, "x", message_thread_id=topic)
    playground.join("bot", FORUM, admin=False)
    with pytest.raises(BadRequest, match="Topic_closed"):
        await bot.send_message(FORUM, "x", message_thread_id=topic)
    with pytest.raises(PlayError, match="is closed"):
        playground.say(OFFICER, "x", chat=FORUM, topic=topic)
    playground.topic(FORUM, "reopen", topic=topic)
    await bot.send_message(FORUM, "x", message_thread_id=topic)


async def test_topics_need_rights_and_a_forum(playground: Playground, bot: Bot) -> None:
    with pytest.raises(BadRequest, match="The chat is not a forum"):
        await bot.create_forum_topic(GROUP, "x")
    playground.join("bot", FORUM, admin=False)
    with pytest.raises(BadRequest, match="Not enough rights to create a topic"):
        await bot.create_forum_topic(FORUM, "x")


async def test_an_answer_in_a_topic_stays_in_it(playground: Playground, bot: Bot) -> None:
    topic = await bot.create_forum_topic(FORUM, "供水")
    sent = await bot.send_message(FORUM, "工单", message_thread_id=topic.message_thread_id)
    playground.say(OFFICER, "已联系", chat=FORUM, reply_to=sent.message_id)
    said = [update.message for update in await bot.get_updates() if update.message and update.message.text]
    assert said[-1].message_thread_id == topic.message_thread_id


async def test_an_album_comes_as_separate_updates_of_one_group(playground: Playground, bot: Bot) -> None:
    for caption in ("水表照片", None, None):
        playground.say(BOSS, photo=True, caption=caption, media_group="album-1")
    messages = [update.message for update in await bot.get_updates()]
    assert [message and message.media_group_id for message in messages] == ["album-1"] * 3
    assert [message and message.caption for message in messages] == ["水表照片", None, None]


async def test_a_stranger_to_the_group_cannot_speak_there(playground: Playground) -> None:
    with pytest.raises(PlayError, match="is not in chat"):
        playground.say(BOSS, "x", chat=GROUP)
