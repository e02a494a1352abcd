"""A year's published holiday notice as the keeper types it in: days off and make-up days (R38)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from bot.city import yaml_file
from bot.city.calendar_file import NoticeYear, keeper_days, only_years
from bot.city.yaml_file import CityFileError

FEWEST_OFF = 20  # a year's notice names about thirty days off; with fewer it was not typed in whole


@dataclass(frozen=True, slots=True)
class Notices:
    """Notices by year, checked. `to_json` is what the database keeps."""

    years: Mapping[int, NoticeYear]

    def days(self) -> dict[date, bool]:
        """Every day of these years: True if it is worked."""
        return keeper_days(self.years, {})

    def to_json(self) -> dict[str, Any]:
        """By year, as text."""
        return {str(year): notice.model_dump(mode="json") for year, notice in self.years.items()}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Notices:
        """What `to_json` gave."""
        return cls({int(year): NoticeYear.model_validate(notice) for year, notice in kept.items()})


def parse(text: str, name: str = "放假安排") -> Notices:
    """Notices from YAML such as `years: {2027: {days_off: [...], makeup: [...]}}`. CityFileError says what is wrong and where."""
    path = Path(name)
    try:
        body = yaml_file.parsed(path, text)
        years = only_years(body)
    except ValidationError as error:
        raise yaml_file.explained(path, error) from error
    for year, notice in years.items():
        off = len(set(notice.days_off))
        if off < FEWEST_OFF:
            raise CityFileError(f"{name}：{year} 年只有 {off} 天放假，像是没录全；请把全年的放假和调休都写上")
    return Notices(years)


def decode(data: bytes, name: str) -> Notices:
    """Notices from a file's bytes. CityFileError as `parse`."""
    try:
        return parse(data.decode("utf-8-sig"), name)
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise CityFileError(f"{name}：不是 UTF-8 文本，请另存为 UTF-8 再发") from error
