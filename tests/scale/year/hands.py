"""What a person of the simulated city can do: look at a chat, press what is there, write. Nobody can press what is not there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.playground.errors import PlayError
from bot.playground.values import Message
from tests.scale.year.record import Record
from tests.support.city import City

Toast = str


@dataclass(slots=True)
class Hands:
    """Acts in the city and keeps what was read in toasts."""

    city: City
    record: Record
    acts: int = 0
    vain: int = 0  # looked for what was not there

    def find(self, chat: int, *parts: str, label: str = "") -> Message | None:
        """The newest message of the bot with these words, and a button whose label begins so."""
        world = self.city.playground.core.world
        for message in reversed(list(world.chats[chat].messages.values())):
            text = str(message.content.get("text") or message.content.get("caption") or "")
            mine = message.sender == world.bot.id and not message.deleted
            if mine and all(part in text for part in parts) and (not label or button(message, label)):
                return message
        return None

    async def press(self, who: int, label: str, *parts: str, chat: int | None = None) -> Toast | None:
        """Press the newest such button; the toast, or None if there is none."""
        where = who if chat is None else chat
        message = self.find(where, *parts, label=label)
        if message is None:
            self.vain += 1
            return None
        full = button(message, label)
        answer = await self._try(self.city.playground.press(who, full, chat=where, message_id=message.id, wait=5))
        toast = str(((answer or {}).get("answer") or {}).get("text") or "")
        self.record.toasts.append((self.now, who, where, toast))
        return toast

    async def say(self, who: int, text: str, *, chat: int | None = None, under: Message | None = None) -> None:
        """Write a text, as a reply if `under` is given."""
        what: dict[str, Any] = {"chat": who if chat is None else chat}
        if under is not None:
            what["reply_to"] = under.id
        try:
            self.city.playground.say(who, text, **what)
        except PlayError:
            self.vain += 1
            return
        self.acts += 1
        await self.city.settle()

    async def _try(self, pressing: Any) -> Any:
        try:
            answer = await pressing
        except PlayError:
            self.vain += 1
            return None
        self.acts += 1
        await self.city.settle()
        return answer

    @property
    def now(self) -> datetime:
        """The city's instant."""
        return self.city.playground.now()


def button(message: Message, label: str) -> str:
    """The full label of the message's button that begins so; empty if there is none."""
    rows = (message.markup or {}).get("inline_keyboard", [])
    return next((one["text"] for row in rows for one in row if one["text"].startswith(label)), "")
