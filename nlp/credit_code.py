"""Unified social credit code (统一社会信用代码), GB 32100-2015: 18 places, the last checks the rest."""

from __future__ import annotations

import re

from nlp.normal import normal

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I, O, S, V, Z
WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
SHAPE = re.compile(rf"[1-9ANY][{ALPHABET}]\d{{6}}[{ALPHABET}]{{10}}")


def normalise(code: str) -> str:
    """Half-width, upper case, without blanks and hyphens. O is read as 0 and I as 1: the code has neither."""
    plain = "".join(char for char in normal(code).text.upper() if char.isalnum())
    return plain.replace("O", "0").replace("I", "1")


def valid(code: str) -> bool:
    """True if the normalised code has the right shape and the right check digit."""
    plain = normalise(code)
    return SHAPE.fullmatch(plain) is not None and check_digit(plain[:17]) == plain[17]


def check_digit(body: str) -> str:
    """The check digit of 17 places. ValueError if a place is not of the alphabet."""
    total = sum(ALPHABET.index(char) * weight for char, weight in zip(body, WEIGHTS, strict=True))
    return ALPHABET[-total % 31]
