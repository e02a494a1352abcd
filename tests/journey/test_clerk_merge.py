"""并案: several enterprises report one thing. One chase, one answer; each reads it under their own number and confirms alone."""

from __future__ import annotations

from sqlmodel import select

from storage.tables import CaseFile, Event
from storage.vocabulary import EventKind
from tests.journey.desk_steps import ANSWER, kinds, labels, presses_like, row, signed
from tests.journey.test_officer_requests import asks_extension, picks
from tests.journey.test_supervisor_desk import chief
from tests.support.city import Actor, Chat, City, city, text_of

ALIKE = "我们模具厂也在经开区，自来水压力太低，机器老停，请供水公司来看看。"
SECOND = "QS-2026-000002"
NOTE = "已派人到园区查支管阀门，明天上午回来告诉大家原因。"


def hush(c: City) -> None:
    """Everything that is there was expected."""
    for entry in c.playground.chats()["chats"]:
        c.chat(entry["id"]).ignore()


async def two(c: City) -> tuple[Chat, Actor, Actor, Actor]:
    """A signed case, another enterprise's like it, and a clerk who has joined the second to the first."""
    group, owner = await signed(c)
    other = c.enterprise("马师傅")
    await other.says(ALIKE)
    await other.presses("提交")
    hush(c)
    clerk = c.staff(c.pack.clerks[0].code)
    await clerk.says("/merge 000002")
    offer = clerk.sees(SECOND, "可能是同一件事", "QS-2026-000001", "字面相近")
    assert labels(offer) == ["并入 000001"]
    await clerk.presses("并入 000001")
    clerk.sees("把 QS-2026-000002 并入 QS-2026-000001", "互不知道对方")
    assert "已并案" in await clerk.presses("确定并案")
    clerk.sees("QS-2026-000002 已并入 QS-2026-000001")
    return group, owner, other, clerk


async def answers(group: Chat, owner: Actor, text: str = ANSWER) -> None:
    """The owner answers the main case."""
    await owner.says(text, in_=group, reply_to=group.card("事由"))
    for label in ("办结答复", "已解决", "发送给企业"):
        await owner.presses(label, in_=group)


async def test_each_enterprise_hears_of_its_own_case_only() -> None:
    async with city() as c:
        group, _owner, other, _clerk = await two(c)
        told = text_of(other.sees(SECOND, "合并", "由您自己确认"))
        assert "000001" not in told
        c.boss.hears_nothing()
        group.sees("QS-2026-000002 已并入 QS-2026-000001")
        note = group.sees("QS-2026-000001 并入一件同类反映：QS-2026-000002", "共 2 件", "不要写企业名称")
        assert labels(note) == ["看并入件"]
        case = await row(c, SECOND)
        assert (case.state.value, case.unit, case.merged_into) == ("办理中", "GSGS", 1)


async def test_progress_and_answer_reach_everyone_under_their_own_number_and_each_confirms_alone() -> None:
    async with city() as c:
        group, owner, other, _clerk = await two(c)
        hush(c)
        await owner.says(NOTE, in_=group, reply_to=group.card("事由"))
        await owner.presses("阶段反馈", in_=group)
        c.boss.sees("QS-2026-000001 阶段反馈", "支管阀门")
        other.sees("QS-2026-000002 阶段反馈", "支管阀门")
        hush(c)
        await answers(group, owner)
        assert "000002" not in text_of(c.boss.sees("QS-2026-000001 办理结果", "2.2公斤"))
        assert "000001" not in text_of(other.sees("QS-2026-000002 办理结果", "2.2公斤"))
        hush(c)
        await c.boss.presses("已解决")
        assert (await row(c)).state.value == "办结"
        assert (await row(c, SECOND)).state.value == "已答复·待确认"
        await c.advance(days=9)
        hush(c)
        assert ((await row(c, SECOND)).close_kind or "").value == "未评价"


async def test_an_answer_that_names_one_of_the_enterprises_is_held_back() -> None:
    async with city() as c:
        group, owner, other, _clerk = await two(c)
        hush(c)

        def firm(session: object) -> None:
            from bot.desk import gist
            from bot.desk.work import Work

            work = Work(session, c.bot.clock.now(), c.bot.office)  # type: ignore[arg-type]
            from dataclasses import replace

            case = work.session.exec(select(CaseFile).where(CaseFile.number == SECOND)).one()
            gist.save(work, case, replace(gist.load(work, case), enterprise="示范市精益模具厂"))

        await c.look(firm)
        await owner.says(ANSWER + "精益模具厂也已恢复。", in_=group, reply_to=group.card("事由"))
        for label in ("办结答复", "已解决"):
            await owner.presses(label, in_=group)
        assert "请删去企业名称" in text_of(group.messages()[-1])
        c.boss.hears_nothing()
        other.hears_nothing()
        hush(c)


async def test_who_is_not_satisfied_goes_on_alone() -> None:
    async with city() as c:
        group, owner, other, _clerk = await two(c)
        await answers(group, owner)
        hush(c)
        await other.presses("没解决", under=other.chat.card("办理结果"))
        await other.presses("没联系我")
        other.sees("已重开 QS-2026-000002")
        group.sees("【重办】QS-2026-000002")
        case = await row(c, SECOND)
        assert (case.merged_into, case.round) == (None, 2)
        assert (await row(c)).round == 1
        hush(c)


async def test_only_the_main_case_is_chased() -> None:
    async with city() as c:
        _group, _owner, _other, _clerk = await two(c)
        hush(c)
        await c.advance(days=3)

        def chased(session: object) -> list[str]:
            query = select(CaseFile.number).join(Event, Event.case_id == CaseFile.id)  # type: ignore[arg-type]
            return list(session.exec(query.where(Event.kind == EventKind.CHASED)))  # type: ignore[attr-defined]

        assert set(await c.look(chased)) == {"QS-2026-000001"}
        said = [text_of(m) for entry in c.playground.chats()["chats"] for m in c.chat(entry["id"]).fresh()]
        assert said
        assert not any("000002" in text for text in said)
        hush(c)


async def test_taken_out_again_it_has_its_card_its_limits_and_its_own_chase() -> None:
    async with city() as c:
        group, _owner, other, clerk = await two(c)
        before = await row(c, SECOND)
        hush(c)
        assert "已拆回" in await clerk.presses("拆回")
        clerk.sees("已拆回")
        other.sees("QS-2026-000002 改为单独办理", "市供水集团")
        group.sees("QS-2026-000002", "办理中")
        case = await row(c, SECOND)
        assert (case.merged_into, case.dispatched_at) == (None, before.dispatched_at)
        await c.advance(days=3)
        said = [text_of(m) for m in group.fresh()]
        assert any("000002" in text for text in said)
        hush(c)


async def test_if_the_main_case_is_taken_back_the_other_goes_on() -> None:
    async with city() as c:
        group, _owner, other, _clerk = await two(c)
        hush(c)
        await c.boss.says("/my")
        await presses_like(c.boss, "000001")
        await c.boss.presses("撤回")
        await presses_like(c.boss, "没有")
        assert (await row(c)).state.value == "撤回"
        other.sees("QS-2026-000002 改为单独办理")
        group.sees("QS-2026-000002", "办理中")
        assert (await row(c, SECOND)).merged_into is None
        assert "UNMERGED" in await kinds(c, SECOND)
        hush(c)


async def test_words_added_to_a_joined_case_reach_the_unit_under_the_main_card() -> None:
    async with city() as c:
        group, _owner, other, _clerk = await two(c)
        hush(c)
        await other.says("今天下午又停了一次。", reply_to=other.chat.card("合并"))
        other.sees("已补充进 QS-2026-000002")
        group.sees("QS-2026-000002")
        assert "ADDED" in await kinds(c, SECOND)
        hush(c)


async def test_only_the_desk_may_join_cases() -> None:
    async with city() as c:
        group, owner = await signed(c)
        other = c.enterprise("马师傅")
        await other.says(ALIKE)
        await other.presses("提交")
        hush(c)
        await owner.says("/merge 000002")
        owner.sees("不归您用")
        assert "不由您办理" in await owner.forges("mergeok:2:0:1", in_=group, under=group.card("QS-"))
        assert (await row(c, SECOND)).merged_into is None


async def test_an_edit_after_the_joining_is_kept_with_both_wordings() -> None:
    async with city() as c:
        group, _owner = await signed(c)
        other = c.enterprise("马师傅")
        said = await other.says(ALIKE)
        await other.presses("提交")
        clerk = c.staff(c.pack.clerks[0].code)
        await clerk.says("/merge 000002")
        await clerk.presses("并入 000001")
        await clerk.presses("确定并案")
        hush(c)
        await other.edits(said, ALIKE + "夜里也停。")
        group.sees("QS-2026-000002")
        assert "AMENDED" in await kinds(c, SECOND)
        hush(c)


async def queued(c: City, boss: Actor, text: str) -> None:
    """A case that its author left to the clerks."""
    await boss.says(text)
    await boss.presses("改单位")
    await boss.presses("不知道，请坐席定")
    await boss.presses("提交")


async def joined_in_the_queue(c: City) -> tuple[Actor, Actor]:
    """Two cases in the clerks' queue, the second under the first; the first is claimed."""
    other = c.enterprise("马师傅")
    await queued(c, c.boss, "我们厂在经开区，自来水压力太低，机器老停，已经三天了。")
    await queued(c, other, ALIKE)
    hush(c)
    clerk = c.staff(c.pack.clerks[0].code)
    await clerk.forges("claim:2", in_=c.clerks, under=c.clerks.card(SECOND))
    await clerk.presses("并案")
    await clerk.presses("并入 000001")
    await clerk.presses("确定并案")
    assert "已并入 QS-2026-000001" in text_of(c.clerks.card(SECOND))
    await clerk.forges("claim:1", in_=c.clerks, under=c.clerks.messages()[0])
    hush(c)
    return clerk, other


async def test_a_case_joined_in_the_queue_is_dispatched_with_its_main_case_without_a_second_card() -> None:
    async with city() as c:
        clerk, other = await joined_in_the_queue(c)
        await presses_like(clerk, "派给 市供水")
        cards = [text_of(m) for m in c.group("GSGS").messages() if "【新单】" in text_of(m)]
        assert len(cards) == 1
        case = await row(c, SECOND)
        assert (case.state.value, case.unit, case.owner_id) == ("待签收", "GSGS", (await row(c)).owner_id)
        other.sees("QS-2026-000002 已派给市供水集团")
        hush(c)
        await c.officer("GSGS").presses("签收", in_=c.group("GSGS"))
        other.sees("QS-2026-000002 已由", "签收")
        hush(c)


async def test_if_the_main_case_is_refused_the_other_is_back_in_the_queue() -> None:
    async with city() as c:
        clerk, other = await joined_in_the_queue(c)
        await clerk.presses("不予受理")
        await clerk.presses("信访")
        c.clerks.sees("【待分派】QS-2026-000002", "拆回单独办理")
        other.sees("QS-2026-000002 改为单独办理", "由坐席分派")
        assert (await row(c, SECOND)).state.is_open
        hush(c)


async def test_three_enterprises_with_one_thing_are_put_before_the_clerks_once() -> None:
    async with city() as c:
        await signed(c)
        for name, text in (
            ("马师傅", ALIKE),
            ("冷经理", "经开区自来水压力太低，机器老停，冷库也停了，请供水公司来看看。"),
        ):
            other = c.enterprise(name)
            await other.says(text)
            await other.presses("提交")
            other.ignore()
        c.group("GSGS").ignore()
        asked = c.clerks.sees("【可能是同一事件】市供水集团", "主件 QS-2026-000001", SECOND, "QS-2026-000003")
        assert labels(asked) == ["并入 000001"]
        assert not any(name in text_of(asked) for name in ("泉河", "精益", "北极星", "周老板", "马师傅"))
        clerk = c.staff(c.pack.clerks[0].code)
        assert "已并案" in await clerk.presses("并入 000001", in_=c.clerks)
        c.clerks.sees("已并入 QS-2026-000001：QS-2026-000002、QS-2026-000003")
        assert [(await row(c, number)).merged_into for number in (SECOND, "QS-2026-000003")] == [1, 1]
        await clerk.says("/merge 000003")
        await clerk.presses("拆回")
        assert (await row(c, "QS-2026-000003")).merged_into is None
        hush(c)


async def test_two_enterprises_are_no_event() -> None:
    async with city() as c:
        await signed(c)
        other = c.enterprise("马师傅")
        await other.says(ALIKE)
        await other.presses("提交")
        c.clerks.hears_nothing()
        hush(c)


async def test_more_time_for_the_main_case_is_more_time_for_all_and_each_is_told() -> None:
    async with city() as c:
        group, owner, other, _clerk = await two(c)
        hush(c)
        await asks_extension(c, group, owner)
        await c.staff(c.pack.supervisors[0].code).presses("同意", in_=c.supervisors)
        c.boss.sees("QS-2026-000001 需要多花几天")
        assert "000001" not in text_of(other.sees("QS-2026-000002 需要多花几天", "3月13日"))
        assert (await row(c, SECOND)).extensions == 1
        hush(c)


async def test_a_transfer_of_the_main_case_takes_the_others_along_and_leaves_the_old_unit_nothing() -> None:
    async with city() as c:
        group, owner, other, _clerk = await two(c)
        await owner.presses("看并入件", in_=group)
        hush(c)
        before = (await row(c, SECOND)).dispatched_at
        await chief(c).says("/overdue", in_=c.supervisors)
        await chief(c).forges("give:1", in_=c.supervisors, under=c.supervisors.messages()[-1])
        await chief(c).presses("改到其他单位", in_=c.supervisors)
        await picks(chief(c), "城市管理", in_=c.supervisors)
        one, two_ = await row(c), await row(c, SECOND)
        assert (one.unit, two_.unit, two_.owner_id, two_.dispatched_at) == ("CGJ", "CGJ", one.owner_id, before)
        assert "全文和联系方式已收回" in text_of(owner.chat.card(SECOND))
        cards = [text_of(m) for m in c.group("CGJ").messages() if "【新单】" in text_of(m)]
        assert len(cards) == 1
        c.boss.sees("已改由")
        assert "000001" not in text_of(other.sees("QS-2026-000002 已改由市城市管理局办理"))
        hush(c)


async def test_a_joined_case_is_not_dispatched_by_itself_from_the_queue() -> None:
    async with city() as c:
        clerk, _other = await joined_in_the_queue(c)
        await clerk.says("/queue")
        assert "000002" not in text_of(clerk.sees("待分派 1 件"))
        assert "已并案" in await clerk.forges("claim:2", in_=c.clerks, under=c.clerks.messages()[0])
        hush(c)


async def test_one_signature_and_one_first_contact_count_for_all_and_three_become_two_if_the_first_withdraws() -> None:
    async with city() as c:
        group, owner, other, clerk = await two(c)
        third = c.enterprise("冷经理")
        await third.says("经开区自来水压力太低，机器老停，冷库也停了，请供水公司来看看。")
        await third.presses("提交")
        await clerk.says("/merge 000003")
        await clerk.presses("并入 000001")
        await clerk.presses("确定并案")
        await owner.presses("联系企业", in_=group)
        await owner.presses("已电话联系上")
        hush(c)
        assert (await row(c, SECOND)).contacted_at is not None
        await c.boss.says("/my")
        await presses_like(c.boss, "000001")
        await c.boss.presses("撤回")
        await presses_like(c.boss, "没有")
        second, last = await row(c, SECOND), await row(c, "QS-2026-000003")
        assert (second.merged_into, last.merged_into, last.state.value) == (None, second.id, "办理中")
        hush(c)
        await owner.says(
            ANSWER,
            in_=group,
            reply_to=next(m for m in reversed(group.messages()) if "事由" in text_of(m) and SECOND in text_of(m)),
        )
        for label in ("办结答复", "已解决", "发送给企业"):
            await owner.presses(label, in_=group)
        other.sees("QS-2026-000002 办理结果")
        third.sees("QS-2026-000003 办理结果")
        hush(c)
