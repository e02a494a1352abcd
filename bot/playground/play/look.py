"""What can be looked at: people, chats, messages, calls, what changed."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.playground.core import Core
from bot.playground.errors import PlayError
from bot.playground.methods.bodies import CONTENT, FOLDERS
from bot.playground.values import Chat, Json, Message

_SERVICE_SKIPS = frozenset(
    {"entities", "caption", "caption_entities", "media_group_id", "has_protected_content", "link_preview_options"}
    | {"forward_origin", "pinned_message"}
)


def people(core: Core) -> Json:
    """Everybody of the seed and later, in order; ids never change."""
    return {
        "bot": {"id": core.bot.id, "name": core.bot.name, "username": core.bot.username},
        "people": [
            {
                "id": person.id, "name": person.name, "username": person.username, "phone": person.phone,
                "role": person.role, "label": person.label or person.name, "blocked": person.blocked,
                "deactivated": person.deactivated, "chats": _chats_of(core, person.id),
            }
            for person in core.world.people.values()
            if not person.is_bot
        ],
        "chats": chats(core)["chats"],
    }  # fmt: skip


def _chats_of(core: Core, user: int) -> list[int]:
    """The private chat first, then the groups. Thousands of people of a load test are not scanned for groups."""
    groups = [chat.id for chat in core.world.chats.values() if not chat.private and chat.has(user)]
    return [user, *groups] if len(core.world.people) < 2000 else [user]


def chats(core: Core) -> Json:
    """All chats with their members and last change."""
    return {"seq": core.world.seq, "chats": [_chat(core, chat) for chat in core.world.chats.values()]}


def _chat(core: Core, chat: Chat) -> Json:
    return {
        "id": chat.id,
        "type": chat.type,
        "title": chat.title or (core.world.people[chat.id].name if chat.private else ""),
        "members": [user for user in chat.members if chat.has(user)],
        "admins": [user for user in chat.members if chat.headed_by(user)],
        "is_forum": chat.is_forum,
        "topics": [
            {"id": topic.id, "name": topic.name, "closed": topic.closed}
            for topic in chat.topics.values()
            if not topic.deleted
        ],
        "migrated_to": chat.migrated_to,
        "seq": chat.seq,
        "messages": len(chat.messages),
    }


def messages(core: Core, chat_id: int, after: int = 0) -> Json:
    """Messages of the chat that are new or changed since `after`, oldest message first."""
    chat = core.world.chats.get(chat_id)
    if chat is None:
        raise PlayError(f"no chat {chat_id}; GET /play/chats lists them", 404)
    changed: list[Message] = []
    for message in reversed(chat.changed.values()):
        if message.seq <= after:
            break
        changed.append(message)
    changed.sort(key=lambda message: message.id)
    return {"seq": core.world.seq, "messages": [shown(core, message) for message in changed]}


async def messages_soon(core: Core, chat_id: int, after: int, wait: float) -> Json:
    """As `messages`, but waits up to `wait` seconds for the first change."""
    answer = messages(core, chat_id, after)
    while not answer["messages"] and wait > 0 and await core.world.changed.wait(wait):
        answer = messages(core, chat_id, after)
    return answer


async def events(core: Core, after: int, wait: float) -> Json:
    """The change counter and the chats changed since `after`; waits up to `wait` seconds for a change."""
    if core.world.seq <= after and wait > 0:
        await core.world.changed.wait(wait)
    changed = [chat.id for chat in core.world.chats.values() if chat.seq > after]
    return {"seq": core.world.seq, "chats": changed, "now": core.clock.now().isoformat()}


def shown(core: Core, message: Message) -> Json:
    """One message as the page wants it."""
    content = message.content
    sender = core.world.people[message.sender]
    return {
        "message_id": message.id,
        "chat": message.chat_id,
        "seq": message.seq,
        "date": _iso(message.date),
        "from": {"id": sender.id, "name": sender.name, "is_bot": sender.is_bot},
        "text": content.get("text"),
        "caption": content.get("caption"),
        "entities": content.get("entities") or content.get("caption_entities") or [],
        "media": _media(content),
        "keyboard": [[_button(button) for button in row] for row in (message.markup or {}).get("inline_keyboard", [])],
        "reply_keyboard": message.reply_keyboard,
        "reply_to": message.reply_to,
        "edits": [{"text": edit["text"], "date": _iso(edit["date"])} for edit in message.edits],
        "deleted": message.deleted,
        "protect": bool(content.get("has_protected_content")),
        "topic": message.topic,
        "media_group": content.get("media_group_id"),
        "forwarded_from": (content.get("forward_origin") or {}).get("sender_user", {}).get("first_name"),
        "service": _service(content),
    }


def _button(button: Json) -> Json:
    return {"text": button["text"], "data": button.get("callback_data"), "url": button.get("url")}


def _media(content: Json) -> Json | None:
    for kind in FOLDERS:
        if kind in content:
            file = content[kind][-1] if kind == "photo" else content[kind]
            return {
                "kind": kind,
                "url": f"/play/file/{file['file_id']}",
                "name": file.get("file_name"),
                "duration": file.get("duration"),
                "size": file.get("file_size"),
                "mime": file.get("mime_type"),
                "width": file.get("width"),
                "height": file.get("height"),
                "file_id": file["file_id"],
            }
    for kind in ("location", "contact"):
        if kind in content:
            return {"kind": kind, "url": None, "name": None, "duration": None, **content[kind]}
    return None


def _service(content: Json) -> Json | None:
    if CONTENT & content.keys():
        return None
    kind = next((name for name in content if name not in _SERVICE_SKIPS), None)
    return None if kind is None else {"kind": kind, "value": content[kind]}


def _iso(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()
