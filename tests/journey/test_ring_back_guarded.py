"""电话告知: who may ring, and who never learns of it."""

from __future__ import annotations

from typing import Any

from sqlmodel import select

from bot.desk.exchange.table import Row
from storage.tables import CaseFile, Staff
from storage.vocabulary import CloseKind, Secrecy, State
from tests.journey.desk_steps import ANSWER, BRIBE, row
from tests.journey.test_betrayal import RUDE, hush
from tests.journey.test_exchange import comes_in
from tests.journey.test_office_decides import chief
from tests.journey.test_ring_back import CARD, PHONE, answered, clerk, owed, rung
from tests.support.city import city


async def test_a_clerk_who_never_took_the_call_cannot_say_what_was_said() -> None:
    async with city() as c:
        await answered(c)
        card = c.clerks.sees(CARD)
        assert await clerk(c).forges("rbsaid:1:0:1.solved", in_=c.clerks, under=card)
        assert await clerk(c).forges("rbwhy:1:0:1.unsolved", in_=c.clerks, under=card)
        case = await row(c)
        assert (case.state, case.round) == (State.ANSWERED, 1)
        assert await rung(c) == []
        hush(c)


async def test_the_unit_that_answered_never_rings_and_strangers_do_not_either() -> None:
    async with city() as c:
        _group, owner = await answered(c)
        card = c.clerks.sees(CARD)
        for who in (owner, c.officer("GSGS", 3), c.boss, c.staff("KEEP-1")):
            c.playground.join(who.id, c.clerks.id)
            toast = await who.forges("rbtake:1:0:", in_=c.clerks, under=card)
            assert toast
            assert "已发到" not in toast
            who.hears_nothing()
            assert await who.forges("rbsaid:1:0:1.solved", in_=c.clerks, under=card)
        assert (await row(c)).state is State.ANSWERED
        hush(c)


async def test_a_clerk_who_also_holds_a_post_of_the_unit_is_told_to_leave_the_call_to_another() -> None:
    async with city() as c:
        await answered(c)
        c.clerks.sees(CARD)

        def both(session: Any) -> None:
            post = session.exec(select(Staff).where(Staff.code == "GSGS-03")).one()
            post.tg_id = clerk(c).id

        await c.look(both)
        assert "由您单位承办" in await clerk(c).presses("我来打", in_=c.clerks)
        clerk(c).hears_nothing()


async def test_a_complaint_about_conduct_is_told_by_the_office_and_never_shown_to_clerks_or_the_accused() -> None:
    async with city() as c:
        await comes_in(c, Row(2, "W-1", RUDE, "王测试", PHONE))
        case = await row(c)
        assert case.secrecy is Secrecy.B
        group, owner = c.group(case.unit), c.officer(case.unit)
        await owner.presses("签收", in_=group)
        await owner.says(ANSWER, in_=group, reply_to=group.card("办理中"))
        for label in ("办结答复", "已解决", "发送给企业"):
            await owner.presses(label, in_=group)
        assert (await row(c)).state is State.ANSWERED
        card = c.supervisors.sees(CARD)
        c.clerks.hears_nothing()
        c.group("GSGS").hears_nothing()
        for who in (clerk(c), c.officer("GSGS"), c.officer("GSGS", 5)):
            c.playground.join(who.id, c.supervisors.id)
            assert "已发到" not in await who.forges("rbtake:1:0:", in_=c.supervisors, under=card)
            who.hears_nothing()
        other = chief(c, 1)
        await other.presses("我来打", in_=c.supervisors)
        other.sees(PHONE)
        await other.presses("企业说已解决")
        assert (await row(c)).close_kind is CloseKind.SOLVED
        hush(c)


async def test_a_bribe_told_to_12345_is_nobodys_call() -> None:
    async with city() as c:
        await comes_in(c, Row(2, "W-1", BRIBE, "王测试", PHONE))
        await c.advance(days=3)
        assert await owed(c) == 0
        c.clerks.hears_nothing()
        assert await c.look(lambda s: s.exec(select(CaseFile)).one().secrecy) is Secrecy.C
        hush(c)
