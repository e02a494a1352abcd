"""A league as plain JSON and back: what is frozen is kept as it was, with the version of its formulas."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from bot.rules.scoring.figures import Rate
from bot.rules.scoring.league import League, Row


def to_json(made: League) -> dict[str, Any]:
    """Plain values; decimals as text, so that no digit is lost."""
    return {
        "quarter": made.quarter,
        "version": made.version,
        "average": _text(made.average),
        "rows": [_row(row) for row in made.rows],
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "unit": row.unit,
        "cases": row.cases,
        "rates": [[rate.good, rate.due] for rate in row.rates],
        "raw": _text(row.raw),
        "deducted": row.deducted,
        "points": _text(row.points),
        "place": row.place,
        "deductions": list(row.deductions),
        "heard": [row.heard.good, row.heard.due],
        "excluded": dict(row.excluded),
    }


def from_json(body: dict[str, Any]) -> League:
    """What `to_json` wrote."""
    rows = tuple(_row_of(row) for row in body["rows"])
    return League(body["quarter"], body["version"], _decimal(body["average"]), rows)


def _row_of(body: dict[str, Any]) -> Row:
    return Row(
        unit=body["unit"],
        cases=body["cases"],
        rates=tuple(Rate(*pair) for pair in body["rates"]),
        raw=_decimal(body["raw"]),
        deducted=body["deducted"],
        points=_decimal(body["points"]),
        place=body["place"],
        deductions=tuple(body["deductions"]),
        heard=Rate(*body["heard"]),
        excluded=body["excluded"],
    )


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
