"""A simulated city: nothing is chased too little, too much, too early, at night or after the end, and nobody is betrayed.

The default run has a tenth of the cases; `soak` has three hundred and a whole year.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import datetime
from typing import Any

import pytest

from tests.scale.year.almanac import ZONE
from tests.scale.year.burden import burden
from tests.scale.year.conftest import DAYS, FIRST
from tests.scale.year.leaks import leaks
from tests.scale.year.notices import notices
from tests.scale.year.oracle import Oracle
from tests.scale.year.simulation import Run, lived, secrets

pytestmark = pytest.mark.timeout(900)
NEW_YEAR = datetime(2026, 1, 5, 8, 0, tzinfo=ZONE)
WHOLE_DAYS, WHOLE_CASES = 365, 310
MOST_PER_DAY = 3.0  # of an officer with cases in hand, on average; R13 allows no more even at worst


def test_every_chase_comes_once_in_time_and_stops_with_the_case(year: Run) -> None:
    assert Oracle(year.record).judge() == []


def test_nothing_about_anybodys_conduct_reaches_them(year: Run) -> None:
    hidden = secrets(year.matters)
    assert sum(one.sealed for one in hidden) >= 2
    assert sum(not one.sealed for one in hidden) >= 3
    assert leaks(year.record, hidden) == []


def test_the_bots_own_auditor_finds_nothing_and_nothing_failed(year: Run) -> None:
    assert year.audit == []
    assert [line for line in year.record.logs if '"log_level": "error"' in line] == []


def test_much_happened_that_could_have_gone_wrong(year: Run) -> None:
    kinds = Counter(event["kind"] for event in year.record.events)
    sorts = Counter(one.sort for one in notices(year.record.calls))
    for kind, least in {"逾期": 30, "重办": 5, "申请转办": 2, "申请延期": 2, "请协办": 1, "改派": 1, "办结": 1}.items():
        assert kinds[kind] >= least, kind
    for sort, least in {"remind": 20, "due": 20, "digest": 20, "rung": 10, "office": 5}.items():
        assert sorts[sort] >= least, sort
    assert any(call.doubtful for call in year.record.calls), "no fault of the emulator was met"
    assert year.vain < year.acts / 4, "people mostly find what they look for"


def test_the_burden_on_officers_is_bearable(year: Run, record_property: Any) -> None:
    found = burden(year.record, FIRST)
    print(f"\n{len(year.matters)} cases, {DAYS} days: {found}")
    record_property("chases_per_100_cases_and_day", round(found.per_hundred))
    assert found.per_day <= MOST_PER_DAY


@pytest.mark.soak
@pytest.mark.timeout(7200)
def test_three_hundred_cases_in_a_year_keep_every_promise(record_property: Any) -> None:
    run = asyncio.run(lived(NEW_YEAR, WHOLE_DAYS, WHOLE_CASES, 1))
    found, hidden = burden(run.record, NEW_YEAR), secrets(run.matters)
    events = Counter(event["kind"] for event in run.record.events)
    print(f"\n{len(run.matters)} cases, {WHOLE_DAYS} days, {run.acts} acts, {events['逾期']} breaches: {found}")
    print(f"{len(hidden)} secrets, {sum(one.sealed for one in hidden)} of them sealed")
    record_property("year_breaches", events["逾期"])
    record_property("year_chases_per_100_cases_and_day", round(found.per_hundred))
    assert Oracle(run.record).judge() == []
    assert leaks(run.record, hidden) == []
    assert run.audit == []
    assert [line for line in run.record.logs if '"log_level": "error"' in line] == []
