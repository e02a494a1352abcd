"""Likeness only proposes: it is even-handed, bounded, and finds the same trouble in other words."""

from __future__ import annotations

import pytest

from bot.rules.likeness import ALIKE, SAME, likeness

WATER = "经开区自来水压力太低，机器老停"


@pytest.mark.parametrize(
    "other", ["自来水压力低，机器停了三次", "经开区这边自来水压力太低", "我们厂自来水压力太低，老停机器"]
)
def test_the_same_trouble_in_other_words_is_worth_a_look(other: str) -> None:
    assert likeness(WATER, other) >= ALIKE


@pytest.mark.parametrize("other", ["营业执照办了两周还没出来", "货车在园区门口被贴单", "", "水"])
def test_other_troubles_are_not(other: str) -> None:
    assert likeness(WATER, other) < ALIKE


def test_it_is_even_handed_and_bounded() -> None:
    assert likeness(WATER, WATER) == 1.0 >= SAME > ALIKE
    assert likeness("自来水压力低", WATER) == likeness(WATER, "自来水压力低")
