"""`dingge calendar load`: a year's notice is kept, checked, and counted in from then on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from app_support import Run
from sqlmodel import Session

from bot.app.office import build
from bot.desk.almanac import office_now
from bot.settings import load
from storage.db import make_engine

NOTICE = """years:
  2027:
    days_off: ["2027-01-01..2027-01-03", "2027-02-05..2027-02-13", "2027-04-03..2027-04-05", "2027-10-01..2027-10-07"]
    makeup: ["2027-02-20"]
"""


def loaded_day(day: date) -> bool:
    with Session(make_engine(load().database)) as session:
        return office_now(session, build(load())).calendar.day(day).working


def test_a_notice_is_in_force_after_loading(home: Path, run: Run) -> None:
    (home / "2027.yaml").write_text(NOTICE, encoding="utf-8")
    result = run("calendar", "load", "2027.yaml")
    assert result.exit_code == 0
    assert "已录入 2027 年放假安排：放假 22 天，调休上班 1 天" in result.stdout
    assert loaded_day(date(2027, 2, 20))
    assert not loaded_day(date(2027, 2, 8))


def test_the_city_s_own_days_lie_above_a_notice(home: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    sample = run("city", "sample", "calendar").stdout
    (home / "calendar.yaml").write_text(sample.replace("days: {}", 'days: {"2027-02-20": 放假}'), encoding="utf-8")
    (home / "2027.yaml").write_text(NOTICE, encoding="utf-8")
    run("calendar", "load", "2027.yaml")
    monkeypatch.setenv("CALENDAR_FILE", str(home / "calendar.yaml"))
    assert not loaded_day(date(2027, 2, 20))


def test_a_wrong_or_missing_file_is_told_and_nothing_is_kept(home: Path, run: Run) -> None:
    (home / "2027.yaml").write_text(NOTICE.replace("2027-02-20", "2027-02-19"), encoding="utf-8")
    result = run("calendar", "load", "2027.yaml")
    assert result.exit_code == 2
    assert "不是周末" in result.stderr
    missing = run("calendar", "load", "2028.yaml")
    assert missing.exit_code == 2
    assert "找不到文件" in missing.stderr
    assert not loaded_day(date(2027, 2, 20))
