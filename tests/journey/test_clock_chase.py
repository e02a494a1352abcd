"""The clock and the chase: few messages, at working times, to the owner first and upwards when nobody answers."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import col, select

from bot.desk import clocks, dispatch
from bot.desk.work import Actor as WorkActor
from bot.desk.work import Work
from bot.rules.limits import Limit
from storage.tables import CaseFile, Deadline, Timer
from storage.vocabulary import Role, Stage, TimerKind, Urgency
from tests.journey.desk_steps import UNSURE, answered, filed, kinds, row, signed
from tests.support.city import ZONE, Actor, Chat, City, city, text_of

CRITICAL = "开发区我们厂正在停水，冷库断水就要爆管，库里两千吨货，马上救急，供水公司快来！"
SECOND = "我们店在老城区，自来水是黄的，已经两天了，请供水公司来冲洗管道。"


def local(message: dict[str, Any]) -> datetime:
    """When a message was sent, city time."""
    return datetime.fromisoformat(message["date"]).astimezone(ZONE)


def chases(chat: Chat, *parts: str) -> list[dict[str, Any]]:
    """The chasing messages in a chat: everything but cards and answers."""
    marks = ("【逾期", "汇总｜", "来不及请现在申请延期")
    found = [m for m in chat.messages() if any(mark in text_of(m) for mark in marks)]
    return [m for m in found if all(part in text_of(m) for part in parts)]


def at(messages: list[dict[str, Any]]) -> list[str]:
    """Their times: `3/9 11:55`."""
    return [f"{when.month}/{when.day} {when:%H:%M}" for when in map(local, messages)]


def hush(c: City) -> None:
    """Everything that is there was expected."""
    for entry in c.playground.chats()["chats"]:
        c.chat(entry["id"]).ignore()


async def phoned(c: City, group: Chat, owner: Actor, part: str = "000001｜") -> None:
    """The owner rang the enterprise of a case and says so."""
    await owner.presses("联系企业", in_=group, under=group.card(part))
    await owner.presses("已电话联系上")
    hush(c)


async def limits(c: City) -> dict[Stage, Deadline]:
    """The first case's limits, by stage."""

    def read(session: Any) -> dict[Stage, Deadline]:
        rows = list(session.exec(select(Deadline).where(Deadline.case_id == 1)))
        session.expunge_all()
        return {one.stage: one for one in rows}

    found: dict[Stage, Deadline] = await c.look(read)
    return found


async def test_nobody_signs_so_there_is_a_reminder_then_one_notice_and_then_the_clock_signs_it_as_late() -> None:
    async with city() as c:
        group, _owner = await filed(c)
        await c.to("2026-03-09 15:29")
        assert at([group.sees("请签收：3月9日（周一）15:30 前")]) == ["3/9 11:55"]
        group.hears_nothing()
        await c.to("2026-03-09 17:30")
        notice = group.sees("【逾期】QS-2026-000001 签收时限 3/9 15:30 已过", "L1")
        assert at([notice]) == ["3/9 15:30"]
        await c.to("2026-03-10 10:31")
        group.sees("09:00 汇总", "签收已超期")
        group.sees("办理中")
        c.boss.ignore()
        assert (await row(c)).state.name == "WORKING"
        signs = (await limits(c))[Stage.SIGN]
        assert signs.breached_at == signs.due_at
        assert signs.met_at is not None


async def test_a_breach_is_kept_with_the_minute_at_which_it_happened() -> None:
    async with city() as c:
        await signed(c)
        await c.to("2026-03-10 17:31")
        hush(c)
        contact = (await limits(c))[Stage.FIRST_CONTACT]
        assert contact.breached_at == datetime(2026, 3, 10, 17, 30, tzinfo=ZONE)
        assert "BREACHED" in await kinds(c)


async def test_an_ignored_case_climbs_to_the_deputy_and_the_office_and_then_to_the_chief() -> None:
    async with city() as c:
        group, _owner = await signed(c)
        await c.to("2026-03-12 08:31")
        assert at(chases(group, "【逾期】", "首联时限", "L1")) == ["3/11 08:30"]
        assert at([c.officer("GSGS", 4).sees("【逾期L2】", "首联", "已催3次", "3/9 09:00 签收")]) == ["3/12 08:30"]
        office = c.supervisors.sees("【逾期】QS-2026-000001", "首联超期", "已催3次", "还没有联系企业", "建议")
        assert at([office]) == ["3/12 08:30"]
        assert (await row(c)).supervised
        await c.to("2026-03-13 08:31")
        assert at([c.officer("GSGS", 5).sees("【逾期L3】", "首联、答复")]) == ["3/13 08:30"]
        hush(c)


async def test_a_case_late_at_two_stages_is_one_notice_that_names_both() -> None:
    async with city() as c:
        group, _owner = await signed(c)
        await c.to("2026-03-16 12:00")
        assert len(chases(c.supervisors)) == 1
        assert "首联、答复超期" in text_of(chases(c.supervisors)[0])
        assert len(chases(c.officer("GSGS", 4).chat)) == 1
        assert len(chases(c.officer("GSGS", 5).chat)) == 1
        assert chases(c.staff("YSB-01").chat) == [], "the office has its group: nobody hears it twice"
        assert at(chases(group, "首联、答复时限均已过")) == ["3/13 08:30"]
        hush(c)


async def test_when_the_oldest_limit_is_met_the_next_late_one_leads_the_ladder() -> None:
    async with city() as c:
        group, owner = await signed(c)
        await c.to("2026-03-12 10:00")
        hush(c)
        await phoned(c, group, owner)
        await c.to("2026-03-16 08:31")
        assert len(chases(c.supervisors)) == 2, "another limit, another failure: it may be told"
        c.supervisors.sees("答复超期", "已签收，没有答复企业")
        assert len(chases(c.officer("GSGS", 4).chat)) == 2
        hush(c)


async def test_the_number_of_chases_is_the_number_of_messages_that_the_owner_got() -> None:
    async with city() as c:
        group, _owner = await signed(c)
        await c.to("2026-03-12 08:31")
        got = [m for m in chases(group) if local(m) <= datetime(2026, 3, 12, 8, 30, tzinfo=ZONE)]
        assert f"已催{len(got)}次" in text_of(chases(c.officer("GSGS", 4).chat)[0])
        hush(c)


async def test_a_week_in_which_one_case_is_ignored_stays_within_what_a_person_can_bear(capsys: Any) -> None:
    async with city() as c:
        group, _owner = await signed(c)
        await c.to("2026-03-16 09:01")
        chats = {"owner (group)": group, "supervisors": c.supervisors}
        chats |= {f"seat {seat}": c.officer("GSGS", seat).chat for seat in range(1, 6)}
        week = {name: chases(chat) for name, chat in chats.items()}
        with capsys.disabled():
            print({name: len(found) for name, found in week.items()})
        by_day = Counter(local(m).date() for m in week["owner (group)"])
        digests = Counter(local(m).date() for m in week["owner (group)"] if "汇总｜" in text_of(m))
        assert max(by_day.values()) <= 3
        assert max(digests.values()) <= 2
        assert len(week["owner (group)"]) <= 8
        assert [len(week[f"seat {seat}"]) for seat in range(1, 6)] == [0, 0, 0, 1, 1]
        assert len(week["supervisors"]) == 1
        texts = [text_of(m) for m in week["owner (group)"]]
        assert len(texts) - len(set(texts)) <= 1, "the same words are not sent again"
        hush(c)


async def test_nothing_is_said_at_night_at_lunch_or_on_a_weekend() -> None:
    async with city() as c:
        group, _owner = await filed(c)
        await c.to("2026-03-23 17:30")
        open_ = c.bot.office.calendar.moment_in_span
        people = [c.officer("GSGS", seat).chat for seat in range(1, 6)]
        found = [m for chat in (group, c.supervisors, c.clerks, *people) for m in chases(chat)]
        assert len(found) > 8
        assert [at([m]) for m in found if not open_(local(m))] == []
        hush(c)


async def test_cases_that_wait_for_the_same_digest_leave_in_one_message_at_nine_or_three() -> None:
    async with city() as c:
        group, owner = await signed(c)
        await filed(c, SECOND, boss=c.bosses[1])
        await owner.presses("签收", in_=group)
        hush(c)
        await c.to("2026-03-13 17:00")
        digests = chases(group, "汇总｜")
        assert {f"{local(m):%H:%M}" for m in digests} <= {"09:00", "15:00"}
        assert any("待办2" in text_of(m) and "000001" in text_of(m) and "000002" in text_of(m) for m in digests)
        assert max(Counter(local(m).date() for m in digests).values()) <= 2
        hush(c)


async def test_what_was_said_alone_a_moment_ago_is_not_said_again_in_the_digest() -> None:
    async with city() as c:
        group, _owner = await signed(c)
        await c.to("2026-03-11 17:30")
        assert [when for when in at(chases(group)) if when.startswith("3/11")] == ["3/11 08:30"]
        hush(c)


async def test_ten_late_cases_do_not_make_ten_notices() -> None:
    async with city() as c:
        group = c.group("GSGS")
        for number in range(6):
            await filed(c, f"{SECOND}这是第{number}个门店。", boss=c.bosses[number % len(c.bosses)])
        hush(c)
        await c.to("2026-03-12 17:30")
        by_day = Counter(local(m).date() for m in chases(group))
        assert max(by_day.values()) <= 5, "three to a person, and two digests"
        deputy = Counter(local(m).date() for m in chases(c.officer("GSGS", 4).chat))
        assert max(deputy.values(), default=0) <= 4
        assert any("逾期汇总" in text_of(m) for m in chases(c.officer("GSGS", 4).chat))
        hush(c)


async def test_an_urgent_danger_is_told_at_night_and_the_clerks_are_asked_to_ring() -> None:
    async with city(start=datetime(2026, 3, 9, 22, 0, tzinfo=ZONE)) as c:
        await c.boss.says(CRITICAL)
        c.boss.ignore()
        case = await row(c)
        assert case.urgency is Urgency.CRITICAL
        group = c.group(case.unit)
        assert at([group.sees("【新单】")]) == ["3/9 22:00"]
        assert at([c.officer(case.unit).sees("QS-2026-000001")]) == ["3/9 22:00"]
        c.clerks.sees("QS-2026-000001", "电话")
        await c.advance(minutes=31)
        assert at(chases(group, "【逾期】", "签收")) == ["3/9 22:30"]
        hush(c)


async def test_an_answered_case_is_chased_no_more() -> None:
    async with city() as c:
        group, _owner = await answered(c)
        before = len(chases(group))
        await c.to("2026-03-13 17:30")
        assert len(chases(group)) == before
        assert chases(c.supervisors) == []
        hush(c)


async def test_a_withdrawn_or_closed_case_leaves_the_digest_it_waited_for() -> None:
    async with city() as c:
        group, _owner = await answered(c)
        await c.boss.presses("已解决")
        hush(c)
        before = len(chases(group))
        await c.advance(days=14)
        assert len(chases(group)) == before
        hush(c)


async def jump(c: City, when: str) -> None:
    """The machine was off until then: one jump, and everything that was due comes at once."""
    c.demo.clock.move_to(datetime.fromisoformat(when).replace(tzinfo=ZONE))
    await c.settle()


async def test_after_three_days_of_outage_each_person_gets_one_digest_and_the_breaches_their_true_times() -> None:
    async with city() as c:
        group, owner = await signed(c)
        await filed(c, SECOND, boss=c.bosses[1])
        await owner.presses("签收", in_=group)
        hush(c)
        await jump(c, "2026-03-13 09:30")
        for chat in (group, c.supervisors, c.officer("GSGS", 4).chat, c.officer("GSGS", 5).chat):
            assert chases(chat) == [], "no ladder is replayed"
        rows = await limits(c)
        assert rows[Stage.FIRST_CONTACT].breached_at == rows[Stage.FIRST_CONTACT].due_at
        assert rows[Stage.REPLY].breached_at == rows[Stage.REPLY].due_at
        await c.to("2026-03-13 15:01")
        for chat in (group, c.supervisors, c.officer("GSGS", 4).chat):
            found = [m for m in chases(chat) if local(m).date().day == 13]
            assert len(found) == 1
            assert at(found) == ["3/13 15:00"]
            assert "000001" in text_of(found[0])
            assert "000002" in text_of(found[0])
        assert (await row(c)).supervised
        hush(c)


async def test_what_was_answered_meanwhile_is_not_in_the_digest_after_an_outage() -> None:
    async with city() as c:
        group, owner = await signed(c)
        await filed(c, SECOND, boss=c.bosses[1])
        await owner.presses("签收", in_=group)
        hush(c)
        await jump(c, "2026-03-13 09:30")
        await phoned(c, group, owner)
        await c.to("2026-03-13 15:01")
        found = [text_of(m) for m in chases(c.supervisors)]
        assert len(found) == 1
        assert "000001 答复超期" in found[0]
        assert "000002 首联、答复超期" in found[0]
        hush(c)


async def test_while_a_request_waits_for_its_ruling_the_ladder_waits_and_goes_on_after_it() -> None:
    async with city() as c:
        await signed(c)

        def pend(session: Any, what: dict[str, str] | None) -> None:
            session.exec(select(CaseFile)).one().pending = what

        await c.to("2026-03-11 17:00")
        hush(c)
        await c.look(lambda s: pend(s, {"what": "extension", "days": "5"}))
        await c.to("2026-03-12 12:00")
        assert chases(c.supervisors) == []
        await c.look(lambda s: pend(s, None))
        await c.to("2026-03-12 15:31")
        assert len(chases(c.supervisors)) == 1
        hush(c)


async def test_a_new_policy_does_not_move_the_clocks_of_a_case_that_runs() -> None:
    async with city() as c:
        await signed(c)
        plan = await _plan(c)
        policy = c.bot.office.policy
        hasty = {stage: dict.fromkeys(by, Limit.parse("30 min")) for stage, by in policy.limits.items()}
        ladder = tuple(replace(rule, after=Limit.parse("30 wd")) for rule in policy.ladder[1:])
        changed = replace(policy, limits=hasty, ladder=(policy.ladder[0], *ladder[:1])).stamped()
        assert changed.version != policy.version
        c.bot.office = replace(c.bot.office, policy=changed)
        assert await _plan(c) == plan
        await c.to("2026-03-12 08:31")
        assert len(chases(c.supervisors)) == 1, "the second rung comes when the case's own policy says"
        hush(c)


async def test_a_case_that_moves_to_another_unit_keeps_its_own_policy() -> None:
    async with city() as c:
        group, _owner = await signed(c)
        before = (await row(c)).policy_version
        c.bot.office = replace(c.bot.office, policy=replace(c.bot.office.policy, version="later").stamped())

        def move(session: Any) -> bool:
            work = Work(session, c.bot.clock.now(), c.bot.office)
            case = work.case(1)
            assert case is not None
            return dispatch.move_unit(work, case, "RQGS", WorkActor(Role.SUPERVISOR), "督办改派")

        assert await c.look(move)
        await c.settle()
        moved = await row(c)
        assert (moved.unit, moved.policy_version) == ("RQGS", before)
        group.sees("已转其他单位办理")
        hush(c)


async def _plan(c: City) -> list[tuple[str, datetime]]:
    def read(session: Any) -> list[tuple[str, datetime]]:
        work = Work(session, c.bot.clock.now(), c.bot.office)
        case = work.case(1)
        assert case is not None
        rows = session.exec(select(Deadline).order_by(col(Deadline.id)))
        return [(step.name, step.at) for one in rows for step in clocks.plan_of(work, case, one)]

    found: list[tuple[str, datetime]] = await c.look(read)
    return found


async def test_an_open_case_is_named_each_working_day_even_when_the_ladder_is_at_its_end() -> None:
    async with city() as c:
        group, _owner = await signed(c)
        await c.to("2026-04-30 08:00")
        hush(c)
        await c.advance(hours=9)
        assert len(chases(group)) > 20
        today = [m for m in chases(group) if local(m).date().day == 30 and local(m).date().month == 4]
        assert at(today) == ["4/30 09:00"]
        hush(c)


async def test_the_unit_is_asked_by_the_clock_only_as_long_as_somebody_owes_something() -> None:
    async with city() as c:
        await answered(c)

        def kinds_of(session: Any) -> set[TimerKind]:
            return {timer.kind for timer in session.exec(select(Timer).where(Timer.case_id == 1))}

        assert await c.look(kinds_of) == {TimerKind.CONFIRM_NUDGE, TimerKind.CONFIRM_END}
        assert timedelta(0) < (await limits(c))[Stage.RESOLVE].due_at - c.bot.clock.now()


async def test_a_case_that_no_clerk_dispatches_is_told_to_the_clerks_and_next_day_to_the_office() -> None:
    async with city() as c:
        await c.boss.says(UNSURE)
        await c.boss.presses("提交")
        c.boss.ignore()
        c.clerks.sees("QS-2026-000001")
        await c.to("2026-03-09 17:30")
        assert at([c.clerks.sees("QS-2026-000001")]) == ["3/9 15:30"]
        c.supervisors.hears_nothing()
        await c.to("2026-03-11 08:31")
        notice = c.supervisors.sees("【逾期】QS-2026-000001", "分派超期", "还没有分派")
        assert at([notice]) == ["3/11 08:30"]
        hush(c)


async def test_after_an_outage_the_enterprise_is_asked_once_for_its_verdict() -> None:
    async with city() as c:
        await answered(c)
        await jump(c, "2026-03-13 09:30")
        c.boss.sees("解决没有请点一下")
        c.boss.hears_nothing()
        hush(c)
