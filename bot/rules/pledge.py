"""承诺兑现: what must be known of a promise that a public body made, as lines that a person types (A32)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

NAMES = {"承诺人": "by", "文号": "paper", "内容": "what", "到期": "due", "证据": "proof"}
LINE = re.compile(r"^\s*(承诺人|文号|内容|到期|证据)[^:：\n]{0,6}[:：]\s*(.+?)\s*$", re.MULTILINE)
DATE = re.compile(r"(\d{4})\s*[-年./]\s*(\d{1,2})\s*[-月./]\s*(\d{1,2})")


@dataclass(frozen=True, slots=True)
class Pledge:
    """Who promised what, by which paper, until when, and what shows it."""

    by: str
    paper: str
    what: str
    due: date
    proof: str


def read(text: str) -> Pledge | tuple[str, ...]:
    """The promise; or the names of what is missing or cannot be read."""
    given = {NAMES[name]: value for name, value in LINE.findall(text)}
    due = _date(given.get("due", ""))
    missing = tuple(name for name, key in NAMES.items() if not given.get(key) or (key == "due" and due is None))
    if missing or due is None:
        return missing
    return Pledge(given["by"], given["paper"], given["what"], due, given["proof"])


def _date(text: str) -> date | None:
    found = DATE.search(text)
    try:
        return date(*(int(part) for part in found.groups())) if found is not None else None
    except ValueError:
        return None
