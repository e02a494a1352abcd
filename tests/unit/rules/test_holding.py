"""挂账: complete when asked for, looked at every 30 days, a year at most."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.city.policy_file import load_policy
from bot.rules.calendar import WorkCalendar
from bot.rules.holding import REQUIRED, Ground, ends_at, lacking, next_review, stale

POLICY = load_policy()
CITY = WorkCalendar(((time(8, 30), time(12)), (time(14, 30), time(17, 30))))
ZONE = ZoneInfo("Asia/Shanghai")
FULL = {"lead": "示例局", "goal": "年底前通水", "review": "2026-04-08", "words": "已书面说明"}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


def local(moment: datetime) -> str:
    return moment.astimezone(ZONE).strftime("%Y-%m-%d %H:%M")


def test_there_are_four_grounds_and_the_offices_convenience_is_none() -> None:
    assert len(Ground) == 4
    assert not [ground for ground in Ground if "研究" in ground or "领导" in ground]


def test_a_request_says_lead_goal_next_look_and_words_to_the_enterprise() -> None:
    assert lacking(FULL) == ()
    assert lacking({}) == ("主责单位", "阶段目标", "下次检视日", "对企业书面说明")


@pytest.mark.parametrize("key", list(REQUIRED))
def test_blanks_are_no_words(key: str) -> None:
    assert lacking(FULL | {key: "  "}) == (REQUIRED[key],)


def test_a_held_case_is_looked_at_every_thirty_days() -> None:
    held = at("2026-03-09 10:00")
    first = next_review(held, held, POLICY, CITY)
    assert local(first) == "2026-04-08 17:30"
    assert local(next_review(held, first, POLICY, CITY)) == "2026-05-08 17:30"


def test_a_look_that_falls_on_a_holiday_moves_to_the_next_working_day() -> None:
    held = at("2026-01-20 10:00")
    assert local(next_review(held, held, POLICY, CITY)) == "2026-02-24 17:30"


def test_a_hold_ends_after_a_year_and_no_look_comes_later() -> None:
    held = at("2025-03-10 10:00")
    assert local(ends_at(held, POLICY, CITY)) == "2026-03-10 17:30"
    assert next_review(held, at("2026-03-01 10:00"), POLICY, CITY) == ends_at(held, POLICY, CITY)


def test_an_enterprise_that_heard_nothing_for_thirty_days_is_overdue_for_a_word() -> None:
    told = at("2026-03-09 10:00")
    end = at("2026-04-08 17:30")
    assert not stale(told, end, POLICY, CITY)
    assert stale(told, end + timedelta(seconds=1), POLICY, CITY)
