"""The quarterly league (季度赛马): from accounts to rates, points, places. Pure and exact; the formulas are in docs/league.md.

Rates are fractions and points are rounded once, at the end, so that anybody can recompute them to the last digit. A unit's
own rates depend on nothing but its own accounts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from bot.rules.scoring.figures import Rate, rounded, wilson
from bot.rules.scoring.measures import COUNTED, Account, Mark

VERSION = "赛马口径-1"
RANKED_FROM = 5  # cases; fewer are shown and not ranked (R28)
SHRUNK_BELOW, PULL = 20, 10  # score' = (n·score + 10·average) / (n + 10)


@dataclass(frozen=True, slots=True)
class Item:
    """One rate and its weight; the weights add up to 100."""

    name: str
    weight: int
    due: Mark
    good: Mark


ITEMS = (
    Item("及时签收率", 10, Mark.SIGN_DUE, Mark.SIGN_OK),
    Item("按时首联率", 10, Mark.CONTACT_DUE, Mark.CONTACT_OK),
    Item("按时办结率", 20, Mark.RESOLVE_DUE, Mark.RESOLVE_OK),
    Item("解决率", 35, Mark.VOICED, Mark.SOLVED),
    Item("满意率", 15, Mark.RATED, Mark.SATISFIED),
    Item("一次办好率", 10, Mark.CLOSED, Mark.FIRST_TIME),
)
DEDUCTIONS = ((Mark.RETURNED, 2, "无理由退单"), (Mark.LATE_SIGNED, 1, "超时签收"), (Mark.FALSE_CLOSED, 20, "虚假办结"))


@dataclass(slots=True)
class Tally:
    """The accounts of one unit, summed: how many cases carry which marks, and how many are left out for what."""

    marks: Counter[Mark] = field(default_factory=Counter)
    excluded: Counter[str] = field(default_factory=Counter)

    @property
    def cases(self) -> int:
        """Cases that count towards ranking."""
        return self.having(COUNTED)

    def having(self, any_of: Mark) -> int:
        """Cases with at least one of these marks."""
        return sum(count for marks, count in self.marks.items() if marks & any_of)

    def rate(self, due: Mark, good: Mark) -> Rate:
        """Numerator and denominator."""
        return Rate(self.having(good), self.having(due))


@dataclass(frozen=True, slots=True)
class Row:
    """One unit's line. Points have two decimals; `place` is None below five cases."""

    unit: str
    cases: int
    rates: tuple[Rate, ...]  # as ITEMS
    raw: Decimal | None  # before shrinkage and deductions
    deducted: int
    points: Decimal | None
    place: int | None
    deductions: tuple[int, ...]  # how many of each, as DEDUCTIONS
    heard: Rate  # 三率: solved of those who said anything
    excluded: Mapping[str, int]

    @property
    def interval(self) -> tuple[Decimal, Decimal] | None:
        """Wilson 95 % of 解决率, in percent."""
        return wilson(self.rates[3])


@dataclass(frozen=True, slots=True)
class League:
    """The table of one quarter, best first; units without a place come last, by code."""

    quarter: str
    version: str
    average: Decimal | None
    rows: tuple[Row, ...]

    def row(self, unit: str) -> Row | None:
        """One unit's line."""
        return next((row for row in self.rows if row.unit == unit), None)

    @property
    def ranked(self) -> tuple[Row, ...]:
        """Those with a place."""
        return tuple(row for row in self.rows if row.place is not None)


def tallied(found: Iterable[Account]) -> dict[str, Tally]:
    """Accounts of one quarter, summed by unit."""
    tallies: dict[str, Tally] = {}
    for account in found:
        tally = tallies.setdefault(account.unit, Tally())
        if account.excluded:
            tally.excluded[account.excluded] += 1
        else:
            tally.marks[account.marks] += 1
    return tallies


def league(quarter: str, tallies: Mapping[str, Tally]) -> League:
    """The table. The order in which cases came makes no difference."""
    raw = {unit: _raw(tally) for unit, tally in tallies.items()}
    average = _average(tallies, raw)
    rows = [_row(unit, tally, raw[unit], average) for unit, tally in tallies.items()]
    return League(quarter, VERSION, rounded(average, 2) if average is not None else None, _placed(rows))


def _raw(tally: Tally) -> Fraction | None:
    """Weighted mean of the rates that have a denominator, of 100; None if none has."""
    known = [(item.weight, tally.rate(item.due, item.good).exact) for item in ITEMS]
    weight = sum(weight for weight, rate in known if rate is not None)
    return (
        100 * sum((weight * rate for weight, rate in known if rate is not None), Fraction(0)) / weight
        if weight
        else None
    )


def _average(tallies: Mapping[str, Tally], raw: Mapping[str, Fraction | None]) -> Fraction | None:
    """Of all units, ranked or not, weighted by their cases."""
    known = [(tally.cases, raw[unit]) for unit, tally in tallies.items()]
    cases = sum(n for n, score in known if score is not None)
    return sum((n * score for n, score in known if score is not None), Fraction(0)) / cases if cases else None


def _row(unit: str, tally: Tally, raw: Fraction | None, average: Fraction | None) -> Row:
    n = tally.cases
    counts = tuple(tally.having(mark) for mark, _points, _name in DEDUCTIONS)
    deducted = sum(count * points for count, (_mark, points, _name) in zip(counts, DEDUCTIONS, strict=True))
    points = _points(n, raw, average, deducted)
    return Row(
        unit=unit,
        cases=n,
        rates=tuple(tally.rate(item.due, item.good) for item in ITEMS),
        raw=rounded(raw, 2) if raw is not None else None,
        deducted=deducted,
        points=points,
        place=0 if n >= RANKED_FROM and points is not None else None,
        deductions=counts,
        heard=tally.rate(Mark.VOICED | Mark.RATED, Mark.SOLVED),
        excluded=dict(sorted(tally.excluded.items())),
    )


def _points(n: int, raw: Fraction | None, average: Fraction | None, deducted: int) -> Decimal | None:
    if raw is None:
        return None
    if n < SHRUNK_BELOW and average is not None:
        raw = (n * raw + PULL * average) / (n + PULL)
    return rounded(max(Fraction(0), raw - deducted), 2)


def _placed(rows: list[Row]) -> tuple[Row, ...]:
    """Places by the points as published: equal points, equal place."""
    ranked = sorted((row for row in rows if row.place is not None), key=lambda row: (-(row.points or 0), row.unit))
    placed = [replace(row, place=1 + sum((o.points or 0) > (row.points or 0) for o in ranked)) for row in ranked]
    return (*placed, *sorted((row for row in rows if row.place is None), key=lambda row: row.unit))
