"""Nothing is lost, whatever moment the process dies at."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crash.harness import Harness


@pytest.mark.timeout(500)
@pytest.mark.xdist_group("crash")
async def test_nothing_is_lost_or_doubled_over_fifty_kills(tmp_path: Path) -> None:
    verdict = await Harness(tmp_path, people=1700, kills=50).run()
    print(f"\nkills {verdict.kills}, updates {verdict.updates}, in flight at a kill {verdict.doubted}, {verdict}")
    assert verdict.kills >= 50
    assert verdict.updates >= 5000
    assert verdict.clean, verdict


@pytest.mark.soak
@pytest.mark.timeout(7200)
async def test_nothing_is_lost_or_doubled_over_a_thousand_kills(tmp_path: Path) -> None:
    verdict = await Harness(tmp_path, people=34_000, kills=1000, seed=2).run()
    print(f"\nkills {verdict.kills}, updates {verdict.updates}, in flight at a kill {verdict.doubted}, {verdict}")
    assert verdict.kills >= 1000
    assert verdict.updates >= 100_000
    assert verdict.clean, verdict
