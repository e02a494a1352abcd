"""What is said right after a sealed report: a name, a place, a photo. It must not open a case that others see."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import select

from storage.tables import CaseFile
from tests.journey.desk_steps import BRIBE, WATER
from tests.support.city import Actor, City, city

DETAIL = "他姓王，在二楼办公"


def contact(c: City) -> Actor:
    return c.staff("JWJW-01")


async def numbers(c: City) -> list[str]:
    """The numbers of all cases."""

    def read(session: Any) -> list[str]:
        return list(session.exec(select(CaseFile.number).order_by(CaseFile.number)))

    found: list[str] = await c.look(read)
    return found


async def reported(c: City) -> None:
    await c.boss.says(BRIBE)
    c.boss.ignore()
    contact(c).ignore()


@pytest.mark.parametrize("answer", ["是，补充进保密件", None])
async def test_a_detail_goes_to_the_sealed_case_if_they_say_so_or_say_nothing(answer: str | None) -> None:
    async with city() as c:
        await reported(c)
        await c.boss.says(DETAIL)
        c.boss.sees("是接着刚才的保密件说的吗")
        contact(c).hears_nothing()
        if answer is None:
            await c.advance(minutes=11)
        else:
            await c.boss.presses(answer)
        contact(c).sees("QS-2026-000001", "投诉人补充", DETAIL)
        c.boss.sees("按保密渠道处理")
        c.boss.sees("已加密补充进 QS-2026-000001")
        assert await numbers(c) == ["QS-2026-000001"]


async def test_a_photo_after_a_sealed_report_is_not_shown_to_anybody_before_they_said_what_it_is() -> None:
    async with city() as c:
        await reported(c)
        await c.boss.sends(photo=True)
        c.boss.sees("是接着刚才的保密件说的吗")
        await c.boss.presses("是，补充进保密件")
        contact(c).sees("投诉人补充")
        contact(c).ignore()
        c.boss.ignore()
        assert await numbers(c) == ["QS-2026-000001"]


async def test_something_else_is_taken_up_as_such() -> None:
    async with city() as c:
        await reported(c)
        await c.boss.says("门口路灯坏了没人修")
        c.boss.sees("是接着刚才的保密件说的吗")
        await c.boss.presses("不是，是另一件事")
        c.boss.sees("按一般问题办理")
        c.boss.sees("已收到。编号 QS-2026-000002", "路灯")
        contact(c).hears_nothing()


async def test_a_whole_matter_with_its_unit_needs_no_question_and_thanks_open_nothing() -> None:
    async with city() as c:
        await reported(c)
        await c.boss.says("谢谢")
        c.boss.sees("不客气")
        await c.boss.says(WATER)
        c.boss.sees("已收到。编号 QS-2026-000002", "供水")
        contact(c).hears_nothing()


async def test_half_an_hour_later_short_words_are_something_new() -> None:
    async with city() as c:
        await reported(c)
        await c.advance(minutes=31)
        await c.boss.says("门口路灯坏了没人修")
        c.boss.sees("已收到。编号 QS-2026-000002", "路灯")
