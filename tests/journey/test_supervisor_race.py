"""/race: from what people did to a table; supervisors see all of it, a unit its own line, nobody what is not theirs."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest

from bot.desk.supervisor import season
from bot.reports import books
from tests.journey.desk_steps import ANSWER, answered, labels, signed
from tests.journey.test_supervisor_desk import chief, hush
from tests.support.city import City, city, text_of

POWER = "供电公司的变压器老跳闸，我们车间一天停三次电，请来看看。"
DIRTY = "我们饭店的自来水这几天发黄有味道，请供水公司来查一查。"
RUDE = "市供水集团的人态度恶劣，骂人，推来推去，故意刁难我们。"


async def solved(c: City) -> None:
    """One case, done in time, solved and rated."""
    await answered(c)
    await c.boss.presses("已解决")
    await c.boss.presses("联系过")
    await c.boss.presses("5分")
    hush(c)


async def test_what_people_did_is_in_the_table_of_the_running_quarter() -> None:
    async with city() as c:
        await solved(c)
        await chief(c).says("/race 2026Q1")
        shown = chief(c).sees("2026年一季度赛马（进行中", "市供水集团", "100.00分", "1件", "解决 100.0%（20.7–100.0）")
        assert "—" in text_of(shown), "one case is shown and not ranked"
        await chief(c).presses("市供水集团")
        shown = chief(c).sees("件数不足5，不排名", "及时签收率 100.0%（1／1）", "满意率 100.0%（1／1）", "扣分：无")
        await chief(c).presses("解决")
        shown = chief(c).sees("市供水集团｜解决率", "000001 达到｜办结")
        assert "看 000001" in labels(shown)
        await chief(c).presses("看 000001")
        chief(c).sees("QS-2026-000001｜办结")


async def test_the_last_quarter_is_shown_unless_another_is_named_and_nonsense_is_said_to_be_such() -> None:
    async with city() as c:
        await solved(c)
        await chief(c).says("/race")
        assert labels(chief(c).sees("2025年四季度", "还没有可计的件")) == ["看2025年三季度", "看2026年一季度"]
        await chief(c).presses("看2026年一季度")
        chief(c).sees("2026年一季度", "市供水集团")
        for odd in ("去年", "2026Q5", "2027Q1", "2026Q2"):
            await chief(c).says(f"/race {odd}")
            chief(c).sees("没看懂是哪个季度")


async def test_a_missed_limit_stands_first_among_the_cases_of_its_rate() -> None:
    async with city() as c:
        await signed(c)
        await c.to("2026-03-10 17:31")
        hush(c)
        await chief(c).says("/race 2026Q1", in_=c.supervisors)
        c.supervisors.sees("市供水集团")
        await chief(c).presses("市供水集团", in_=c.supervisors)
        c.supervisors.sees("按时首联率 0.0%（0／1）")
        await chief(c).presses("按时首联", in_=c.supervisors)
        c.supervisors.sees("000001 未达到｜办理中")


async def test_a_units_people_see_their_own_line_and_nobody_elses() -> None:
    async with city() as c:
        await solved(c)
        group, owner, other = c.group("GSGS"), c.officer("GSGS"), c.officer("GDGS")
        await owner.says("/race 2026Q1", in_=group)
        shown = group.sees("市供水集团", "得分 100.00")
        assert "看全表" not in labels(shown)
        await owner.presses("解决", in_=group)
        assert not [label for label in labels(group.sees("000001 达到")) if label.startswith("看 ")]
        c.playground.join(other.id, group.id)
        under = group.card("000001 达到")
        for forged in ("raceu:0:0:2026Q1.GSGS", "racei:0:0:2026Q1.GSGS.3.0", "race:0:0:2026Q1.0"):
            assert "只能看本单位" in await other.forges(forged, in_=group, under=under)
        assert "只能看本单位" in await owner.forges("raceu:0:0:2026Q1.GDGS", in_=group, under=under)
        for forged in ("race", "raceu", "racei:0:0:2026Q1.GSGS.99.0", "racei:0:0:2026Q1.GSGS.x.0", "race:0:0:x.0"):
            assert await owner.forges(forged, in_=group, under=under), forged
        group.hears_nothing()
        await other.says("/race 2026Q1", in_=group)
        group.sees("不归您用")
        await other.says("/race 2026Q1")
        other.sees("还没有可计的件")
        await c.bosses[1].says("/race 2026Q1")
        c.bosses[1].sees("工作人员用的")


async def test_a_complaint_about_conduct_is_counted_for_the_office_and_shown_to_nobody_of_the_accused() -> None:
    async with city() as c:
        await c.boss.says(RUDE)
        await c.boss.presses("提交")
        hush(c)
        group, owner = c.group("YSB"), c.officer("YSB")
        await owner.presses("签收", in_=group)
        await owner.says(ANSWER, in_=group, reply_to=group.card())
        for label in ("办结答复", "已解决", "发送给企业"):
            await owner.presses(label, in_=group)
        await c.boss.presses("已解决")
        hush(c)
        await chief(c).says("/race 2026Q1")
        shown = text_of(chief(c).sees("2026年一季度"))
        assert "营商" in shown
        assert "供水" not in shown
        await c.officer("GSGS").says("/race 2026Q1")
        c.officer("GSGS").sees("还没有可计的件")


async def test_books_that_are_behind_are_said_to_be_and_brought_on_by_the_clock(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(books, "AT_ONCE", 1)
    monkeypatch.setattr(books.catch_up, "__defaults__", (1,))
    monkeypatch.setattr(season, "STEPS", 1)
    async with city() as c:
        await solved(c)
        for boss, text in ((c.bosses[1], POWER), (c.bosses[2], DIRTY)):
            await boss.says(text)
            await boss.presses("提交")
        hush(c)
        await chief(c).says("/race 2026Q1")
        chief(c).sees("还在汇总，数字未齐")
        await c.advance(seconds=1)
        await chief(c).says("/race 2026Q1")
        assert "还在汇总" not in text_of(chief(c).sees("市供水集团"))


# -- files -----------------------------------------------------------------------------------------------------------------


def sent_file(c: City, message: dict[str, Any]) -> bytes:
    """The bytes of a message's file, as the emulator has them."""
    found = c.playground.core.files.get(message["media"]["file_id"])
    assert found is not None
    assert found.data is not None
    return found.data


async def test_the_table_comes_as_a_picture_and_as_a_workbook_with_the_cases_behind_each_figure() -> None:
    async with city() as c:
        await solved(c)
        await chief(c).says("/race 2026Q1", in_=c.supervisors)
        c.supervisors.sees("市供水集团")
        await chief(c).presses("图片", in_=c.supervisors)
        picture = c.supervisors.sees("2026年一季度赛马（进行中")
        assert sent_file(c, picture).startswith(b"\x89PNG")
        assert "私聊" in await chief(c).presses("台账 xlsx", in_=c.supervisors)
        book = opened(sent_file(c, chief(c).sees("赛马台账", "限本人工作使用")))
        assert book.sheetnames == ["名次", "明细", "剔除清单", "口径"]
        table = [[cell.value for cell in line] for line in book["名次"].iter_rows(min_row=4)]
        assert table[1][:4] == ["不排名", "市供水集团", 100, 1]
        cases = [[cell.value for cell in line] for line in book["明细"].iter_rows(min_row=5)]
        assert [line[:9] for line in cases] == [["市供水集团", "营商服务科", "QS-2026-000001", 1, 1, 1, 1, 1, 1]]
        assert "督示一" in book["名次"]["A2"].value


async def test_a_units_workbook_has_its_own_line_only_and_a_complaint_about_conduct_has_no_number_in_any_file() -> None:
    async with city() as c:
        await solved(c)
        await c.bosses[1].says(RUDE)
        await c.bosses[1].presses("提交")
        await c.officer("YSB").presses("签收", in_=c.group("YSB"))
        hush(c)
        await chief(c).says("/race 2026Q1")
        await chief(c).presses("台账 xlsx")
        book = opened(sent_file(c, chief(c).sees("赛马台账")))
        numbers = [line[2].value for line in book["明细"].iter_rows(min_row=5)]
        assert sorted(numbers) == ["QS-2026-000001", "监督件"]
        chief(c).ignore()
        owner = c.officer("GSGS")
        await owner.says("/race 2026Q1")
        owner.sees("市供水集团")
        await owner.presses("台账 xlsx")
        own = opened(sent_file(c, owner.sees("赛马台账")))
        assert {line[1].value for line in own["名次"].iter_rows(min_row=5)} == {"市供水集团"}
        assert {line[0].value for line in own["明细"].iter_rows(min_row=5)} == {"市供水集团"}
        under = owner.chat.with_button("台账 xlsx")
        for forged in ("racex:0:0:2026Q1.GDGS", "racex:0:0:2026Q1.", "racep:0:0:2026Q1", "racex", "racep"):
            assert await owner.forges(forged, in_=owner.chat, under=under), forged
        owner.hears_nothing()


def opened(data: bytes) -> Any:
    """A workbook."""
    return openpyxl.load_workbook(io.BytesIO(data))
