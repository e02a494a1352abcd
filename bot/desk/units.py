"""Pages of units to pick from, for whoever may pick."""

from __future__ import annotations

from bot.desk import gist
from bot.desk.work import Work
from bot.rules import routing
from storage.tables import CaseFile

PAGE = 8


def options(
    work: Work, case: CaseFile, page: int, *, without: tuple[str, ...] = ()
) -> tuple[tuple[tuple[str, str], ...], bool]:
    """One page of (code, name) and whether it is the last: candidates first, never an accused or sealed unit (R02b)."""
    catalogue = work.office.catalogue
    best = [code for code, _why in gist.load(work, case).units]
    codes = routing.choosable_units(tuple(unit.code for unit in catalogue.units), tuple(case.accused), case.secrecy)
    allowed = [code for code in codes if code not in without and not catalogue.unit(code).sealed]
    ordered = [code for code in best if code in allowed] + [code for code in allowed if code not in best]
    part = ordered[page * PAGE : (page + 1) * PAGE]
    return tuple((code, catalogue.unit(code).name) for code in part), (page + 1) * PAGE >= len(ordered)


def may_choose(work: Work, case: CaseFile, code: str) -> bool:
    """True if a person may send this case to this unit."""
    unit = work.office.catalogue.get(code)
    if unit is None or unit.sealed:
        return False
    return code in routing.choosable_units((code,), tuple(case.accused), case.secrecy)


def name(work: Work, code: str | None) -> str:
    """A unit's name; 待定 if none."""
    unit = work.office.catalogue.get(code) if code else None
    return unit.name if unit is not None else "待定"
