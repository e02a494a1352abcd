"""The year's holiday notice reaches the bot as a file: provisional limits are computed again, and nobody else notices."""

from __future__ import annotations

import base64
from datetime import date

from tests.journey.desk_steps import kinds, row, signed
from tests.support.city import Actor, Chat, City, city, text_of

NOTICE = """
years:
  2027:
    days_off: ["2027-01-01..2027-01-05", "2027-02-05..2027-02-13", "2027-04-03..2027-04-05",
               "2027-05-01..2027-05-05", "2027-06-07..2027-06-09", "2027-09-15", "2027-10-01..2027-10-07"]
    makeup: ["2027-01-09", "2027-02-20"]
"""


def keeper(c: City) -> Actor:
    """The first keeper."""
    return c.staff(c.pack.keepers[0].code)


async def send(c: City, text: str, name: str = "2027.yaml") -> None:
    """The keeper sends a file."""
    data = base64.b64encode(text.encode()).decode()
    await keeper(c).sends(document={"name": name, "b64": data})


async def over_new_year(c: City) -> tuple[Chat, Actor]:
    """A signed case whose limits run into a year that has no notice yet."""
    await c.to("2026-12-29 09:00")
    c.keepers.ignore()
    group, owner = await signed(c)
    assert (await row(c)).provisional
    return group, owner


async def due(c: City) -> date:
    """The day of the resolve limit."""
    query = "select due_at from deadline where stage = '办结'"
    found = await c.look(lambda s: s.connection().exec_driver_sql(query).scalar())
    return date.fromisoformat(str(found)[:10])


async def test_a_notice_makes_provisional_limits_certain_and_the_owner_hears_of_a_moved_one() -> None:
    async with city() as c:
        group, owner = await over_new_year(c)
        before = await due(c)
        await send(c, NOTICE)
        keeper(c).sees("收到放假安排文件")
        keeper(c).sees("已录入 2027 年", "调休上班 2 天", "改了日子")
        owner.sees("QS-2026-000001", "放假安排已公布")
        assert await due(c) > before
        assert not (await row(c)).provisional
        assert "RECOMPUTED" in await kinds(c)
        assert "暂定" not in text_of(group.card())
        for chat in (group, owner.chat, c.keepers):
            chat.ignore()
        c.boss.hears_nothing()
        assert c.bot.office.calendar.data_ends() == date(2027, 12, 31)


async def test_a_file_that_is_wrong_changes_nothing_and_says_where() -> None:
    async with city() as c:
        _group, owner = await over_new_year(c)
        before = await due(c)
        await send(c, NOTICE.replace("2027-01-09", "2027-01-08"))
        keeper(c).sees("收到放假安排文件")
        keeper(c).sees("没有录入", "2027-01-08 不是周末")
        await send(c, "years:\n  2027: {days_off: ['2027-01-01..2027-01-03']}")
        keeper(c).sees("收到放假安排文件")
        keeper(c).sees("没有录入", "没录全")
        assert await due(c) == before
        assert (await row(c)).provisional
        c.keepers.ignore()
        owner.ignore()


async def test_a_second_notice_for_the_year_replaces_the_first() -> None:
    async with city() as c:
        for text in (NOTICE, NOTICE.replace("2027-01-01..2027-01-05", "2027-01-01..2027-01-03")):
            await send(c, text)
            keeper(c).sees("收到放假安排文件")
            keeper(c).sees("已录入 2027 年")
        assert c.bot.office.calendar.day(date(2027, 1, 4)).working
        assert not c.bot.office.calendar.day(date(2027, 1, 9)).provisional


async def test_somebody_else_s_file_is_a_complaint_s_material() -> None:
    async with city() as c:
        data = base64.b64encode(NOTICE.encode()).decode()
        await c.boss.sends(document={"name": "2027.yaml", "b64": data}, caption="我们厂停水三天了，这是设备日志。")
        c.boss.sees("QS-2026-000001")
        assert c.bot.office.calendar.day(date(2027, 1, 4)).provisional
        c.boss.ignore()
