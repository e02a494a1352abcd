"""A chat log on the terminal: day and minute headings, who said what where, buttons in brackets."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.city.demo import entrepreneurs
from bot.city.pack import CityPack
from bot.playground.server import Playground
from bot.texts.times import WEEKDAYS

ZONE = ZoneInfo("Asia/Shanghai")
RULE = "—" * 46
MOST_LABELS = 8


class Transcript:
    """Prints what the bot says, once each version. `names` are of people and groups, by chat."""

    def __init__(self, playground: Playground, now: Callable[[], datetime], pack: CityPack) -> None:
        self._playground, self._now = playground, now
        self.names = {boss.tg_id: boss.name for boss in entrepreneurs()}
        self.names |= {post.tg_id: f"{post.name}（{post.title}）" for post in pack.staff if post.tg_id}
        self.names |= {group.id: group.title for group in pack.groups}
        self._printed: dict[int, dict[int, int]] = {}
        self._day = self._minute = ""
        self.lines = 0

    def chat(self, chat: int) -> str:
        """What a chat is called."""
        name = self.names.get(chat, str(chat))
        return f"{name} 私聊" if chat > 0 else name

    def bot_messages(self, chat: int) -> list[dict[str, Any]]:
        """What the bot has in this chat, oldest first, in its present wording."""
        found: list[dict[str, Any]] = self._playground.messages(chat)["messages"]
        return [message for message in found if message["from"]["is_bot"] and not message["deleted"]]

    def note(self, text: str) -> None:
        """A line of what a person does."""
        self._heading()
        print(f"  {text}")

    def show_new(self) -> None:
        """Print what is new or changed in any chat, in the order in which it was said."""
        found = []
        for chat in self.names:
            known = self._printed.setdefault(chat, {})
            for message in self.bot_messages(chat):
                version = len(message["edits"])
                if known.get(message["message_id"]) != version:
                    known[message["message_id"]] = version
                    found.append((message["seq"], chat, message, version > 0))
        for _seq, chat, message, changed in sorted(found, key=lambda item: item[0]):
            self._print(chat, message, changed=changed)

    def _print(self, chat: int, message: dict[str, Any], *, changed: bool) -> None:
        self._heading()
        head = f"  〔{self.chat(chat)}〕顶格办{'（更新）' if changed else ''}："
        labels = [button["text"] for row in message.get("keyboard") or [] for button in row]
        body = text_of(message).replace("\u2060", "").split("\n")
        print("\n        ".join([head + body[0], *body[1:]]))
        if labels:
            print("        " + " ".join(f"［{label}］" for label in labels[:MOST_LABELS]))
        self.lines += 1

    def _heading(self) -> None:
        """A day or minute line where the transcript reaches a new one."""
        now = self._now().astimezone(ZONE)
        day = f"{now.month}月{now.day}日 周{WEEKDAYS[now.weekday()]}"
        if day != self._day:
            self._day, self._minute = day, ""
            print(f"\n———— {day} {RULE}")
        minute = f"{now:%H:%M}"
        if minute != self._minute:
            self._minute = minute
            print(minute)


def text_of(message: dict[str, Any]) -> str:
    """Text or caption."""
    return str(message.get("text") or message.get("caption") or "")
