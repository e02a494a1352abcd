"""历史遗留 (A56): a longer limit, the unit's chief in charge, and no marks for who has it now."""

from __future__ import annotations

import io
from datetime import timedelta

import openpyxl
from sqlmodel import Session, col, select

from bot.desk.supervisor import pack_lines
from bot.desk.work import Work
from bot.reports import books
from bot.reports.packs import ledger
from bot.reports.packs.lines import Line
from storage.tables import Deadline, LeagueEntry
from storage.vocabulary import Stage
from tests.journey.desk_steps import ANSWER, kinds, labels, signed
from tests.journey.test_betrayal import hush
from tests.support.city import Actor, City, city, text_of

WHY = "2014年园区支管移交时没有办手续，原供水站已撤销，产权一直不清。"


def chief(c: City, seat: int = 0) -> Actor:
    return c.staff(c.pack.supervisors[seat].code)


async def marked(c: City) -> None:
    await signed(c)
    await chief(c).says("/look 000001", in_=c.supervisors)
    await chief(c).presses("历史遗留", in_=c.supervisors)
    await chief(c).says("旧的。", in_=c.supervisors, reply_to=c.supervisors.card("请回复本条写明依据"))
    await chief(c).says(WHY, in_=c.supervisors, reply_to=c.supervisors.card("没有标记"))


async def test_a_marked_case_has_fifteen_working_days_and_the_chief_and_the_enterprise_know() -> None:
    async with city() as c:
        await marked(c)
        c.supervisors.sees("已标历史遗留", "主要负责人挂帅")
        c.officer("GSGS", 5).sees("请您挂帅", "市供水集团")
        told = text_of(c.boss.sees("历史遗留事项", "主要负责人牵头"))
        assert "2014" not in told
        rows = await c.look(
            lambda s: [
                (row.seq, row.due_at, row.ended_at)
                for row in s.exec(select(Deadline).where(Deadline.stage == Stage.RESOLVE).order_by(col(Deadline.seq)))
            ]
        )
        assert rows[0][2] is not None
        assert rows[1][1] - rows[0][1] > timedelta(days=13)
        assert "MARKED" in await kinds(c)
        assert WHY[:12] not in "".join(text_of(m) for m in c.group("GSGS").messages())
        hush(c)


async def test_it_counts_in_nobody_s_figures_and_stands_in_the_ledger_until_the_mark_is_taken_away() -> None:
    async with city() as c:
        await marked(c)
        hush(c)
        assert await in_ledger(c) == "是"
        group, owner = c.group("GSGS"), c.officer("GSGS")
        await owner.says(ANSWER, in_=group, reply_to=group.card("办理中"))
        for label in ("办结答复", "已解决", "发送给企业"):
            await owner.presses(label, in_=group)
        await c.boss.presses("已解决", under=c.boss.chat.card("办理结果"))
        assert await figures(c) == ["历史遗留"]
        await chief(c).says("/look 000001", in_=c.supervisors)
        assert "已取消" in await chief(c).presses("取消历史遗留", in_=c.supervisors)
        assert await figures(c) == [""]
        hush(c)


async def in_ledger(c: City) -> str | None:
    """What the workbook of open cases says of it."""

    def lines(session: Session) -> list[Line]:
        return pack_lines.open_lines(Work(session, c.bot.clock.now(), c.bot.office), chief(c).id)

    book = openpyxl.load_workbook(io.BytesIO(ledger.workbook("台账", await c.look(lines), "测试")))
    head, first = ([cell.value for cell in book.active[at]] for at in (3, 4))
    return dict(zip(head, first, strict=True))["历史遗留"]


async def figures(c: City) -> list[str]:
    """Why the unit's rows of the case are not counted; empty words for one that is."""

    def read(session: Session) -> list[str]:
        books.enter(session, [1], "Asia/Shanghai")
        return list(session.exec(select(LeagueEntry.excluded).where(LeagueEntry.unit == "GSGS")))

    return list(await c.look(read))


async def test_only_the_office_marks_and_never_what_cannot_wait() -> None:
    async with city() as c:
        group, owner = await signed(c)
        assert await owner.forges("leg:1", in_=group, under=group.card())
        assert "MARKED" not in await kinds(c)
        await c.bosses[1].says("车间着火了，有人被困，消防栓没水，快来人！")
        await chief(c).says("/look 000002", in_=c.supervisors)
        assert "历史遗留" not in labels(c.supervisors.card("QS-2026-000002"))
        hush(c)
