"""The unit's side: the clerk who places a case, and owners who are diligent, lazy, deaf, who hand on, ask for time or for help."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from tests.scale.year.lives import Base, Life
from tests.scale.year.plots import Matter

ANSWER = "{day}已更换支管阀门并现场复核，恢复正常。依据服务承诺。若有反复，次日上午再派人。"
PROGRESS = "{day}已到现场看过，配件已订，装好后复核。"
REASON = "主管道需停气更换，配件还在路上，已完成开挖和临时供应。"
TASK = "请派人核对三号路改造时有没有动过阀门。"
REPORT = "{day}已现场核对，改造时关过一处阀门，当天已恢复。"
LAZY, DEAF = (300, 2400), (12_000, 16_000)  # office minutes until somebody moves


class Officers(Base):
    """Lives of the unit's people."""

    async def round(self, m: Matter) -> Life:
        """One round of a case: clerk if need be, then the owner as they are."""
        m.rounds += 1
        urgent = m.sort == "critical"
        yield self.hands.now + timedelta(minutes=self.dice.randint(5, 50)) if urgent else self.later(5, 60)
        here = await self.row(m.number)
        if here is not None and here[0] in {"ACCEPTING", "TO_DISPATCH"}:
            yield self.later(10, 500 if m.officer == "lazy" else 150)
            await self._clerk(m)
            yield self.later(5, 60)
        for wait, act in self._plan(m, urgent):
            yield self.hands.now + timedelta(minutes=wait) if urgent else self.later(wait, wait * 1.5)
            here = await self.row(m.number)
            if here is None or here[0] not in {"TO_SIGN", "WORKING"} or here[2] is None:
                return
            async for instant in act(m, *here):
                yield instant

    def _plan(self, m: Matter, urgent: bool) -> list[tuple[float, Callable[..., Life]]]:
        """What the owner does after how many minutes."""
        slow = {"lazy": self.dice.uniform(*LAZY), "deaf": self.dice.uniform(*DEAF)}.get(m.officer, 60)
        if urgent and m.officer in {"lazy", "deaf"}:
            slow = self.dice.uniform(20, 400)
        first: list[tuple[float, Callable[..., Life]]] = []
        if m.officer == "pingpong":
            first = [(self.dice.uniform(1, 200), self._transfer), (90, self._transfer)]
        work = [(slow / 4, self._sign), (slow / 3, self._contact), (slow / 2, self._progress)]
        if m.officer == "extends":
            work = [(20, self._sign), (self.dice.uniform(60, 1500), self._extend), (900, self._contact)]
        if m.officer == "together":
            work = [(20, self._sign), (30, self._together), (600, self._contact)]
        if self.dice.random() < 0.3:
            work = work[:2]
        return [*first, *work, (slow, self._answer)]

    async def _clerk(self, m: Matter) -> None:
        clerk = self.town.of_rank("PLAT", "owner")[0]
        await self.hands.press(clerk, "认领", m.number, chat=self.town.clerks)
        await self.hands.press(clerk, "派给", m.number)

    async def _sign(self, m: Matter, state: str, unit: str, owner: int) -> Life:
        if state == "TO_SIGN":
            await self.hands.press(owner, "签收", m.number, chat=self.group(unit))
        return
        yield

    async def _contact(self, m: Matter, _state: str, unit: str, owner: int) -> Life:
        await self.hands.press(owner, "联系企业", m.number, chat=self.group(unit))
        await self.hands.press(owner, "已电话联系上", m.number)
        return
        yield

    async def _progress(self, m: Matter, _state: str, unit: str, owner: int) -> Life:
        if await self._write(m, unit, owner, PROGRESS.format(day=self.day())):
            await self.hands.press(owner, "阶段反馈", m.number, chat=self.group(unit))
        return
        yield

    async def _answer(self, m: Matter, state: str, unit: str, owner: int) -> Life:
        if state == "TO_SIGN":
            await self.hands.press(owner, "签收", m.number, chat=self.group(unit))
        if await self._write(m, unit, owner, ANSWER.format(day=self.day())):
            for label in ("办结答复", "已解决", "发送给企业"):
                await self.hands.press(owner, label, m.number, chat=self.group(unit))
        self.start(self.verdict(m))
        return
        yield

    async def _write(self, m: Matter, unit: str, owner: int, text: str) -> bool:
        """Under the case's card."""
        card = self.hands.find(self.group(unit), m.number, label="答复")
        if card is not None:
            await self.hands.say(owner, text, chat=self.group(unit), under=card)
        return card is not None

    async def _transfer(self, m: Matter, _state: str, unit: str, owner: int) -> Life:
        """Not ours: another unit, ruled on soon, late, or not in time."""
        group = self.group(unit)
        await self.hands.press(owner, "转办", m.number, chat=group)
        await self.hands.press(owner, "不属本单位职责", m.number, chat=group)
        prompt = self.hands.find(group, m.number, label="下一页")
        names = [one["text"] for row in (prompt.markup or {})["inline_keyboard"] for one in row] if prompt else []
        name = next((name for name in names if name not in {"下一页", "上一页"}), "")
        if not name or "等裁定" not in (await self.hands.press(owner, name, m.number, chat=group) or ""):
            return
        yield self.later(*self.dice.choice(((10, 100), (100, 230), (250, 500))))
        clerk = self.town.of_rank("PLAT", "backup")[0]
        await self.hands.press(clerk, self.dice.choice(("同意转", "维持")), m.number, chat=self.town.clerks)

    async def _extend(self, m: Matter, _state: str, unit: str, owner: int) -> Life:
        """More time, ruled on soon, late, or not in time."""
        group = self.group(unit)
        if await self._write(m, unit, owner, PROGRESS.format(day=self.day())):  # more time is asked for after a word
            await self.hands.press(owner, "阶段反馈", m.number, chat=group)
        await self.hands.press(owner, "延期", m.number, chat=group)
        await self.hands.press(owner, self.dice.choice(("2个工作日", "5个工作日")), m.number, chat=group)
        prompt = self.hands.find(group, m.number, "写明客观原因")
        if prompt is None:
            return
        await self.hands.say(owner, REASON, chat=group, under=prompt)
        yield self.later(*self.dice.choice(((10, 100), (100, 230), (250, 500))))
        boss = self.post("YSB-S1")
        await self.hands.press(boss, self.dice.choice(("同意", "同意", "不同意")), m.number, chat=self.town.supervisors)

    async def _together(self, m: Matter, _state: str, unit: str, owner: int) -> Life:
        """Another unit helps; it reports in time, late, or never."""
        group = self.group(unit)
        await self.hands.press(owner, "请协办", m.number, chat=group)
        prompt = self.hands.find(group, m.number, label="下一页")
        names = [one["text"] for row in (prompt.markup or {})["inline_keyboard"] for one in row] if prompt else []
        name = next((name for name in names if name not in {"下一页", "上一页"}), "")
        await self.hands.press(owner, name or "?", m.number, chat=group)
        ask = self.hands.find(group, m.number, "做什么")
        if ask is not None:
            await self.hands.say(owner, TASK, chat=group, under=ask)
        if self.dice.random() < 0.7:
            yield self.later(60, 1500)
            await self._report(m)

    async def _report(self, m: Matter) -> None:
        for unit, chats in self.town.groups.items():
            card = self.hands.find(chats[-1], "【协办】", m.number, label="回报")
            if card is not None:
                helper = self.town.of_rank(unit, "owner")[0]
                await self.hands.press(helper, "回报", m.number, chat=chats[-1])
                ask = self.hands.find(chats[-1], m.number, "做了什么")
                if ask is not None:
                    await self.hands.say(helper, REPORT.format(day=self.day()), chat=chats[-1], under=ask)
