"""What happens in the chats, and which updates the bot gets of it (group privacy mode included)."""

from __future__ import annotations

from typing import Any

from bot.playground import render
from bot.playground.core import Core
from bot.playground.values import MEMBER_STATUSES, Chat, Json, Message, Person


def post(core: Core, chat: Chat, sender: int, content: Json, **fields: Any) -> Message:
    """A new message in the chat, dated by the playground clock. Makes no update."""
    return core.world.post(chat, sender, content, core.clock.unix(), **fields)


def announce(core: Core, message: Message) -> list[int]:
    """Tell the bot about a person's new message, if it may see it; the update's id in a list."""
    chat = core.world.chats[message.chat_id]
    message.seen = sees(core, chat, message)
    if not message.seen:
        return []
    return core.updates.add("message", render.message(core.world, message), chat.id)


def service(core: Core, chat: Chat, actor: int, content: Json, topic: int | None = None) -> tuple[Message, list[int]]:
    """A service message; bots get those whatever their privacy mode is."""
    message = post(core, chat, actor, content, topic=topic)
    return message, announce_service(core, chat, message)


def announce_service(core: Core, chat: Chat, message: Message) -> list[int]:
    """Tell the bot about a service message, if it is in the chat."""
    if not core.bot_in(chat):
        return []
    return core.updates.add("message", render.message(core.world, message), chat.id)


def sees(core: Core, chat: Chat, message: Message) -> bool:
    """Whether the bot gets this message of a person."""
    if chat.private:
        return not core.world.people[chat.id].blocked
    if not core.bot_in(chat):
        return False
    if not core.privacy or chat.headed_by(core.bot.id):
        return True
    return _commands(core, message.content) or _replies_to_bot(core, chat, message)


def _commands(core: Core, content: Json) -> bool:
    text = content.get("text") or content.get("caption") or ""
    if not text.startswith("/"):
        return False
    _, at, name = text.split(maxsplit=1)[0].partition("@")
    return not at or name.lower() == core.bot.username.lower()


def _replies_to_bot(core: Core, chat: Chat, message: Message) -> bool:
    replied = chat.messages.get(message.reply_to or 0)
    return replied is not None and replied.sender == core.bot.id


def status_changed(core: Core, chat: Chat, actor: Person, whom: Person, old: str, new: str) -> list[int]:
    """Set a member's status; my_chat_member for the bot's own, chat_member (only if asked for) for others'."""
    _set_status(chat, whom.id, new)
    core.world.touch(chat)
    payload = {
        "chat": render.chat(core.world, chat),
        "from": render.user(actor),
        "date": core.clock.unix(),
        "old_chat_member": render.member(whom, old),
        "new_chat_member": render.member(whom, new),
    }
    if whom.is_bot:
        return core.updates.add("my_chat_member", payload, chat.id)
    return core.updates.add("chat_member", payload, chat.id) if chat.headed_by(core.bot.id) else []


def _set_status(chat: Chat, user_id: int, status: str) -> None:
    if status in MEMBER_STATUSES or status == "kicked":
        chat.members[user_id] = status
    else:
        chat.members.pop(user_id, None)
