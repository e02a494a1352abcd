"""Who the enterprise is: asked once, a question at a time, each can be skipped, and no complaint is ever taken for a name."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import select

from bot.city.demo import entrepreneurs
from storage.tables import Enterprise, Person
from tests.journey.desk_steps import WATER, labels, row
from tests.support.city import City, city, text_of

NAME = "示范市北河机械有限公司"
CODE = entrepreneurs()[0].credit_code


async def asked(c: City) -> None:
    """The first case is filed and the name was asked."""
    await c.boss.says(WATER)
    await c.boss.presses("提交")
    c.boss.sees("这里是顶格办")
    c.boss.sees("已提交")
    c.boss.sees("企业名称")
    c.group("GSGS").ignore()


async def enterprises(c: City) -> list[Any]:
    """All enterprises that we know."""
    return list(await c.look(lambda s: [e.id for e in s.exec(select(Enterprise))]))


async def test_name_code_and_phone_are_asked_one_by_one_and_later_cases_carry_them() -> None:
    async with city() as c:
        await asked(c)
        await c.boss.says(NAME)
        c.boss.sees("18位统一社会信用代码")
        await c.boss.says(CODE)
        prompt = c.boss.sees("联系电话", "发送本机号码")
        assert "keyboard" in prompt
        await c.boss.sends(contact=True)
        c.boss.sees("登记好了")
        assert (await row(c)).enterprise_id is not None
        await c.boss.says("我们厂宽带断了三天，请电信公司来修。")
        await c.boss.presses("新问题")
        assert NAME in text_of(c.boss.chat.card("已收到"))
        assert (await row(c, "QS-2026-000002")).enterprise_id == (await row(c)).enterprise_id
        c.boss.ignore()


@pytest.mark.parametrize(
    ("wrong", "hint"),
    [(CODE[:-1] + ("0" if CODE[-1] != "0" else "1"), "有一位写错"), (CODE[:-2], "发的是16位")],
)
async def test_a_wrong_code_says_where_to_look_and_may_be_sent_again(wrong: str, hint: str) -> None:
    async with city() as c:
        await asked(c)
        await c.boss.says(NAME)
        c.boss.sees("信用代码")
        await c.boss.says(wrong)
        assert "跳过" in labels(c.boss.sees(hint))
        await c.boss.says(CODE)
        c.boss.sees("联系电话")


async def test_every_question_can_be_skipped() -> None:
    async with city() as c:
        await asked(c)
        await c.boss.presses("跳过")
        c.boss.sees("信用代码")
        await c.boss.presses("跳过")
        c.boss.sees("联系电话")
        await c.boss.says("跳过")
        c.boss.sees("登记好了")
        assert await enterprises(c) == []


async def test_later_means_not_now_and_not_again() -> None:
    async with city() as c:
        await asked(c)
        await c.boss.presses("以后再说")
        c.boss.sees("需要时再说")
        await c.boss.says("我们厂宽带断了三天，请电信公司来修。")
        await c.boss.presses("新问题")
        await c.boss.presses("提交")
        c.boss.ignore()
        assert not any("企业名称" in text_of(m) for m in c.boss.chat.messages()[-2:])
        for chat in (entry["id"] for entry in c.playground.chats()["chats"]):
            c.chat(chat).ignore()


async def test_another_ones_contact_card_is_not_taken_for_the_own_phone() -> None:
    async with city() as c:
        await asked(c)
        await c.boss.presses("跳过")
        await c.boss.presses("跳过")
        c.boss.ignore()
        await c.boss.sends(contact={"phone_number": "10012345678", "first_name": "吴示例", "user_id": 12345})
        c.boss.sees("别人的名片")
        assert await c.look(lambda s: s.exec(select(Person)).first().phone_id) is None


@pytest.mark.parametrize("words", ["谢谢", "你好"])
async def test_courtesy_is_no_name(words: str) -> None:
    async with city() as c:
        await asked(c)
        await c.boss.says(words)
        assert len(c.boss.chat.fresh()) == 1
        c.boss.ignore()
        assert await enterprises(c) == []


@pytest.mark.parametrize("words", ["水压还是没来", "还没好"])
async def test_a_complaint_is_never_swallowed_as_a_name(words: str) -> None:
    async with city() as c:
        await asked(c)
        await c.boss.says(words)
        c.boss.sees("这是新问题，还是补充正在办的事")
        assert await enterprises(c) == []


async def test_a_bribery_report_in_the_name_field_goes_to_the_sealed_contact_alone() -> None:
    async with city() as c:
        await asked(c)
        await c.boss.says("他们要我给两千块钱好处费")
        c.boss.sees("12388")
        c.boss.sees("只送密件联系人")
        contact = c.staff(c.pack.sealed[0].code)
        contact.sees("【密件】", "两千块钱好处费")
        assert await enterprises(c) == []


async def test_an_old_question_does_not_take_new_words_for_its_answer() -> None:
    async with city() as c:
        await asked(c)
        await c.advance(hours=25)
        for chat in (entry["id"] for entry in c.playground.chats()["chats"]):
            c.chat(chat).ignore()
        await c.boss.says(NAME)
        c.boss.sees("这是新问题，还是补充正在办的事")
        assert await enterprises(c) == []


async def test_a_sealed_case_is_filed_without_asking_who() -> None:
    async with city() as c:
        await c.boss.says("市场监管局有个人来检查，说不给他意思意思就天天来查，还要我们交五千块现金给他个人。")
        c.boss.sees("这里是顶格办")
        c.boss.sees("12388")
        c.boss.sees("可以不留姓名")
        c.boss.hears_nothing()
        c.staff(c.pack.sealed[0].code).sees("【密件】")
