"""Handlers: turn an update into one desk call. Nothing is decided here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol, TypeVar

from telegram import ChatMemberUpdated, Message, Update
from telegram.constants import ChatMemberStatus, ChatType
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.channel.inbound import pressed_of, words_of
from bot.desk import front, keeper
from bot.desk.supervisor import ahead
from bot.desk.words import Pressed, Words
from bot.desk.work import Outcome
from bot.texts import common
from nlp.values import Understanding

Given = TypeVar("Given", Words, Pressed)
GONE = {ChatMemberStatus.LEFT, ChatMemberStatus.BANNED}


class Desk(Protocol):
    """What a handler needs of the composition root."""

    async def do(self, use_case: Callable[..., Any], *args: Any) -> Any:
        """Run a use case in one unit of work; the update being handled is finished in the same unit."""
        ...

    async def read(self, use_case: Callable[..., Any], *args: Any) -> Any:
        """Run a use case that only reads, beside the writer."""
        ...

    def understand(self, text: str) -> Understanding: ...

    async def answer(self, query_id: str, text: str, alert: bool) -> None: ...


def register(application: Application[Any, Any, Any, Any, Any, Any], desk: Desk) -> None:
    """Add all handlers. One update reaches exactly one of them."""
    handlers = Handlers(desk)
    application.add_handler(CallbackQueryHandler(handlers.pressed))
    application.add_handler(ChatMemberHandler(handlers.membership, ChatMemberHandler.MY_CHAT_MEMBER))
    application.add_handler(MessageHandler(filters.StatusUpdate.MIGRATE, handlers.migrated))
    application.add_handler(MessageHandler(filters.UpdateType.EDITED_MESSAGE, handlers.edited))
    application.add_handler(MessageHandler(filters.UpdateType.MESSAGE, handlers.message))
    application.add_handler(TypeHandler(Update, _ignore))


class Handlers:
    """The handlers, bound to a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def message(self, update: Update, _context: object) -> None:
        """Words or a file, in private or in a group."""
        await self._hear(update.effective_message, edited=False)

    async def edited(self, update: Update, _context: object) -> None:
        """A message was changed after it was sent."""
        await self._hear(update.effective_message, edited=True)

    async def pressed(self, update: Update, _context: object) -> None:
        """A button was pressed; the spinner ends whatever happens."""
        query = update.callback_query
        if query is None:
            return
        pressed = pressed_of(query)
        outcome = Outcome(common.UNKNOWN_BUTTON)
        if pressed is not None:
            outcome = await self._desk.do(front.press, await self._counted(pressed)) or Outcome()
        await self._desk.answer(query.id, outcome.toast, outcome.alert)

    async def membership(self, update: Update, _context: object) -> None:
        """The bot was added, removed, or blocked."""
        change = update.my_chat_member
        if change is not None:
            await self._desk.do(keeper.membership, _membership(change))

    async def migrated(self, update: Update, _context: object) -> None:
        """A group became a supergroup: both service messages say so."""
        message = update.effective_message
        if message is not None and message.migrate_to_chat_id is not None:
            await self._desk.do(keeper.migrated, message.chat.id, message.migrate_to_chat_id)

    async def _hear(self, message: Message | None, *, edited: bool) -> None:
        words = words_of(message, self._desk.understand, edited=edited) if message is not None else None
        if words is not None:
            await self._desk.do(front.hear, await self._counted(words))

    async def _counted(self, given: Given) -> Given:
        """With the figures that it wants, counted before its turn with the writer."""
        if not ahead.needed(given):
            return given
        return replace(given, ready=await self._desk.read(ahead.counted, given))


async def _ignore(_update: Update, _context: object) -> None:
    """Everything else is no business of ours; the worker marks it handled."""


def _membership(change: ChatMemberUpdated) -> keeper.Membership:
    return keeper.Membership(
        chat_id=change.chat.id,
        private=change.chat.type == ChatType.PRIVATE,
        title=change.chat.title or "",
        by=change.from_user.id,
        present=change.new_chat_member.status not in GONE,
        admin=change.new_chat_member.status == ChatMemberStatus.ADMINISTRATOR,
    )
