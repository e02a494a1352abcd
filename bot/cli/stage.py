"""A stage for stories: people say and press, time passes, and what must and must not be said is checked."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from bot.app import demo
from bot.city.demo import demo_pack, entrepreneurs
from bot.cli.transcript import ZONE, Transcript, text_of
from storage.vocabulary import ChatPurpose

MOST_PAGES = 9


class OffScript(Exception):
    """Something that the story waits for was not said, or something was said that must not be."""


class Stage:
    """The running city. What is expected must have been said since the last check and what was done after it."""

    def __init__(self, running: demo.Demo) -> None:
        self.playground, self.bot, self.clock = running.playground, running.bot, running.clock
        self.pack = demo_pack()
        self.log = Transcript(running.playground, running.clock.now, self.pack)
        self._since, self._checked = 0, False

    # -- people and groups -----------------------------------------------------------------------------------------

    def boss(self, place: int) -> int:
        """An entrepreneur's chat."""
        return entrepreneurs()[place].tg_id

    def post(self, code: str) -> int:
        """A post holder's chat."""
        found = self.pack.post(code)
        if found is None or found.tg_id is None:
            raise OffScript(f"没有岗位 {code}")
        return found.tg_id

    def group(self, unit: str) -> int:
        """A unit's group."""
        return self.desk(ChatPurpose.UNIT, unit)

    def desk(self, purpose: ChatPurpose, unit: str | None = None) -> int:
        """The group of the clerks, supervisors or keepers."""
        found = self.pack.group_of(purpose, unit)
        if found is None:
            raise OffScript(f"没有群 {purpose} {unit or ''}")
        return found.id

    # -- what happens ----------------------------------------------------------------------------------------------

    async def says(self, user: int, text: str, chat: int | None = None, reply_to: int | None = None) -> None:
        """Somebody writes."""
        self._turn()
        where = chat or user
        self.log.note(f"〔{self.log.chat(where)}〕{self.log.names[user]}：{text}")
        reply = {"reply_to": reply_to} if reply_to else {}
        self.playground.say(user, text, chat=where, **reply)
        await self.rest()

    async def presses(self, user: int, label: str, chat: int | None = None) -> None:
        """Somebody presses the newest button of that name."""
        self._turn()
        where = chat or user
        message = self._with_button(where, label)
        self.log.note(f"〔{self.log.chat(where)}〕{self.log.names[user]} 按了［{label}］")
        answer = await self.playground.press(user, label, chat=where, message_id=message["message_id"], wait=5)
        toast = (answer.get("answer") or {}).get("text")
        if toast:
            self.log.note(f"      （提示：{toast}）")
        await self.rest()

    async def shares_phone(self, user: int) -> None:
        """Somebody presses the button that shares their own number."""
        self._turn()
        self.log.note(f"〔{self.log.chat(user)}〕{self.log.names[user]} 发来了自己的电话")
        self.playground.say(user, chat=user, contact=True)
        await self.rest()

    async def pages_to(self, user: int, label: str, turn: str) -> None:
        """Somebody turns pages by one button until another is there, and presses that."""
        for _ in range(MOST_PAGES):
            if self._newest_with(user, label) is not None:
                break
            await self.presses(user, turn)
        await self.presses(user, label)

    async def until(self, when: str) -> None:
        """Time passes to `03-11T10:00`; whatever is said meanwhile is printed."""
        await self._pass(datetime.fromisoformat(f"2026-{when}").replace(tzinfo=ZONE))

    async def pass_by(self, **length: float) -> None:
        """A little time: minutes=, hours=."""
        await self._pass(self.clock.now() + timedelta(**length))

    async def _pass(self, target: datetime) -> None:
        """Stop wherever something is due, so that each line stands under its own time."""
        self._turn()
        while coming := [at for at, _what in await self.bot.coming(1) if self.clock.now() < at < target]:
            await self.playground.move_to(coming[0])
            await self.rest()
        await self.playground.move_to(target)
        await self.rest()

    async def rest(self) -> None:
        """The bot does what it has to do; what it says is printed."""
        done = await self.playground.settle(20)
        if not done["settled"]:
            raise OffScript("机器人停不下来")
        self.log.show_new()

    def _turn(self) -> None:
        """The first thing done after a check: what is expected next must come from now on."""
        if self._checked:
            self._since, self._checked = int(self.playground.chats()["seq"]), False

    # -- what must and must not be said ----------------------------------------------------------------------------

    def expects(self, chat: int, *parts: str) -> None:
        """One message of the bot in this chat, new since the last turn, says all of this."""
        self._checked = True
        fresh = [message for message in self.log.bot_messages(chat) if message["seq"] > self._since]
        if not any(all(part in text_of(message) for part in parts) for message in fresh):
            raise OffScript(f"{self.log.chat(chat)}里没有等到：{'、'.join(parts)}")

    def never(self, chat: int, *parts: str) -> None:
        """None of this stands in this chat."""
        for message in self.log.bot_messages(chat):
            if any(part in text_of(message) for part in parts):
                raise OffScript(f"{self.log.chat(chat)}里不该出现：{'、'.join(parts)}")

    def only_in(self, chats: set[int], part: str) -> None:
        """Nobody's chat but these still shows these words, the person's own included."""
        for chat in self.log.names.keys() - chats:
            found = self.playground.messages(chat)["messages"]
            if any(part in text_of(message) for message in found if not message["deleted"]):
                raise OffScript(f"{self.log.chat(chat)}里还留着：{part}")

    def silent_on(self, *days: str) -> None:
        """On these days (month-day) the bot wrote to no unit's group."""
        for group in self.pack.groups:
            for message in self.log.bot_messages(group.id) if group.unit else ():
                day = f"{datetime.fromisoformat(message['date']).astimezone(ZONE):%m-%d}"
                if day in days:
                    raise OffScript(f"{group.title}在休息日 {day} 收到了消息")

    def newest(self, chat: int, part: str) -> int:
        """The newest message of the bot with this text, to reply to."""
        found = [message for message in self.log.bot_messages(chat) if part in text_of(message)]
        if not found:
            raise OffScript(f"{self.log.chat(chat)}里没有：{part}")
        return int(found[-1]["message_id"])

    def _with_button(self, chat: int, label: str) -> dict[str, Any]:
        message = self._newest_with(chat, label)
        if message is None:
            raise OffScript(f"{self.log.chat(chat)}里没有按钮［{label}］")
        return message

    def _newest_with(self, chat: int, label: str) -> dict[str, Any] | None:
        message: dict[str, Any]
        for message in reversed(self.log.bot_messages(chat)):
            if any(button["text"] == label for row in message.get("keyboard") or [] for button in row):
                return message
        return None
