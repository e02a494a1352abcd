"""澄清说明 (A58): a unit that was wrongly accused is cleared by two people, in words that name nobody, and loses no marks by it."""

from __future__ import annotations

from sqlmodel import select

from storage.tables import LeagueEntry
from tests.journey.desk_steps import answered, kinds, labels
from tests.journey.test_betrayal import TRACES, complained, hush, leaks
from tests.support.city import Actor, City, city, text_of

FACTS = "当天值班记录和监控都显示两次上门，企业门卫签了字，不存在没人来的情况。"
STATEMENT = "经核查值班记录和监控，所称“无人上门”不属实，工作人员已按规定到场处置，未发现推诿。"

LEAKS = (
    ("经核查，QS-2026-000001 所称不属实，工作人员已到场处置。", "工单号"),
    ("经核查，所称自来水压力太低机器老停不属实，已到场处置。", "原话"),
)


def chief(c: City, seat: int = 0) -> Actor:
    return c.staff(c.pack.supervisors[seat].code)


async def over(c: City) -> Actor:
    """A case of GSGS that ended; its owner."""
    _group, owner = await answered(c)
    await c.boss.presses("已解决", under=c.boss.chat.card("办理结果"))
    hush(c)
    return owner


async def asked(c: City) -> Actor:
    """The same, and its unit has asked to be cleared."""
    owner = await over(c)
    await owner.says("/look 000001")
    await owner.presses("申请澄清")
    await owner.says(FACTS, reply_to=owner.chat.card("申请澄清：请回复"))
    assert "已交营商办" in text_of(owner.chat.card("澄清申请"))
    hush(c)
    return owner


async def drafted(c: City) -> None:
    """The same, and one of the office has written it: what names the author is not even put before the second person."""
    await asked(c)
    await chief(c).presses("拟澄清说明", in_=c.supervisors)
    prompt = c.supervisors.card("给市供水集团的澄清说明")
    for words, why in LEAKS:
        await chief(c).says(words, in_=c.supervisors, reply_to=prompt)
        prompt = c.supervisors.card("还不能送")
        assert why in text_of(prompt)
        assert await chief(c, 1).forges("clrok:1", in_=c.supervisors, under=prompt)
    await chief(c).says(STATEMENT, in_=c.supervisors, reply_to=prompt)
    hush(c)


async def entries(c: City) -> list[tuple[str, str]]:
    """The unit's rows in the books: quarter, and why it is not counted."""
    query = select(LeagueEntry.quarter, LeagueEntry.excluded).where(LeagueEntry.unit == "GSGS")
    return [(quarter, why) for quarter, why in await c.look(lambda s: s.exec(query).all())]


async def test_a_unit_asks_one_writes_another_approves_and_the_case_leaves_the_figures() -> None:
    async with city() as c:
        await drafted(c)
        card = c.supervisors.card("请另一位同志决定")
        assert STATEMENT in text_of(card)
        assert "另一位" in await chief(c).presses("同意出具", in_=c.supervisors, under=card)
        assert "CLEARED" in await kinds(c)
        assert not any("【澄清说明】" in text_of(m) for m in c.group("GSGS").messages())
        assert "已出具" in await chief(c, 1).presses("同意出具", in_=c.supervisors, under=card)
        told = text_of(c.group("GSGS").sees("【澄清说明】市供水集团", "不属实", "请勿追查反映人"))
        assert "QS-" not in told
        c.supervisors.sees("澄清说明已送市供水集团", "2026年一季度", "已澄清")
        assert await entries(c) == [("2026Q1", "已澄清")]
        await chief(c).says("/look 000001", in_=c.supervisors)
        assert "澄清说明" not in labels(c.supervisors.sees("QS-2026-000001"))
        hush(c)


async def test_of_a_class_b_complaint_the_accused_unit_reads_the_statement_and_nothing_else() -> None:
    async with city() as c:
        await complained(c)
        await chief(c).says("/look 000001", in_=c.supervisors)
        await chief(c).presses("澄清说明", in_=c.supervisors)
        await chief(c).says(STATEMENT, in_=c.supervisors, reply_to=c.supervisors.card("给市供水集团的澄清说明"))
        await chief(c, 1).presses("同意出具", in_=c.supervisors)
        assert STATEMENT in text_of(c.officer("GSGS", 5).sees("【澄清说明】"))
        assert leaks(c, "GSGS", *TRACES, "000001") == []
        assert c.group("GSGS").messages() == []
        assert await entries(c) == []
        hush(c)


async def test_declined_it_is_on_record_and_the_unit_hears_it_once() -> None:
    async with city() as c:
        owner = await asked(c)
        assert "已记录" in await chief(c).presses("不出具", in_=c.supervisors)
        c.group("GSGS").sees("不出澄清说明")
        assert await owner.forges("clrask:1", in_=owner.chat, under=owner.chat.messages()[-1])
        assert all(why != "已澄清" for _quarter, why in await entries(c))
        assert "SCORED" not in await kinds(c)
        hush(c)


async def test_nobody_else_asks_and_no_running_case_is_cleared() -> None:
    async with city() as c:
        await answered(c)
        await c.officer("GSGS").says("/look 000001")
        assert "申请澄清" not in labels(c.officer("GSGS").chat.card("QS-2026-000001"))
        await chief(c).says("/look 000001", in_=c.supervisors)
        shown = c.supervisors.sees("QS-2026-000001")
        assert "澄清说明" not in labels(shown)
        assert "办结以后" in await chief(c).forges("clr:1", in_=c.supervisors, under=shown)
        other = c.officer("GDGS")
        await other.says("/look 000001")
        assert "不由您办理" in await other.forges("clrask:1", in_=other.chat, under=other.chat.messages()[-1])
        assert "CLEARED" not in await kinds(c)
        hush(c)
