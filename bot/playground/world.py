"""The world's state: people, chats and messages in memory, with one change counter over everything."""

from __future__ import annotations

from collections import deque
from itertools import count
from typing import Any

from bot.playground.changes import Signal
from bot.playground.values import Chat, Json, Message, Person

_SUPERGROUP = -1_000_000_000_000


class World:
    """All state. `keep` bounds the messages remembered, so that long runs do not grow without bound."""

    def __init__(self, seed: Json, keep: int = 200_000) -> None:
        self.seq = 0
        self.changed = Signal()
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self._keep = keep
        self._order: deque[Message] = deque()
        self._ids = count(1)  # private chats and basic groups share one numbering, as for a real bot
        self._spare_ids = count(900_001)
        self._groups = count(13_000_000_000_001)
        self.bot = self._read_bot(seed.get("bot", {}))
        for person in seed.get("people", []):
            self.add_person(person)
        for chat in seed.get("chats", []):
            self.add_chat(chat)

    def _read_bot(self, raw: Json) -> Person:
        bot = Person(
            int(raw.get("id", 1)), raw.get("first_name", "Bot"), username=raw.get("username", "demo_bot"), is_bot=True
        )
        self.people[bot.id] = bot
        return bot

    def add_person(self, raw: Json) -> Person:
        """A person and their private chat with the bot; fields as in the seed."""
        known = {"first_name", "last_name", "username", "phone", "role", "label", "started", "blocked", "deactivated"}
        fields: dict[str, Any] = {name: value for name, value in raw.items() if name in known and value is not None}
        person = Person(int(raw.get("id") or next(self._spare_ids)), fields.pop("first_name", "Somebody"), **fields)
        self.people[person.id] = person
        members = {person.id: "member", self.bot.id: "member"}
        self.chats[person.id] = Chat(person.id, "private", members=members)
        return person

    def add_chat(self, raw: Json) -> Chat:
        """A group with its members; the bot is in it unless `bot` is false. Fields as in the seed."""
        members = dict.fromkeys(raw.get("members", []), "member")
        if raw.get("bot", True):
            members[self.bot.id] = "member"
        members.update(dict.fromkeys(raw.get("admins", []), "administrator"))
        kind = raw.get("type", "group")
        chat_id = int(raw.get("id") or -next(self._spare_ids))
        chat = Chat(chat_id, kind, raw.get("title", ""), members, bool(raw.get("is_forum")) and kind == "supergroup")
        self.chats[chat_id] = chat
        self.touch(chat)
        return chat

    def supergroup_id(self, old: int) -> int:
        """A free supergroup id for a group that migrates."""
        new = _SUPERGROUP + old if old > _SUPERGROUP else old - 1
        while new in self.chats:
            new -= 1
        return new

    def new_group(self) -> str:
        """An id for an album."""
        return str(next(self._groups))

    def touch(self, chat: Chat) -> int:
        """Count a change of the chat and wake those who watch."""
        chat.seq = self.seq + 1
        return self.nudge()

    def nudge(self) -> int:
        """Count a change of no chat (the time, say) and wake those who watch."""
        self.seq += 1
        self.changed.fire()
        return self.seq

    def post(self, chat: Chat, sender: int, content: Json, date: int, **fields: Any) -> Message:
        """Put a new message into the chat."""
        if chat.type == "supergroup":
            chat.last_id += 1
            message_id = chat.last_id
        else:
            message_id = next(self._ids)
        message = Message(chat.id, message_id, date, sender, content, **fields)
        chat.messages[message_id] = message
        self._open_keyboard(chat, message)
        self._order.append(message)
        self._forget()
        self.note(message)
        return message

    def note(self, message: Message) -> None:
        """Record that the message is new or has changed."""
        chat = self.chats[message.chat_id]
        message.seq = self.touch(chat)
        chat.changed.pop(message.id, None)
        chat.changed[message.id] = message

    def find(self, chat: Chat, message_id: int | None) -> Message | None:
        """The message, unless it never was or was deleted."""
        message = chat.messages.get(message_id or 0)
        return None if message is None or message.deleted else message

    def _open_keyboard(self, chat: Chat, message: Message) -> None:
        if message.reply_keyboard is not None:
            chat.reply_keyboard = message if message.reply_keyboard else None

    def _forget(self) -> None:
        while len(self._order) > self._keep:
            old = self._order.popleft()
            chat = self.chats[old.chat_id]
            chat.messages.pop(old.id, None)
            chat.changed.pop(old.id, None)
