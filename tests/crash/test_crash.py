"""Nothing is lost, whatever moment the process dies at."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.crash.harness import Harness
from tests.crash.judge import Verdict


def told(verdict: Verdict) -> None:
    """Print the figures, and hold every promise."""
    print(f"\n{verdict}")
    assert verdict.clean, verdict
    assert verdict.stopped_in < 10


@pytest.mark.timeout(900)
async def test_nothing_is_lost_or_doubled_over_fifty_kills(tmp_path: Path) -> None:
    verdict = await Harness(tmp_path, people=640, kills=50, enough=5000).run()
    told(verdict)
    assert verdict.kills >= 50
    assert verdict.updates >= 5000
    assert verdict.chased >= 28
    # A whole handful of calls can be in flight at two kills in a row: those messages are not sent a third time, by promise.
    assert len(verdict.given_up) <= verdict.cases / 20


@pytest.mark.soak
@pytest.mark.timeout(14_400)
async def test_nothing_is_lost_or_doubled_over_a_thousand_kills(tmp_path: Path) -> None:
    verdict = await Harness(tmp_path, people=1200, kills=1000, seed=2, longest=2.0).run()
    told(verdict)
    assert verdict.kills >= 1000
    assert verdict.updates >= 9_000


@pytest.mark.soak
@pytest.mark.timeout(3600)
async def test_nothing_is_lost_or_doubled_on_postgresql(tmp_path: Path, new_postgres: Callable[[bool], str]) -> None:
    verdict = await Harness(tmp_path, people=400, kills=20, seed=3, database=new_postgres(False), longest=60).run()
    told(verdict)
    assert verdict.kills >= 20
    assert verdict.updates >= 3000
