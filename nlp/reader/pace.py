"""How long reading takes beside the time that cutting the same texts into words takes alone, measured in turn."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

LENGTH = 200  # characters of a measured text
MOST = 200  # texts measured


@dataclass(frozen=True)
class Pace:
    """Milliseconds a text of LENGTH characters: median and 95th percentile, for all and for cutting alone."""

    median: float
    slowest: float
    words_median: float
    words_slowest: float


def pace(texts: Sequence[str], read: Callable[[str], object], cut: Callable[[str], object]) -> Pace | None:
    """Measure on texts of exactly LENGTH characters, joined from these; None if they do not suffice for one."""
    spans = [(_timed(cut, text), _timed(read, text)) for text in _even(texts)]
    if not spans:
        return None
    words, whole = sorted(span[0] for span in spans), sorted(span[1] for span in spans)
    middle, late = len(spans) // 2, min(len(spans) - 1, int(len(spans) * 0.95))
    return Pace(whole[middle], whole[late], words[middle], words[late])


def _even(texts: Sequence[str]) -> Iterator[str]:
    joined = "。".join(texts)[: LENGTH * MOST]
    yield from (joined[start : start + LENGTH] for start in range(0, len(joined) - LENGTH + 1, LENGTH))


def _timed(work: Callable[[str], object], text: str) -> float:
    started = time.perf_counter()
    work(text)
    return (time.perf_counter() - started) * 1000
