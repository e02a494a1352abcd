"""Dates as written, with the day when it is certain. Day counts run on the city's calendar (UTC+8)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta, timezone

from nlp.entities.find import Find
from nlp.values import Label

LOCAL = timezone(timedelta(hours=8))
HAN = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2}
NUMBER = r"(?:\d{1,3}|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"
DAY_NUMBER = r"(?:3[01]|[12]\d|0?[1-9]|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
FULL = re.compile(r"(?<!\d)(20\d{2})[年./-](\d{1,2})[月./-](\d{1,2})(?!\d)[日号]?")
MONTH_DAY = re.compile(rf"(?<![\d年])({NUMBER})月份?({NUMBER})[日号]")
NEXT_MONTH_DAY = re.compile(rf"(下个?月|这个月|本月)({NUMBER})[日号]")
MONTH = re.compile(
    rf"(?:20\d{{2}}年|[去今前明]年)?{NUMBER}月(?:份|底|初|中旬|上旬|下旬)?(?![\d一二三四五六七八九十])"
    r"|20\d{2}年(?:底|初)?"
)
DAY = re.compile(rf"(?<![\d月路道街巷弄区])({DAY_NUMBER})号(?![楼厂门桥路线机库文店院车])")
NEAR = {
    **{"大前天": -3, "前天": -2, "大后天": 3, "后天": 2},
    **dict.fromkeys(("昨天", "昨晚", "昨日"), -1),
    **dict.fromkeys(("今天", "今日", "今晚", "今早", "今儿"), 0),
    **dict.fromkeys(("明天", "明日", "明早", "明晚", "明儿"), 1),
}
NEAR_WORD = re.compile("|".join(sorted(NEAR, key=len, reverse=True)))
WEEKDAY = re.compile(r"(上上|上|下下|下|这|本)?个?(?:周|星期|礼拜)([一二三四五六日天末])(?!个)")
WEEKDAYS = {char: value for value, char in enumerate("一二三四五六")} | {"日": 6, "天": 6, "末": 5}
AWAY = re.compile(rf"({NUMBER})个?(?:多)?(天|日|周|星期|月|工作日)(?:之?(?:前|后|内|以内|以后))")
VAGUE = re.compile(
    r"上个?月底?|下个?月[底初]?|这个月底?|本月底?|月底|年底|年初|去年|前年|今年|明年|"
    r"上周|下周|这周|本周|上半年|下半年|国庆|春节|年前|年后"
)

Value = Callable[[re.Match[str], date], date | None]


def dates(text: str, at: datetime | None) -> Iterator[Find]:
    """Dates in the text. Values are ISO days; None when the day is not certain or `at` is not given."""
    today = at.astimezone(LOCAL).date() if at is not None else None
    for pattern, value in RULES:
        for match in pattern.finditer(text):
            day = _safe(value, match, today)
            yield Find(Label.DATE, match.start(), match.end(), day.isoformat() if day else None)


def day_of(find: Find) -> date | None:
    """The certain day of a date found above."""
    return date.fromisoformat(find.value) if isinstance(find.value, str) else None


def _safe(value: Value, match: re.Match[str], today: date | None) -> date | None:
    try:
        return value(match, today) if today is not None else (_full(match) if match.re is FULL else None)
    except (ValueError, OverflowError):
        return None  # 2月30日, or a day beyond the calendar: it was written, but it is no day


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    if "十" not in text:
        return HAN[text]
    tens, _, ones = text.partition("十")
    return (HAN[tens] if tens else 1) * 10 + (HAN[ones] if ones else 0)


def _full(match: re.Match[str], _today: date | None = None) -> date:
    return date(int(match[1]), int(match[2]), int(match[3]))


def _month_day(match: re.Match[str], today: date) -> date:
    """The year that brings the day nearest: in December 1月5日 is next year's."""
    month, day = _number(match[1]), _number(match[2])
    years = [date(year, month, day) for year in (today.year - 1, today.year, today.year + 1)]
    return min(years, key=lambda when: abs((when - today).days))


def _next_month_day(match: re.Match[str], today: date) -> date:
    ahead = 1 if match[1].startswith("下") else 0
    year, month = divmod(today.year * 12 + today.month - 1 + ahead, 12)
    return date(year, month + 1, _number(match[2]))


def _day(match: re.Match[str], today: date) -> date | None:
    return today.replace(day=_number(match[1])) if 1 <= _number(match[1]) <= 31 else None


def _near(match: re.Match[str], today: date) -> date:
    return today + timedelta(days=NEAR[match[0]])


def _weekday(match: re.Match[str], today: date) -> date:
    """周三 without a word before it is the coming one."""
    monday = today - timedelta(days=today.weekday())
    shift = {"上上": -2, "上": -1, "下": 1, "下下": 2}.get(match[1] or "", 0)
    day = monday + timedelta(days=7 * shift + WEEKDAYS[match[2]])
    return day + timedelta(days=7) if not match[1] and day < today else day


def _away(match: re.Match[str], today: date) -> date | None:
    days = {"天": 1, "日": 1, "工作日": 1, "周": 7, "星期": 7}.get(match[2])
    back = match[0].endswith("前")
    return None if days is None else today + timedelta(days=days * _number(match[1]) * (-1 if back else 1))


def _unknown(_match: re.Match[str], _today: date) -> None:
    return None


RULES: tuple[tuple[re.Pattern[str], Value], ...] = (
    (FULL, _full),
    (NEXT_MONTH_DAY, _next_month_day),
    (MONTH_DAY, _month_day),
    (NEAR_WORD, _near),
    (WEEKDAY, _weekday),
    (AWAY, _away),
    (MONTH, _unknown),
    (DAY, _day),
    (VAGUE, _unknown),
)
