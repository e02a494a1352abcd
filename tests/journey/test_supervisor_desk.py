"""督办: an overdue notice with what is needed to act, and the acts: look, nudge, give to others. The clock goes on."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import select

from storage.tables import Staff
from tests.journey.desk_steps import UNSURE, answered, kinds, labels, presses_like, row, signed
from tests.journey.test_officer_requests import limits, picks
from tests.support.city import Actor, Chat, City, city, text_of


def chief(c: City, seat: int = 0) -> Actor:
    """One of the two supervisors."""
    return c.staff(c.pack.supervisors[seat].code)


def hush(c: City) -> None:
    """Everything that is there was expected."""
    for entry in c.playground.chats()["chats"]:
        c.chat(entry["id"]).ignore()


async def late(c: City) -> tuple[Chat, Actor]:
    """A signed case that nobody worked on until the supervisors heard of it: Thursday morning."""
    group, owner = await signed(c)
    await c.to("2026-03-12 08:31")
    hush(c)
    return group, owner


# -- the notice ----------------------------------------------------------------------------------------------------------


async def test_the_notice_says_who_how_late_how_often_chased_what_sticks_and_what_to_do() -> None:
    async with city() as c:
        _group, owner = await late(c)
        card = c.supervisors.card("【逾期】")
        text = text_of(card)
        for part in ("QS-2026-000001", "首联超期", f"市供水集团营商服务科 {owner.name}（备岗 蒋示林）", "已催3次"):
            assert part in text
        for part in ("最后进展：3/9 09:00 签收", "卡点：还没有联系企业", "建议："):
            assert part in text
        assert labels(card) == ["看案情", "督促", "改派", "加协办", "随时调度"]
        assert card["protect"]
        assert not any(part in text for part in ("周老板", "泉河"))


async def test_a_look_shows_masked_facts_and_the_timeline_and_is_logged() -> None:
    async with city() as c:
        await late(c)
        await chief(c).presses("看案情", in_=c.supervisors)
        shown = c.supervisors.sees("办理中", "首联：3/10 17:30 超期", "办结：3/16 17:30 进行中", "3/9 09:00 签收")
        assert labels(shown) == ["看案情", "督促", "改派", "加协办", "随时调度"]
        assert (await kinds(c))[-1] == "VIEWED"


async def test_an_answered_case_offers_nothing_to_push_any_more() -> None:
    async with city() as c:
        await answered(c)
        under = await a_message(c)
        await chief(c).forges("facts:1", in_=c.supervisors, under=under)
        assert labels(c.supervisors.sees("已答复")) == ["看案情", "随时调度"]
        assert "不在承办单位手里" in await chief(c).forges("nudge:1", in_=c.supervisors, under=under)
        assert "不在承办单位手里" in await chief(c).forges("give:1", in_=c.supervisors, under=under)


async def a_message(c: City) -> dict[str, Any]:
    """Any message of the bot in the supervisors' group, to press forged buttons under."""
    await chief(c).says("/overdue", in_=c.supervisors)
    return c.supervisors.sees("没有逾期件")


# -- 督促 ----------------------------------------------------------------------------------------------------------------


async def test_a_nudge_reaches_the_owner_once_in_four_hours() -> None:
    async with city() as c:
        group, owner = await late(c)
        assert await chief(c).presses("督促", in_=c.supervisors) == "已督促主办。"
        group.sees("督办人督促｜QS-2026-000001", owner.name, "写明卡点")
        assert "3/12 12:31 之后可以再督促" in await chief(c, 1).presses("督促", in_=c.supervisors)
        group.hears_nothing()
        assert (await kinds(c)).count("NUDGED") == 1
        await c.to("2026-03-12 14:30")
        hush(c)
        await chief(c).presses("督促", in_=c.supervisors)
        group.sees("督办人督促")


async def test_a_nudge_in_the_evening_waits_for_the_morning_and_says_so() -> None:
    async with city() as c:
        group, _owner = await late(c)
        await c.to("2026-03-12 19:00")
        hush(c)
        assert "3/13 08:30 上班时督促" in await chief(c).presses("督促", in_=c.supervisors)
        group.hears_nothing()
        await c.to("2026-03-13 08:31")
        group.sees("督办人督促")
        hush(c)


async def test_a_nudge_that_nobody_would_hear_is_not_recorded_as_done() -> None:
    async with city() as c:
        group, owner = await late(c)
        c.playground.leave("bot", group.id)
        c.playground.block(owner.id)
        await c.settle()
        hush(c)
        assert "送不到" in await chief(c).presses("督促", in_=c.supervisors)
        assert "NUDGED" not in await kinds(c)
        hush(c)


async def test_the_next_owner_is_not_shielded_by_a_nudge_to_the_one_before() -> None:
    async with city() as c:
        group, _owner = await late(c)
        await chief(c).presses("督促", in_=c.supervisors)
        group.sees("督办人督促")
        await chief(c).presses("改派", in_=c.supervisors)
        await presses_like(chief(c), "蒋示林", in_=c.supervisors)
        hush(c)
        assert await chief(c).presses("督促", in_=c.supervisors) == "已督促主办。"
        group.sees("督办人督促", "蒋示林")


# -- 改派 ----------------------------------------------------------------------------------------------------------------


async def test_another_officer_of_the_unit_gets_the_case_and_the_limits_stay() -> None:
    async with city() as c:
        group, owner = await late(c)
        before = await limits(c)
        await chief(c).presses("改派", in_=c.supervisors)
        choice = c.supervisors.sees("改派给谁", "时限不重新计算")
        assert not any(owner.name in label for label in labels(choice))
        assert labels(choice)[-1] == "改到其他单位"
        assert await presses_like(chief(c), "蒋示林", in_=c.supervisors) == "已改派。"
        c.supervisors.sees("已改派给蒋示林", "时限不变")
        c.supervisors.sees("【逾期】", "蒋示林（备岗")  # the notice names who has it now
        group.sees("办理中", "蒋示林")
        owner.sees("QS-2026-000001 已不由您办理")
        c.officer("GSGS", 2).sees("现在由您主办", "时限")
        owner.hears_nothing()
        assert await limits(c) == before
        assert (await kinds(c))[-1] == "REASSIGNED"


async def test_another_unit_gets_a_card_and_the_old_one_keeps_a_stub() -> None:
    async with city() as c:
        group, owner = await late(c)
        before = await limits(c)
        await chief(c).presses("改派", in_=c.supervisors)
        await chief(c).presses("改到其他单位", in_=c.supervisors)
        await picks(chief(c), "城市管理", in_=c.supervisors)
        c.supervisors.sees("已改派给市城市管理局")
        c.supervisors.sees("【逾期】", "市城市管理局")
        stub = group.sees("QS-2026-000001 已转其他单位办理")
        assert (labels(stub), "水" in text_of(stub)) == ([], False)
        owner.sees("已不由您办理")
        owner.hears_nothing()
        c.group("CGJ").sees("【新单】QS-2026-000001")
        c.boss.sees("已改由", "市城市管理局", "时限不重新计算")
        assert await limits(c) == before
        assert "不由您办理" in await owner.forges("full:1", in_=group, under=stub)


async def test_a_case_that_comes_back_to_its_first_unit_gets_a_card_there_again() -> None:
    async with city() as c:
        group, _owner = await late(c)
        for unit in ("城市管理", "供水集团"):
            await chief(c).presses("改派", in_=c.supervisors)
            await chief(c).presses("改到其他单位", in_=c.supervisors)
            await picks(chief(c), unit, in_=c.supervisors)
        group.sees("已转其他单位办理")
        group.sees("【新单】QS-2026-000001")
        assert (await row(c)).unit == "GSGS"
        hush(c)


async def test_a_request_that_the_move_settles_is_taken_off_the_clerks_desk() -> None:
    async with city() as c:
        group, owner = await signed(c)
        await owner.presses("转办", in_=group)
        await owner.presses("不属本单位职责", in_=group)
        await picks(owner, "消防", in_=group)
        await chief(c).forges("give:1", in_=c.supervisors, under=await a_message(c))
        hush(c)
        await chief(c).presses("改到其他单位", in_=c.supervisors)
        await picks(chief(c), "城市管理", in_=c.supervisors)
        assert labels(c.clerks.sees("已由督办改派", "不用再裁定")) == []
        assert (await row(c)).pending is None
        hush(c)


async def test_a_unit_without_people_is_refused_and_the_case_stays_whole() -> None:
    async with city() as c:
        group, _owner = await late(c)

        def empty(session: Any) -> None:
            for post in session.exec(select(Staff).where(Staff.unit == "CGJ")):
                post.away = True

        await c.look(empty)
        await chief(c).presses("改派", in_=c.supervisors)
        await chief(c).presses("改到其他单位", in_=c.supervisors)
        c.supervisors.ignore()
        version = (await row(c)).version
        under = c.supervisors.messages()[-1]
        toast = await chief(c).forges(f"giveunit:1:{version}:CGJ", in_=c.supervisors, under=under)
        assert "没有可用的承办人" in toast
        assert (await row(c)).unit == "GSGS"
        group.hears_nothing()


async def test_an_old_choice_is_stale_and_forged_ones_change_nothing() -> None:
    async with city() as c:
        group, owner = await late(c)
        case = await row(c)
        under = c.supervisors.card("【逾期】")
        seats = await c.look(lambda s: {p.code: p.id for p in s.exec(select(Staff))})
        for arg in (seats["GSGS-04"], seats["GDGS-01"], case.owner_id, "", "x", "²"):
            toast = await chief(c).forges(f"giveto:1:{case.version}:{arg}", in_=c.supervisors, under=under)
            assert toast, arg
        for unit in ("GSGS", "JWJW", "PLAT", "FY", "NOPE", ""):
            assert await chief(c).forges(f"giveunit:1:{case.version}:{unit}", in_=c.supervisors, under=under), unit
        stale = await chief(c).forges(f"giveto:1:{case.version - 1}:{case.backup_id}", in_=c.supervisors, under=under)
        assert "不是最新" in stale
        assert (await row(c)).version == case.version
        group.hears_nothing()
        owner.hears_nothing()


# -- /overdue and who may ------------------------------------------------------------------------------------------------


async def test_the_list_of_overdue_cases_opens_each_of_them() -> None:
    async with city() as c:
        await late(c)
        await chief(c).says("/overdue")
        listed = chief(c).sees("逾期 1 件", "000001 首联超期", "市供水集团")
        assert labels(listed) == ["看 000001"]
        await chief(c).presses("看 000001")
        chief(c).sees("QS-2026-000001｜办理中")


async def test_a_case_that_no_unit_has_yet_is_listed_as_such() -> None:
    async with city() as c:
        await c.boss.says(UNSURE)
        await c.boss.presses("提交")
        await c.to("2026-03-10 10:00")
        hush(c)
        await chief(c).says("/overdue", in_=c.supervisors)
        c.supervisors.sees("000001 分派超期", "还没有分派单位")
        await chief(c).presses("看 000001", in_=c.supervisors)
        assert labels(c.supervisors.sees("主办：还没有分派单位")) == ["看案情", "随时调度"]


async def test_nothing_overdue_is_said_plainly() -> None:
    async with city() as c:
        await signed(c)
        await chief(c).says("/overdue")
        chief(c).sees("没有逾期件")


@pytest.mark.parametrize("who", ["officer", "clerk", "keeper", "boss"])
async def test_nobody_else_looks_nudges_gives_or_lists(who: str) -> None:
    async with city() as c:
        group, _owner = await late(c)
        case = await row(c)
        actor = {
            "officer": c.officer("GSGS"),
            "clerk": c.staff("PLAT-01"),
            "keeper": c.staff("KEEP-1"),
            "boss": c.bosses[1],
        }[who]
        c.playground.join(actor.id, c.supervisors.id)
        under = c.supervisors.card("【逾期】")
        for verb in ("facts", "nudge", "give", f"giveto:1:{case.version}:{case.backup_id}"):
            data = verb if ":" in verb else f"{verb}:1"
            toast = await actor.forges(data, in_=c.supervisors, under=under)
            assert "不由您办理" in toast or "还没有登记" in toast
        await actor.says("/overdue", in_=c.supervisors)
        if who != "boss":  # a stranger in the group is not heard at all
            c.supervisors.sees("不归您用")
        c.supervisors.hears_nothing()
        group.hears_nothing()
        assert (await row(c)).version == case.version
        assert not {"NUDGED", "VIEWED", "REASSIGNED"} & set(await kinds(c))


async def test_a_case_is_not_laid_open_outside_the_supervisors_own_chats() -> None:
    async with city() as c:
        group, _owner = await late(c)
        c.playground.join(chief(c).id, group.id)
        assert "失效" in await chief(c).forges("facts:1", in_=group, under=group.card("000001"))
        await chief(c).says("/overdue", in_=group)
        group.sees("这里不能用")
        group.hears_nothing()


async def test_a_draft_that_was_never_filed_is_not_opened() -> None:
    async with city() as c:
        await c.boss.says("我们厂的自来水压力太低，请供水公司来看看。")
        c.boss.ignore()
        assert "失效" in await chief(c).forges("facts:1", in_=c.supervisors, under=await a_message(c))


async def test_who_asked_for_more_time_does_not_grant_it() -> None:
    async with city() as c:
        await c.boss.says("市供水集团的人态度恶劣，骂人，推来推去，故意刁难我们。")
        await c.boss.presses("提交")
        hush(c)
        group, owner = c.group("YSB"), c.officer("YSB")
        await owner.presses("签收", in_=group)
        await owner.says("已发调取函，等市供水集团回复。", in_=group, reply_to=group.card("办理中"))
        await owner.presses("阶段反馈", in_=group)
        hush(c)
        await owner.presses("延期", in_=group)
        await owner.presses("5个工作日", in_=group)
        prompt = group.sees("写明客观原因")
        await owner.says("需向市供水集团调取3月1日的现场录像，已发调取函。", in_=group, reply_to=prompt)
        hush(c)
        c.playground.join(owner.id, c.supervisors.id)
        assert "另一位督办人" in await owner.presses("同意", in_=c.supervisors)
        assert (await row(c)).extensions == 0
        assert await chief(c).presses("同意", in_=c.supervisors) == "已裁定。"
        hush(c)
