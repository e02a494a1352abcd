"""Short histories to measure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.rules.scoring.life import Happened
from storage.vocabulary import EventKind, Role

ZONE = ZoneInfo("Asia/Shanghai")
Tell = Callable[..., list[Happened]]
WHO = {
    "开单": Role.ENTERPRISE,
    "派单": Role.BOT,
    "逾期": Role.CLOCK,
    "企业确认": Role.ENTERPRISE,
    "重办": Role.ENTERPRISE,
    "评价": Role.ENTERPRISE,
    "转办裁定": Role.CLERK,
}


@pytest.fixture
def tell() -> Tell:
    """`tell("3-9 09:00 派单 unit=GSGS", …)`: events of 2026 in city time; `x=y` are facts, fields of the case go to `set`."""
    return told


FIELDS = {"unit", "section", "secrecy", "kind", "held", "merged_into", "close_kind", "rating", "accused"}
VALUES: dict[str, Any] = {"True": True, "False": False, "None": None}


def told(*lines: str, role: Role = Role.OFFICER) -> list[Happened]:
    """See `tell`."""
    return [_event(line, role) for line in lines]


def _event(line: str, role: Role) -> Happened:
    day, clock, kind, *rest = line.split()
    by, *pairs = rest if rest and "=" not in rest[0] else ("", *rest)
    found = {name: _value(value) for name, _, value in (pair.partition("=") for pair in pairs)}
    fields = FIELDS if kind != "考核认定" else set()  # a ruling names a unit and changes nothing
    data: dict[str, Any] = {name: value for name, value in found.items() if name not in fields}
    data["set"] = {name: value for name, value in found.items() if name in fields}
    if "accused" in data["set"]:
        data["set"]["accused"] = [data["set"]["accused"]]
    at = datetime.strptime(f"2026-{day} {clock}", "%Y-%m-%d %H:%M").replace(tzinfo=ZONE)
    return Happened(EventKind(kind), at, Role(by) if by else WHO.get(kind, role), data)


def _value(text: str) -> Any:
    return VALUES.get(text, int(text) if text.isdecimal() else text)
