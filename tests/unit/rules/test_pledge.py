"""承诺兑现: a promise is on file only with all five things that make it one (A32)."""

from __future__ import annotations

from datetime import date

import pytest

from bot.rules.pledge import Pledge, read

WHOLE = "承诺人：经开区管委会\n文号：招商协议第7条\n内容：三通一平后交地\n到期：2026年6月30日\n证据：协议扫描件"


def test_five_lines_make_a_pledge() -> None:
    assert read(WHOLE) == Pledge("经开区管委会", "招商协议第7条", "三通一平后交地", date(2026, 6, 30), "协议扫描件")


@pytest.mark.parametrize("name", ["承诺人", "文号", "内容", "到期", "证据"])
def test_a_missing_line_is_named(name: str) -> None:
    assert read("\n".join(line for line in WHOLE.splitlines() if not line.startswith(name))) == (name,)


@pytest.mark.parametrize("when", ["尽快", "2026年13月1日", "2026年2月30日"])
def test_a_day_that_does_not_exist_is_no_date(when: str) -> None:
    assert read(WHOLE.replace("2026年6月30日", when)) == ("到期",)
