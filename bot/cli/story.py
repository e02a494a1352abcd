"""A scripted fortnight in virtual time: what people say, press and read, printed as a transcript; 0 only if it went as scripted."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.app import demo
from bot.city.demo import demo_pack, entrepreneurs
from bot.texts.times import WEEKDAYS
from storage.vocabulary import ChatPurpose

ZONE = ZoneInfo("Asia/Shanghai")
BEGIN = datetime(2026, 3, 9, 9, 0, tzinfo=ZONE)
WIDTH = 46


class OffScript(Exception):
    """Something that the story waits for was not said."""


@dataclass
class Stage:
    """The running city, and what was printed of each chat."""

    running: demo.Demo
    printed: dict[int, dict[int, int]] = field(default_factory=dict)
    day: str = ""
    minute: str = ""
    lines: int = 0

    def __post_init__(self) -> None:
        self.pack = demo_pack()
        self.names = {boss.tg_id: boss.name for boss in entrepreneurs()}
        self.names |= {post.tg_id: f"{post.name}（{post.title}）" for post in self.pack.staff if post.tg_id}
        self.names |= {group.id: group.title for group in self.pack.groups}

    # -- people ----------------------------------------------------------------------------------------------------

    def boss(self, place: int) -> int:
        """An entrepreneur's chat."""
        return entrepreneurs()[place].tg_id

    def post(self, code: str) -> int:
        """A post holder's chat."""
        found = self.pack.post(code)
        if found is None or found.tg_id is None:
            raise OffScript(f"no post {code}")
        return found.tg_id

    def group(self, purpose: ChatPurpose, unit: str | None = None) -> int:
        """A group."""
        found = self.pack.group_of(purpose, unit)
        if found is None:
            raise OffScript(f"no group {purpose} {unit}")
        return found.id

    # -- what happens ----------------------------------------------------------------------------------------------

    async def says(self, user: int, text: str, chat: int | None = None, reply_to: int | None = None, **more: Any) -> None:
        """Somebody writes."""
        self._heading()
        where = chat or user
        await self._show_new()
        print(f"  〔{self._chat(where)}〕{self.names[user]}：{text or '（' + next(iter(more)) + '）'}")
        self.running.playground.say(user, text or None, chat=where, **({"reply_to": reply_to} if reply_to else {}), **more)
        await self.rest()

    async def presses(self, user: int, label: str, chat: int | None = None) -> None:
        """Somebody presses the newest button of that name."""
        self._heading()
        where = chat or user
        message = self._with_button(where, label)
        print(f"  〔{self._chat(where)}〕{self.names[user]} 按了［{label}］")
        answer = await self.running.playground.press(user, label, chat=where, message_id=message["message_id"], wait=5)
        toast = (answer.get("answer") or {}).get("text")
        if toast:
            print(f"        （提示：{toast}）")
        await self.rest()

    async def until(self, when: str) -> None:
        """Time passes; whatever is said meanwhile is printed."""
        await self.running.playground.move_to(datetime.fromisoformat(f"2026-{when}").replace(tzinfo=ZONE))
        await self.rest()

    async def pass_by(self, **length: float) -> None:
        """A little time."""
        await self.running.playground.advance(timedelta(**length).total_seconds())
        await self.rest()

    async def rest(self) -> None:
        """The bot does what it has to do; what it says is printed."""
        done = await self.running.playground.settle(20)
        if not done["settled"]:
            raise OffScript("the bot does not come to rest")
        await self._show_new()

    def expects(self, chat: int, *parts: str) -> None:
        """Somewhere in this chat all of this was said by the bot."""
        for message in self._bot_messages(chat):
            if all(part in _text(message) for part in parts):
                return
        raise OffScript(f"{self._chat(chat)}: expected {parts}")

    def never(self, chat: int, *parts: str) -> None:
        """None of this was ever said in this chat."""
        for message in self._bot_messages(chat):
            if any(part in _text(message) for part in parts):
                raise OffScript(f"{self._chat(chat)}: must not say {parts}")

    def newest(self, chat: int, part: str) -> int:
        """The newest message of the bot with this text, to reply to."""
        found = [m for m in self._bot_messages(chat) if part in _text(m)]
        if not found:
            raise OffScript(f"{self._chat(chat)}: nothing says {part}")
        return int(found[-1]["message_id"])

    # -- the transcript --------------------------------------------------------------------------------------------

    def _bot_messages(self, chat: int) -> list[dict[str, Any]]:
        return [m for m in self.running.playground.messages(chat)["messages"] if m["from"]["is_bot"] and not m["deleted"]]

    def _with_button(self, chat: int, label: str) -> dict[str, Any]:
        for message in reversed(self._bot_messages(chat)):
            if any(button["text"] == label for row in message.get("keyboard") or [] for button in row):
                return message
        raise OffScript(f"{self._chat(chat)}: no button {label}")

    async def _show_new(self) -> None:
        """Print what is new or changed in any chat, in the order in which it was said."""
        found = []
        for chat in list(self.names):
            known = self.printed.setdefault(chat, {})
            for message in self._bot_messages(chat):
                version = len(message["edits"])
                if known.get(message["message_id"]) != version:
                    known[message["message_id"]] = version
                    found.append((message["seq"], chat, message, version > 0))
        for _seq, chat, message, changed in sorted(found, key=lambda item: item[0]):
            self._print(chat, message, changed=changed)

    def _print(self, chat: int, message: dict[str, Any], *, changed: bool) -> None:
        if not changed:
            self._heading(datetime.fromisoformat(message["date"]))
        head = f"  〔{self._chat(chat)}〕顶格办{'（更新）' if changed else ''}："
        body = _text(message).replace("\u2060", "").split("\n")
        print(head + body[0])
        for line in body[1:]:
            print("        " + line)
        labels = [button["text"] for row in message.get("keyboard") or [] for button in row]
        if labels:
            print("        " + " ".join(f"［{label}］" for label in labels[:8]))
        self.lines += 1

    def _heading(self, at: datetime | None = None) -> None:
        """A day or minute line where the transcript reaches a new one."""
        now = (at or self.running.clock.now()).astimezone(ZONE)
        day = f"{now.month}月{now.day}日 周{WEEKDAYS[now.weekday()]}"
        if day != self.day:
            self.day, self.minute = day, ""
            print(f"\n———— {day} " + "—" * WIDTH)
        minute = f"{now:%H:%M}"
        if minute != self.minute:
            self.minute = minute
            print(minute)

    def _chat(self, chat: int) -> str:
        name = self.names.get(chat, str(chat))
        return f"{name} 私聊" if chat > 0 else name


def _text(message: dict[str, Any]) -> str:
    return str(message.get("text") or message.get("caption") or "")


WATER = "我们厂在经开区，自来水压力太低，机器老停，已经三天了，请供水公司来看看。"
ANSWER = "3月11日已更换园区支管阀门，现场测压2.2公斤，恢复正常。依据《城镇供水服务》标准。若再低，当天重新派人。"
BRIBE = "市场监管局有个人来检查，说不给他意思意思就天天来查，还要我们交五千块现金给他个人。"


async def tell(folder: Path) -> int:
    """Play the fortnight. Raises OffScript at the first thing that did not go as scripted."""
    async with demo.running(folder, BEGIN, frozen=True) as running:
        stage = Stage(running)
        print("顶格办 · 一座虚构城市的两个星期（人物、企业均为虚构）")
        try:
            await _water(stage)
            await _sealed(stage)
            await _forgotten(stage)
            await _overdue(stage)
            await _reopened(stage)
        except OffScript as error:
            print(f"\n与剧本不符：{error}")
            return 1
        print(f"\n全部按剧本发生；机器人共发出 {stage.lines} 条消息。")
    return 0


async def _water(stage: Stage) -> None:
    boss, group, owner = stage.boss(0), stage.group(ChatPurpose.UNIT, "GSGS"), stage.post("GSGS-01")
    await stage.says(boss, WATER)
    stage.expects(boss, "这里是顶格办")
    stage.expects(boss, "已收到。编号 QS-2026-000001")
    await stage.presses(boss, "提交")
    stage.expects(boss, "已提交", "会有人联系您")
    stage.expects(group, "【新单】QS-2026-000001")
    await stage.presses(boss, "以后再说")
    await stage.pass_by(minutes=25)
    await stage.presses(owner, "签收", group)
    stage.expects(boss, "签收")
    await stage.presses(owner, "联系企业", group)
    await stage.presses(owner, "通过机器人对话")
    await stage.says(owner, "您好，我们下午两点半到厂里测压，您在吗？")
    stage.expects(boss, "我们下午两点半到厂里测压")
    await stage.says(boss, "在的，到了找门卫。")
    await stage.presses(owner, "结束对话")
    await stage.until("03-11T10:00")
    await stage.says(owner, ANSWER, group, stage.newest(group, "办理中"))
    await stage.presses(owner, "办结答复", group)
    await stage.presses(owner, "已解决", group)
    await stage.presses(owner, "发送给企业", group)
    stage.expects(boss, "办理结果", "2.2公斤")
    await stage.presses(boss, "已解决")
    await stage.presses(boss, "联系过")
    await stage.presses(boss, "5分")
    stage.expects(boss, "已办结（您已确认解决）")
    stage.never(group, "泉河", "10000000001", "周老板")


async def _sealed(stage: Stage) -> None:
    boss, contact = stage.boss(5), stage.post("JWJW-01") if stage.pack.post("JWJW-01") else stage.pack.sealed[0].tg_id or 0
    await stage.says(boss, BRIBE)
    stage.expects(boss, "法定渠道")
    stage.expects(boss, "只送密件联系人")
    stage.expects(contact, "【密件】", "五千块")
    stage.never(stage.group(ChatPurpose.UNIT, "SCJ"), "五千", "QS-")
    stage.never(stage.group(ChatPurpose.CLERKS), "五千")
    await stage.presses(contact, "已收到")
    stage.expects(boss, "密件联系人已收到")


async def _forgotten(stage: Stage) -> None:
    boss = stage.boss(1)
    await stage.says(boss, "车间这边停电三回了，供电所也没个说法，我们在高新区")
    await stage.pass_by(minutes=11)
    stage.expects(boss, "还没提交")
    await stage.pass_by(minutes=25)
    stage.expects(boss, "已提交")
    stage.expects(stage.group(ChatPurpose.UNIT, "GDGS"), "【新单】")


async def _overdue(stage: Stage) -> None:
    group, owner = stage.group(ChatPurpose.UNIT, "GDGS"), stage.post("GDGS-01")
    office, supervisor = stage.group(ChatPurpose.SUPERVISORS), stage.pack.supervisors[0].tg_id or 0
    await stage.until("03-16T16:00")
    stage.expects(group, "【逾期】")
    stage.expects(office, "【逾期】", "建议")
    await stage.presses(supervisor, "督促", office)
    stage.expects(group, "督促")
    await stage.until("03-17T09:30")
    await stage.says(owner, "3月17日已更换跌落开关并复核线路负荷，依据供电服务规定，停电已排除，下一步3月20日前再巡检一次。", group, stage.newest(group, "QS-2026"))
    await stage.presses(owner, "办结答复", group)
    await stage.presses(owner, "已解决", group)
    await stage.presses(owner, "发送给企业", group)
    stage.expects(stage.boss(1), "办理结果")


async def _reopened(stage: Stage) -> None:
    boss, group = stage.boss(1), stage.group(ChatPurpose.UNIT, "GDGS")
    await stage.until("03-17T14:40")
    await stage.presses(boss, "没解决")
    await stage.presses(boss, "答复与事实不符")
    stage.expects(boss, "已重开")
    stage.expects(group, "【重办】")
    stage.expects(stage.post("GDGS-04"), "重办")
    await stage.until("03-18T09:30")
    owner = stage.post("GDGS-01")
    await stage.says(owner, "3月18日已到现场更换整段老化电缆，依据供电服务规定，连续运行24小时正常，3月20日再回访。", group, stage.newest(group, "【重办】"))
    await stage.presses(owner, "办结答复", group)
    await stage.presses(owner, "已解决", group)
    await stage.presses(owner, "发送给企业", group)
    await stage.until("03-27T18:00")
    stage.expects(boss, "未评价")
