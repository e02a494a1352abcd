"""A case that came from 12345 (A05): worked on like any other, with an enterprise that the bot cannot write to."""

from __future__ import annotations

from sqlmodel import col, select

from bot.desk.exchange import giving, taking
from bot.desk.exchange.systems import SYSTEMS
from bot.desk.exchange.table import Row
from bot.desk.exchange.taking import NOBODY, Taken
from bot.desk.work import Work
from storage.tables import Outbox
from storage.vocabulary import CloseKind, State
from tests.journey.desk_steps import ANSWER, BRIBE, WATER, row
from tests.journey.test_betrayal import hush
from tests.support.city import City, city, text_of
from tests.support.template import understander

HOTLINE = SYSTEMS["12345"]


async def comes_in(c: City, given: Row) -> Taken:
    """One row of a file from 12345."""
    understood = understander().understand(given.words, at=c.bot.clock.now(), city=c.pack.city)
    done = await c.look(lambda s: taking.take(Work(s, c.bot.clock.now(), c.bot.office), HOTLINE, given, understood))
    await c.settle()
    assert isinstance(done, Taken)
    return done


async def goes_out(c: City) -> list[tuple[str, ...]]:
    """What 12345 would hear."""

    def rows(s: object) -> list[tuple[str, ...]]:
        work = Work(s, c.bot.clock.now(), c.bot.office)  # type: ignore[arg-type]
        from bot.desk import people

        post = people.staff_by_code(work, c.pack.supervisors[0].code)
        assert post is not None
        return giving.rows(work, HOTLINE, post)

    found: list[tuple[str, ...]] = await c.look(rows)
    return found


async def test_a_case_from_12345_is_worked_on_and_its_answer_goes_back_masked() -> None:
    async with city() as c:
        given = Row(2, "W-1", WATER, "王测试", "10012345678", "假想机械有限公司", "市供水集团")
        assert await comes_in(c, given) is Taken.NEW
        group, owner = c.group("GSGS"), c.officer("GSGS")
        card = text_of(group.sees("【新单】"))
        assert "假想机械" not in card
        assert "10012345678" not in card
        assert [line[1] for line in await goes_out(c)] == ["办理中"]
        await owner.presses("签收", in_=group)
        await owner.says(ANSWER, in_=group, reply_to=group.card("办理中"))
        for label in ("办结答复", "已解决", "发送给企业"):
            await owner.presses(label, in_=group)
        (line,) = await goes_out(c)
        assert line[:3] == ("W-1", "待回访", "市供水集团")
        assert "更换园区支管阀门" in line[-1]
        hush(c)


async def test_nothing_is_ever_sent_to_who_has_no_account_and_silence_is_no_praise() -> None:
    async with city() as c:
        await comes_in(c, Row(2, "W-1", WATER, phone="10012345678"))
        group, owner = c.group("GSGS"), c.officer("GSGS")
        await owner.presses("签收", in_=group)
        await owner.says(ANSWER, in_=group, reply_to=group.card("办理中"))
        for label in ("办结答复", "已解决", "发送给企业"):
            await owner.presses(label, in_=group)
        await c.advance(days=14)
        case = await row(c)
        assert (case.state, case.close_kind) == (State.CLOSED, CloseKind.UNRATED)
        lost = await c.look(lambda s: list(s.exec(select(Outbox).where(col(Outbox.chat_id) <= NOBODY))))
        assert lost == []
        assert [line[1] for line in await goes_out(c)] == ["已办结"]
        hush(c)


async def test_a_unit_that_the_words_do_not_bear_out_is_for_a_clerk_to_judge() -> None:
    async with city() as c:
        await comes_in(c, Row(2, "W-1", WATER, unit="市供电公司"))
        c.group("GSGS").hears_nothing()
        assert (await row(c)).unit is None
        hush(c)


async def test_a_bribe_told_to_12345_reaches_the_contact_alone_and_never_goes_back() -> None:
    async with city() as c:
        await comes_in(c, Row(2, "W-1", BRIBE, "王测试", "10012345678"))
        contact = next(post for post in c.pack.staff if post.role.name == "SEALED")
        assert "10012345678" in text_of(c.staff(contact.code).sees("五千块", "来电登记"))
        assert await goes_out(c) == []
