"""Dispatch packs: on demand and by the clock, as documents in the reader's own chat, and nothing on them that is not theirs."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any

import openpyxl
from docx import Document
from sqlmodel import select

from storage.tables import Timer
from storage.vocabulary import TimerKind
from tests.journey.desk_steps import WATER, filed, labels, signed
from tests.journey.test_supervisor_desk import chief, hush
from tests.journey.test_supervisor_race import RUDE, sent_file
from tests.support.city import ZONE, City, city

FRIDAY = datetime(2026, 3, 6, 9, 0, tzinfo=ZONE)
WATERFORCE = "获得用水用气专班"


def words_of(data: bytes) -> str:
    """Everything that is written in a docx, page heads included."""
    file = Document(io.BytesIO(data))
    heads = [p.text for p in file.sections[0].header.paragraphs]
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return "\n".join([*heads, *[p.text for p in file.paragraphs], *cells])


def rows_of(data: bytes) -> list[list[Any]]:
    """The lines of a ledger."""
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(io.BytesIO(data))["台账"].iter_rows()]


async def late_water(c: City) -> None:
    """A case that a unit let lie over the week-end."""
    await signed(c)
    await c.to("2026-03-12 09:30")
    hush(c)


async def test_a_supervisor_asks_for_the_weekly_sheet_and_gets_it_as_a_document() -> None:
    async with city() as c:
        await late_water(c)
        await chief(c).says("/pack", in_=c.supervisors)
        assert "周调度单" in labels(c.supervisors.sees("要哪份材料"))
        await chief(c).presses("周调度单", in_=c.supervisors)
        c.supervisors.sees("哪个专班")
        assert "私聊" in await chief(c).presses(f"{WATERFORCE}（在办1，逾期1）", in_=c.supervisors)
        message = chief(c).sees(f"周调度单（{WATERFORCE}）", "请勿转发")
        text = words_of(sent_file(c, message))
        for part in ("示范市营商环境周调度单", "在办1件：逾期1件", "000001", "还没有联系企业", "督示一", "市供水集团"):
            assert part in text, part


async def test_a_name_typed_after_the_command_leads_straight_to_the_document() -> None:
    async with city() as c:
        await late_water(c)
        await chief(c).says(f"/pack 周 {WATERFORCE}")
        assert zipfile.is_zipfile(io.BytesIO(sent_file(c, chief(c).sees("周调度单"))))
        await chief(c).says("/pack 双周")
        assert "提请调度0件" in words_of(sent_file(c, chief(c).sees("双周调度。")))
        for name, part in (
            ("会商", "要素保障会商清单"),
            ("一类", "月度一类问题清单"),
            ("季 2026Q1", "季度专题调度材料"),
        ):
            await chief(c).says(f"/pack {name}")
            message = next(m for m in chief(c).chat.fresh())
            chief(c).ignore()
            assert part in words_of(sent_file(c, message)), name
        for odd, said in (("月亮", "没看懂"), ("季 2027Q1", "没看懂"), ("督办函", "例如"), ("督办函 999999", "例如")):
            await chief(c).says(f"/pack {odd}")
            chief(c).sees(said)


async def test_letters_are_drafts_that_a_person_signs() -> None:
    async with city() as c:
        await late_water(c)
        await chief(c).says("/pack 督办函 000001")
        text = words_of(sent_file(c, chief(c).sees("督办函（草稿）", "系统不自动发出")))
        for part in ("草稿", "签发人", "QS-2026-000001", "超期", "未经签发不得对外使用"):
            assert part in text, part
        for name in ("通报稿", "约谈"):
            await chief(c).says(f"/pack {name} 2026Q1")
            assert "草稿" in words_of(sent_file(c, chief(c).sees("（草稿）")))
        c.group("GSGS").hears_nothing()


async def test_a_complaint_about_conduct_and_a_sealed_one_are_on_no_paper() -> None:
    async with city() as c:
        await late_water(c)
        await c.bosses[1].says(RUDE)
        await c.bosses[1].presses("提交")
        hush(c)
        await chief(c).says("/ledger 在办")
        rows = rows_of(sent_file(c, chief(c).sees("全市在办台账")))
        assert [row[0] for row in rows[3:]] == ["QS-2026-000001"]
        assert "督示一" in rows[1][0]
        await chief(c).says("/pack 督办函 000002")
        chief(c).sees("只有在办的办事类诉求")
        await chief(c).says("/pack 周")
        assert len(labels(chief(c).sees("哪个专班"))) == 1


async def test_a_ledger_holds_no_enterprise_and_only_what_was_asked_for() -> None:
    async with city() as c:
        await filed(c, WATER + "我们是示范市晨光面业有限公司，电话10012345678。")
        hush(c)
        await chief(c).says("/ledger 在办 供水")
        text = str(rows_of(sent_file(c, chief(c).sees("市供水集团在办台账"))))
        assert "晨光" not in text
        assert "10012345678" not in text
        await chief(c).says("/ledger 逾期")
        assert len(rows_of(sent_file(c, chief(c).sees("全市逾期台账")))) == 3
        for odd in ("", "昨天", "在办 没有这个单位"):
            await chief(c).says(f"/ledger {odd}")
            chief(c).sees("请写范围")


async def test_only_supervisors_get_packs() -> None:
    async with city() as c:
        await late_water(c)
        owner, boss = c.officer("GSGS"), c.boss
        for who in (owner, boss):
            for said in ("/pack 周", "/ledger 在办"):
                await who.says(said)
                who.sees("不归您用" if who is owner else "工作人员用的")
        await chief(c).says("/pack")
        chief(c).sees("要哪份材料")
        under = chief(c).chat.with_button("周调度单")
        for forged in ("pack", "pack:0:0:w99999", "pack:0:0:zz"):
            assert await chief(c).forges(forged, in_=chief(c).chat, under=under), forged
        owner.hears_nothing()


async def test_monday_at_nine_the_lead_gets_the_sheet_and_the_supervisors_a_line() -> None:
    async with city(start=FRIDAY, packs=True) as c:
        await signed(c)
        await c.to("2026-03-16 08:59")
        hush(c)
        await c.to("2026-03-16 09:00")
        c.supervisors.sees("周调度单已备好：1个专班，在办1，逾期1")
        lead = c.officer(c.pack.chains.taskforces[WATERFORCE], 5)
        message = lead.sees(f"3/16 周调度｜{WATERFORCE}｜在办1，逾期1，3日内到期0，重办0", "①还没有联系企业（1件）")
        assert WATERFORCE in words_of(sent_file(c, message))
        hush(c)
        timers = await c.look(
            lambda s: {t.data["step"]: t.at for t in s.exec(select(Timer).where(Timer.kind == TimerKind.PACK))}
        )
        assert sorted(timers) == ["c", "e", "f", "q", "w"]
        assert f"{timers['w'].astimezone(ZONE):%m-%d %H:%M}" == "03-23 09:00"


async def test_a_week_without_anything_pressing_sends_nothing() -> None:
    async with city(start=FRIDAY, packs=True) as c:
        await c.to("2026-03-09 09:01")
        c.supervisors.hears_nothing()


async def test_ten_working_days_late_comes_before_the_vice_mayor() -> None:
    async with city(packs=True) as c:
        await signed(c)
        await c.to("2026-03-30 08:59")
        hush(c)
        await c.to("2026-03-30 09:00")
        mayor = c.staff(c.pack.chains.default["专班组长（分管市长）"])
        text = words_of(sent_file(c, mayor.sees("双周调度单")))
        assert "逾期满10个工作日（1件）" in text
        assert "提请调度1件" in text
        await chief(c).presses("导出双周调度", in_=c.supervisors)
        chief(c).sees("双周调度。")
        hush(c)
