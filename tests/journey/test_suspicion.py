"""What may be corruption and may not: the writer says which by one tap, and until then nobody sees a word."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlmodel import select

from bot.city.demo import demo_catalogue
from nlp.understand import Understander
from nlp.values import Understanding
from storage.tables import Content
from storage.vocabulary import Secrecy
from tests.journey.desk_steps import kinds, row, signed
from tests.support.city import MONDAY, Actor, City, city, text_of

SIGN = "老拿我们当小孩耍"  # the reader of this file takes these words for a sign of class C
WATER = f"我们厂在经开区，自来水压力太低，机器老停，{SIGN}，请供水公司来看看。"
MORE = f"今天水又停了半天，{SIGN}。"
QUESTION = "公职人员要好处"


class Suspicious(Understander):
    """Reads by rules, and suspects whatever carries the sign."""

    def understand(self, text: str, *, at: datetime | None = None, city: str | None = None) -> Understanding:
        """The rules' reading, with a doubt about its class."""
        read = super().understand(text, at=at, city=city)
        if SIGN not in text or read.secrecy is Secrecy.C:
            return read
        return replace(read, secrecy=Secrecy.C, confident=False, summary="像在反映索要好处", otherwise=read)


@contextlib.asynccontextmanager
async def suspicious_city(**more: Any) -> AsyncIterator[City]:
    async with city(start=MONDAY, understander=Suspicious(demo_catalogue(), trained=False), **more) as c:
        yield c


def contact(c: City) -> Actor:
    """密件联系人."""
    return c.staff(c.pack.sealed[0].code)


async def asked(c: City, text: str = WATER) -> int:
    """The words are said and the question is put; nobody else has heard anything."""
    sent = await c.boss.says(text)
    c.boss.sees("这里是顶格办")
    c.boss.sees(QUESTION)
    for entry in c.playground.chats()["chats"]:
        c.chat(entry["id"]).hears_nothing()
    return sent


async def waiting_words(c: City) -> int:
    """Contents that hold words which wait for the answer."""

    def count(session: Any) -> int:
        vault = c.bot.office.vault
        kept = [vault.get(session, content_id) for content_id in session.exec(select(Content.id))]
        return sum(isinstance(value, list) and any("yes" in part for part in value) for value in kept)

    return int(await c.look(count))


async def test_an_ordinary_matter_in_hard_words_goes_to_its_unit_after_one_tap() -> None:
    async with suspicious_city() as c:
        await asked(c)
        await c.boss.presses("不是，是办事问题")
        c.boss.sees("按一般问题办理")
        c.boss.sees("供水")
        await c.boss.presses("提交")
        c.boss.sees("已提交")
        c.boss.sees("企业名称")
        c.group("GSGS").sees("【新单】QS-2026-000001")
        assert (await row(c)).secrecy is Secrecy.A
        contact(c).hears_nothing()


async def test_what_is_corruption_reaches_the_contact_alone_and_the_question_leaves_the_chat() -> None:
    async with suspicious_city() as c:
        await asked(c)
        await c.boss.presses("是，走保密渠道")
        c.boss.sees("按保密渠道处理")
        c.boss.sees("12388")
        c.boss.sees("只送密件联系人")
        contact(c).sees("【密件】QS-2026-000001", SIGN)
        await c.advance(hours=47)
        left = " ".join(text_of(m) for m in c.boss.chat.messages() if not m["deleted"])
        assert "保密" not in left
        assert SIGN not in left
        c.boss.ignore()
        contact(c).ignore()
        c.keepers.ignore()


async def test_silence_keeps_it_secret() -> None:
    async with suspicious_city() as c:
        await asked(c)
        await c.advance(minutes=9)
        contact(c).hears_nothing()
        await c.advance(minutes=2)
        contact(c).sees("【密件】QS-2026-000001", SIGN)
        c.boss.sees("按保密渠道处理")
        c.boss.sees("12388")
        c.boss.sees("只送密件联系人")
        assert (await row(c)).secrecy is Secrecy.C


async def test_the_answer_may_be_typed_and_an_answer_given_late_moves_nothing() -> None:
    async with suspicious_city() as c:
        sent = await asked(c)
        question = c.boss.chat.card(QUESTION)
        await c.boss.says("不是的。")
        c.boss.sees("按一般问题办理")
        c.boss.sees("供水")
        assert await c.boss.forges(f"suspect:0:0:yes.{sent}", in_=c.boss.chat, under=question)
        contact(c).hears_nothing()
        assert (await row(c)).secrecy is Secrecy.A


async def test_more_words_wait_with_the_first_ones_and_go_the_same_way() -> None:
    for label, expected in (("是，走保密渠道", Secrecy.C), ("不是，是办事问题", Secrecy.A)):
        async with suspicious_city() as c:
            await asked(c)
            await c.boss.says("昨天下午三点到五点最厉害，门牌是工业路8号。")
            c.boss.sees("这2条", QUESTION)
            await c.boss.presses(label)
            case = await row(c)
            assert case.secrecy is expected
            if expected is Secrecy.C:
                contact(c).sees("【密件】QS-2026-000001")
                contact(c).sees("工业路8号")
            else:
                assert (await kinds(c)).count("OPENED") == 1
                await c.boss.presses("提交")
                c.group("GSGS").sees("【新单】QS-2026-000001")
            c.boss.ignore()


async def test_words_to_an_open_case_stay_with_it_if_they_are_ordinary_and_come_apart_if_they_are_not() -> None:
    for label in ("是，走保密渠道", "不是，是办事问题"):
        async with suspicious_city() as c:
            group, owner = await signed(c)
            await c.boss.says(MORE, reply_to=c.boss.chat.card())
            c.boss.sees(QUESTION)
            group.hears_nothing()
            owner.hears_nothing()
            await c.boss.presses(label)
            c.boss.ignore()
            if label.startswith("是"):
                contact(c).sees("【密件】QS-2026-000002", "停了半天")
                assert (await row(c, "QS-2026-000002")).linked_to == (await row(c)).id
            else:
                group.sees("QS-2026-000001")
                assert (await kinds(c)).count("ADDED") == 1
            group.ignore()
            owner.ignore()


async def test_danger_does_not_wait_for_the_answer() -> None:
    async with suspicious_city() as c:
        await asked(c)
        await c.boss.says("车间着火了，有人被困在里面，快来人！")
        c.boss.sees("119")
        c.boss.ignore()
        await c.advance(minutes=11)
        contact(c).sees("【密件】")
        c.boss.ignore()
        for chat in c.playground.chats()["chats"]:
            c.chat(chat["id"]).ignore()


async def test_an_edit_while_it_waits_is_what_counts() -> None:
    async with suspicious_city() as c:
        sent = await asked(c)
        await c.boss.edits(sent, WATER.replace("三天", "四天") + "急用。")
        await c.boss.presses("是，走保密渠道")
        contact(c).sees("【密件】QS-2026-000001", "急用")
        c.boss.ignore()


async def test_nothing_of_the_waiting_words_is_kept_beside_the_case() -> None:
    async with suspicious_city() as c:
        await asked(c)
        await c.boss.says("昨天下午三点到五点最厉害，门牌是工业路8号。")
        assert await waiting_words(c) == 1
        await c.boss.presses("不是，是办事问题")
        c.boss.ignore()
        assert await waiting_words(c) == 0


async def test_somebody_elses_button_moves_nothing() -> None:
    async with suspicious_city() as c:
        sent = await asked(c)
        stranger = c.bosses[1]
        await stranger.says("你好")
        under = stranger.chat.messages()[-1]
        assert await stranger.forges(f"suspect:0:0:no.{sent}", in_=stranger.chat, under=under)
        stranger.ignore()
        assert await waiting_words(c) == 1
        await c.boss.presses("是，走保密渠道")
        contact(c).sees("【密件】")
        c.boss.ignore()
