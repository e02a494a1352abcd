"""The enterprise's side, and what goes on around a complaint about somebody's conduct."""

from __future__ import annotations

from datetime import timedelta

from tests.scale.year.lives import Life, later_words, number_of
from tests.scale.year.officers import Officers
from tests.scale.year.plots import Matter

FINDING = "经核查，贵单位上门服务存在不文明用语，请在两周内开展服务规范培训，并于月底前报送整改结果。"


class People(Officers):
    """Everybody."""

    async def enterprise(self, m: Matter) -> Life:
        """Writes, files, perhaps urges, withdraws, or says more."""
        yield m.at
        self.city.playground.add_person({"id": m.person, "first_name": m.name, "started": True, "phone": m.phone})
        await self.hands.say(m.person, m.text)
        card = self.hands.find(m.person, "QS-")
        if card is None:
            return
        m.number = number_of(str(card.content["text"]))
        if self.dice.random() < 0.8:
            yield self.hands.now + timedelta(minutes=self.dice.randint(1, 8))
            await self.hands.press(m.person, "提交", m.number)
        else:
            yield self.hands.now + timedelta(minutes=45)  # the draft files itself
        if m.sort != "bribe":
            self.start(self.round(m))
        if m.secret:
            self.start(self.curious(m))
        if m.sort == "conduct":
            self.start(self.finding(m))
        async for instant in self._moves(m):
            yield instant

    async def _moves(self, m: Matter) -> Life:
        if m.later:
            yield self.later(30, 1200)
            card, here = self.hands.find(m.person, m.number), await self.row(m.number)
            m.heard_by = (here and here[1]) or ""
            await self.hands.say(m.person, later_words(m), under=card)
        if m.mood == "urging":
            for _ in range(3):
                yield self.later(200, 1200) + timedelta(hours=self.dice.choice((0, 0, 9)))
                await self._opens(m)
                await self.hands.press(m.person, "催办", m.number)
        if m.mood == "withdraws":
            yield self.later(200, 1200) + timedelta(hours=self.dice.choice((0, 0, 9)))
            await self._opens(m)
            await self.hands.press(m.person, "撤回", m.number)
            m.forced = self.dice.random() < 0.3
            await self.hands.press(m.person, "有人" if m.forced else "没有")

    async def _opens(self, m: Matter) -> None:
        """Looks at the case's page."""
        await self.hands.say(m.person, "/my")
        await self.hands.press(m.person, m.number[-6:])

    async def verdict(self, m: Matter) -> Life:
        """After an answer: solved, not solved, partly, or silence."""
        yield self.later(30, 900) + timedelta(hours=self.dice.choice((0, 0, 4, 10)))
        unhappy = m.mood == "stubborn" or (m.mood == "moody" and m.rounds < 2)
        if m.mood == "silent":
            return
        if not unhappy:
            await self.hands.press(m.person, "已解决", m.number)
            await self.hands.press(m.person, "联系过")
            await self.hands.press(m.person, self.dice.choice(("5分", "4分", "5分", "2分")))
            return
        await self.hands.press(m.person, self.dice.choice(("没解决", "部分解决")), m.number)
        if self.dice.random() < 0.7:
            await self.hands.press(m.person, self.dice.choice(("没联系我", "答复与事实不符")))
        else:
            yield self.hands.now + timedelta(minutes=35)  # no reason given
        if m.rounds < 3:
            self.start(self.round(m))

    async def curious(self, m: Matter) -> Life:
        """The accused unit's people look everywhere that they can."""
        for seat in ("owner", "head", "chief"):
            yield self.later(30, 900)
            who = self.town.of_rank(m.unit, seat)[0]
            every = ("/todo", "/overdue", "/queue", "/my", "/status", f"/look {m.number}", f"/todo {m.number}")
            for command in self.dice.sample(every, 3):
                await self.hands.say(who, command, chat=self.dice.choice((who, self.group(m.unit))))

    async def finding(self, m: Matter) -> Life:
        """The office lets the unit know what was proven."""
        yield self.later(400, 1500)
        boss = self.post("YSB-S1")
        await self.hands.say(boss, f"/look {m.number[-6:]}", chat=self.town.supervisors)
        await self.hands.press(boss, "出书面意见", m.number, chat=self.town.supervisors)
        prompt = self.hands.find(self.town.supervisors, "书面意见")
        if prompt is not None:
            await self.hands.say(boss, FINDING, chat=self.town.supervisors, under=prompt)
            await self.hands.press(boss, "已查实", chat=self.town.supervisors)
