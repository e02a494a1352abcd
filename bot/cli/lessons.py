"""`dingge lessons`: how much the desk's own decisions could teach the reader. Prints counts, never words."""

from __future__ import annotations

from sqlmodel import Session

from bot.app.office import build
from bot.clock import SystemClock
from bot.desk import lessons as desk
from bot.desk.work import Work
from bot.settings import load
from nlp.learning.lessons import Tally, tally
from storage.db import make_engine


def lessons() -> int:
    """Count the lessons of the database by unit. Changes nothing."""
    office = build(load())
    names = {unit.code: unit.name for unit in office.catalogue.units}
    with Session(make_engine(load().database)) as session:
        found = tally(desk.collect(Work(session, SystemClock().now(), office)))
    print(told(found, names))
    return 0


def told(found: Tally, names: dict[str, str]) -> str:
    """The counts as lines: the sum and where it came from, then units, most first."""
    if not found.total:
        return "还没有可学的件：要有坐席分派或裁定改派的 A 类件。"
    sources = "，".join(f"{source.value} {count}" for source, count in found.sources)
    lines = [f"可学 {found.total} 件（{sources}）。只数 A 类；姓名、企业、号码已隐去。"]
    return "\n".join([*lines, *(f"{count:>5}  {code}  {names.get(code, code)}" for code, count in found.units)])
