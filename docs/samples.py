"""Make the sample packs of `docs/samples/`: the demo city lives three weeks, then a supervisor asks for every pack in chat.

`python docs/samples.py` writes docx and xlsx; with LibreOffice in PATH also a PDF of each docx, set in the bundled typefaces.
Everybody in them is made up. The files are the same from run to run.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

FOLDER = Path(__file__).with_name("samples")
sys.path.insert(0, str(FOLDER.parents[1]))  # run from anywhere, without being installed

from sqlmodel import Session, col, select  # noqa: E402

from storage.tables import CaseFile  # noqa: E402
from storage.vocabulary import State  # noqa: E402
from tests.support.city import Actor, City, city  # noqa: E402

ANSWER = "3月{day}日已到现场处理，现场复测正常，恢复使用。依据供水供电服务标准。若再出现，当天再派人上门。"
WATER = "我们厂在经开区，自来水压力太低，机器老停，已经{n}天了，请供水公司来看看。"
POWER = "供电公司的变压器老跳闸，我们车间一天停{n}次电，请来看看。"
OPEN = (
    ("我们饭店的自来水这{n}天发黄有味道，请供水公司来查一查。", "GSGS"),
    ("供电公司的线路检修停电{n}回都没有提前通知，冷库的货要坏，请来处理。", "GDGS"),
    ("园区自来水管道漏水{n}天了，门口都淹了，请供水公司来修。", "GSGS"),
    ("厂里新增用电申请报给供电公司{n}个星期没有答复，设备装不了。", "GDGS"),
)
PACKS = (
    ("周 获得用水用气专班", "weekly.docx"),
    ("双周", "fortnight.docx"),
    ("季 2026Q1", "quarter.docx"),
    ("会商", "saturday.docx"),
    ("一类", "common.docx"),
    ("通报稿 2026Q1", "bulletin-draft.docx"),
    ("约谈 2026Q1", "talk-draft.docx"),
    ("督办函 {late}", "letter-draft.docx"),
)
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><dir>/usr/share/fonts</dir><cachedir>{cache}</cachedir>
{aliases}</fontconfig>"""
ALIAS = '<match target="pattern"><test name="family"><string>{name}</string></test><edit name="family" mode="assign" binding="strong"><string>{real}</string></edit></match>'
FACES = {"方正小标宋简体": "Noto Serif SC", "黑体": "Noto Sans SC", "仿宋": "Noto Serif SC", "宋体": "Noto Serif SC", "楷体": "Noto Serif SC"}  # fmt: skip


def hush(c: City) -> None:
    """Nobody minds what was said."""
    for entry in c.playground.chats()["chats"]:
        c.chat(entry["id"]).ignore()


async def file_case(c: City, boss: Actor, text: str) -> None:
    """One case."""
    await boss.says(text)
    label = next((one for one in ("不是，是新问题", "另外一件", "提交") if _has(boss, one)), "")
    if label and label != "提交":
        await boss.presses(label)
    if _has(boss, "提交"):
        await boss.presses("提交")
    hush(c)


def _has(boss: Actor, label: str) -> bool:
    newest = boss.chat.messages()[-1]
    return any(button["text"] == label for row in newest.get("keyboard") or [] for button in row)


async def solve(c: City, unit: str, day: int, mark: str) -> None:
    """The newest case of a unit, signed, answered, judged by its enterprise."""
    group, owner = c.group(unit), c.officer(unit)
    await owner.presses("签收", in_=group)
    await owner.says(ANSWER.format(day=day), in_=group, reply_to=group.card())
    for label in ("办结答复", "已解决", "发送给企业"):
        await owner.presses(label, in_=group)
    for boss in c.bosses:
        if _has_any(boss, mark):
            await boss.presses(mark)
            break
    hush(c)


def _has_any(boss: Actor, label: str) -> bool:
    return any(b["text"] == label for m in boss.chat.messages() for row in m.get("keyboard") or [] for b in row)


async def live(c: City) -> None:
    """Three weeks: what is solved first, then what lies."""
    for n in range(6):
        for text, unit in ((WATER, "GSGS"), (POWER, "GDGS")):
            await file_case(c, c.bosses[n % len(c.bosses)], text.format(n=n + 2))
            await solve(c, unit, 10 + n, "已解决")
        await c.working_day(9)
        hush(c)
    for n, (text, _unit) in enumerate(OPEN * 2):
        await file_case(c, c.bosses[n % len(c.bosses)], text.format(n=n + 2))
        await c.advance(hours=3)
        hush(c)
    await c.to("2026-04-10 09:30")
    hush(c)


def saved(c: City, chief: Actor, name: str) -> None:
    """The documents that came: the first under its name, an annex beside it."""
    for number, message in enumerate(chief.chat.fresh()):
        found = c.playground.core.files.get(message["media"]["file_id"])
        if found is None or found.data is None:
            raise RuntimeError(f"{name} did not come")
        (FOLDER / (name if number == 0 else name.replace(".docx", "-annex.xlsx"))).write_bytes(found.data)
    hush(c)


async def make() -> None:
    """Every sample."""
    FOLDER.mkdir(exist_ok=True)
    async with city() as c:
        await live(c)
        chief = c.staff(c.pack.supervisors[0].code)
        await chief.says("/ledger 在办")
        saved(c, chief, "ledger.xlsx")
        late = await c.look(_late)
        for said, name in PACKS:
            await chief.says(f"/pack {said.format(late=late)}")
            saved(c, chief, name)


def _late(session: Session) -> str:
    """The last digits of a case that a unit let lie."""
    lying = select(CaseFile.number).where(col(CaseFile.state).in_((State.TO_SIGN, State.WORKING)))
    return str(session.exec(lying.order_by(col(CaseFile.id))).first())[-6:]


def pdfs() -> None:
    """A PDF of each docx, if LibreOffice is there; what this machine lacks in typefaces is lent from the bundled ones."""
    office = shutil.which("soffice")
    if office is None:
        sys.stdout.write("没有 LibreOffice，只出 docx 和 xlsx。\n")
        return
    from pylopdf_fonts_zh_cn import sans_path

    with tempfile.TemporaryDirectory() as folder:
        aliases = "".join(ALIAS.format(name=name, real=real) for name, real in FACES.items())
        there = Path(folder) / "fonts.conf"
        there.write_text(FONTS.format(fonts=sans_path().parent, cache=folder, aliases=aliases), encoding="utf-8")
        papers = [str(paper) for paper in sorted(FOLDER.glob("*.docx"))]
        command = [office, f"-env:UserInstallation=file://{folder}/lo", "--headless", "--convert-to", "pdf"]
        environment = {**os.environ, "FONTCONFIG_FILE": str(there)}
        subprocess.run([*command, "--outdir", str(FOLDER), *papers], check=True, env=environment, timeout=300)  # noqa: S603  (our own arguments)


if __name__ == "__main__":
    asyncio.run(make())
    pdfs()
