"""Whose turn it is: the owners of one unit share its cases as the city has decided."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlmodel import select

from bot.city.pack import Turns
from storage.tables import Staff
from tests.journey.desk_steps import answered, filed, row
from tests.support.city import City, city

AGAIN = "另外我们食堂这边的自来水发黄，有一股味道，请供水公司来查。"


async def two_owners(c: City, turns: Turns) -> None:
    """The second post of the water company owns cases, too; the city takes turns like this."""

    def promote(session: Any) -> None:
        session.exec(select(Staff).where(Staff.code == "GSGS-02")).one().rank = "owner"

    await c.look(promote)
    c.bot.office = replace(c.bot.office, pack=c.bot.office.pack.model_copy(update={"turns": turns}))


async def owner_code(c: City, number: str) -> str:
    """The post that owns a case."""
    case = await row(c, number)
    return str(await c.look(lambda session: session.get(Staff, case.owner_id).code))


async def one_closed_then_another(c: City) -> tuple[str, str]:
    """A case is closed, then a second comes: the owners of both."""
    await answered(c)
    await c.boss.presses("已解决")
    c.boss.ignore()
    await filed(c, AGAIN, boss=c.enterprise("马师傅"))
    return await owner_code(c, "QS-2026-000001"), await owner_code(c, "QS-2026-000002")


async def test_by_fewest_open_cases_who_is_done_gets_the_next() -> None:
    async with city() as c:
        await two_owners(c, Turns.FEWEST)
        assert await one_closed_then_another(c) == ("GSGS-01", "GSGS-01")
        c.group("GSGS").ignore()


async def test_by_turns_the_next_goes_to_the_other_however_quick_the_first_was() -> None:
    async with city() as c:
        await two_owners(c, Turns.ROUND)
        assert await one_closed_then_another(c) == ("GSGS-01", "GSGS-02")
        await filed(c, AGAIN.replace("食堂", "车间"), boss=c.enterprise("史女士"))
        assert await owner_code(c, "QS-2026-000003") == "GSGS-01"
        c.group("GSGS").ignore()


async def test_who_is_away_is_passed_over() -> None:
    async with city() as c:
        await two_owners(c, Turns.ROUND)

        def leave(session: Any) -> None:
            session.exec(select(Staff).where(Staff.code == "GSGS-01")).one().away = True

        await c.look(leave)
        await filed(c)
        assert await owner_code(c, "QS-2026-000001") == "GSGS-02"
