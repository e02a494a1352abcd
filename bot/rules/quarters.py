"""Quarters of the year in a city's own time: 2026Q1 begins on 1 January at local midnight and ends where 2026Q2 begins."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

WRITTEN = re.compile(r"(\d{4})\s*(?:年)?\s*[Qq第]?\s*([1-4一二三四])\s*(?:季度?)?")
CHINESE = {"一": 1, "二": 2, "三": 3, "四": 4}


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """One quarter; `number` is 1 to 4."""

    year: int
    number: int
    zone: str = "Asia/Shanghai"

    def __str__(self) -> str:
        return f"{self.year}Q{self.number}"

    @property
    def begin(self) -> datetime:
        """Its first instant (UTC)."""
        return _midnight(self.year, 3 * self.number - 2, self.zone)

    @property
    def end(self) -> datetime:
        """The first instant after it (UTC)."""
        return self.next.begin

    @property
    def next(self) -> Quarter:
        """The quarter after it."""
        return Quarter(self.year + self.number // 4, self.number % 4 + 1, self.zone)

    @property
    def previous(self) -> Quarter:
        """The quarter before it."""
        return Quarter(self.year - (self.number == 1), (self.number - 2) % 4 + 1, self.zone)

    @property
    def words(self) -> str:
        """As people say it."""
        return f"{self.year}年{'一二三四'[self.number - 1]}季度"

    def holds(self, at: datetime) -> bool:
        """True for an instant within it."""
        return self.begin <= at < self.end


def quarter_of(at: datetime, zone: str = "Asia/Shanghai") -> Quarter:
    """The quarter of an aware instant, by the city's own date."""
    local = at.astimezone(ZoneInfo(zone))
    return Quarter(local.year, (local.month + 2) // 3, zone)


def read_quarter(text: str, zone: str = "Asia/Shanghai") -> Quarter | None:
    """What a person typed (2026Q1, 2026年一季度, 2026 1); None if it names no quarter."""
    found = WRITTEN.fullmatch(text.strip())
    if found is None or not 2000 <= int(found[1]) <= 2999:
        return None
    return Quarter(int(found[1]), CHINESE.get(found[2]) or int(found[2]), zone)


@lru_cache(maxsize=400)
def _midnight(year: int, month: int, zone: str) -> datetime:
    return datetime(year, month, 1, tzinfo=ZoneInfo(zone)).astimezone(UTC)
