"""Another platform's file sent to the bot: cases are made once, bad rows come back, and strangers' files are not taken for one."""

from __future__ import annotations

import base64
import csv
import io
from typing import Any
from unittest.mock import patch

from sqlmodel import col, select

from bot.desk.exchange import taking
from bot.desk.exchange.sent import MOST
from bot.desk.work import Work
from storage.tables import CaseFile, Outbox, Timer
from storage.vocabulary import Secrecy, TimerKind
from tests.journey.desk_steps import BRIBE, WATER
from tests.journey.test_betrayal import hush
from tests.support.city import Actor, City, city, text_of

HEAD = "工单编号,诉求内容,状态,联系电话\n"
GOOD = f"W-1,{WATER},待派单,10012345678\n"
BAD = "W-2,园区路灯不亮已经一周了，请来修。,不知道,10012345679\n"
MENDED = BAD.replace("不知道", "办理中")


async def send(c: City, who: Actor, text: str, name: str = "12345工单.csv", **more: Any) -> None:
    """Somebody sends a file in private."""
    data = base64.b64encode(text.encode()).decode()
    await who.sends(document={"name": name, "b64": data}, **more)


def keeper(c: City) -> Actor:
    """The first keeper."""
    return c.staff(c.pack.keepers[0].code)


async def cases(c: City) -> list[str]:
    """The numbers of all cases."""
    return list(await c.look(lambda s: list(s.exec(select(CaseFile.number).order_by(col(CaseFile.id))))))


async def came_back(c: City) -> list[list[str]]:
    """The rows of the newest file that was sent back."""

    def read(session: Any) -> bytes:
        work = Work(session, c.bot.clock.now(), c.bot.office)
        query = select(Outbox).where(Outbox.purpose == "exchange").order_by(col(Outbox.id).desc())
        from bot.desk import files
        from bot.texts.values import Message

        for row in session.exec(query):
            file = Message.from_json(work.office.vault.open(session, row.key_id, row.body)).file
            if file is not None:
                return files.stored(work, str(file["made"]).partition(":")[2]) or b""
        return b""

    return list(csv.reader(io.StringIO((await c.look(read)).decode("utf-8-sig"))))


async def test_good_rows_become_cases_and_bad_ones_come_back_with_their_reason() -> None:
    async with city() as c:
        await send(c, keeper(c), HEAD + GOOD + BAD)
        keeper(c).sees("正在逐行核对")
        told = keeper(c).sees("已受理 1 件，此前已有 0 件，退回 1 行")
        assert "12345工单-退回.csv" in str(told)
        head, line = await came_back(c)
        assert head[:2] == ["行号", "原因"]
        assert line[0] == "3"
        assert "状态“不知道”不在对照表" in line[1]
        c.group("GSGS").sees("【新单】")
        assert len(await cases(c)) == 1
        await send(c, keeper(c), HEAD + GOOD + MENDED)
        keeper(c).sees("正在逐行核对")
        keeper(c).sees("已受理 1 件，此前已有 1 件，退回 0 行")
        assert len(await cases(c)) == 2
        hush(c)


async def test_the_same_file_twice_changes_nothing() -> None:
    async with city() as c:
        await send(c, keeper(c), HEAD + GOOD)
        hush(c)
        before = await cases(c)
        await send(c, keeper(c), HEAD + GOOD)
        keeper(c).sees("正在逐行核对")
        keeper(c).sees("已受理 0 件，此前已有 1 件，退回 0 行")
        assert await cases(c) == before
        orders = await c.look(lambda s: list(s.exec(select(Timer).where(Timer.kind == TimerKind.FETCH_FILE))))
        assert orders == []


async def test_what_breaks_off_in_the_middle_goes_on_later_and_makes_no_case_twice() -> None:
    real, calls = taking.take, []

    def breaks(*given: Any) -> Any:
        calls.append(given)
        if len(calls) == 2:
            raise OSError("gone")
        return real(*given)

    async with city() as c:
        with patch.object(taking, "take", breaks):
            await send(c, keeper(c), HEAD + GOOD + MENDED)
            keeper(c).sees("正在逐行核对")
            keeper(c).hears_nothing()
            assert len(await cases(c)) == 1
            await c.advance(minutes=5)
        keeper(c).sees("已受理 1 件，此前已有 1 件，退回 0 行")
        assert len(await cases(c)) == 2
        hush(c)


async def test_the_office_may_too_and_names_the_platform_in_the_caption() -> None:
    async with city() as c:
        office = c.staff("YSB-01")
        text = HEAD + GOOD.replace("待派单", "待交办")
        await send(c, office, text, "上周.csv")
        office.sees("请再发一次，并在文件说明里写来自哪个平台（12345、两有三解，只写一个）")
        assert await cases(c) == []
        await send(c, office, text, "上周.csv", caption="两有三解上周的")
        office.sees("正在逐行核对")
        office.sees("已受理 1 件")
        c.group("GSGS").sees("【新单】")


async def test_what_is_no_table_is_answered_with_what_to_do() -> None:
    async with city() as c:
        await send(c, keeper(c), "x", "12345.xlsx")
        keeper(c).sees("只收 CSV 文件", "另存为")
        await send(c, keeper(c), "甲,乙\n1,2\n")
        keeper(c).sees("正在逐行核对")
        keeper(c).sees("文件没有导入", "表头缺少列")
        await send(c, keeper(c), HEAD + "x" * MOST)
        keeper(c).sees("超过 5 MB")
        assert await cases(c) == []


async def test_other_people_s_files_are_not_imported() -> None:
    async with city() as c:
        for who in (c.officer("GSGS"), c.staff("PLAT-01")):
            await send(c, who, HEAD + GOOD)
        assert await cases(c) == []
        await send(c, c.boss, HEAD + GOOD, caption="我们厂停水三天了，这是设备日志。")
        c.boss.sees("QS-2026-000001")
        assert len(await cases(c)) == 1
        c.group("GSGS").hears_nothing()
        hush(c)


async def test_the_summary_does_not_tell_that_a_sealed_row_was_among_them() -> None:
    async with city() as c:
        await send(c, keeper(c), HEAD + GOOD + f"W-9,{BRIBE},待派单,10012345678\n")
        keeper(c).sees("正在逐行核对")
        said = text_of(keeper(c).sees("已受理 2 件"))
        assert said == "已受理 2 件，此前已有 0 件，退回 0 行。"
        classes = await c.look(lambda s: list(s.exec(select(CaseFile.secrecy).order_by(col(CaseFile.id)))))
        assert classes == [Secrecy.A, Secrecy.C]
        c.clerks.hears_nothing()
        hush(c)
