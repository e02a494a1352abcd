"""Boards in chat: every figure opens its cases, pages turn in place, and nobody sees what is not theirs."""

from __future__ import annotations

import pytest

from bot.texts import boards as texts
from tests.journey.desk_steps import BRIBE, answered, filed, labels, signed
from tests.journey.test_supervisor_desk import chief, hush, late
from tests.support.city import City, city, text_of

RUDE = "市供水集团的人态度恶劣，骂人，推来推去，故意刁难我们。"
RUDE_OFFICE = "营商办的人态度恶劣，骂人，推来推去，故意刁难我们。"
DIRTY = "我们饭店的自来水这几天发黄有味道，请供水公司来查一查。"
POWER = "供电公司的变压器老跳闸，我们车间一天停三次电，请来看看。"


async def unsolved_twice(c: City) -> None:
    """A case reopened twice."""
    group, owner = await answered(c)
    for _ in range(2):
        await c.boss.presses("没解决")
        await c.boss.presses("没联系我")
        hush(c)
        await owner.says(
            "3月11日已再次更换阀门并测压2.5公斤，恢复正常。依据供水服务标准。若仍低，3月12日上午再派人。",
            in_=group,
            reply_to=group.card(),
        )
        for label in ("办结答复", "已解决", "发送给企业"):
            await owner.presses(label, in_=group)
        hush(c)


async def test_the_board_counts_the_city_and_its_units_and_each_figure_opens_its_cases() -> None:
    async with city() as c:
        await late(c)
        await filed(c, POWER, unit="GDGS", boss=c.bosses[1])
        hush(c)
        await chief(c).says("/board", in_=c.supervisors)
        shown = c.supervisors.sees("全市：在办2，逾期1", "市供水集团：在办1，逾期1")
        assert {"在办 2", "逾期 1", "市供水集团"} <= set(labels(shown))
        await chief(c).presses("在办 2", in_=c.supervisors)
        c.supervisors.sees("在办：2件", "000001", "000002", "首联超期")
        await chief(c).presses("看 000002", in_=c.supervisors)
        c.supervisors.sees("QS-2026-000002｜待签收")
        await chief(c).presses("市供水集团", in_=c.supervisors, under=shown)
        unit = c.supervisors.sees("市供水集团", "在办1", "2026Q1：已计1件")
        await chief(c).presses("逾期 1", in_=c.supervisors, under=unit)
        c.supervisors.sees("逾期｜市供水集团：1件")
        await chief(c).presses("本季赛马", in_=c.supervisors, under=unit)
        c.supervisors.sees("按时首联率 0.0%")


async def test_a_unit_is_found_by_what_people_call_it() -> None:
    async with city() as c:
        await signed(c)
        await chief(c).says("/unit 供水")
        chief(c).sees("市供水集团", "在办1", "待签收0")
        await chief(c).says("/unit gsgs")
        chief(c).sees("市供水集团")
        await chief(c).says("/unit 公司")
        options = labels(chief(c).sees("是哪个单位"))
        assert len(options) > 1
        await chief(c).presses(options[0])
        chief(c).sees(options[0])
        for odd, answer in (("", "请写单位"), ("不存在的单位", "没有找到这个单位"), ("纪委", "没有找到这个单位")):
            await chief(c).says(f"/unit {odd}")
            chief(c).sees(answer)


async def test_a_case_is_found_by_a_word_or_by_its_number_and_a_sealed_one_never() -> None:
    async with city() as c:
        await signed(c)
        await c.bosses[1].says(BRIBE)
        await c.bosses[2].says(POWER)
        await c.bosses[2].presses("提交")
        hush(c)
        await chief(c).says("/find 自来水")
        shown = chief(c).sees("找“自来水”：1件", "000001")
        assert labels(shown) == ["看 000001"]
        await chief(c).says("/find 000001")
        chief(c).sees("1件", "000001")
        for word in ("市场监管", "五千", "没有的词", "000002"):
            await chief(c).says(f"/find {word}")
            chief(c).sees("没有找到")
        await chief(c).says("/find")
        chief(c).sees("请写要找的词")


async def test_a_stubborn_case_is_one_reopened_twice_or_open_for_sixty_days() -> None:
    async with city() as c:
        await unsolved_twice(c)
        await chief(c).says("/stubborn")
        chief(c).sees("钉子案：1件", "000001", "重办2次")
    async with city() as c:
        await signed(c)
        await chief(c).says("/stubborn")
        chief(c).sees("钉子案：没有")


async def test_what_comes_more_often_is_shown_beside_the_time_before() -> None:
    async with city() as c:
        await filed(c)
        await c.advance(days=8)
        hush(c)
        for boss, text in ((c.bosses[1], DIRTY), (c.bosses[2], POWER)):
            await boss.says(text)
            await boss.presses("提交")
        hush(c)
        await chief(c).says("/hot")
        shown = chief(c).sees("近7天新收", "市供水集团 1（前 1）", "（前 0）", "主题：")
        await chief(c).presses("市供水集团 1", under=shown)
        assert "000001" not in text_of(chief(c).sees("近7天新收｜市供水集团：1件", "000002"))
        theme = next(
            label for label in labels(shown) if label.endswith(" 1") and "集团" not in label and "公司" not in label
        )
        await chief(c).presses(theme, under=shown)
        chief(c).sees("近7天｜", "1件")
        await chief(c).presses("看近30天", under=shown)
        chief(c).sees("近30天新收", "市供水集团 2（前 0）")


async def test_a_long_list_turns_in_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "PAGE", 1)
    async with city() as c:
        await signed(c)
        await filed(c, DIRTY, boss=c.bosses[1])
        hush(c)
        await chief(c).says("/board")
        await chief(c).presses("在办 2")
        chief(c).ignore()
        await chief(c).presses("下一页")
        second = chief(c).sees("在办：2件（第2页）", "000002")
        assert labels(second)[-1] == "上一页"
        await chief(c).forges("list:0:0:open..99", in_=chief(c).chat, under=second)
        chief(c).sees("没有")


async def test_who_is_complained_about_learns_nothing_from_any_board() -> None:
    async with city() as c:
        await c.boss.says(RUDE_OFFICE)
        await c.boss.presses("提交")
        await c.bosses[1].says(RUDE)
        await c.bosses[1].presses("提交")
        hush(c)
        for command in ("/board", "/stubborn", "/hot", "/find 营商", "/find 000001", "/unit 营商办", "/unit 供水"):
            await chief(c).says(command)
            assert "000001" not in text_of(chief(c).sees(""))
        await chief(c).says("/find 000002")
        chief(c).sees("000002")
        await chief(c).says("/board")
        chief(c).sees("全市：在办1")


@pytest.mark.parametrize("who", ["officer", "clerk", "keeper", "boss"])
async def test_nobody_else_sees_a_board(who: str) -> None:
    async with city() as c:
        await late(c)
        actor = {
            "officer": c.officer("GSGS"),
            "clerk": c.staff("PLAT-01"),
            "keeper": c.staff("KEEP-1"),
            "boss": c.bosses[1],
        }[who]
        c.playground.join(actor.id, c.supervisors.id)
        for command in ("/board", "/unit 供水", "/find 水", "/stubborn", "/hot", "/case 000001"):
            await actor.says(command, in_=c.supervisors)
            if who != "boss":  # a stranger in the group is not heard at all
                c.supervisors.sees("不归您用")
        c.supervisors.hears_nothing()
        under = c.supervisors.card("【逾期】")
        for data in ("board:0:0:0", "unitb:0:0:GSGS", "list:0:0:open..0", "list:0:0:find.水.0", "hot:0:0:7"):
            assert await actor.forges(data, in_=c.supervisors, under=under), data
        c.supervisors.hears_nothing()


async def test_forged_buttons_open_nothing() -> None:
    async with city() as c:
        group, _owner = await late(c)
        await chief(c).says("/board", in_=c.supervisors)
        under = c.supervisors.sees("全市")
        for data in (
            "board",
            "board:0:0:x",
            "unitb:0:0:JWJW",
            "unitb:0:0:NOPE",
            "list",
            "list:0:0:secret..0",
            "list:0:0:open..x",
            "hot:0:0:8",
        ):
            assert await chief(c).forges(data, in_=c.supervisors, under=under), data
        c.supervisors.hears_nothing()
        c.playground.join(chief(c).id, group.id)
        await chief(c).says("/board", in_=group)
        group.sees("这里不能用")
        assert await chief(c).forges("list:0:0:open..0", in_=group, under=group.card("000001"))
        group.hears_nothing()


async def test_a_case_is_opened_by_its_number() -> None:
    async with city() as c:
        await signed(c)
        await chief(c).says("/case 000001")
        chief(c).sees("QS-2026-000001｜办理中")
