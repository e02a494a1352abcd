"""协办: a second unit helps by a limit of its own, reports to the leading one, and is chased apart from it."""

from __future__ import annotations

from tests.journey.desk_steps import kinds, labels, presses_like, row, signed
from tests.journey.test_officer_requests import picks
from tests.support.city import Actor, Chat, City, city, text_of

TASK = "请派人核对经开区三号路改造时有没有动过供水阀门。"
REPORT = "3月9日已现场核对，改造时关过一处阀门，今天下午四点前恢复。"


async def asked(c: City) -> tuple[Chat, Actor, Chat, Actor]:
    """The leading unit's group and owner, the helping unit's group and owner; both cards are read."""
    group, owner = await signed(c)
    await owner.presses("请协办", in_=group)
    group.sees("请哪个单位协办")
    await picks(owner, "住房", in_=group)
    prompt = group.sees("要", "做什么")
    await owner.says(TASK, in_=group, reply_to=prompt)
    group.sees("已请", "协办", "前回报")
    helping = c.group("ZJJ")
    helping.sees("【协办】QS-2026-000001", "牵头：", TASK)
    return group, owner, helping, c.officer("ZJJ")


async def test_the_helping_unit_sees_what_is_asked_and_nothing_of_the_enterprise() -> None:
    async with city() as c:
        _group, _owner, helping, helper = await asked(c)
        card = helping.card("【协办】")
        assert not any(part in text_of(card) for part in ("周老板", "面粉", "100"))
        case = await row(c)
        for verb in ("full", "contact", "reply"):
            assert "不由您办理" in await helper.forges(f"{verb}:{case.id}", in_=helping, under=card)
        helper.hears_nothing()


async def test_a_report_goes_to_the_leading_unit_and_not_to_the_enterprise() -> None:
    async with city() as c:
        group, _owner, helping, helper = await asked(c)
        await helper.presses("回报", in_=helping)
        prompt = helping.sees("写明做了什么")
        await helper.says(REPORT, in_=helping, reply_to=prompt)
        group.sees("【协办回报】", REPORT)
        helping.sees("已转牵头单位")
        stub = helping.sees("【协办】", "已回报")
        assert labels(stub) == []
        c.boss.hears_nothing()
        assert {"CO_ASKED", "CO_REPORTED"} <= set(await kinds(c))


async def test_talk_under_the_card_is_only_sent_when_its_author_says_so() -> None:
    async with city() as c:
        group, _owner, helping, helper = await asked(c)
        await helper.says("小李你先去看一眼", in_=helping, reply_to=helping.card("【协办】"))
        helping.sees("作为协办回报")
        await helper.presses("不转", in_=helping)
        helping.sees("没有转")
        group.hears_nothing()
        await helper.says(REPORT, in_=helping, reply_to=helping.card("【协办】"))
        helping.sees("作为协办回报")
        await helper.presses("转给牵头单位", in_=helping)
        group.sees("【协办回报】", REPORT)
        helping.ignore()


async def test_a_helping_unit_is_reminded_once_and_then_once_a_working_day_and_the_leaders_are_told() -> None:
    async with city() as c:
        group, _owner, helping, helper = await asked(c)
        supervisors = c.supervisors
        limit = (await assists(c))[0]
        await c.advance(seconds=(limit["due"] - c.bot.clock.now()).total_seconds() - 60)
        helping.sees("还没有收到")
        assert not any("逾期" in text_of(m) and "协办" in text_of(m) for m in supervisors.fresh())
        await c.advance(minutes=5)
        group.sees("协办逾期")
        helping.sees("协办已过期")
        supervisors.sees("协办逾期")
        before = len([m for m in helping.messages() if "协办已过期" in text_of(m)])
        await c.working_day(11)
        after = len([m for m in helping.messages() if "协办已过期" in text_of(m)])
        assert after == before + 1
        await helper.presses("回报", in_=helping)
        await helper.says(REPORT, in_=helping, reply_to=helping.sees("写明做了什么"))
        await c.working_day(11)
        assert len([m for m in helping.messages() if "协办已过期" in text_of(m)]) == after
        for chat in (
            group,
            helping,
            supervisors,
            c.boss.chat,
            c.clerks,
            *(c.officer("GSGS", n).chat for n in range(1, 6)),
        ):
            chat.ignore()


async def test_when_the_case_ends_the_helping_unit_is_free() -> None:
    async with city() as c:
        _group, _owner, helping, helper = await asked(c)
        await presses_withdraw(c)
        stub = helping.sees("【协办】", "不用再回报")
        assert labels(stub) == []
        for chat in (c.group("GSGS"), c.officer("GSGS").chat, c.boss.chat, c.supervisors):
            chat.ignore()
        helper.hears_nothing()


async def test_a_unit_cannot_be_asked_twice_and_not_more_than_three_at_once() -> None:
    async with city() as c:
        group, owner, _helping, _helper = await asked(c)
        case = await row(c)
        told = await owner.forges(f"cotask:{case.id}::ZJJ", in_=group, under=group.card())
        assert "已经在协办" in told


async def test_words_with_a_phone_number_are_not_put_before_the_other_unit() -> None:
    async with city() as c:
        group, owner = await signed(c)
        case = await row(c)
        await owner.forges(f"cotask:{case.id}::ZJJ", in_=group, under=group.card())
        prompt = group.sees("做什么")
        await owner.says("企业老板电话10012345678，请联系他。", in_=group, reply_to=prompt)
        group.sees("没有发出")
        c.group("ZJJ").hears_nothing()
        await owner.says(TASK, in_=group, reply_to=prompt)
        group.sees("已请")
        c.group("ZJJ").sees("【协办】")


async def assists(c: City) -> list[dict[str, object]]:
    """What runs."""
    from sqlmodel import select

    from storage.tables import Assist

    def read(session: object) -> list[dict[str, object]]:
        rows = session.exec(select(Assist).order_by(Assist.id))  # type: ignore[attr-defined]
        return [{"unit": one.unit, "due": one.due_at, "done": one.done_at} for one in rows]

    return list(await c.look(read))


async def presses_withdraw(c: City) -> None:
    """The enterprise takes its case back."""
    await c.boss.says("/my")
    await presses_like(c.boss, "000001")
    await presses_like(c.boss, "撤回")
    await presses_like(c.boss, "没有")


async def test_a_supervisor_may_add_a_helping_unit_from_what_is_overdue() -> None:
    async with city() as c:
        await signed(c)
        await c.to("2026-03-17 09:30")
        for chat in (c.group("GSGS"), c.boss.chat, c.supervisors, *(c.officer("GSGS", n).chat for n in range(1, 6))):
            chat.ignore()
        chief = c.staff(c.pack.supervisors[0].code)
        await chief.says("/overdue", in_=c.supervisors)
        c.supervisors.ignore()
        await presses_like(chief, "看", in_=c.supervisors)
        c.supervisors.ignore()
        await chief.presses("加协办", in_=c.supervisors)
        c.supervisors.sees("请哪个单位协办")
        await picks(chief, "住房", in_=c.supervisors)
        await chief.says(TASK, in_=c.supervisors, reply_to=c.supervisors.sees("做什么"))
        c.supervisors.sees("已请", "协办")
        c.group("ZJJ").sees("【协办】", TASK)
        for chat in (c.group("GSGS"), c.supervisors):
            chat.ignore()
