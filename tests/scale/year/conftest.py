"""One simulated time for all tests that judge it, whichever worker they run in."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

import pytest

from tests.scale.year.almanac import ZONE
from tests.scale.year.simulation import Run, lived

FIRST = datetime(2026, 9, 14, 8, 0, tzinfo=ZONE)  # with 中秋, 国庆 and two make-up Sundays and Saturdays ahead
DAYS, CASES, SEED = 45, 32, 3


@pytest.fixture(scope="session")
def year(once: Callable[[str, Callable[[], Run]], Run]) -> Run:
    """A tenth of the cases over the six weeks around the National Day."""
    return once("year", lambda: asyncio.run(lived(FIRST, DAYS, CASES, SEED)))
