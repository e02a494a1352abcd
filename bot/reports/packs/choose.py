"""What goes into each pack (A13–A17, A21, A23). Pure: lines in, parts out. A case stands in one part only, the gravest.

The numbers of lines are what holds the page limits: with five times the usual volume the paper stays as long, the annex grows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.reports.packs.lines import FORTNIGHT_FROM, QUARTER_AFTER, Line, Part, cut, worst_first

LATE, SOON, REDONE, STUCK = 7, 4, 3, 3  # of a weekly sheet: two pages
DECIDED = 4  # open decisions of earlier meetings on a weekly sheet; /decide has all
FORTNIGHT = 10  # A15
QUARTER_LATE, QUARTER_HELD, THEMES = 15, 8, 5
COMMON_FROM = 5  # A21: so many cases of one cause in a month make 一类问题
MEETING = 25
TRANSFERS = 2  # handed on so often, a case is a dispute between units
ELEMENTS = frozenset({"要素保障专班", "获得电力专班", "获得信贷专班"})  # A23: land, power, money


@dataclass(frozen=True, slots=True)
class Weekly:
    """周调度单 of one task force (A14)."""

    open: int
    held: int
    late: Part
    soon: Part
    redone: Part
    stuck: tuple[tuple[str, int], ...]  # where it sticks, and how many cases


def room(items: int) -> dict[str, int]:
    """How many lines of each part a weekly sheet holds beside so many open decisions: they need a third of a page."""
    less = 1 if items else 0
    return {"late": LATE - 2 * less, "soon": SOON - less, "redo": REDONE - less}


def weekly(lines: Iterable[Line], items: int = 0) -> Weekly:
    """Of one task force's lines, beside so many open decisions."""
    running, held = _split(lines)
    most = room(items)
    late, rest = _part(running, lambda line: line.is_late)
    redone, rest = _part(rest, lambda line: line.reopens > 0)
    soon, _rest = _part(rest, lambda line: line.soon)
    stuck = Counter(line.stuck for line in late if line.stuck).most_common(STUCK)
    return Weekly(
        len(running),
        len(held),
        cut(late, most["late"]),
        cut(soon, most["soon"]),
        cut(redone, most["redo"]),
        tuple(sorted(stuck, key=_most)),
    )


def worth(lines: Iterable[Line]) -> bool:
    """True if a week has anything to speak of: nobody is sent an empty sheet."""
    found = weekly(lines)
    return bool(found.late.total or found.soon.total or found.redone.total)


def _most(pair: tuple[str, int]) -> tuple[int, str]:
    return -pair[1], pair[0]


def _split(lines: Iterable[Line]) -> tuple[list[Line], list[Line]]:
    ordered = worst_first(lines)
    return [line for line in ordered if not line.held], [line for line in ordered if line.held]


def _part(lines: list[Line], wanted: Callable[[Line], bool]) -> tuple[list[Line], list[Line]]:
    return [line for line in lines if wanted(line)], [line for line in lines if not wanted(line)]


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the fortnightly meeting, and why it is on the table."""

    line: Line
    why: str


@dataclass(frozen=True, slots=True)
class Fortnight:
    """双周调度 for the vice-mayor: at most ten items in all (A15)."""

    items: tuple[Item, ...]
    total: int

    @property
    def left_out(self) -> int:
        """How many are only in the annex."""
        return self.total - len(self.items)


def fortnight(lines: Iterable[Line]) -> Fortnight:
    """L5 cases, disputes between units, and holds that wait for a signature; nothing else."""
    found = [Item(line, reason) for line in worst_first(lines) if (reason := why(line))]
    return Fortnight(tuple(found[:FORTNIGHT]), len(found))


def why(line: Line) -> str:
    """Why a case is for the vice-mayor; empty if it is not."""
    if line.pending == "hold":
        return "挂账待签"
    if line.pending == "transfer" or line.transfers >= TRANSFERS or (line.helpers and line.is_late):
        return "跨部门争议"
    return "逾期满10个工作日" if line.late_days >= FORTNIGHT_FROM and not line.held else ""


@dataclass(frozen=True, slots=True)
class Quarterly:
    """The lists of 季度专题材料 (A16); its figures come from the league's books."""

    open: int
    late: Part  # overdue for more than 20 working days
    held: Part
    themes: tuple[tuple[str, int], ...]


def quarterly(lines: Iterable[Line], themes: Counter[str]) -> Quarterly:
    """Of all open lines, and of the themes of what the quarter brought."""
    running, held = _split(lines)
    late = [line for line in running if line.late_days > QUARTER_AFTER]
    top = tuple(sorted(themes.items(), key=_most)[:THEMES])
    return Quarterly(len(running) + len(held), cut(late, QUARTER_LATE), cut(held, QUARTER_HELD), top)


def saturday(lines: Iterable[Line]) -> Part:
    """要素保障会商: what waits for land, power or money (A23)."""
    return cut(worst_first(line for line in lines if line.taskforce in ELEMENTS), MEETING)


@dataclass(frozen=True, slots=True)
class Common:
    """一类问题: one cause that came at least five times in a month, at one unit (A21)."""

    theme: str
    unit_name: str
    numbers: tuple[str, ...]


def common(cases: Iterable[tuple[str, str, str]]) -> list[Common]:
    """From (theme, unit name, number) of one month's cases, the most frequent first."""
    found: dict[tuple[str, str], list[str]] = {}
    for theme, unit_name, number in cases:
        if theme:
            found.setdefault((theme, unit_name), []).append(number)
    many = [
        Common(theme, unit, tuple(numbers)) for (theme, unit), numbers in found.items() if len(numbers) >= COMMON_FROM
    ]
    return sorted(many, key=lambda one: (-len(one.numbers), one.theme, one.unit_name))
