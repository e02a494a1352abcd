"""Open items of meetings on the next weekly sheet: who, what, by when, how it stands; class A or of no case (A14, R01)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from bot.desk.supervisor import decide_item as items
from bot.desk.supervisor import decide_list
from bot.desk.supervisor import decide_may as may
from bot.desk.work import Work
from bot.texts import decide as texts
from storage.tables import Decision

Row = tuple[str, str, str, str]


def rows(work: Work, units: Collection[str]) -> list[Row]:
    """The open items of some units as cells, the earliest date first; words and firms are masked."""
    return [_row(work, row) for row in _open(work) if row.unit in units]


def counts(work: Work) -> dict[str, tuple[int, int]]:
    """By task force: how many are open, and of those overdue; a task force without any is not in it."""
    force = {unit.code: unit.taskforce for unit in work.office.catalogue.units}
    open_, late = Counter[str](), Counter[str]()
    for row in _open(work):
        open_[force.get(row.unit, "")] += 1
        late[force.get(row.unit, "")] += items.is_late(work, row)
    return {name: (n, late[name]) for name, n in open_.items() if name}


def _open(work: Work) -> list[Decision]:
    return [row for row in decide_list.open_items(work) if may.open_class(work, row) and not may.hidden(work, row)]


def _row(work: Work, row: Decision) -> Row:
    found = items.item(work, row)
    about = f"{found.number[-6:]} " if found.number else ""
    return texts.sheet_row(found, about + work.office.mask(found.text.replace("\n", " "), enterprises=True))
