"""What most methods begin with: the chat, the right to write there, the topic, the message replied to."""

from __future__ import annotations

from bot.playground.core import Core
from bot.playground.errors import bad, forbidden
from bot.playground.params import Params
from bot.playground.values import Chat, Message, Topic


def any_chat(core: Core, params: Params, name: str = "chat_id") -> Chat:
    """The chat named by a parameter (id or @username); 400 when unknown, upgraded or missing."""
    given = params.text(name)
    if not given:
        raise bad(f"{name} is empty")
    chat = _by_username(core, given) if given.startswith("@") else _by_id(core, given)
    if chat is None:
        raise bad("chat not found")
    if chat.migrated_to is not None:
        raise bad("group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to)
    return chat


def _by_id(core: Core, given: str) -> Chat | None:
    try:
        return core.world.chats.get(int(given))
    except ValueError:
        return None


def _by_username(core: Core, given: str) -> Chat | None:
    # Telegram finds people by username only for their id, never to write to them.
    return next((chat for chat in core.world.chats.values() if f"@{chat.title}" == given and not chat.private), None)


def own_chat(core: Core, params: Params, name: str = "chat_id") -> Chat:
    """A chat that the bot is in; 403 when it was removed or left."""
    chat = any_chat(core, params, name)
    if chat.private or core.bot_in(chat):
        return chat
    kind = "supergroup" if chat.type == "supergroup" else "group"
    if chat.status(core.bot.id) == "kicked":
        raise forbidden(f"bot was kicked from the {kind} chat")
    raise forbidden(f"bot is not a member of the {kind} chat")


def writable_chat(core: Core, params: Params) -> Chat:
    """A chat that the bot may write to; 403 and 400 with the texts that Telegram has for each hindrance."""
    chat = own_chat(core, params)
    if chat.private:
        _check_person(core, chat.id)
    elif not chat.bot_may_write and not chat.headed_by(core.bot.id):
        raise bad("not enough rights to send text messages to the chat")
    return chat


def _check_person(core: Core, user_id: int) -> None:
    person = core.world.people[user_id]
    if person.deactivated:
        raise forbidden("user is deactivated")
    if person.blocked:
        raise forbidden("bot was blocked by the user")
    if not person.started:
        raise forbidden("bot can't initiate conversation with a user")


def topic_to_write(core: Core, chat: Chat, params: Params) -> int | None:
    """The topic of a new message; 400 when it is gone, or closed and the bot is no administrator."""
    topic_id = params.integer("message_thread_id")
    if topic_id is None:
        return None
    topic = topic_of(chat, topic_id)
    if topic.closed and not chat.headed_by(core.bot.id):
        raise bad("TOPIC_CLOSED")
    return topic_id


def topic_of(chat: Chat, topic_id: int | None) -> Topic:
    """A topic that still is there; 400 otherwise."""
    topic = chat.topics.get(topic_id or 0)
    if topic is None or topic.deleted:
        raise bad("message thread not found")
    return topic


def reply_target(core: Core, chat: Chat, params: Params) -> int | None:
    """The message replied to; 400 when it is gone, unless the call allows sending without it."""
    raw = params.object("reply_parameters") or {}
    message_id = Params(raw).integer("message_id") or params.integer("reply_to_message_id")
    if message_id is None:
        return None
    if core.find(chat, message_id) is not None:
        return message_id
    if raw.get("allow_sending_without_reply") or params.flag("allow_sending_without_reply"):
        return None
    raise bad("message to be replied not found")


def message_of(core: Core, chat: Chat, params: Params, missing: str) -> Message:
    """The message named by message_id; 400 with the text for a missing one."""
    message_id = params.integer("message_id")
    if message_id is None:
        raise bad("message identifier is not specified")
    message = core.find(chat, message_id)
    if message is None:
        raise bad(missing)
    return message


def require_admin(core: Core, chat: Chat, what: str) -> None:
    """400 unless the bot is an administrator of the chat."""
    if not chat.headed_by(core.bot.id):
        raise bad(f"not enough rights to {what}")
