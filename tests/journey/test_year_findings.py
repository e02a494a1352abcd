"""What a simulated year brought to light, each as the smallest journey that shows it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from unittest.mock import patch

from sqlmodel import Session, col, select

from bot.desk import chase_ladder
from storage.tables import CaseFile, Event
from storage.vocabulary import EventKind
from tests.journey.desk_steps import ANSWER, WATER, filed, signed
from tests.journey.test_clock_chase import CRITICAL, SECOND, at, chases, hush
from tests.journey.test_officer_requests import asks_transfer
from tests.support.city import ZONE, City, city, text_of

STOPPED = "自来水停了，两条生产线已经停产，后天要交货，请供水公司马上处理。"


async def recorded(c: City, kind: EventKind, number: str = "QS-2026-000001") -> list[tuple[str, str]]:
    """When which stages of a case got an event: `3/9 15:30`, 签收."""

    def read(session: Session) -> list[tuple[str, str]]:
        query = select(Event).join(CaseFile, col(CaseFile.id) == Event.case_id).where(CaseFile.number == number)
        events = session.exec(query.where(Event.kind == kind).order_by(col(Event.seq)))
        return [(local(event.at), str(event.data.get("stage"))) for event in events]

    found: list[tuple[str, str]] = await c.look(read)
    return found


def local(instant: datetime) -> str:
    """City time."""
    when = instant.astimezone(ZONE)
    return f"{when.month}/{when.day} {when:%H:%M}"


async def test_a_breach_is_on_record_at_its_minute_while_a_request_waits_for_its_ruling() -> None:
    async with city() as c:
        group, owner = await filed(c)
        await c.to("2026-03-09 09:30")
        await asks_transfer(c, group, owner)  # awaited until 16:00; the case is to be signed by 15:30
        await c.to("2026-03-09 15:31")
        assert await recorded(c, EventKind.BREACHED) == [("3/9 15:30", "签收")]
        assert chases(group) == [], "nobody is chased while the ruling is awaited"
        await c.to("2026-03-09 17:29")
        hush(c)


async def test_a_reminder_that_had_to_wait_beyond_its_limit_is_not_sent_with_the_notice() -> None:
    async with city() as c:
        group, owner = await filed(c)
        await c.to("2026-03-09 09:30")
        await asks_transfer(c, group, owner)
        await c.to("2026-03-09 17:29")
        told = chases(group)
        assert [when for when in at(told) if "3/9 16:00" <= when <= "3/9 16:31"] == at(told), (
            "not soon after the ruling"
        )
        assert [text_of(one)[:4] for one in told] == ["【逾期】"], [text_of(one) for one in told]
        hush(c)


async def test_an_unsigned_critical_case_reaches_the_chief_before_the_clock_signs_it() -> None:
    async with city() as c:
        await c.boss.says(CRITICAL)
        await c.to("2026-03-09 10:01")
        chief = c.officer("GSGS", 5)
        assert at(chases(chief.chat, "【逾期U1】")) == ["3/9 10:00"]
        assert at(chases(c.supervisors)) == ["3/9 10:00"]
        assert await recorded(c, EventKind.SIGNED) == [("3/9 10:00", "None")]
        hush(c)


async def test_digests_are_counted_among_the_three_messages_of_a_day() -> None:
    async with city() as c:
        group = c.group("GSGS")
        for number in range(6):
            await filed(c, f"{SECOND}这是第{number}个门店。", boss=c.bosses[number % len(c.bosses)])
        hush(c)
        await c.to("2026-03-20 17:30")
        for chat in (group, *(c.officer("GSGS", seat).chat for seat in range(1, 6))):
            days = [when.partition(" ")[0] for when in at(chases(chat))]
            assert max((days.count(day) for day in set(days)), default=0) <= 3, at(chases(chat))
        hush(c)


async def test_what_was_closed_since_still_counts_for_the_day() -> None:
    async with city() as c:
        group = c.group("GSGS")
        for number in range(3):
            await filed(c, f"{SECOND}这是第{number}个门店。", boss=c.bosses[number])
        await c.to("2026-03-09 13:00")
        hush(c)
        for number in range(3):
            await withdrawn(c, number)
        for number in range(3, 5):
            await c.bosses[number].says(f"{SECOND}这是第{number}个门店。")
            await c.bosses[number].presses("提交")
        await c.to("2026-03-09 17:30")
        days = [when for when in at(chases(group)) if when.startswith("3/9 ")]
        assert "3/9 17:25" in days, "the new ones are reminded of"
        assert len(days) <= 3, days
        hush(c)


async def withdrawn(c: City, boss: int) -> None:
    """An enterprise takes its case back."""
    who = c.bosses[boss]
    await who.says("/my")
    for label in (f"{boss + 1:06d}"[-6:], "撤回", "没有，是我自己要撤"):
        message: dict[str, Any] = next(
            one
            for one in reversed(who.chat.messages())
            if any(label in button["text"] for row in one.get("keyboard") or [] for button in row)
        )
        full = next(b["text"] for row in message["keyboard"] for b in row if label in b["text"])
        await who.presses(full, under=message)


async def test_a_reminder_that_leaves_with_a_digest_is_in_that_digest_and_not_in_the_one_after_the_limit() -> None:
    async with city() as c:
        group, owner = await filed(c, STOPPED)
        await owner.presses("签收", in_=group)
        await owner.says(ANSWER, in_=group, reply_to=group.card())
        for label in ("办结答复", "已解决", "发送给企业"):
            await owner.presses(label, in_=group)
        await c.to("2026-03-09 19:52")
        await c.boss.presses("没解决")
        await c.boss.presses("没联系我")  # first contact by 3/10 10:16, a reminder two hours before: 08:16
        hush(c)
        await c.to("2026-03-10 10:15")
        assert at(chases(group, "汇总", "000001")) == ["3/10 09:00"]
        hush(c)


async def test_two_limits_of_one_case_that_are_told_at_one_moment_are_one_notice() -> None:
    async with city(start=datetime(2026, 3, 8, 13, 42, tzinfo=ZONE)) as c:
        group, owner = c.group("GSGS"), c.officer("GSGS")
        await c.boss.says(WATER)
        await c.boss.presses("提交")  # on a Sunday: to be signed by 15:00 on Monday, first contact by 17:30
        await c.to("2026-03-09 14:55")
        hush(c)
        await asks_transfer(c, group, owner)  # awaited until 9:55 on Tuesday; at 10:00 both are told
        await c.to("2026-03-10 14:00")
        notices = chases(group, "【逾期】")
        assert at(notices) == ["3/10 10:00"], [text_of(one) for one in notices]
        assert "签收、首联" in text_of(notices[0])
        hush(c)


async def test_what_was_done_meanwhile_needs_no_line_in_the_digest() -> None:
    async with city() as c:
        group, owner = await filed(c)
        with patch.object(
            chase_ladder, "enough_today", lambda *_: True
        ):  # the owner heard enough: the digest must say it
            await c.to("2026-03-09 12:01")
        group.hears_nothing()
        await owner.presses("签收", in_=group)
        group.ignore()
        c.boss.ignore()
        await c.to("2026-03-09 15:01")
        group.hears_nothing()


async def test_what_was_not_done_stands_in_the_digest() -> None:
    async with city() as c:
        group, _owner = await signed(c)
        await c.to("2026-03-10 09:01")
        group.sees("09:00 汇总", "3/10 17:30 前首联")
