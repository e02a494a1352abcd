"""Places and points: few cases are shown and not ranked, small samples are pulled to the middle, equal points share a place."""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal
from fractions import Fraction

from bot.rules.scoring import kept as league_kept
from bot.rules.scoring.figures import Rate, median, rounded, wilson
from bot.rules.scoring.league import ITEMS, PULL, Tally, league
from bot.rules.scoring.measures import Mark

GOOD = (
    Mark.SIGN_DUE | Mark.SIGN_OK | Mark.CONTACT_DUE | Mark.CONTACT_OK | Mark.RESOLVE_DUE | Mark.RESOLVE_OK
    | Mark.VOICED | Mark.SOLVED | Mark.RATED | Mark.SATISFIED | Mark.CLOSED | Mark.FIRST_TIME
)  # fmt: skip
UNSOLVED = GOOD & ~Mark.SOLVED


def of(**units: dict[Mark, int]) -> dict[str, Tally]:
    """Tallies by unit."""
    return {unit: Tally(Counter(marks)) for unit, marks in units.items()}


def test_the_weights_add_up_to_a_hundred() -> None:
    assert sum(item.weight for item in ITEMS) == 100


def test_a_unit_that_does_everything_well_has_a_hundred_points() -> None:
    made = league("2026Q1", of(A={GOOD: 30}))
    assert [(row.points, row.place) for row in made.rows] == [(Decimal("100.00"), 1)]


def test_four_cases_are_shown_and_not_ranked_and_five_are() -> None:
    made = league("2026Q1", of(A={GOOD: 4}, B={GOOD: 5}, C={UNSOLVED: 50}))
    assert [(row.unit, row.place) for row in made.rows] == [("B", 1), ("C", 2), ("A", None)]
    assert made.row("A").points is not None  # type: ignore[union-attr]


def test_below_twenty_cases_the_score_is_pulled_to_the_citys_average_and_from_twenty_it_is_not() -> None:
    made = league("2026Q1", of(A={GOOD: 19}, B={UNSOLVED: 20}, C={GOOD: 20}))
    average = Fraction(19 * 100 + 20 * 65 + 20 * 100, 59)
    pulled = (19 * 100 + PULL * average) / (19 + PULL)
    assert [row.points for row in made.rows] == [Decimal("100.00"), rounded(pulled, 2), Decimal("65.00")]
    assert made.average == rounded(average, 2)


def test_a_rate_without_cases_leaves_its_weight_to_the_others() -> None:
    made = league("2026Q1", of(A={Mark.SIGN_DUE | Mark.SIGN_OK | Mark.CONTACT_DUE: 20}))
    assert made.rows[0].points == Decimal("50.00"), "10 of 20"


def test_deductions_come_off_after_the_pull_and_never_go_below_nothing() -> None:
    made = league(
        "2026Q1", of(A={GOOD: 20, GOOD | Mark.RETURNED: 2, GOOD | Mark.LATE_SIGNED: 1, GOOD | Mark.FALSE_CLOSED: 1})
    )
    assert (made.rows[0].deducted, made.rows[0].deductions, made.rows[0].points) == (25, (2, 1, 1), Decimal("75.00"))
    assert league("2026Q1", of(A={GOOD | Mark.FALSE_CLOSED: 20})).rows[0].points == Decimal("0.00")


def test_equal_points_share_a_place_and_the_next_one_is_left_out() -> None:
    made = league("2026Q1", of(B={GOOD: 30}, A={GOOD: 40}, C={UNSOLVED: 30}))
    assert [(row.unit, row.place) for row in made.rows] == [("A", 1), ("B", 1), ("C", 3)]


def test_the_interval_of_a_rate_is_wilsons() -> None:
    assert wilson(Rate(8, 10)) == (Decimal("49.0"), Decimal("94.3"))
    assert wilson(Rate(0, 5)) == (Decimal("0.0"), Decimal("43.4"))
    assert wilson(Rate(5, 5)) == (Decimal("56.6"), Decimal("100.0"))
    assert wilson(Rate(0, 0)) is None


def test_halves_are_rounded_up() -> None:
    assert rounded(Fraction(1, 8), 2) == Decimal("0.13")
    assert rounded(Fraction(12345, 1000), 2) == Decimal("12.35")
    assert rounded(Fraction(0), 2) == Decimal("0.00")
    assert str(Rate(1, 8).percent) == "12.5"


def test_the_median_of_points() -> None:
    assert median([]) is None
    assert median([Decimal("70.00"), Decimal("90.01"), Decimal("80.00")]) == Decimal("80.00")
    assert median([Decimal("80.00"), Decimal("90.01")]) == Decimal("85.01")


def test_a_frozen_table_comes_back_as_it_was() -> None:
    made = league("2026Q1", of(A={GOOD: 19}, B={UNSOLVED | Mark.RETURNED: 7}, C={}))
    assert league_kept.from_json(json.loads(json.dumps(league_kept.to_json(made)))) == made


def test_a_units_line_is_found_and_its_solving_has_an_interval() -> None:
    made = league("2026Q1", of(A={GOOD: 8, UNSOLVED: 2}, B={Mark.SIGN_DUE | Mark.SIGN_OK: 9}))
    line = made.row("A")
    assert line is not None
    assert line.interval is not None
    low, high = line.interval
    assert 0 < low < 80 < high < 100
    assert made.row("C") is None
    assert made.row("B").interval is None  # type: ignore[union-attr]
    assert {row.unit for row in made.ranked} == {"A", "B"}
