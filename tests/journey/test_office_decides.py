"""营商办 decides alone: a finding that betrays nobody (R02c), and an end that the enterprise disputes, with basis and remedy (R06)."""

from __future__ import annotations

import pytest

from tests.journey.desk_steps import ANSWER, answered, kinds, labels, row, signed
from tests.journey.test_betrayal import OFFICE_RUDE, RUDE, TRACES, complained, hush, leaks
from tests.support.city import Actor, Chat, City, city, text_of

FINDING = "经核查，贵单位窗口和上门服务人员存在不文明用语，请在两周内开展服务规范培训，并于月底前报送整改结果。"
WAY = "依据《城镇供水条例》第二十条，该支管属企业产权，应由产权人维修。不服的，可在60日内申请行政复议或提起诉讼。"


def chief(c: City, seat: int = 0) -> Actor:
    """One of the two supervisors."""
    return c.staff(c.pack.supervisors[seat].code)


async def drafted(c: City, text: str = FINDING) -> Actor:
    """A class B complaint; a supervisor has written a finding."""
    await complained(c)
    office = chief(c)
    await office.says("/look 000001", in_=c.supervisors)
    shown = c.supervisors.sees("QS-2026-000001")
    assert "出书面意见" in labels(shown)
    await office.presses("出书面意见", in_=c.supervisors)
    prompt = c.supervisors.sees("给市供水集团的书面意见", "不写工单号、投诉人")
    await office.says(text, in_=c.supervisors, reply_to=prompt)
    return office


# -- R02c ----------------------------------------------------------------------------------------------------------------


async def test_a_finding_reaches_the_accused_units_chief_and_carries_nothing_of_the_case() -> None:
    async with city() as c:
        office = await drafted(c)
        c.supervisors.sees("将送市供水集团主要负责人", "不文明用语")
        assert "已出具" in await office.presses("已查实，出具", in_=c.supervisors)
        c.supervisors.sees("书面意见已送市供水集团", "已留痕")
        told = text_of(c.officer("GSGS", 5).sees("【营商办书面意见】市供水集团", "服务规范培训", "请勿追查反映人"))
        assert "QS-" not in told
        assert leaks(c, "GSGS", *TRACES, "000001") == []
        assert (await kinds(c))[-1] == "FINDING"
        assert c.group("GSGS").messages() == []
        hush(c)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("经查 QS-2026-000001 属实，请整改并报结果。", "工单号"),
        ("经查，泉河面粉厂反映属实，请整改并报结果。", "名称"),
        ("经查，抄表人员态度恶劣，当众骂人，推来推去，请整改。", "原话"),
        ("经查属实，请与 10012345678 联系道歉并报结果。", "电话"),
    ],
)
async def test_a_finding_that_names_the_author_is_held_back(words: str, why: str) -> None:
    async with city() as c:
        office = await drafted(c, words)
        c.supervisors.sees("书面意见还不能出", why)
        held = c.supervisors.card("书面意见还不能出")
        await office.forges("findok:1", in_=c.supervisors, under=held)
        assert "FINDING" not in await kinds(c)
        assert leaks(c, "GSGS", "营商办书面意见") == []
        hush(c)


async def test_a_reply_to_a_finding_finds_no_case() -> None:
    async with city() as c:
        office = await drafted(c)
        await office.presses("已查实，出具", in_=c.supervisors)
        head = c.officer("GSGS", 5)
        told = head.sees("【营商办书面意见】")
        await head.says("是哪个企业反映的？", reply_to=told)
        assert not any("QS-" in text_of(m) for m in head.chat.messages())
        assert leaks(c, "GSGS", *TRACES, "000001") == []
        hush(c)


async def test_there_is_no_finding_on_an_ordinary_case_and_none_by_the_accused() -> None:
    async with city() as c:
        await signed(c)
        await chief(c).says("/look 000001", in_=c.supervisors)
        shown = c.supervisors.sees("QS-2026-000001", "办理中")
        assert "出书面意见" not in labels(shown)
        assert "作风" in await chief(c).forges("find:1", in_=c.supervisors, under=shown)
        await c.officer("GSGS").says("/look 1")
        assert not labels(c.officer("GSGS").sees("QS-2026-000001", "办理中"))
        for other in (c.officer("SCJ"), c.staff("PLAT-01")):
            await other.says("/look 000001")
        c.officer("SCJ").sees("没有找到这件，或您不能看这件")
        c.staff("PLAT-01").sees("不归您用")
        hush(c)


async def test_an_accused_office_looks_at_nothing_about_itself() -> None:
    async with city() as c:
        await complained(c, OFFICE_RUDE)
        for who in (chief(c), c.officer("YSB")):
            await who.says("/look 000001")
            assert "没有找到" in text_of(who.sees("这件"))
        assert leaks(c, "YSB", "QS-2026", "态度恶劣") == []
        hush(c)


# -- R06, A59 ------------------------------------------------------------------------------------------------------------


async def unsolved(c: City, group: Chat, owner: Actor) -> None:
    """The enterprise says that it is not solved."""
    await c.boss.presses("没解决", under=c.boss.chat.card("办理结果"))
    await c.boss.presses("没联系我")
    hush(c)


async def answers(group: Chat, owner: Actor, result: str = "已解决", text: str = ANSWER) -> None:
    """The unit answers again."""
    await owner.says(text, in_=group, reply_to=group.card("【重办】"))
    for label in ("办结答复", result, "发送给企业"):
        await owner.presses(label, in_=group)


async def reopened_twice(c: City) -> tuple[Chat, Actor]:
    """Two reopenings; the office was told of the second."""
    group, owner = await answered(c)
    await unsolved(c, group, owner)
    await answers(group, owner)
    hush(c)
    await c.boss.presses("没解决", under=c.boss.chat.card("办理结果"))
    await c.boss.presses("没联系我")
    shown = c.supervisors.sees("【督办】QS-2026-000001", "第 2 次反映没解决")
    assert (labels(shown)[0], labels(shown)[-1]) == ("看案情", "按“未解决”办结")
    hush(c)
    return group, owner


async def test_after_the_second_reopening_the_office_closes_with_basis_and_remedy() -> None:
    async with city() as c:
        group, _owner = await reopened_twice(c)
        office = chief(c)
        await office.presses("按“未解决”办结", in_=c.supervisors)
        await office.says("办不了。", in_=c.supervisors, reply_to=c.supervisors.sees("写依据"))
        await office.says(WAY, in_=c.supervisors, reply_to=c.supervisors.sees("还不能办结", "依据"))
        c.supervisors.sees("按“未解决”办结，告诉企业", "第二十条")
        c.boss.hears_nothing()
        assert "已办结" in await office.presses("确定办结", in_=c.supervisors)
        told = c.boss.sees("由营商办按“未解决”办结", "不代表您的问题已解决", "行政复议")
        assert "没解决，重新打开" not in labels(told)
        group.sees("办结：未解决")
        case = await row(c)
        assert (case.state.value, case.close_kind.value) == ("办结", "未解决")
        hush(c)
        under = c.boss.chat.card("由营商办按")
        assert "营商办已按“未解决”办结" in await c.boss.forges("again:1", in_=c.boss.chat, under=under)


async def test_before_the_second_reopening_nobody_closes_against_the_enterprise() -> None:
    async with city() as c:
        group, owner = await answered(c)
        await unsolved(c, group, owner)
        await chief(c).says("/look 000001", in_=c.supervisors)
        shown = c.supervisors.sees("QS-2026-000001")
        assert not any("办结" in label for label in labels(shown))
        assert "满两次" in await chief(c).forges("oclose:1", in_=c.supervisors, under=shown)
        assert (await row(c)).state.is_open
        hush(c)


async def test_the_unit_itself_never_closes_it() -> None:
    async with city() as c:
        group, owner = await reopened_twice(c)
        assert await owner.forges("oclose:1", in_=group, under=group.card("【重办】"))
        assert await owner.forges("ocloseok:1", in_=group, under=group.card("【重办】"))
        assert (await row(c)).state.is_open
        hush(c)


async def test_what_the_law_does_not_allow_is_closed_as_such_once_it_was_answered_so() -> None:
    async with city() as c:
        group, owner = await signed(c)
        await owner.says(WAY, in_=group, reply_to=group.card())
        for label in ("办结答复", "依法不能解决", "发送给企业"):
            await owner.presses(label, in_=group)
        hush(c)
        await chief(c).says("/look 000001", in_=c.supervisors)
        await chief(c).presses("按“依法不能解决”办结", in_=c.supervisors)
        await chief(c).says(WAY, in_=c.supervisors, reply_to=c.supervisors.card("写依据"))
        await chief(c).presses("确定办结", in_=c.supervisors)
        c.boss.sees("由营商办按“依法不能解决”办结")
        assert (await row(c)).close_kind.value == "依法不能解决"
        hush(c)


def test_the_traces_of_the_complaint_are_in_it() -> None:
    assert any(trace in RUDE for trace in TRACES)
