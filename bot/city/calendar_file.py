"""The city's working calendar from YAML: spans, published notices typed in by the keeper, days of the city's own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator

from bot.city import yaml_file
from bot.rules.calendar import WorkCalendar
from bot.rules.days import year_days
from bot.rules.policy_parts import Clock

DEFAULT = Path(__file__).with_name("calendar.yaml")
_NEAR = timedelta(days=31)  # a notice may name days just outside its year, such as a make-up day before 元旦
_LONGEST_RUN = 31


def _dates(value: Any) -> list[date]:
    """`2027-01-01` or `2027-01-01..2027-01-03`, or a list of these."""
    return [d for item in (value if isinstance(value, list) else [value]) for d in _run(str(item))]


def _run(text: str) -> list[date]:
    first, _, last = text.partition("..")
    try:
        begin, end = date.fromisoformat(first.strip()), date.fromisoformat((last or first).strip())
    except ValueError as error:
        raise ValueError(f"日期写法不对：{text!r}；应写作 2027-01-01 或 2027-01-01..2027-01-03") from error
    length = (end - begin).days + 1
    if not 1 <= length <= _LONGEST_RUN:
        raise ValueError(f"日期范围不对：{text!r}；起日不晚于止日，且不超过 {_LONGEST_RUN} 天")
    return [begin + timedelta(n) for n in range(length)]


Dates = Annotated[tuple[date, ...], BeforeValidator(_dates)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Span(_Model):
    begin: Clock = Field(alias="from")
    to: Clock


class NoticeYear(_Model):
    """One year's notice: days off, and weekend days that are worked."""

    days_off: Dates
    makeup: Dates = ()

    @field_validator("makeup")
    @classmethod
    def _weekends_only(cls, days: tuple[date, ...]) -> tuple[date, ...]:
        wrong = [d for d in days if d.weekday() < 5]
        if wrong:
            raise ValueError(f"{wrong[0]} 不是周末，不能作为调休上班日")
        return days


class _File(_Model):
    zone: str
    spans: tuple[_Span, ...]
    years: dict[int, NoticeYear] = {}
    days: dict[date, Literal["上班", "放假"]] = {}

    @field_validator("years")
    @classmethod
    def _own_days(cls, years: dict[int, NoticeYear]) -> dict[int, NoticeYear]:
        for year, notice in years.items():
            _check_year(year, notice)
        return years


class _Years(_Model):
    years: Annotated[dict[int, NoticeYear], Field(min_length=1)]

    @field_validator("years")
    @classmethod
    def _own_days(cls, years: dict[int, NoticeYear]) -> dict[int, NoticeYear]:
        for year, notice in years.items():
            _check_year(year, notice)
        return years


def only_years(body: Any) -> dict[int, NoticeYear]:
    """The notices of a mapping that holds `years` and nothing else. Raises pydantic's ValidationError."""
    return _Years.model_validate(body).years


def _check_year(year: int, notice: NoticeYear) -> None:
    both = set(notice.days_off) & set(notice.makeup)
    if both:
        raise ValueError(f"{year}：{min(both)} 既放假又上班")
    for d in (*notice.days_off, *notice.makeup):
        if not date(year, 1, 1) - _NEAR <= d <= date(year, 12, 31) + _NEAR:
            raise ValueError(f"{year}：{d} 不属于这一年的放假通知")


def load_calendar(path: Path | None = None) -> WorkCalendar:
    """The calendar of a file, or the default one. CityFileError, in Chinese, names the file, the key and the reason."""
    path = path or DEFAULT
    try:
        body = _File.model_validate(yaml_file.read(path))
        spans = tuple((span.begin, span.to) for span in body.spans)
        return WorkCalendar(spans, keeper_days(body.years, body.days), body.zone)
    except ValidationError as error:
        raise yaml_file.explained(path, error) from error
    except (ValueError, KeyError) as error:
        if isinstance(error, yaml_file.CityFileError):
            raise
        raise yaml_file.CityFileError(f"{path.name}：{error}") from error


def keeper_days(years: Mapping[int, NoticeYear], own: Mapping[date, str]) -> dict[date, bool]:
    """The keeper's table: each typed-in year spelled out day by day, then the city's own days on top."""
    table: dict[date, bool] = {}
    named: dict[date, bool] = {}
    for year, notice in sorted(years.items()):
        table |= year_days(year)
        named |= dict.fromkeys(notice.days_off, False) | dict.fromkeys(notice.makeup, True)
    return table | named | {d: word == "上班" for d, word in own.items()}
