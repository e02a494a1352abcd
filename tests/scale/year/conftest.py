"""One simulated time for all tests that judge it, whichever worker they run in."""

from __future__ import annotations

import asyncio
import fcntl
import pickle
from datetime import datetime

import pytest

from tests.scale.year.almanac import ZONE
from tests.scale.year.simulation import Run, lived

FIRST = datetime(2026, 9, 14, 8, 0, tzinfo=ZONE)  # with 中秋, 国庆 and two make-up Sundays and Saturdays ahead
DAYS, CASES, SEED = 45, 32, 3


@pytest.fixture(scope="session")
def year(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Run:
    """A tenth of the cases over the six weeks around the National Day; lived once, the other workers read it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if hasattr(request.config, "workerinput") else base
    kept = shared / "year.pickle"
    with (shared / "year.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            kept.write_bytes(pickle.dumps(asyncio.run(lived(FIRST, DAYS, CASES, SEED))))
    run: Run = pickle.loads(kept.read_bytes())  # noqa: S301 - written by this very run
    return run
