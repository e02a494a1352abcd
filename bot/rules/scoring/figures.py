"""Rates, intervals and roundings: exact until the last step, so that anybody can recompute them to the last digit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Rate:
    """`good` of `due` cases."""

    good: int
    due: int

    @property
    def exact(self) -> Fraction | None:
        """None without cases."""
        return Fraction(self.good, self.due) if self.due else None

    @property
    def percent(self) -> Decimal | None:
        """With one decimal, rounded half up."""
        return rounded(self.exact * 100, 1) if self.exact is not None else None


def wilson(rate: Rate, z: Decimal = Decimal("1.96")) -> tuple[Decimal, Decimal] | None:
    """The 95 % interval of a rate in percent, one decimal; None without cases."""
    if not rate.due:
        return None
    n, p = Decimal(rate.due), Decimal(rate.good) / Decimal(rate.due)
    middle, below = p + z * z / (2 * n), 1 + z * z / n
    half = z * (p * (1 - p) / n + z * z / (4 * n * n)).sqrt()
    low, high = (100 * (middle - half) / below, 100 * (middle + half) / below)
    return _cut(max(low, Decimal(0))), _cut(min(high, Decimal(100)))


def _cut(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.1"), ROUND_HALF_UP)


def rounded(value: Fraction, places: int) -> Decimal:
    """Half up, from the exact value."""
    units = (2 * value.numerator * 10**places + value.denominator) // (2 * value.denominator)
    return Decimal(units).scaleb(-places)


def median(values: Iterable[Decimal]) -> Decimal | None:
    """The middle one, or the mean of the two in the middle, rounded as they are; None of none."""
    found = sorted(values)
    if not found:
        return None
    low, high = found[(len(found) - 1) // 2], found[len(found) // 2]
    return ((low + high) / 2).quantize(found[0], ROUND_HALF_UP)
