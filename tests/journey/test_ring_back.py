"""电话告知: a caller without Telegram hears the answer by phone, and their word counts, whoever wrote it down (A05, R05)."""

from __future__ import annotations

from typing import Any

from sqlmodel import col, select

from bot.desk.exchange.table import Row
from bot.desk.exchange.taking import NOBODY
from storage.tables import Event, Look, Outbox, Timer
from storage.vocabulary import CloseKind, EventKind, Role, State, TimerKind
from tests.journey.desk_steps import ANSWER, WATER, labels, row
from tests.journey.test_betrayal import hush
from tests.journey.test_exchange import comes_in, goes_out
from tests.support.city import Actor, Chat, City, city, text_of

PHONE = "10012345678"
CARD = "【请电话告知】QS-2026-000001"


async def answered(c: City, phone: str = PHONE) -> tuple[Chat, Actor]:
    """A case of 12345 that its unit answered; only what the clerks hear of it is still unexpected."""
    await comes_in(c, Row(2, "W-1", WATER, "王测试", phone, "假想机械有限公司"))
    group, owner = c.group("GSGS"), c.officer("GSGS")
    await owner.presses("签收", in_=group)
    await owner.says(ANSWER, in_=group, reply_to=group.card("办理中"))
    for label in ("办结答复", "已解决", "发送给企业"):
        await owner.presses(label, in_=group)
    group.ignore()
    owner.ignore()
    return group, owner


def clerk(c: City) -> Actor:
    """The first clerk."""
    return c.staff("PLAT-01")


async def taken(c: City) -> dict[str, Any]:
    """The first clerk took the call: the message with the number."""
    await clerk(c).presses("我来打", in_=c.clerks)
    return clerk(c).sees(PHONE)


async def rung(c: City) -> list[tuple[str, str]]:
    """What was recorded of the calls: step and the role that recorded it."""

    def read(session: Any) -> list[tuple[str, str]]:
        query = select(Event).where(Event.kind == EventKind.RANG_BACK).order_by(col(Event.id))
        return [(e.data["step"], e.role.name) for e in session.exec(query)]

    return list(await c.look(read))


async def owed(c: City) -> int:
    """How many calls are still to be made."""
    return len(await c.look(lambda s: list(s.exec(select(Timer).where(Timer.kind == TimerKind.RING_BACK)))))


async def test_a_case_from_12345_is_closed_by_the_callers_word_that_a_clerk_heard() -> None:
    async with city() as c:
        await answered(c)
        card = c.clerks.sees(CARD, "市供水集团已答复")
        assert PHONE not in text_of(card)
        assert "假想机械" not in text_of(card)
        assert "更换园区支管阀门" not in text_of(card)
        script = await taken(c)
        assert "王测试，假想机械有限公司" in text_of(script)
        assert "更换园区支管阀门" in text_of(script)
        assert labels(script) == ["企业说已解决", "部分解决", "没解决", "已告知，没表态", "没打通"]
        assert await clerk(c).presses("企业说已解决") == "已记下。"
        c.clerks.sees("【电话告知】QS-2026-000001 企业说已解决")
        after = clerk(c).sees("企业说已解决")
        assert after["message_id"] == script["message_id"]
        assert PHONE not in text_of(after)
        case = await row(c)
        assert (case.state, case.close_kind) == (State.CLOSED, CloseKind.SOLVED)
        assert await rung(c) == [("solved", "CLERK")]
        looks = await c.look(lambda s: [one.what for one in s.exec(select(Look))])
        assert looks.count("ringback") == 1
        assert [line[1] for line in await goes_out(c)] == ["已办结"]
        assert await owed(c) == 0
        c.group("GSGS").ignore()


async def test_the_word_is_the_enterprises_and_says_by_whose_post_it_came() -> None:
    async with city() as c:
        await answered(c)
        await taken(c)
        await clerk(c).presses("企业说已解决")
        hush(c)

        def read(session: Any) -> Any:
            event = session.exec(select(Event).where(Event.kind == EventKind.CONFIRMED)).one()
            return event.role, event.data["heard_by"]

        role, heard_by = await c.look(read)
        from bot.desk import people
        from bot.desk.work import Work

        post = await c.look(lambda s: people.staff_by_code(Work(s, c.bot.clock.now(), c.bot.office), "PLAT-01").id)
        assert (role, heard_by) == (Role.ENTERPRISE, post)


async def test_not_solved_starts_a_new_round_with_the_reason_that_was_heard() -> None:
    async with city() as c:
        group, _owner = await answered(c)
        hush(c)
        await taken(c)
        await clerk(c).presses("没解决")
        c.clerks.sees("企业说没解决")
        assert labels(clerk(c).sees("是哪种情况")) == ["没解决", "没联系我", "答复与事实不符", "其它"]
        await clerk(c).presses("没联系我")
        clerk(c).sees("企业说没联系我，已重新办理")
        group.sees("【重办】QS-2026-000001")
        case = await row(c)
        assert (case.state, case.reopens) == (State.WORKING, 1)
        assert await owed(c) == 0
        hush(c)


async def test_partly_solved_without_a_reason_is_never_taken_for_silence() -> None:
    async with city() as c:
        group, _owner = await answered(c)
        hush(c)
        await taken(c)
        await clerk(c).presses("部分解决")
        hush(c)
        await c.advance(minutes=31)
        group.sees("【重办】QS-2026-000001")
        assert (await row(c)).reopens == 1
        hush(c)


async def test_not_reached_on_three_days_ends_by_the_silence_rule() -> None:
    async with city() as c:
        await answered(c)
        hush(c)
        for day in (1, 2, 3):
            await taken(c)
            await clerk(c).presses("没打通")
            if day == 3:
                break
            again = clerk(c).sees(f"没打通（第{day}次，共3次）")
            assert PHONE not in text_of(again)
            assert "以后再打" in await clerk(c).presses("我来打", in_=c.clerks)
            c.clerks.hears_nothing()
            await c.working_day()
            c.clerks.sees("见新卡片")
            c.clerks.sees(CARD)
            hush(c)
        c.clerks.sees("没打通（第3次，共3次），不用再打")
        hush(c)
        await c.advance(days=4)
        assert await owed(c) == 0
        await c.advance(days=10)
        case = await row(c)
        assert (case.state, case.close_kind) == (State.CLOSED, CloseKind.UNRATED)
        assert await rung(c) == [("missed", "CLERK")] * 3
        hush(c)


async def test_told_and_nothing_said_is_no_praise() -> None:
    async with city() as c:
        await answered(c)
        hush(c)
        await taken(c)
        await clerk(c).presses("已告知，没表态")
        c.clerks.sees("企业没表态")
        assert (await row(c)).state is State.ANSWERED
        hush(c)
        await c.advance(days=14)
        assert (await row(c)).close_kind is CloseKind.UNRATED
        lost = await c.look(lambda s: list(s.exec(select(Outbox).where(col(Outbox.chat_id) <= NOBODY))))
        assert lost == []
        hush(c)


async def test_a_card_that_nobody_takes_comes_again_each_working_morning_and_not_at_night() -> None:
    async with city() as c:
        await answered(c)
        first = c.clerks.sees(CARD)
        await c.to("2026-03-10 08:00")
        c.clerks.hears_nothing()
        await c.to("2026-03-10 10:00")
        stub = c.clerks.sees("见新卡片")
        assert stub["message_id"] == first["message_id"]
        c.clerks.sees(CARD)
        c.clerks.hears_nothing()
        hush(c)


async def test_one_clerk_has_the_call_and_the_queue_names_it() -> None:
    async with city() as c:
        await answered(c)
        hush(c)
        await clerk(c).says("/queue", in_=c.clerks)
        assert "告知 000001" in labels(c.clerks.sees("待电话告知 1 件：000001"))
        await taken(c)
        other = c.staff("PLAT-02")
        assert "正在打这个电话" in await other.presses("告知 000001", in_=c.clerks)
        other.hears_nothing()
        hush(c)


async def test_without_a_number_nobody_is_asked_to_ring() -> None:
    async with city() as c:
        await answered(c, phone="")
        c.clerks.hears_nothing()
        assert await owed(c) == 0
        hush(c)
