"""Forum topics."""

from __future__ import annotations

from collections.abc import Callable

from bot.playground import happen
from bot.playground.core import Core
from bot.playground.errors import bad
from bot.playground.methods.common import own_chat, require_admin, topic_of
from bot.playground.methods.registry import method
from bot.playground.params import Params
from bot.playground.values import Chat, Json, Message, Topic

_COLOR = 7322096


def open_topic(core: Core, chat: Chat, actor: int, name: str) -> tuple[Topic, Message, list[int]]:
    """Create a topic: its service message's id is the topic's."""
    content = {"forum_topic_created": {"name": name, "icon_color": _COLOR}}
    message = happen.post(core, chat, actor, content)
    message.topic = message.id
    topic = chat.topics[message.id] = Topic(message.id, name)
    return topic, message, happen.announce_service(core, chat, message)


def shut_topic(core: Core, chat: Chat, actor: int, topic: Topic, *, closed: bool) -> list[int]:
    """Close or reopen."""
    topic.closed = closed
    kind = "forum_topic_closed" if closed else "forum_topic_reopened"
    return happen.service(core, chat, actor, {kind: {}}, topic=topic.id)[1]


def drop_topic(core: Core, chat: Chat, topic: Topic) -> None:
    """Delete the topic with its messages; Telegram tells nobody."""
    topic.deleted = True
    for message in chat.messages.values():
        if message.topic == topic.id and not message.deleted:
            message.deleted = True
            core.world.note(message)


def _forum(core: Core, params: Params, what: str) -> Chat:
    chat = own_chat(core, params)
    if not chat.is_forum:
        raise bad("the chat is not a forum")
    require_admin(core, chat, what)
    return chat


@method("createForumTopic")
def create_forum_topic(core: Core, params: Params) -> Json:
    """A new topic; the bot must be an administrator."""
    chat = _forum(core, params, "create a topic")
    name = params.text("name").strip()
    if not 1 <= len(name) <= 128:
        raise bad("topic name must be between 1 and 128 characters")
    topic, _, _ = open_topic(core, chat, core.bot.id, name)
    return {"message_thread_id": topic.id, "name": topic.name, "icon_color": _COLOR}


@method("closeForumTopic")
def close_forum_topic(core: Core, params: Params) -> bool:
    """Nobody but administrators may write there any more."""
    return _change(core, params, lambda chat, topic: shut_topic(core, chat, core.bot.id, topic, closed=True))


@method("reopenForumTopic")
def reopen_forum_topic(core: Core, params: Params) -> bool:
    """Open again."""
    return _change(core, params, lambda chat, topic: shut_topic(core, chat, core.bot.id, topic, closed=False))


@method("deleteForumTopic")
def delete_forum_topic(core: Core, params: Params) -> bool:
    """Gone, with its messages."""
    return _change(core, params, lambda chat, topic: drop_topic(core, chat, topic))


@method("editForumTopic")
def edit_forum_topic(core: Core, params: Params) -> bool:
    """A new name."""
    return _change(core, params, lambda _, topic: setattr(topic, "name", params.text("name") or topic.name))


def _change(core: Core, params: Params, act: Callable[[Chat, Topic], object]) -> bool:
    chat = _forum(core, params, "manage topics")
    act(chat, topic_of(chat, params.integer("message_thread_id")))
    return True
