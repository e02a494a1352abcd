"""When the bot is not sure of the unit it asks the one who knows: a tap sends the case there, silence sends it to a clerk."""

from __future__ import annotations

from tests.journey.desk_steps import labels, row
from tests.support.city import City, city, text_of

HESITANT = "营业执照和税务发票的事来回跑了好几趟，到底该找谁办也没人说得清。"


async def hesitates(c: City) -> list[str]:
    """The units that the draft card offers."""
    await c.boss.says(HESITANT)
    card = next(m for m in reversed(c.boss.chat.messages()) if "拿不准" in text_of(m))
    c.boss.ignore()
    return [label for label in labels(card) if label.startswith("归")]


async def test_a_tap_on_a_unit_sends_the_case_there_without_a_clerk() -> None:
    async with city() as c:
        offered = await hesitates(c)
        assert 2 <= len(offered) <= 3
        await c.boss.presses(offered[0])
        c.boss.sees("您选的")
        await c.boss.presses("提交")
        c.boss.ignore()
        case = await row(c)
        assert case.unit is not None
        c.group(case.unit).sees("【新单】")
        c.clerks.hears_nothing()


async def test_who_cannot_say_submits_and_a_clerk_decides() -> None:
    async with city() as c:
        assert await hesitates(c)
        await c.boss.presses("提交")
        c.boss.ignore()
        c.clerks.sees("【待分派】")
        assert (await row(c)).unit is None


async def test_a_unit_picked_by_mistake_can_be_changed() -> None:
    async with city() as c:
        offered = await hesitates(c)
        await c.boss.presses(offered[1])
        c.boss.sees("您选的")
        await c.boss.presses("改单位")
        c.boss.ignore()
        await c.boss.presses("返回")
        c.boss.ignore()


async def test_what_a_person_must_hear_first_is_not_asked() -> None:
    async with city() as c:
        await c.boss.sends(voice=True)
        assert not any(label.startswith("归") for m in c.boss.chat.messages() for label in labels(m))
        c.boss.ignore()
