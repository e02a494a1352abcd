"""What lives in the world: people, chats, topics, messages. Ids are Telegram's; instants are unix seconds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

HEAD_STATUSES = ("creator", "administrator")
MEMBER_STATUSES = (*HEAD_STATUSES, "member", "restricted")


@dataclass(slots=True)
class Person:
    """A Telegram user, or the bot itself."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    phone: str = ""
    role: str = ""
    label: str = ""
    is_bot: bool = False
    started: bool = True  # wrote to the bot at least once, so that the bot may write first
    blocked: bool = False  # blocked the bot
    deactivated: bool = False  # deleted the account

    @property
    def name(self) -> str:
        """First and last name as clients show them."""
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(slots=True)
class Topic:
    """A forum topic; its id is the id of the message that created it."""

    id: int
    name: str
    closed: bool = False
    deleted: bool = False


@dataclass(slots=True)
class Message:
    """One message. `content` holds the Bot API fields besides ids, sender, date and links to other messages."""

    chat_id: int
    id: int
    date: int
    sender: int
    content: Json
    topic: int | None = None
    reply_to: int | None = None
    seq: int = 0  # the world's change counter when it last changed
    seen: bool = True  # the bot got it (or wrote it)
    deleted: bool = False
    reply_keyboard: list[list[Json]] | None = None  # [] takes a keyboard away
    markup: Json | None = None  # inline keyboard
    edits: list[Json] = field(default_factory=list)
    edit_date: int | None = None

    @property
    def text(self) -> str | None:
        """The text of a text message."""
        return self.content.get("text")


@dataclass(slots=True)
class Chat:
    """A private chat, group or supergroup. `members` maps user id to a Bot API member status."""

    id: int
    type: str
    title: str = ""
    members: dict[int, str] = field(default_factory=dict)
    is_forum: bool = False
    bot_may_write: bool = True
    migrated_to: int | None = None
    topics: dict[int, Topic] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    changed: dict[int, Message] = field(default_factory=dict)  # the same messages, latest change last
    seq: int = 0
    last_id: int = 0
    reply_keyboard: Message | None = None  # the message whose reply keyboard is open

    @property
    def private(self) -> bool:
        """Whether it is a person's chat with the bot."""
        return self.type == "private"

    def status(self, user_id: int) -> str:
        """A member's status; `left` for strangers."""
        return self.members.get(user_id, "left")

    def has(self, user_id: int) -> bool:
        """Whether the user is in the chat."""
        return self.status(user_id) in MEMBER_STATUSES

    def headed_by(self, user_id: int) -> bool:
        """Whether the user is an administrator."""
        return self.status(user_id) in HEAD_STATUSES
