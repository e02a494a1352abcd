"""An officer asks about a case by its number: the own unit's are shown, of others it is not even said that there are any."""

from __future__ import annotations

from tests.journey.desk_steps import filed, kinds, signed
from tests.support.city import city, text_of

RUDE = "供水公司的人上门态度恶劣，张口就骂，我要投诉他们的人。"


async def test_a_number_alone_in_private_shows_the_own_units_case_and_the_look_is_on_record() -> None:
    async with city() as c:
        _group, owner = await signed(c)
        for said in ("QS-2026-000001", "/case 1", "/look 000001", "QS-2026-000001 到哪一步了"):
            await owner.says(said)
            shown = owner.sees("QS-2026-000001", "办理中", "办结")
            assert not shown["keyboard"]
        assert (await kinds(c)).count("VIEWED") == 4


async def test_in_the_units_group_the_case_is_shown_to_its_own_people() -> None:
    async with city() as c:
        group, owner = await signed(c)
        await owner.says("/case 1", in_=group)
        group.sees("QS-2026-000001", "办理中")
        stranger = c.officer("SCJ")
        c.playground.join(stranger.id, group.id)
        await stranger.says("/case 1", in_=group)
        group.sees("不归您用，或这里不能用")


async def test_another_units_case_and_one_that_is_not_there_are_answered_alike() -> None:
    async with city() as c:
        await signed(c)
        other = c.officer("SCJ")
        answers = []
        for number in ("000001", "000777"):
            await other.says(f"QS-2026-{number}")
            answers.append(text_of(other.sees("没有找到这件")))
        assert answers[0] == answers[1]


async def test_the_accused_do_not_find_the_complaint_about_them() -> None:
    async with city() as c:
        await c.boss.says(RUDE)
        await c.boss.presses("提交")
        c.boss.ignore()
        for desk in (c.clerks, c.supervisors):
            desk.ignore()
        for chat in c.playground.chats()["chats"]:
            if chat["id"] != c.officer("GSGS").id:
                c.chat(chat["id"]).ignore()
        await c.officer("GSGS").says("/case 1")
        c.officer("GSGS").sees("没有找到这件，或您不能看这件")


async def test_words_meant_for_the_enterprise_before_the_way_was_chosen_are_not_taken_for_a_complaint() -> None:
    async with city() as c:
        group, owner = await filed(c)
        await owner.presses("联系企业", in_=group)
        ways = owner.sees("怎么联系企业")
        await owner.says("您好，请问现在方便上门吗？")
        owner.sees("这句话没有发给企业", "QS-2026-000001", "通过机器人对话")
        c.boss.hears_nothing()
        await owner.presses("通过机器人对话", under=ways)
        owner.sees("QS-2026-000001")
        c.boss.sees("QS-2026-000001")
        await owner.says("您好，请问现在方便上门吗？")
        c.boss.sees("方便上门")
        owner.ignore()
        group.ignore()
