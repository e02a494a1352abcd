"""虚躲冷粗假: facts put before a supervisor, never a verdict, never an officer's name, never the unit's to see."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import select

from storage.tables import CaseFile, Clue, Event
from storage.vocabulary import EventKind, Role
from tests.journey.desk_steps import ANSWER, answered, filed, labels, presses_like, signed
from tests.journey.test_callback import MORNING, hush, solved
from tests.journey.test_office_decides import chief
from tests.support.city import Actor, City, city, text_of


async def found(c: City) -> list[tuple[str, str, str, str | None]]:
    """Every clue: number, sort, what, what a person made of it."""

    def read(session: Any) -> list[tuple[str, str, str, str | None]]:
        query = select(CaseFile.number, Clue).join(CaseFile, CaseFile.id == Clue.case_id).order_by(Clue.id)  # type: ignore[arg-type]
        return [(number, clue.sort, clue.what, clue.finding) for number, clue in session.exec(query)]

    return list(await c.look(read))


async def answers(c: City, boss: Actor, text: str = ANSWER) -> None:
    """Another enterprise's case with the same unit, and the unit's answer."""
    group, owner = await filed(c, boss=boss)
    await owner.presses("签收", in_=group)
    hush(c)
    await owner.says(text, in_=group, reply_to=group.card("办理中"))
    for label in ("办结答复", "已解决", "发送给企业"):
        await owner.presses(label, in_=group)
    hush(c)


async def test_who_denies_in_a_callback_that_it_was_solved_makes_a_clue_with_facts_and_three_buttons() -> None:
    async with city(callbacks=True) as c:
        group, owner = await solved(c)
        await c.to(MORNING)
        for label in ("联系过", "没解决", "跳过"):
            await c.boss.presses(label)
        hush(c)
        group.hears_nothing()
        office = chief(c)
        await office.says("/clues", in_=c.supervisors)
        listed = c.supervisors.sees(
            "线索待核1条（假1）", "都是线索，不是结论", "000001 假｜市供水集团｜企业说法与记录不一致"
        )
        assert owner.name not in text_of(listed)
        await presses_like(office, "看 000001", in_=c.supervisors)
        shown = c.supervisors.sees("【线索·假】QS-2026-000001", "企业回访说：没解决", "这是线索，不是结论")
        assert labels(shown) == ["属实", "不属实", "再核", "看案情"]
        assert owner.name not in text_of(shown)
        assert "再核" in await office.presses("再核", in_=c.supervisors)
        c.supervisors.sees("核实：再核")
        assert await found(c) == [("QS-2026-000001", "假", "verdict", "再核")]
        await office.presses("不属实", in_=c.supervisors)
        assert labels(c.supervisors.sees("核实：不属实")) == ["看案情"]
        assert "已经核过" in await office.forges("cluef:0:0:1.t", in_=c.supervisors, under=shown)
        await office.says("/clues", in_=c.supervisors)
        c.supervisors.sees("没有待核的线索")


async def test_not_contacted_is_a_clue_only_if_a_contact_was_recorded() -> None:
    async with city() as c:
        await answered(c)
        await c.boss.presses("已解决")
        await c.boss.presses("没联系过")
        hush(c)
        assert await found(c) == []
    async with city() as c:
        group, owner = await signed(c)
        await owner.says("已到现场查看并开挖，临时供水今天到位。", in_=group, reply_to=group.card("办理中"))
        await owner.presses("阶段反馈", in_=group)
        hush(c)
        await owner.says(ANSWER, in_=group, reply_to=group.card("办理中"))
        for label in ("办结答复", "已解决", "发送给企业"):
            await owner.presses(label, in_=group)
        await c.boss.presses("已解决")
        await c.boss.presses("没联系过")
        hush(c)
        assert await found(c) == [("QS-2026-000001", "假", "contacted", None)]


async def test_a_missed_first_contact_is_a_clue_once_and_the_board_leads_to_it() -> None:
    async with city() as c:
        await signed(c)
        await c.to("2026-03-10 17:45")
        hush(c)
        await c.to("2026-03-11 09:30")
        hush(c)
        assert await found(c) == [("QS-2026-000001", "冷", "", None)]
        office = chief(c)
        await office.says("/board", in_=c.supervisors)
        c.supervisors.sees("全市")
        await office.presses("线索 1", in_=c.supervisors)
        c.supervisors.sees("线索待核1条（冷1）")
        await presses_like(office, "看 000001 冷", in_=c.supervisors)
        c.supervisors.sees("首次联系时限是 3/10 17:30，到时没有联系企业的记录")


async def test_the_second_answer_that_is_sent_back_is_a_clue() -> None:
    async with city() as c:
        group, owner = await signed(c)
        await owner.says("在办。", in_=group, reply_to=group.card("办理中"))
        await owner.presses("办结答复", in_=group)
        await owner.presses("已解决", in_=group)
        assert await found(c) == []
        await owner.says("快了。", in_=group, reply_to=group.messages()[-1])
        assert await found(c) == [("QS-2026-000001", "粗", "", None)]
        await owner.says("再等等。", in_=group, reply_to=group.messages()[-1])
        assert len(await found(c)) == 1
        hush(c)


async def test_the_same_answer_to_a_third_case_is_a_clue_and_a_different_one_is_not() -> None:
    async with city() as c:
        for boss in c.bosses[:2]:
            await answers(c, boss)
        assert await found(c) == []
        await answers(c, c.bosses[2], ANSWER.replace("3月10日", "3月9日"))
        assert [(sort, number) for number, sort, _what, _finding in await found(c)] == [("虚", "QS-2026-000003")]
        office = chief(c)
        await office.says("/clues", in_=c.supervisors)
        c.supervisors.sees("虚｜市供水集团｜多件答复内容相同")
        await presses_like(office, "看 000003 虚", in_=c.supervisors)
        c.supervisors.sees("另2件除数字外相同：QS-2026-000001、QS-2026-000002")


async def test_asking_to_hand_on_after_the_cap_is_a_clue() -> None:
    async with city() as c:
        group, owner = await signed(c)

        def used_up(session: Any) -> None:
            session.exec(select(CaseFile)).one().transfers = 2

        await c.look(used_up)
        await owner.presses("转办", in_=group)
        await owner.presses("转办", in_=group)
        assert await found(c) == [("QS-2026-000001", "躲", "", None)]

        def back(session: Any) -> None:
            session.exec(select(CaseFile)).one().transfers = 0

        await c.look(back)
        hush(c)


async def test_nobody_but_supervisors_learns_that_there_are_clues() -> None:
    async with city(callbacks=True) as c:
        group, owner = await solved(c)
        await c.to(MORNING)
        for label in ("联系过", "没解决", "跳过"):
            await c.boss.presses(label)
        hush(c)
        await owner.says("/clues", in_=group)
        await owner.says("/clues")
        c.playground.join(chief(c).id, group.id)
        await chief(c).says("/clues", in_=group)
        for _ in range(2):
            group.sees("不归您用，或这里不能用")
        group.hears_nothing()
        owner.sees("不归您用")
        card = group.messages()[0]
        assert await owner.forges("clue:0:0:1", in_=group, under=card)
        assert await owner.forges("cluef:0:0:1.u", in_=group, under=card)
        assert await found(c) == [("QS-2026-000001", "假", "verdict", None)]
        hush(c)


@pytest.mark.parametrize("data", ["clue:0:0:99", "clue:0:0:x", "cluef:0:0:1.z", "clues:0:0:-1"])
async def test_a_forged_button_opens_nothing(data: str) -> None:
    async with city(callbacks=True) as c:
        await solved(c)
        await c.to(MORNING)
        for label in ("联系过", "没解决", "跳过"):
            await c.boss.presses(label)
        hush(c)
        office = chief(c)
        await office.says("/clues", in_=c.supervisors)
        listed = c.supervisors.sees("线索待核1条")
        assert await office.forges(data, in_=c.supervisors, under=listed)
        assert (await found(c))[0][3] is None


async def test_a_ruling_is_on_record_with_whoever_made_it() -> None:
    async with city(callbacks=True) as c:
        await solved(c)
        await c.to(MORNING)
        for label in ("联系过", "没解决", "跳过"):
            await c.boss.presses(label)
        hush(c)
        office = chief(c)
        await office.says("/clues", in_=c.supervisors)
        await presses_like(office, "看 000001", in_=c.supervisors)
        await office.presses("属实", in_=c.supervisors)
        hush(c)

        def read(session: Any) -> list[tuple[Role, str]]:
            events = session.exec(select(Event).where(Event.kind == EventKind.CLUE).order_by(Event.id)).all()
            return [(one.role, str(one.data.get("finding", ""))) for one in events]

        assert await c.look(read) == [(Role.BOT, ""), (Role.SUPERVISOR, "属实")]
