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
    """One page of (code, name) and whether it is the last: what the words point to first, then the units that the present
    one is mistaken for, then the rest; never an accused or sealed unit (R02b)."""
    catalogue = work.office.catalogue
    best = [code for code, _why in gist.load(work, case).units] + _mistaken_for(work, case.unit)
    allowed = [unit.code for unit in catalogue.units if unit.code not in without and may_choose(work, case, unit.code)]
    ordered = list(dict.fromkeys(code for code in (*best, *allowed) if code in allowed))
    part = ordered[page * PAGE : (page + 1) * PAGE]
    return tuple((code, catalogue.unit(code).name) for code in part), (page + 1) * PAGE >= len(ordered)


def _mistaken_for(work: Work, code: str | None) -> list[str]:
    """The units whose duties border on this one's, by the catalogue."""
    unit = work.office.catalogue.get(code) if code else None
    return [other for confusion in (unit.confusions if unit else ()) for other in confusion.to]


def may_choose(work: Work, case: CaseFile, code: str) -> bool:
    """True if a person may send this case to this unit: not to the clerks' desk, which dispatches and does not work."""
    unit = work.office.catalogue.get(code)
    if unit is None or unit.sealed or code == routing.CLERKS:
        return False
    return code in routing.choosable_units((code,), tuple(case.accused), case.secrecy)


def name(work: Work, code: str | None) -> str:
    """A unit's name; 待定 if none."""
    unit = work.office.catalogue.get(code) if code else None
    return unit.name if unit is not None else "待定"
