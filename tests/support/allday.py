"""A city that never rests: for tests on the real clock, which may run at night, at lunch or on a holiday."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import yaml


def written(folder: Path, today: date) -> Path:
    """A calendar file with one span from midnight to midnight and work on every day around `today`."""
    around = [today + timedelta(days=shift) for shift in range(-10, 60)]
    body = {
        "zone": "Asia/Shanghai",
        "spans": [{"from": "00:00", "to": "23:59"}],
        "years": {},
        "days": {str(day): "上班" for day in around},
    }
    path = folder / "allday.yaml"
    path.write_text(yaml.safe_dump(body, allow_unicode=True), encoding="utf-8")
    return path
