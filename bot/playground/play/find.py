"""Finding people, chats and messages for control requests, with errors that say what there is instead."""

from __future__ import annotations

from bot.playground.core import Core
from bot.playground.errors import PlayError
from bot.playground.values import Chat, Message, Person


def person(core: Core, user: int) -> Person:
    """A person of the world."""
    found = core.world.people.get(user)
    if found is None:
        raise PlayError(f"no person {user}; GET /play/people lists them", 404)
    return found


def chat(core: Core, chat_id: int) -> Chat:
    """A chat that was not upgraded."""
    found = core.world.chats.get(chat_id)
    if found is None:
        raise PlayError(f"no chat {chat_id}; GET /play/chats lists them", 404)
    if found.migrated_to is not None:
        raise PlayError(f"chat {chat_id} was upgraded; use {found.migrated_to}", 409)
    return found


def place(core: Core, user: int, chat_id: int | None) -> tuple[Person, Chat]:
    """A person and the chat where they act (their private chat by default); they must be in it."""
    who, where = person(core, user), chat(core, user if chat_id is None else chat_id)
    if who.deactivated:
        raise PlayError(f"person {user} deleted the account and cannot act", 409)
    if not where.has(user):
        raise PlayError(f"person {user} is not in chat {where.id}; POST /play/join first", 403)
    if where.private and who.blocked:
        raise PlayError(f"person {user} has blocked the bot; POST /play/unblock first", 409)
    return who, where


def message(core: Core, where: Chat, message_id: int) -> Message:
    """A message that was not deleted."""
    found = core.find(where, message_id)
    if found is None:
        raise PlayError(f"no message {message_id} in chat {where.id}; GET /play/chats/{where.id}/messages", 404)
    return found
