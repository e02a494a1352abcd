"""How alike two short texts are, by the pairs of characters that they share. Simple on purpose: a person confirms."""

from __future__ import annotations

from itertools import pairwise

ALIKE = 0.34  # from here on two summaries are worth a clerk's look
SAME_UNIT = 0.4  # the same where the unit is the same, too
SAME = 0.55  # from here on the same person most likely says the same thing again


def likeness(one: str, other: str) -> float:
    """0 to 1: the share of the shorter text's pairs of letters that the other has, too. 0 if either says almost nothing."""
    pairs, others = _pairs(one), _pairs(other)
    fewer = min(len(pairs), len(others))
    return len(pairs & others) / fewer if fewer > 2 else 0.0


def _pairs(text: str) -> set[str]:
    letters = [char.lower() for char in text if char.isalnum()]
    return {"".join(pair) for pair in pairwise(letters)}
