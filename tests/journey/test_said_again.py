"""The same person says the same thing again: it goes into the open case and counts as a push, unless they say it is new (R10)."""

from __future__ import annotations

from tests.journey.desk_steps import WATER, kinds, labels, row, signed
from tests.support.city import City, city

AGAIN = "我们厂在经开区，自来水压力太低，机器老停，都好几天了，到底什么时候来看看。"
OTHER = "营业执照变更材料交了两周，窗口一直说系统有问题。"


def hush(c: City) -> None:
    """Everything that is there was expected."""
    for entry in c.playground.chats()["chats"]:
        c.chat(entry["id"]).ignore()


async def test_a_repeat_is_offered_as_more_of_the_old_case_first() -> None:
    async with city() as c:
        group, _ = await signed(c)
        await c.boss.says(AGAIN)
        asked = c.boss.sees("像是同一件事", "QS-2026-000001", "一并催办")
        assert "补充 000001" in labels(asked)[0]
        assert labels(asked)[-1] == "是另一件新问题"
        await c.boss.presses(labels(asked)[0])
        group.sees("QS-2026-000001")
        case = await row(c)
        assert (case.urges, case.state.value) == (1, "办理中")
        assert {"URGED", "ADDED"} <= set(await kinds(c))
        hush(c)


async def test_left_alone_a_repeat_joins_its_case_and_opens_no_new_one() -> None:
    async with city() as c:
        group, _ = await signed(c)
        await c.boss.says(AGAIN)
        c.boss.sees("像是同一件事")
        await c.advance(minutes=31)
        c.boss.sees("已并入 QS-2026-000001")
        group.sees("QS-2026-000001")
        assert (await row(c)).urges == 1
        await c.boss.says("/my")
        listed = c.boss.sees("您的诉求")
        assert not any("000002" in label for label in labels(listed))
        hush(c)


async def test_who_says_it_is_new_gets_a_new_case() -> None:
    async with city() as c:
        await signed(c)
        await c.boss.says(AGAIN)
        await c.boss.presses("是另一件新问题")
        assert c.boss.sees("QS-2026-000002")
        assert (await row(c)).urges == 0
        hush(c)


async def test_another_matter_is_asked_about_as_before() -> None:
    async with city() as c:
        await signed(c)
        await c.boss.says(OTHER)
        assert labels(c.boss.sees("是新问题，还是补充"))[0] == "新问题"
        hush(c)


async def test_after_a_week_it_is_asked_about_as_before() -> None:
    async with city() as c:
        await signed(c)
        await c.advance(days=9)
        hush(c)
        await c.boss.says(WATER)
        c.boss.sees("是新问题，还是补充")
        hush(c)


async def test_if_something_else_is_said_as_well_silence_makes_it_a_new_case() -> None:
    async with city() as c:
        await signed(c)
        await c.boss.says(AGAIN)
        c.boss.sees("像是同一件事")
        await c.boss.says(OTHER)
        c.boss.sees("这2条是新问题，还是补充")
        await c.advance(minutes=31)
        c.boss.sees("QS-2026-000002")
        assert (await row(c)).urges == 0
        hush(c)
