"""分件: several matters in one message become linked cases, each with a unit, limits and a verdict of its own (R23)."""

from __future__ import annotations

from typing import Any

from sqlmodel import select

from storage.tables import CaseFile, Deadline
from tests.journey.desk_steps import kinds, labels, presses_like, row
from tests.support.city import Actor, City, city, numbers_of, text_of

BOTH = "我们想反映两件事，园区路灯坏了半个月晚上没法装卸，还有就是贷款续贷银行一直拖着不给答复。"
LIGHT, LOAN = "园区路灯坏了半个月，晚上没法装卸。", "贷款续贷银行一直拖着不给答复。"
SECOND = "QS-2026-000002"


def hush(c: City) -> None:
    """Everything that is there was expected."""
    for entry in c.playground.chats()["chats"]:
        c.chat(entry["id"]).ignore()


async def claimed(c: City, *, anonymous: bool = False) -> tuple[Actor, int]:
    """A message of two matters, claimed by a clerk. Returns the clerk and the message."""
    said = await c.boss.says(BOTH)
    if anonymous:
        await presses_like(c.boss, "匿名")
    await c.boss.presses("改单位")
    await c.boss.presses("不知道，请坐席定")
    await c.boss.presses("提交")
    hush(c)
    clerk = c.staff(c.pack.clerks[0].code)
    await clerk.presses("认领", in_=c.clerks)
    hush(c)
    return clerk, said


async def split(c: City, clerk: Actor) -> None:
    """The clerk writes the two matters and confirms."""
    await clerk.presses("分件")
    await clerk.says(f"{LIGHT}\n{LOAN}", reply_to=clerk.sees("一行写一件事"))
    clerk.sees("分成 2 件", "1. 园区路灯", "2. 贷款续贷")
    assert "已分件" in await clerk.presses("确定分件")


async def limits(c: City, number: str) -> list[str]:
    """The stages with a running limit."""

    def read(session: Any) -> list[str]:
        query = select(Deadline.stage).join(CaseFile, CaseFile.id == Deadline.case_id).where(CaseFile.number == number)
        return [stage.value for stage in session.exec(query)]

    return list(await c.look(read))


async def test_the_enterprise_sees_all_numbers_in_one_message() -> None:
    async with city() as c:
        clerk, _ = await claimed(c)
        await split(c, clerk)
        told = c.boss.sees("已分开办理", f"QS-2026-000001：{LIGHT}", f"{SECOND}：{LOAN}", "各自评价")
        assert labels(told) == ["查看 000001", "查看 000002"]
        c.boss.hears_nothing()
        clerk.sees("QS-2026-000001 已分件，另立 QS-2026-000002")
        hush(c)


async def test_each_matter_has_a_unit_and_limits_of_its_own_and_shows_only_itself() -> None:
    async with city() as c:
        clerk, _ = await claimed(c)
        await split(c, clerk)
        first = next(m for m in clerk.chat.messages() if "请分派" in text_of(m) and "000001" in numbers_of(m))
        second = next(m for m in reversed(clerk.chat.messages()) if "请分派" in text_of(m) and SECOND in numbers_of(m))
        hush(c)
        await clerk.forges("send:1:0:CGJ", in_=clerk.chat, under=first)
        await clerk.forges("send:2:0:JRB", in_=clerk.chat, under=second)
        light, loan = (
            text_of(c.group("CGJ").sees("【新单】QS-2026-000001")),
            text_of(c.group("JRB").sees(f"【新单】{SECOND}")),
        )
        assert ("路灯" in light, "贷款" in light) == (True, False)
        assert ("路灯" in loan, "贷款" in loan) == (False, True)
        one, other = await row(c), await row(c, SECOND)
        assert (one.unit, other.unit, other.linked_to) == ("CGJ", "JRB", one.id)
        assert set(await limits(c, SECOND)) == {"分派", "签收", "首联", "答复", "办结"}
        assert "SPLIT" in await kinds(c)
        hush(c)


async def test_the_second_unit_reads_its_own_matter_only() -> None:
    async with city() as c:
        clerk, _ = await claimed(c)
        await split(c, clerk)
        await clerk.forges("send:2:0:JRB", in_=clerk.chat, under=clerk.chat.messages()[-1])
        hush(c)
        owner = c.officer("JRB")
        await owner.presses("看全文", in_=c.group("JRB"))
        full = text_of(owner.sees("仅供"))
        assert LOAN in full
        assert "路灯" not in full


async def test_one_line_is_not_split_and_nothing_is_lost() -> None:
    async with city() as c:
        clerk, _ = await claimed(c)
        await clerk.presses("分件")
        await clerk.says("就一件", reply_to=clerk.sees("一行写一件事"))
        again = clerk.sees("还没有分开", "至少两行")
        await clerk.says(f"{LIGHT}\n{LOAN}", reply_to=again)
        clerk.sees("分成 2 件")
        await clerk.presses("不分了")
        clerk.sees("没有分件")
        assert "SPLIT" not in await kinds(c)
        c.boss.hears_nothing()


async def test_an_anonymous_message_stays_anonymous_in_every_part() -> None:
    async with city() as c:
        clerk, _ = await claimed(c, anonymous=True)
        await split(c, clerk)
        assert (await row(c, SECOND)).anonymous
        hush(c)


async def test_an_edit_after_the_split_reaches_every_part() -> None:
    async with city() as c:
        clerk, said = await claimed(c)
        await split(c, clerk)
        await clerk.forges("send:1:0:CGJ", in_=clerk.chat, under=clerk.chat.messages()[-1])
        await clerk.forges("send:2:0:JRB", in_=clerk.chat, under=clerk.chat.messages()[-1])
        hush(c)
        await c.boss.edits(said, BOTH + "续贷的是建设路支行。")
        assert "AMENDED" in await kinds(c)
        c.group("CGJ").sees("QS-2026-000001")
        c.group("JRB").sees(SECOND)
        hush(c)


async def test_a_part_is_solved_and_rated_by_itself() -> None:
    async with city() as c:
        clerk, _ = await claimed(c)
        await split(c, clerk)
        await clerk.forges("send:2:0:JRB", in_=clerk.chat, under=clerk.chat.messages()[-1])
        hush(c)
        group, owner = c.group("JRB"), c.officer("JRB")
        await owner.presses("签收", in_=group)
        text = "3月10日已协调承办银行当面答复，续贷材料已收齐。依据无还本续贷办法，3月12日放款。"
        await owner.says(text, in_=group, reply_to=group.card())
        for label in ("办结答复", "已解决", "发送给企业"):
            await owner.presses(label, in_=group)
        await c.boss.presses("已解决", under=c.boss.chat.card("办理结果"))
        assert ((await row(c, SECOND)).state.value, (await row(c)).state.value) == ("办结", "待分派")
        hush(c)
