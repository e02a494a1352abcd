"""/decide: what a meeting decided has one owner and one date, is chased, and ends when whoever decided says so (A14)."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import SecretStr
from sqlmodel import select

from bot.desk.supervisor import decide_chase
from bot.desk.work import Work
from bot.texts.values import Message
from storage.tables import Decision, Event, Timer
from storage.vocabulary import DecisionStep, EventKind, Lane, TimerKind
from tests.journey.desk_steps import WATER, kinds, labels, signed
from tests.journey.test_packs import WATERFORCE, words_of
from tests.journey.test_supervisor_desk import chief, hush
from tests.journey.test_supervisor_race import RUDE, sent_file
from tests.support.city import Actor, City, city, text_of

WHAT = "更换园区支管并现场测压，测压记录报督办群。"
DONE = "支管3月11日换完，测压2.3公斤，记录已发督办群。"
HARD = "管材没有到货，需要住建局协调库存，3月18日能完成。"


async def about_water(c: City) -> Actor:
    """A case in hand, and the head of its section."""
    await signed(c)
    hush(c)
    return c.officer("GSGS", 3)


async def decided(c: City, when: str = "5个工作日", said: str = "/decide 000001") -> Actor:
    """An item about the water case, taken down in the supervisors' group; its owner has the card."""
    head = await about_water(c)
    boss, desk = chief(c), c.supervisors
    await boss.says(said, in_=desk)
    desk.sees("QS-2026-000001 会上定的事交给哪个单位")
    await boss.presses("市供水集团", in_=desk)
    await boss.says(WHAT, in_=desk, reply_to=desk.sees("交给 市供水集团", head.name, "写明要做什么"))
    desk.sees(WHAT, "什么时候完成")
    await boss.presses(when, in_=desk)
    desk.sees("请核对", "QS-2026-000001", head.name, WHAT)
    await boss.presses("确认交办", in_=desk)
    desk.sees("已交办 市供水集团", "过期每个工作日催")
    head.sees("【会上决定】QS-2026-000001", WHAT, "交办：督示一")
    return head


async def items(c: City) -> list[Any]:
    """All items, oldest first, detached."""

    def read(session: Any) -> list[Any]:
        rows = list(session.exec(select(Decision).order_by(Decision.id)))
        for row in rows:
            session.expunge(row)
        return rows

    return list(await c.look(read))


async def steps(c: City) -> list[DecisionStep]:
    """How far each is."""
    return [row.step for row in await items(c)]


async def test_four_taps_give_a_decision_an_owner_a_date_and_a_place_in_the_case_s_history() -> None:
    async with city() as c:
        await decided(c)
        card = c.officer("GSGS", 3).chat.card("【会上决定】")
        assert "3月16日（周一）17:30 前" in text_of(card)
        assert "事由：我们厂在经开区，自来水压力太低" in text_of(card)
        assert labels(card) == ["完成", "有困难"]
        assert card["protect"]
        assert (await kinds(c))[-1] == "DECIDED"
        facts = await c.look(lambda s: s.exec(select(Event).where(Event.kind == EventKind.DECIDED)).one().data)
        assert WHAT not in str(facts)


async def test_the_owner_is_reminded_before_the_day_and_chased_each_working_morning_and_the_decider_hears_once() -> (
    None
):
    async with city() as c:
        head = await decided(c)
        hush(c)
        await c.to("2026-03-13 08:29")
        assert not [m for m in head.chat.messages() if "会上决定待办" in text_of(m)]
        await c.to("2026-03-13 08:30")
        assert labels(head.sees("会上决定待办 1 项", "3/16 17:30 前")) == ["完成", "有困难"]
        await c.to("2026-03-17 08:30")
        assert labels(head.sees("会上决定待办 1 项", "已过期（3/16 17:30）")) == ["完成", "有困难"]
        chief(c).sees("会上决定过期 1 项", head.name)
        await c.to("2026-03-19 12:00")
        assert sum("会上决定待办" in text_of(m) for m in head.chat.messages()) == 4
        assert sum("会上决定过期" in text_of(m) for m in chief(c).chat.messages()) == 1
        hush(c)


async def test_a_report_is_accepted_in_one_tap_and_nobody_hears_of_it_again() -> None:
    async with city() as c:
        head = await decided(c)
        await head.presses("完成")
        prompt = head.sees("做了什么、结果怎样")
        await head.says("好了", reply_to=prompt)
        head.sees("没有记下", "做到哪一步")
        await head.says(DONE)
        head.sees("已报给 督示一")
        head.sees("已报完成，等交办人认可")
        chief(c).sees("【会上决定·报完成】", "QS-2026-000001", DONE)
        assert await steps(c) == [DecisionStep.REPORTED]
        await chief(c).presses("认可")
        chief(c).sees("已认可，销号")
        head.sees("督示一已认可，销号")
        assert await steps(c) == [DecisionStep.DONE]
        hush(c)
        await c.to("2026-03-20 12:00")
        for who in (head, chief(c)):
            assert not [m for m in who.chat.fresh() if "会上决定" in text_of(m)]
        assert not await c.look(lambda s: s.exec(select(Timer).where(Timer.kind == TimerKind.DECISION)).all())
        hush(c)


async def test_a_report_is_sent_back_with_a_date_and_is_owed_again() -> None:
    async with city() as c:
        head = await decided(c, "3个工作日")
        await head.says(DONE, reply_to=head.chat.card("【会上决定】"))
        head.sees("这段话要怎么用")
        await head.presses("报完成")
        head.ignore()
        chief(c).sees("报完成", DONE)
        await chief(c).presses("退回，再定日期")
        chief(c).sees("新的完成日期")
        await chief(c).says("再看看")
        chief(c).sees("没看懂日期", "3月20日")
        await chief(c).says("3月1日")
        chief(c).sees("已经过了", "连月份")
        await chief(c).says("3月19号之前")
        chief(c).sees("已退回", "3月19日（周四）17:30", head.name)
        chief(c).ignore()
        head.sees("还没有认可", "3月19日（周四）17:30 前", WHAT)
        row = (await items(c))[0]
        assert (row.step, row.returns) == (DecisionStep.OPEN, 1)
        hush(c)
        await c.to("2026-03-18 08:30")
        head.sees("会上决定待办 1 项", "3/19 17:30 前")
        hush(c)


async def test_a_difficulty_goes_to_the_decider_who_moves_keeps_or_drops_the_item() -> None:
    async with city() as c:
        head = await decided(c, "3个工作日")
        await head.presses("有困难")
        await head.says(HARD)
        head.ignore()
        assert labels(chief(c).sees("【会上决定·报困难】", HARD)) == ["改期", "按原时限", "取消这项决定"]
        await chief(c).presses("按原时限")
        chief(c).ignore()
        head.sees("已看过您说的困难", "3月12日（周四）17:30 前")
        await head.presses("有困难")
        await head.says(HARD)
        chief(c).sees("报困难")
        head.ignore()
        await chief(c).presses("改期")
        await chief(c).presses("10个工作日")
        chief(c).ignore()
        head.sees("完成时限已改", "3月23日（周一）17:30 前")
        await chief(c).says("/decide", in_=c.supervisors)
        c.supervisors.sees("未销号的会上决定 1 项", "3/23 17:30 前")
        await chief(c).presses("看1", in_=c.supervisors)
        assert labels(c.supervisors.sees("要办", HARD)) == ["改期", "取消这项决定"]
        await chief(c).presses("取消这项决定", in_=c.supervisors)
        head.ignore()
        assert await steps(c) == [DecisionStep.DROPPED]
        await chief(c).says("/decide", in_=c.supervisors)
        assert labels(c.supervisors.sees("没有未销号的会上决定")) == ["录一项新决定"]


async def test_what_nobody_looks_at_is_brought_back_to_whoever_decided_and_the_owner_is_left_alone() -> None:
    async with city() as c:
        head = await decided(c, "3个工作日")
        await head.presses("完成")
        await head.says(DONE)
        hush(c)
        await c.to("2026-03-11 08:30")
        assert labels(chief(c).sees("有 1 项会上决定等您一句话", "待认可")) == ["看第1项"]
        await chief(c).presses("看第1项")
        assert labels(chief(c).sees("最近的话", DONE)) == ["认可", "退回，再定日期"]
        hush(c)
        await c.to("2026-03-17 12:00")
        assert not [m for m in head.chat.fresh() if "会上决定" in text_of(m)]
        assert sum("等您一句话" in text_of(m) for m in chief(c).chat.messages()) == 3
        hush(c)


async def test_a_reply_to_a_case_s_card_begins_a_decision_about_it_and_a_typed_name_and_date_serve() -> None:
    async with city() as c:
        await about_water(c)
        await chief(c).says("/look 000001", in_=c.supervisors)
        await chief(c).says("/decide", in_=c.supervisors, reply_to=c.supervisors.sees("办理中"))
        prompt = c.supervisors.sees("QS-2026-000001 会上定的事")
        await chief(c).says("没有这个单位", in_=c.supervisors, reply_to=prompt)
        c.supervisors.sees("没有找到这个单位")
        await chief(c).says("住建", in_=c.supervisors, reply_to=prompt)
        owner = c.officer("ZJJ", 5)
        prompt = c.supervisors.sees("交给", owner.name)
        await chief(c).says(f"{WHAT}联系人电话10012345678", in_=c.supervisors, reply_to=prompt)
        c.supervisors.sees("没有记下", "电话")
        await chief(c).says(WHAT, in_=c.supervisors, reply_to=prompt)
        await chief(c).says("12个工作日内", in_=c.supervisors, reply_to=c.supervisors.sees("什么时候完成"))
        c.supervisors.sees("请核对", "3月25日（周三）17:30 前")
        await chief(c).presses("确认交办", in_=c.supervisors)
        c.supervisors.sees("已交办")
        owner.sees("【会上决定】QS-2026-000001", WHAT)


async def test_a_task_force_s_lead_decides_for_its_own_units_and_no_others() -> None:
    async with city() as c:
        head = await about_water(c)
        lead = c.officer(c.pack.chains.taskforces[WATERFORCE], 5)
        await lead.says("/decide")
        lead.sees("没有未销号的会上决定")
        await lead.presses("录一项新决定")
        prompt = lead.sees("会上定的事交给哪个单位")
        await lead.says("税务")
        lead.sees("不能承办")
        await lead.says("供水", reply_to=prompt)
        first = c.officer("GSGS", 5)
        lead.sees("交给 市供水集团", first.name)
        await lead.says("排查园区老旧支管，列出更换清单。")
        await lead.presses("10个工作日")
        await lead.presses("确认交办")
        lead.ignore()
        first.sees("【会上决定】", "排查园区老旧支管", lead.name)
        head.hears_nothing()
        await first.says("/decide")
        assert labels(first.sees("未销号的会上决定 1 项")) == ["看1"]
        await c.officer("SHW", 1).says("/decide")
        c.officer("SHW", 1).sees("不归您用")
        await c.boss.says("/decide")
        c.boss.sees("工作人员用的")


async def test_an_accused_unit_is_never_chosen_and_a_lead_sees_nothing_of_a_complaint() -> None:
    async with city() as c:
        await c.boss.says(RUDE)
        await c.boss.presses("提交")
        hush(c)
        await chief(c).says("/decide 000001", in_=c.supervisors)
        prompt = c.supervisors.sees("会上定的事")
        assert "市供水集团" not in labels(prompt)
        await chief(c).says("供水", in_=c.supervisors, reply_to=prompt)
        c.supervisors.sees("不能承办")
        told = await chief(c).forges("decwho:0:0:GSGS", in_=c.supervisors, under=prompt)
        assert "不能承办" in told
        lead = c.officer(c.pack.chains.taskforces[WATERFORCE], 5)
        await lead.says("/decide 000001")
        lead.sees("没有找到这件")
        await lead.says("/decide")
        await lead.presses("录一项新决定")
        await lead.says("供水")
        lead.ignore()
        await lead.says("供水公司的人收红包、吃拿卡要，让他们自己查一查是谁。")
        lead.sees("涉及作风或廉洁", "监督渠道")
        assert not await items(c)
        assert not [m for m in c.officer("GSGS", 5).chat.messages() if "会上决定" in text_of(m)]


async def test_stale_foreign_and_forged_presses_change_nothing() -> None:
    async with city() as c:
        head = await decided(c)
        card = head.chat.card("【会上决定】")
        other = c.officer("SHW", 1)
        await other.says("/help")
        under = other.sees("/todo")
        for forged in ("decdone:0:1:1", "decok:0:1:1", "decdrop:0:1:1", "decsee:0:1:1", "decmove:0:1:x", "decdone"):
            assert await other.forges(forged, in_=other.chat, under=under), forged
        assert await head.forges("decok:0:1:1", in_=head.chat, under=card)
        assert await head.forges("decdone:0:9:1", in_=head.chat, under=card)
        assert await chief(c).forges("decsure:0:0:y", in_=c.supervisors, under=c.supervisors.card("已交办"))
        assert await steps(c) == [DecisionStep.OPEN]
        head.ignore()


async def test_the_list_turns_its_pages_and_many_items_of_one_person_make_one_message_a_morning() -> None:
    async with city() as c:
        head = await decided(c, "3个工作日")
        await c.look(_seven_more)
        await chief(c).says("/decide", in_=c.supervisors)
        assert len([one for one in labels(c.supervisors.sees("8 项", "第1页")) if one.startswith("看")]) == 6
        await chief(c).presses("下一页", in_=c.supervisors)
        assert labels(c.supervisors.sees("8 项", "第2页")) == ["看7", "看8", "上一页", "录一项新决定"]
        hush(c)
        await c.to("2026-03-13 08:30")
        assert sum("会上决定待办 8 项" in text_of(m) for m in head.chat.messages()) == 2
        assert sum("会上决定过期 8 项" in text_of(m) for m in chief(c).chat.messages()) == 1
        hush(c)


def _seven_more(session: Any) -> None:
    """As many copies, each with a timer of its own."""
    row = session.exec(select(Decision)).one()
    timer = session.exec(select(Timer).where(Timer.kind == TimerKind.DECISION)).one()
    for n in range(2, 9):
        session.add(Decision(**{**row.model_dump(), "id": n}))
        kept = {**timer.model_dump(), "id": None, "key": f"-:DECISION:{n}", "data": {"decision": n}}
        session.add(Timer(**kept))


@pytest.mark.parametrize("said", ["/decide 9", "/decide abc", "/decide 999999"])
async def test_a_number_that_leads_nowhere_says_how_to_write_it(said: str) -> None:
    async with city() as c:
        await chief(c).says(said, in_=c.supervisors)
        c.supervisors.sees("没有找到这件", "/decide 000123")


async def test_the_next_weekly_sheet_lists_what_is_open_with_owner_and_date_and_takes_the_next_decision_down() -> None:
    async with city(packs=True) as c:
        head = await decided(c, "3个工作日")
        hush(c)
        await c.to("2026-03-16 09:00")
        lead = c.officer(c.pack.chains.taskforces[WATERFORCE], 5)
        message = lead.sees(f"周调度｜{WATERFORCE}", "会上决定未销号1项，过期1项")
        text = words_of(sent_file(c, message))
        for part in (
            "会上决定未销号（1项，过期1项）",
            f"市供水集团 {head.name}",
            "000001 更换园区支管",
            "3/12 17:30",
            "已过期",
        ):
            assert part in text, part
        hush(c)
        await lead.presses("录会上决定", under=message)
        lead.sees("会上定的事交给哪个单位")


async def test_a_morning_that_is_played_twice_says_everything_once() -> None:
    async with city() as c:
        head = await decided(c)
        await c.to("2026-03-17 08:30")
        hush(c)

        def again(session: Any) -> None:
            work = Work(session, c.bot.clock.now(), c.bot.office)
            decide_chase.fire(work, Timer(key="x", kind=TimerKind.DECISION, at=work.now, data={"decision": 1}))

        await c.look(again)
        await c.settle()
        head.hears_nothing()
        chief(c).hears_nothing()


async def test_a_name_that_gives_the_complainant_away_is_not_passed_on() -> None:
    async with city() as c:
        await c.boss.says(WATER + "我们是示范市晨光面业有限公司。")
        await c.boss.presses("提交")
        hush(c)
        await chief(c).says("/decide 000001")
        await chief(c).presses("市供水集团")
        chief(c).ignore()
        await chief(c).says("给晨光面业的车间换一段支管并测压。")
        chief(c).sees("没有记下", "企业或诉求人的名字")
        await chief(c).says("给反映的车间换一段支管并测压。")
        chief(c).sees("什么时候完成")


async def test_whoever_is_away_hands_the_item_to_the_next_in_the_unit() -> None:
    async with city() as c:
        head = await decided(c)
        hush(c)
        await c.look(lambda s: s.connection().exec_driver_sql("update staff set away = 1 where code = 'GSGS-03'"))
        await c.to("2026-03-13 08:30")
        deputy = c.officer("GSGS", 4)
        deputy.sees("会上决定待办 1 项")
        await deputy.presses("完成")
        await deputy.says(DONE)
        deputy.ignore()
        chief(c).sees("报完成", f"市供水集团 {deputy.name}", DONE)
        assert not [m for m in head.chat.fresh() if "待办" in text_of(m)]
        hush(c)


async def test_somebody_who_heard_enough_today_hears_of_it_the_next_day() -> None:
    async with city() as c:
        head = await decided(c)
        hush(c)
        await c.to("2026-03-12 17:00")
        cap = c.bot.office.policy.per_person_cap
        await c.to("2026-03-13 08:29")
        hush(c)

        def full(session: Any) -> None:
            work = Work(session, c.bot.clock.now(), c.bot.office)
            for n in range(cap):
                work.send(head.id, Message(f"催办{n}"), lane=Lane.CHASE, purpose="chase.rung", dedupe=f"full:{n}")

        await c.look(full)
        await c.to("2026-03-13 17:29")
        assert not [m for m in head.chat.messages() if "会上决定待办" in text_of(m)]
        await c.to("2026-03-16 09:00")
        assert [m for m in head.chat.messages() if "会上决定待办" in text_of(m)]
        hush(c)


async def test_the_vice_mayor_decides_for_any_unit_and_no_one_rules_on_what_they_owe() -> None:
    async with city() as c:
        head = await about_water(c)
        mayor = c.staff(c.pack.chains.default["专班组长（分管市长）"])
        await mayor.says("/decide 000001")
        await mayor.presses("市供水集团")
        await mayor.says(WHAT)
        await mayor.says("下周五")
        mayor.ignore()
        await mayor.presses("确认交办")
        mayor.sees("已交办", "3月20日（周五）17:30 前")
        head.sees("【会上决定】", mayor.name)
        lead = c.officer(c.pack.chains.taskforces[WATERFORCE], 5)
        await lead.says("/decide")
        lead.sees("未销号的会上决定 1 项")
        await lead.presses("看1")
        assert labels(lead.sees("要办")) == []
        assert await lead.forges("decdrop:0:1:1", in_=lead.chat, under=lead.chat.card("要办"))
        assert await steps(c) == [DecisionStep.OPEN]


async def test_a_date_that_is_moved_under_a_half_given_answer_is_told_and_nothing_is_lost() -> None:
    async with city() as c:
        head = await decided(c)
        await chief(c).says("/decide")
        await chief(c).presses("看1")
        await chief(c).presses("改期")
        await head.presses("有困难")
        await head.says(HARD)
        hush(c)
        await chief(c).presses("3个工作日")
        chief(c).sees("已经有了新进展")
        row = (await items(c))[0]
        assert (row.step, row.version) == (DecisionStep.HARD, 2)


async def test_a_unit_of_which_nobody_can_be_reached_is_refused_with_a_cure() -> None:
    async with city() as c:
        await about_water(c)
        await c.look(lambda s: s.connection().exec_driver_sql("update staff set tg_id = null where unit = 'GSGS'"))
        await c.look(lambda s: s.connection().exec_driver_sql("update chat set deaf_at = bound_at where unit = 'GSGS'"))
        await chief(c).says("/decide 000001")
        chief(c).ignore()
        assert "没有能收到的负责人" in await chief(c).presses("市供水集团")
        await chief(c).presses("取消")
        chief(c).sees("已取消，没有交办")
        assert not await items(c)
        await c.look(lambda s: s.connection().exec_driver_sql("update chat set deaf_at = null"))


async def test_a_decision_is_taken_down_chased_and_settled_on_postgres_as_elsewhere(postgres_url: str) -> None:
    async with city(database_url=SecretStr(postgres_url), packs=True) as c:
        head = await decided(c, "3个工作日")
        hush(c)
        await c.to("2026-03-13 08:30")
        head.sees("会上决定待办 1 项", "已过期（3/12 17:30）")
        await head.presses("完成")
        await head.says(DONE)
        await c.to("2026-03-16 09:00")
        lead = c.officer(c.pack.chains.taskforces[WATERFORCE], 5)
        lead.sees("会上决定未销号1项，过期0项")
        await chief(c).presses("认可", under=chief(c).chat.card("报完成"))
        assert await steps(c) == [DecisionStep.DONE]
        hush(c)


async def test_if_the_case_turns_against_the_unit_its_cards_become_shells_and_whoever_decided_is_told() -> None:
    async with city() as c:
        head = await decided(c, "3个工作日")
        hush(c)
        await c.to("2026-03-11 08:30")
        hush(c)
        await c.look(lambda s: s.connection().exec_driver_sql("update casefile set accused = '[\"GSGS\"]'"))
        await c.to("2026-03-13 08:30")
        assert not [m for m in head.chat.messages() if WHAT[:8] in text_of(m)]
        head.sees("有调整")
        chief(c).sees("不再由原单位办理", "已自动取消")
        assert await steps(c) == [DecisionStep.DROPPED]
        await c.look(lambda s: s.connection().exec_driver_sql("update casefile set accused = '[]'"))
        hush(c)


async def test_a_unit_that_hears_only_in_its_group_answers_there() -> None:
    async with city() as c:
        group, owner = await signed(c)
        hush(c)
        gone = "update staff set unreachable_at = '2026-03-01' where unit = 'GSGS' and code <> 'GSGS-01'"
        await c.look(lambda s: s.connection().exec_driver_sql(gone))
        away = "update staff set away = 1 where code = 'GSGS-01'"
        await c.look(lambda s: s.connection().exec_driver_sql(away))
        await chief(c).says("/decide 000001")
        await chief(c).presses("市供水集团")
        await chief(c).says(WHAT)
        await chief(c).presses("3个工作日")
        await chief(c).presses("确认交办")
        hush(c)
        await owner.presses("完成", in_=group)
        await owner.says(DONE, in_=group, reply_to=group.sees("做了什么、结果怎样"))
        group.ignore()
        chief(c).sees("报完成", DONE)
