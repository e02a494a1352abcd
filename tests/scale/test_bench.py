"""`dingge bench` measures what it says it measures. Not a timed test: the machine may be busy."""

from __future__ import annotations

from typing import Any

import pytest

from bot.cli.bench import measure, table


@pytest.mark.timeout(180)
async def test_the_bench_sees_every_complaint_through_and_compares(record_property: Any) -> None:
    figures = await measure(6)
    shown = table(figures)
    print(f"\n{shown}")
    record_property("throughput_ratio", round(figures.throughput, 3))
    record_property("receiving_ratio", round(figures.receiving, 3))
    assert figures.office.done == 6
    assert figures.office.updates == 18  # a text and two presses each: nobody had to press twice
    assert figures.echo.done == figures.echo.updates == 18
    assert figures.keep.done == figures.discard.done == 60
    assert figures.throughput > 0
    assert figures.receiving > 0
    assert "比值" in shown
