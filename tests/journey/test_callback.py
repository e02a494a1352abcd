"""抽样回访: the enterprise is asked directly, once, by day; the unit never hears of it, and a denial becomes nobody's verdict."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlmodel import select

from bot.desk import callback
from bot.desk.work import Work
from storage.tables import CaseFile, Event, Look, Person, Timer
from storage.vault import MasterKeys, Vault
from storage.vocabulary import EventKind, Secrecy, State, TimerKind
from tests.journey.desk_steps import ANSWER, BRIBE, answered, filed, labels, row
from tests.journey.test_betrayal import TRACES, complained, leaks
from tests.journey.test_office_decides import chief
from tests.support.city import Actor, Chat, City, city, text_of

MORNING = "2026-03-10 10:00"
CALL = "2026-03-12 08:30"
DRAWN = callback.lot  # the real one: a city puts its own in its place


def hush(c: City) -> None:
    """Everything that is there was expected."""
    for entry in c.playground.chats()["chats"]:
        c.chat(entry["id"]).ignore()


async def solved(c: City) -> tuple[Chat, Actor]:
    """Answered, and the enterprise said that it is solved; it did not say whether anybody contacted it."""
    group, owner = await answered(c)
    await c.boss.presses("已解决")
    hush(c)
    return group, owner


async def left_a_phone(c: City) -> None:
    """The first entrepreneur has a number on record."""

    def put(session: Any) -> None:
        work = Work(session, c.bot.clock.now(), c.bot.office)
        person = session.exec(select(Person).where(Person.tg_id == c.boss.id)).one()
        person.phone_id = work.office.vault.put(session, person.key_id, "10012345678")

    await c.look(put)


async def steps(c: City) -> list[tuple[str, str, str]]:
    """What was recorded of the callback: step, question, answer."""

    def read(session: Any) -> list[tuple[str, str, str]]:
        query = select(Event).where(Event.kind == EventKind.CALLED_BACK).order_by(Event.id)  # type: ignore[arg-type]
        return [(e.data["step"], str(e.data.get("q", "")), str(e.data.get("a", ""))) for e in session.exec(query)]

    return list(await c.look(read))


async def test_three_taps_the_next_morning_in_one_message_and_nobody_else_hears() -> None:
    async with city(callbacks=True) as c:
        await solved(c)
        await c.to("2026-03-10 09:59")
        c.boss.hears_nothing()
        await c.to(MORNING)
        first = c.boss.sees("随机回访：QS-2026-000001", "1/3 办理期间，有人联系过您吗？")
        assert labels(first) == ["联系过", "没联系过", "跳过"]
        await c.boss.presses("联系过", under=first)
        c.boss.sees("2/3 问题真的解决了吗？")
        await c.boss.presses("解决了")
        c.boss.sees("3/3 有没有人要求您改评价或撤回诉求？")
        await c.boss.presses("没有")
        last = c.boss.sees("谢谢，QS-2026-000001 回访结束")
        assert labels(last) == []
        assert last["message_id"] == first["message_id"]
        await c.advance(days=12)
        assert [step for step, _q, _a in await steps(c)] == ["asked", "answered", "answered", "answered", "done"]


async def test_what_was_told_at_closing_is_not_asked_again_and_each_question_may_be_skipped() -> None:
    async with city(callbacks=True) as c:
        await answered(c)
        await c.boss.presses("已解决")
        await c.boss.presses("联系过")
        hush(c)
        await c.to(MORNING)
        c.boss.sees("1/2 问题真的解决了吗？")
        await c.boss.presses("跳过")
        c.boss.sees("2/2 有没有人要求您")
        await c.boss.presses("跳过")
        c.boss.sees("回访结束")
        assert (await steps(c))[1:3] == [("answered", "solved", "s"), ("answered", "pressed", "s")]


async def test_a_short_reply_is_as_good_as_a_tap_and_a_long_one_is_a_matter_of_its_own() -> None:
    async with city(callbacks=True) as c:
        await solved(c)
        await c.to(MORNING)
        question = c.boss.sees("1/3")
        await c.boss.says("没有。", reply_to=question)
        c.boss.sees("2/3")
        await c.boss.says("我们厂又停水了，昨天下午开始，机器全停，请供水公司来人。", reply_to=question)
        assert (await steps(c))[1:] == [("answered", "contacted", "n")]
        hush(c)
        await c.boss.says("解决了", reply_to=question)
        c.boss.sees("3/3")
        await c.boss.says("跳过", reply_to=question)
        c.boss.sees("回访结束")
        hush(c)


async def test_not_solved_offers_to_have_it_done_again_by_one_tap() -> None:
    async with city(callbacks=True) as c:
        group, _owner = await solved(c)
        await c.to(MORNING)
        for label in ("联系过", "没解决", "跳过"):
            await c.boss.presses(label)
        assert labels(c.boss.sees("没解决的，点下面就重新办理")) == ["重新办理"]
        await c.boss.presses("重新办理")
        c.boss.ignore()
        group.sees("【重办】QS-2026-000001")
        hush(c)
        assert (await row(c)).reopens == 1


async def test_pressure_for_a_better_rating_goes_to_the_sealed_contact_and_is_not_on_the_cases_record() -> None:
    async with city(callbacks=True) as c:
        group, _owner = await solved(c)
        await c.to(MORNING)
        await c.boss.presses("联系过")
        await c.boss.presses("解决了")
        await c.boss.presses("有")
        last = next(m for m in reversed(c.boss.chat.messages()) if "回访结束" in text_of(m))
        assert text_of(last) == "谢谢，QS-2026-000001 回访结束。"
        c.boss.ignore()
        contact = c.staff("JWJW-01")
        contact.sees("QS-2026-000002")
        contact.ignore()
        group.hears_nothing()
        c.clerks.hears_nothing()
        c.supervisors.hears_nothing()
        assert (await row(c, "QS-2026-000002")).secrecy is Secrecy.C
        assert ("answered", "pressed", "said") in await steps(c)
        hush(c)
        await c.advance(days=2)
        hush(c)


async def test_a_second_case_of_the_same_person_is_spared_within_thirty_days() -> None:
    async with city(callbacks=True) as c:
        await solved(c)
        await c.to(MORNING)
        c.boss.sees("随机回访：QS-2026-000001")
        group, owner = await filed(c, "我们厂门口的路灯坏了三个，晚上装货看不见，请城管来修。", unit="CGJ")
        await owner.presses("签收", in_=group)
        hush(c)
        await owner.says(ANSWER, in_=group, reply_to=group.card())
        for label in ("办结答复", "已解决", "发送给企业"):
            await owner.presses(label, in_=group)
        await c.boss.presses("已解决")
        hush(c)
        await c.to("2026-03-11 12:00")
        c.boss.hears_nothing()
        assert "spared" in [step for step, _q, _a in await steps(c)]


async def test_nobody_is_asked_at_night_even_after_an_outage() -> None:
    async with city(callbacks=True) as c:
        await solved(c)

        def late(session: Any) -> None:
            timer = session.exec(select(Timer).where(Timer.kind == TimerKind.CALLBACK)).one()
            timer.at = timer.at.replace(hour=15)  # 23:00 here

        await c.look(late)
        await c.to("2026-03-11 08:29")
        c.boss.hears_nothing()
        await c.to("2026-03-11 08:31")
        c.boss.sees("随机回访")
        hush(c)


async def test_who_does_not_answer_is_rung_up_by_the_clerks_and_a_denial_is_offered_a_new_round() -> None:
    async with city(callbacks=True) as c:
        await solved(c)
        await left_a_phone(c)
        await c.to(MORNING)
        c.boss.sees("随机回访")
        await c.to(CALL)
        card = c.clerks.sees("【请电话回访】QS-2026-000001", "3/16 17:30 前")
        assert labels(card) == ["看号码", "打通了", "没打通"]
        assert "10012345678" not in text_of(card)
        clerk = c.staff("PLAT-01")
        await clerk.presses("看号码", in_=c.clerks)
        clerk.sees("10012345678")
        await clerk.presses("打通了", in_=c.clerks)
        c.clerks.sees("企业怎么说：办理期间，有人联系过您吗？")
        await clerk.presses("没联系过", in_=c.clerks)
        c.clerks.sees("企业怎么说：问题真的解决了吗？")
        await clerk.presses("没解决", in_=c.clerks)
        c.clerks.sees("已回访：没人联系过，没解决")
        assert labels(c.boss.sees("您在电话回访里说 QS-2026-000001 没解决")) == ["重新办理"]
        assert "已经结束" in await c.boss.presses("跳过")
        under, case_id = c.boss.chat.card("随机回访"), (await row(c)).id
        await c.boss.forges(f"cbk:{case_id}:0:1.pressed.y", in_=c.boss.chat, under=under)
        assert (await row(c, "QS-2026-000002")).secrecy is Secrecy.C  # told late, and not lost
        hush(c)
        await c.advance(days=1)
        hush(c)
        looks = await c.look(lambda session: [one.what for one in session.exec(select(Look))])
        assert "callback" in looks


async def test_the_owner_of_the_case_is_no_clerk_and_learns_no_number() -> None:
    async with city(callbacks=True) as c:
        group, owner = await solved(c)
        await left_a_phone(c)
        await c.to(CALL)
        hush(c)
        card = group.messages()[0]
        case_id = (await row(c)).id
        assert await owner.forges(f"cbphone:{case_id}", in_=group, under=card)
        owner.hears_nothing()
        assert await owner.forges(f"cbs:{case_id}:0:1.solved.y", in_=group, under=card)
        assert all(step != "answered" for step, _q, _a in await steps(c))


async def test_three_calls_at_different_hours_end_it_as_not_reached() -> None:
    async with city(callbacks=True) as c:
        await solved(c)
        await left_a_phone(c)
        await c.to(CALL)
        hush(c)
        clerk = c.staff("PLAT-01")
        assert "第1次" in await clerk.presses("没打通", in_=c.clerks)
        assert "换个时段" in await clerk.presses("没打通", in_=c.clerks)
        await c.to("2026-03-12 15:00")
        assert "第2次" in await clerk.presses("没打通", in_=c.clerks)
        await c.to("2026-03-13 09:00")
        assert "第3次" in await clerk.presses("没打通", in_=c.clerks)
        c.clerks.sees("打了3次没打通，不用再打")
        await c.advance(days=9)
        assert "late" not in [step for step, _q, _a in await steps(c)]
        await c.boss.presses("联系过")  # the bot's question stays open to the enterprise
        c.boss.sees("2/3")


async def test_a_call_not_made_is_reminded_of_on_three_mornings_and_then_on_record() -> None:
    async with city(callbacks=True) as c:
        await solved(c)
        await left_a_phone(c)
        await c.to(CALL)
        hush(c)
        await c.to("2026-03-16 08:30")
        c.clerks.sees("时限是今天 3/16 17:30", "请今天打")
        for day in (17, 18):
            await c.to(f"2026-03-{day} 08:30")
            c.clerks.sees("已超过回访时限（3/16 17:30）")
        await c.to("2026-03-19 08:30")
        c.clerks.sees("已过时限，没有回访")
        await c.advance(days=4)
        assert [step for step, _q, _a in await steps(c)] == ["asked", "ringing", "late", "late", "late", "lapsed"]


async def test_the_queue_names_the_calls_to_be_made_to_the_clerks_and_in_no_other_group() -> None:
    async with city(callbacks=True) as c:
        group, _owner = await solved(c)
        await left_a_phone(c)
        clerk = c.staff("PLAT-01")
        await c.to(MORNING)
        hush(c)
        await clerk.says("/queue", in_=c.clerks)
        assert "回访" not in text_of(c.clerks.sees("队列是空的"))  # drawn, and nobody's business yet
        await c.to(CALL)
        hush(c)
        await clerk.says("/queue")
        clerk.sees("待电话回访 1 件：000001")
        await clerk.presses("回访 000001")
        clerk.sees("【请电话回访】QS-2026-000001")
        c.playground.join(clerk.id, group.id)
        await clerk.says("/queue", in_=group)
        assert "000001" not in text_of(group.sees("队列是空的"))
        await clerk.presses("打通了")
        await clerk.presses("联系过")
        await clerk.presses("解决了")
        clerk.sees("已回访")
        c.clerks.sees("已回访：联系过，已解决")
        hush(c)


async def test_without_a_number_no_clerk_is_bothered() -> None:
    async with city(callbacks=True) as c:
        await solved(c)
        await c.to(MORNING)
        c.boss.sees("随机回访")
        await c.to("2026-03-20 09:00")
        assert [step for step, _q, _a in await steps(c)] == ["asked", "unreached"]


async def test_an_answer_to_the_bot_takes_the_task_off_the_clerks() -> None:
    async with city(callbacks=True) as c:
        await solved(c)
        await left_a_phone(c)
        await c.to(CALL)
        hush(c)
        for label in ("联系过", "解决了", "没有"):
            await c.boss.presses(label)
        c.boss.sees("回访结束")
        c.clerks.sees("企业已在线回答，不用再打")
        await c.advance(days=7)


async def test_a_reopened_case_is_not_asked_about() -> None:
    async with city(callbacks=True) as c:
        await solved(c)
        await c.boss.presses("没解决，重新打开")
        hush(c)
        found = await c.look(lambda s: s.exec(select(Timer).where(Timer.kind == TimerKind.CALLBACK)).all())
        assert found == []
        hush(c)


async def test_the_lot_is_the_same_each_time_and_hangs_on_the_citys_own_key() -> None:
    async with city() as c:
        await filed(c)

        def read(session: Any) -> tuple[list[int], list[int], list[int]]:
            case = session.exec(select(CaseFile)).one()
            ours = Work(session, c.bot.clock.now(), c.bot.office)
            other = replace(c.bot.office, vault=Vault(MasterKeys.from_secret(b"another city's secret")))
            theirs = Work(session, c.bot.clock.now(), other)
            rounds = [CaseFile(**case.model_dump(exclude={"round"}), round=n) for n in range(1, 21)]
            return tuple([DRAWN(work, one) for one in rounds] for work in (ours, ours, theirs))  # type: ignore[return-value]

        first, second, elsewhere = await c.look(read)
        assert first == second != elsewhere
        assert set(first) <= set(range(100))
        hush(c)


async def test_a_case_closed_in_silence_is_asked_about_as_well() -> None:
    async with city(callbacks=True) as c:
        await answered(c)
        while (await row(c)).state is not State.CLOSED:
            await c.working_day(17)
            await c.advance(hours=1)
        hush(c)
        await c.working_day(12)
        c.boss.sees("随机回访：QS-2026-000001", "1/3")


async def test_not_drawn_means_not_asked() -> None:
    async with city() as c:
        await solved(c)
        await left_a_phone(c)
        await c.advance(days=8)
        assert await steps(c) == []


async def test_about_conduct_only_the_office_rings_up_and_the_accused_unit_reads_nothing() -> None:
    async with city(callbacks=True) as c:
        await complained(c)
        group, owner = c.group("YSB"), c.officer("YSB")
        await owner.presses("签收", in_=group)
        hush(c)
        await owner.says(ANSWER, in_=group, reply_to=group.card("办理中"))
        for label in ("办结答复", "已解决", "发送给企业"):
            await owner.presses(label, in_=group)
        await c.boss.presses("已解决")
        await left_a_phone(c)
        hush(c)
        await c.to(MORNING)
        c.boss.sees("随机回访：QS-2026-000001")
        await c.to(CALL)
        c.clerks.hears_nothing()
        c.supervisors.sees("【请电话回访】QS-2026-000001")
        assert "由您承办" in await owner.presses("看号码", in_=c.supervisors)
        office = chief(c)
        await office.presses("打通了", in_=c.supervisors)
        await office.presses("没联系过", in_=c.supervisors)
        await office.presses("解决了", in_=c.supervisors)
        c.supervisors.sees("已回访：没人联系过，已解决")
        assert leaks(c, "GSGS", *TRACES, "000001") == []
        hush(c)


async def test_who_asked_not_to_be_known_is_not_rung_up() -> None:
    async with city(callbacks=True) as c:
        await solved(c)
        await left_a_phone(c)

        def anonymous(session: Any) -> None:
            session.exec(select(CaseFile)).one().anonymous = True

        await c.look(anonymous)
        await c.to("2026-03-20 09:00")
        c.boss.sees("随机回访")
        c.clerks.hears_nothing()
        assert [step for step, _q, _a in await steps(c)] == ["asked", "unreached"]

        def named(session: Any) -> None:
            session.exec(select(CaseFile)).one().anonymous = False

        await c.look(named)


async def test_a_sealed_case_is_never_called_back() -> None:
    async with city(callbacks=True) as c:
        await c.boss.says(BRIBE)
        hush(c)
        contact = c.staff("JWJW-01")
        await contact.presses("已收到")
        await contact.presses("办结")
        await contact.presses("确定办结")
        hush(c)
        assert (await row(c)).state is State.CLOSED
        timers = await c.look(lambda s: s.exec(select(Timer).where(Timer.kind == TimerKind.CALLBACK)).all())
        assert timers == []
        await c.advance(days=8)
        assert await steps(c) == []
        hush(c)
