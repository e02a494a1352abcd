"""The people of a crash run: each complaint is said, submitted, signed, answered and confirmed; some owners wait to be chased."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import Any

from bot.city.demo import demo_pack
from bot.playground.server import Playground
from storage.vocabulary import ChatPurpose

FIRST = 700_001
SIDE_BY_SIDE = 48
AGAIN = 4.0  # seconds: after so long without an effect a person presses once more
CHASED_EACH = 2  # of a unit's first complaints: their owners wait to be chased, twice a day at once; the third time is the digest's
TEXTS = {
    "GSGS": "第{n}号：我们厂在经开区，自来水压力太低，机器老停，请供水公司来看看。",
    "GDGS": "第{n}号：车间这边停电三回了，供电所也没个说法，我们在高新区。",
    "TXGS": "第{n}号：办公楼的宽带断了一星期，电信师傅一直没来修。",
    "SCJ": "第{n}号：食品经营许可证市场监管局拖了一个月没有核发。",
    "SHW": "第{n}号：税务局的发票申领卡在系统里三天了，一直没有审核。",
    "GJJ": "第{n}号：公积金中心的企业账户汇缴总是报错，一直没人处理。",
    "ZGJ": "第{n}号：不动产登记中心的厂房过户材料收了两周，一直没有出证。",
    "HBJ": "第{n}号：环保局的环评批复交了材料一个月没有回音。",
    "JTJ": "第{n}号：交通运输局的道路运输证换证拖了半个月。",
    "CGJ": "第{n}号：城管把我们店的门头招牌拆了，一直没有说法。",
    "JJZD": "第{n}号：路口的红绿灯坏了一周，交警队没人修，大货车进厂很危险。",
    "SJJ": "第{n}号：政务服务中心取号机坏了，办件排队两小时没人管。",
    "RQGS": "第{n}号：燃气公司给食堂装的天然气表坏了，报修三天没人来。",
    "RLGS": "第{n}号：热力公司的蒸汽压力不够，我们厂烘干机开不起来。",
    "YBJ": "第{n}号：医保局的药店定点申请交了两个月，一直没有结果。",
}
ANSWER = "第{n}号答复：{day}已派人到现场处理完毕，依据服务承诺当场复核正常，再有问题次日重新派人。"


@dataclass(frozen=True, slots=True)
class Matter:
    """One person's complaint."""

    n: int
    unit: str
    group: int
    owner: int
    chased: bool  # the owner lets the limit pass first

    @property
    def person(self) -> int:
        """Who complains; their private chat, too."""
        return FIRST + self.n

    @property
    def text(self) -> str:
        """What they say, once."""
        return TEXTS[self.unit].format(n=self.n)


class People:
    """Up to `count` people and the officers of fifteen units; they look at their chats as people do.

    After `enough` updates nobody new begins; who has begun goes on to the end.
    """

    def __init__(self, playground: Playground, count: int, enough: int | None = None) -> None:
        self.playground, self.count, self.updates, self.enough = playground, count, 0, enough
        self.numbers: dict[int, str] = {}
        self.through: set[int] = set()  # whose complaint is closed
        self._chats: dict[int, tuple[int, dict[str, dict[int, dict[str, Any]]]]] = {}
        self.begun: dict[int, Matter] = {}

    def _matter(self, n: int) -> Matter:
        unit = list(TEXTS)[n % len(TEXTS)]
        pack = demo_pack()
        group, owner = pack.group_of(ChatPurpose.UNIT, unit), pack.post(f"{unit}-01")
        assert group is not None
        assert owner is not None
        assert owner.tg_id is not None
        return Matter(n, unit, group.id, owner.tg_id, n < CHASED_EACH * len(TEXTS))

    async def act(self) -> None:
        """Everybody sees their complaint through, `SIDE_BY_SIDE` at a time."""
        room = asyncio.Semaphore(SIDE_BY_SIDE)

        async def one(matter: Matter) -> None:
            if matter.chased:
                await self._through(matter)
                return
            async with room:
                if self.enough is None or self.updates < self.enough:
                    await self._through(matter)

        await asyncio.gather(*(one(self._matter(n)) for n in range(self.count)))

    async def _through(self, matter: Matter) -> None:
        self.begun[matter.n] = matter
        person, group, owner = matter.person, matter.group, matter.owner
        self.playground.say(person, matter.text)
        self.updates += 1
        number = await self._presses(person, person, "提交", "已提交", "QS-")
        self.numbers[matter.n] = number
        if matter.chased:
            await self._until(group, number, "【逾期】")
        await self._presses(owner, group, "签收", "办理中", number)  # or the clock signed meanwhile
        await self._answers(matter, number)
        await self._presses(person, person, "已解决", "已办结", number)
        self.through.add(matter.n)

    async def _answers(self, matter: Matter, number: str) -> None:
        card = self._look(matter.group, number, "办理中")
        assert card is not None
        said = ANSWER.format(n=matter.n, day=time.strftime("%-m月%-d日"))
        self.playground.say(matter.owner, said, chat=matter.group, reply_to=card["message_id"])
        self.updates += 1
        for label, after in (("办结答复", "办理结果是"), ("已解决", "将答复企业"), ("发送给企业", "已发给企业")):
            await self._presses(matter.owner, matter.group, label, after, number)

    async def _presses(self, who: int, chat: int, label: str, after: str, number: str) -> str:
        """Press a button when it is there, again now and then, until the chat shows the effect. The case's number."""
        pressed = 0.0
        while True:
            shown = self._look(chat, number, after)
            if shown is not None:
                return number_in(shown)
            message = self._look(chat, number, label=label)
            if message is not None and time.monotonic() - pressed > AGAIN:
                await self.playground.press(who, label, chat=chat, message_id=message["message_id"], wait=0)
                self.updates += 1
                pressed = time.monotonic()
            await asyncio.sleep(0.15)

    async def _until(self, chat: int, number: str, part: str) -> None:
        while self._look(chat, number, part) is None:  # noqa: ASYNC110  (a chat tells nobody when it changes)
            await asyncio.sleep(0.2)

    def _look(self, chat: int, number: str, part: str = "", label: str | None = None) -> dict[str, Any] | None:
        """The newest message about a case with this part and this button."""
        for _, message in sorted(self._about(chat, number).items(), reverse=True):
            labels = [button["text"] for row in message.get("keyboard") or [] for button in row]
            if part in (message.get("text") or "") and (label is None or label in labels):
                return message
        return None

    def _about(self, chat: int, number: str) -> dict[int, dict[str, Any]]:
        """The bot's messages about a case in a chat, by id; "QS-" stands for any case. Only what changed is fetched."""
        seen, known = self._chats.setdefault(chat, (0, {}))
        news = self.playground.messages(chat, seen)
        for message in news["messages"]:
            if message["from"]["is_bot"] and "QS-" in (message.get("text") or ""):
                keys = ("QS-", number_in(message)) if chat > 0 else (number_in(message),)
                for key in keys:
                    known.setdefault(key, {})[message["message_id"]] = message
        self._chats[chat] = (news["seq"], known)
        return known.get(number, {})


def number_in(message: dict[str, Any]) -> str:
    """The first case number in a message."""
    text = str(message["text"])
    return text[text.index("QS-") : text.index("QS-") + len("QS-2026-000001")]
