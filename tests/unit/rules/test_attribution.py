"""Attribution on closing: one default a result, and nothing that the answer does not carry."""

from __future__ import annotations

import pytest

from bot.rules import attribution
from bot.rules.attribution import Ground
from storage.vocabulary import ResultCode


@pytest.mark.parametrize(
    ("result", "ground"),
    [
        (ResultCode.SOLVED, Ground.JUSTIFIED),
        (ResultCode.PARTLY, Ground.PARTLY),
        (ResultCode.NOT_POSSIBLE, Ground.NO_BASIS),
        (ResultCode.LONG_TERM, None),
    ],
)
def test_each_result_has_its_default(result: ResultCode, ground: Ground | None) -> None:
    assert attribution.default(result) is ground


def test_without_basis_goes_only_with_an_answer_that_must_name_rule_and_remedy() -> None:
    assert [code for code in ResultCode if Ground.NO_BASIS in attribution.OPTIONS[code]] == [ResultCode.NOT_POSSIBLE]


@pytest.mark.parametrize("result", [ResultCode.SOLVED, ResultCode.PARTLY, ResultCode.NOT_POSSIBLE])
def test_taps_go_round_through_all_that_fit(result: ResultCode) -> None:
    seen, ground = [], attribution.default(result)
    for _ in attribution.OPTIONS[result]:
        seen.append(ground)
        ground = attribution.after(ground, result)
    assert tuple(seen) == attribution.OPTIONS[result]
    assert ground is attribution.default(result)


def test_a_choice_that_no_longer_fits_falls_back_to_the_default() -> None:
    assert attribution.after(Ground.NO_BASIS, ResultCode.SOLVED) is Ground.JUSTIFIED
    assert attribution.after(None, ResultCode.LONG_TERM) is None
    assert attribution.chosen("NO_BASIS", ResultCode.SOLVED) is Ground.JUSTIFIED
    assert attribution.chosen("HARDSHIP", ResultCode.SOLVED) is Ground.HARDSHIP
    assert attribution.chosen(None, ResultCode.LONG_TERM) is None
