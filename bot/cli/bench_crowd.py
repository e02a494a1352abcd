"""The crowd of `dingge bench`: it writes and presses in the playground and takes the time until the last effect is visible."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.city.demo import demo_pack
from bot.playground.server import Playground
from storage.vocabulary import ChatPurpose

FIRST = 700_001
TEXTS = {
    "GSGS": "第{n}号：我们厂在经开区，自来水压力太低，机器老停，请供水公司来看看。",
    "GDGS": "第{n}号：车间这边停电三回了，供电所也没个说法，我们在高新区。",
    "TXGS": "第{n}号：办公楼的宽带断了一星期，电信师傅一直没来修。",
    "SCJ": "第{n}号：食品经营许可证市场监管局拖了一个月没有核发。",
}
SUBMIT, SIGN, SIGNED = "提交", "签收", "办理中"
QUIET = 1.0  # seconds without a call: nothing more will come
PATIENCE = 60.0  # seconds without any progress


@dataclass(frozen=True, slots=True)
class Timed:
    """How many updates were said in how many seconds, from the first one to the last effect; `done` of what was asked."""

    updates: int
    seconds: float
    done: int

    @property
    def rate(self) -> float:
        """Updates a second."""
        return self.updates / self.seconds if self.seconds else 0.0


class Stuck(RuntimeError):
    """The bot did not get on for a minute."""


class Crowd:
    """People without number, each with one complaint; they press as soon as a button is there."""

    def __init__(self, playground: Playground) -> None:
        self._playground, self._journal = playground, playground.core.journal
        self._people = FIRST
        self._owners = dict(_owner(unit) for unit in TEXTS)  # group → owner
        self._seen = 0

    async def echo(self, count: int) -> Timed:
        """`count` texts; done when each has its echo."""
        self._skip()
        people = self._newcomers(count)
        began, echoed = time.perf_counter(), 0
        for number, person in enumerate(people):
            self._playground.say(person, self._text(number))
        while echoed < count:
            echoed += sum(call["method"] == "sendMessage" and call["ok"] for call in await self._news())
        return Timed(count, time.perf_counter() - began, echoed)

    async def office(self, count: int) -> Timed:
        """`count` complaints, submitted and signed for; done when all are signed for and nothing more is said."""
        self._skip()
        people = self._newcomers(count)
        began = last = time.perf_counter()
        for number, person in enumerate(people):
            self._playground.say(person, self._text(number))
        updates, pressed, signed = count, set[tuple[int, str]](), set[tuple[int, int]]()
        while True:
            news = await self._news(QUIET if len(signed) >= count else PATIENCE)
            if not news:
                return Timed(updates, last - began, len(signed))
            last = time.perf_counter()
            for call in news:
                signed |= self._signed(call)
                updates += await self._press(call, pressed)

    async def receiving(self, count: int) -> Timed:
        """`count` raw updates; done when all are confirmed."""
        core = self._playground.core
        began = time.perf_counter()
        for number in range(count):
            core.updates.add_raw({"message": _raw(number)})
        while core.updates.waiting:
            if not await core.updates.drained.wait(PATIENCE):
                raise Stuck
        return Timed(count, time.perf_counter() - began, count)

    def _newcomers(self, count: int) -> range:
        people = range(self._people, self._people + count)
        self._people += count
        for person in people:
            self._playground.add_person({"id": person, "first_name": f"企业{person - FIRST}", "started": True})
        return people

    @staticmethod
    def _text(number: int) -> str:
        return list(TEXTS.values())[number % len(TEXTS)].format(n=number + 1)

    def _skip(self) -> None:
        self._seen = self._journal.total

    async def _news(self, seconds: float = PATIENCE) -> list[dict[str, Any]]:
        """Calls that are new, getUpdates left out; empty after `seconds` without one if that is shorter than patience."""
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            found = [call for call in self._journal.after(self._seen) if call["method"] != "getUpdates"]
            self._skip()
            if found:
                return found
            await self._journal.added.wait(until - time.perf_counter())
        if seconds >= PATIENCE:
            raise Stuck
        return []

    def _signed(self, call: dict[str, Any]) -> set[tuple[int, int]]:
        chat, message = _place(call)
        shown = str(call["params"].get("text") or "")
        return {(chat, message)} if chat in self._owners and SIGNED in shown else set()

    async def _press(self, call: dict[str, Any], pressed: set[tuple[int, str]]) -> int:
        """Press what this call has put there, once; how many updates that made."""
        chat, message = _place(call)
        for label, data in _buttons(call):
            if label in {SUBMIT, SIGN} and (message, data) not in pressed:
                pressed.add((message, data))
                who = self._owners.get(chat, chat)
                await self._playground.press(who, chat=chat, message_id=message, data=data, wait=0)
                return 1
        return 0


def _owner(unit: str) -> tuple[int, int]:
    pack = demo_pack()
    group, owner = pack.group_of(ChatPurpose.UNIT, unit), pack.post(f"{unit}-01")
    if group is None or owner is None or owner.tg_id is None:
        raise LookupError(unit)
    return group.id, owner.tg_id


def _place(call: dict[str, Any]) -> tuple[int, int]:
    given = call["params"]
    return int(given.get("chat_id") or 0), int(call["result_message_id"] or given.get("message_id") or 0)


def _buttons(call: dict[str, Any]) -> Iterator[tuple[str, str]]:
    markup = call["params"].get("reply_markup")
    if call["ok"] and isinstance(markup, dict):
        for row in markup.get("inline_keyboard", []):
            for button in row:
                yield button["text"], button.get("callback_data", "")


def _raw(number: int) -> dict[str, Any]:
    person = {"id": FIRST + number, "is_bot": False, "first_name": f"企业{number}"}
    chat = {"id": FIRST + number, "type": "private", "first_name": f"企业{number}"}
    text = list(TEXTS.values())[number % len(TEXTS)].format(n=number)
    return {"message_id": number + 1, "date": 1_773_018_000, "from": person, "chat": chat, "text": text}
