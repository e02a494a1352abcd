"""What is said: cases by a word of their masked summary, and the themes that come more often than before.

Summaries are sealed, so they are opened one by one: only of the newest cases, and the reader is told so.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy
from sqlalchemy import func
from sqlmodel import col

from bot.desk import at_hand, gist
from bot.desk.supervisor import race, select
from bot.desk.work import Work
from bot.texts import boards as texts
from bot.texts.values import Message
from storage.tables import CaseFile
from storage.vocabulary import Secrecy, State

NEWEST = 1000  # cases that are looked through
TOP = 6
LISTS = ("find", "hot7", "hot30")


def cleaned(text: str) -> str:
    """A word as it may travel in a button."""
    return "".join(letter for letter in text if letter.isprintable() and letter not in ".:").strip()[: texts.LETTERS]


def title(name: str, word: str) -> str:
    """Over the list."""
    return f"找“{word}”" if name == "find" else f"近{name[3:]}天｜{word}"


def note(name: str) -> str:
    """What was not looked through."""
    return f"只找最近的{NEWEST}件；密件和不由您看的不在内。" if name == "find" else ""


def page(work: Work, name: str, word: str, tg_id: int, number: int) -> tuple[list[CaseFile], int]:
    """One page of the cases that speak of it, newest first, and how many there are."""
    newest = _newest(work, name, tg_id)
    with at_hand.gists(work, newest):
        found = [case for case in newest if _speaks(work, case, name, word)]
    return found[number * texts.PAGE : (number + 1) * texts.PAGE], len(found)


def _newest(work: Work, name: str, tg_id: int) -> list[CaseFile]:
    if name == "find":
        conditions = [col(CaseFile.secrecy) != Secrecy.C, col(CaseFile.state) != State.DRAFT]
    else:
        conditions = [*select.where(work, f"new{name[3:]}"), col(CaseFile.secrecy) == Secrecy.A]
    newest = sqlalchemy.select(col(CaseFile.id)).where(*conditions).order_by(*_order(name)).limit(NEWEST)
    return select.visible(work, [col(CaseFile.id).in_(newest)], tg_id)[::-1]


def _order(name: str) -> tuple[Any, ...]:
    """The newest first, by the index that the conditions are read by."""
    return (
        (col(CaseFile.id).desc(),) if name == "find" else (col(CaseFile.submitted_at).desc(), col(CaseFile.id).desc())
    )


def _speaks(work: Work, case: CaseFile, name: str, word: str) -> bool:
    if name != "find":
        return theme(work, case)[: texts.LETTERS] == word
    digits = word.isdecimal() and case.number.endswith(word)
    return digits or word.lower() in gist.load(work, case).summary.lower()


def theme(work: Work, case: CaseFile) -> str:
    """What the case is about, in the catalogue's own word; empty if the reader found none."""
    reading = gist.load(work, case)
    return cleaned(reading.units[0][1].split("、")[0]) if reading.units else ""


def topics(work: Work, days: int) -> Message:
    """/hot: units and themes of the last days, beside the days before. Class A only: the rest is not for counting (R01)."""
    begin = work.now - timedelta(days=days)
    after = work.now + timedelta(seconds=1)  # what came at this very moment counts
    now, before = _by_unit(work, begin, after), _by_unit(work, begin - timedelta(days=days), begin)
    names = race.names(work)
    units = [(code, names.get(code, code), n, before[code]) for code, n in now.most_common(TOP)]
    words, words_before = _themes(work, begin, after), _themes(work, begin - timedelta(days=days), begin)
    themes = [(word, n, words_before[word]) for word, n in words.most_common(TOP)]
    return texts.hot(days, units, themes, capped=now.total() > NEWEST)


def _between(begin: datetime, end: datetime) -> select.Where:
    filed = col(CaseFile.state) != State.DRAFT
    return [
        col(CaseFile.submitted_at) >= begin,
        col(CaseFile.submitted_at) < end,
        col(CaseFile.secrecy) == Secrecy.A,
        filed,
    ]


def _by_unit(work: Work, begin: datetime, end: datetime) -> Counter[str]:
    query = sqlalchemy.select(col(CaseFile.unit), func.count()).where(*_between(begin, end))
    known = query.where(col(CaseFile.unit).is_not(None)).group_by(col(CaseFile.unit))
    return Counter({str(unit): n for unit, n in work.session.execute(known.order_by(col(CaseFile.unit)))})


def _themes(work: Work, begin: datetime, end: datetime) -> Counter[str]:
    query = sqlalchemy.select(CaseFile).where(*_between(begin, end)).order_by(*_order("hot")).limit(NEWEST)
    newest = list(work.session.scalars(query))
    with at_hand.gists(work, newest):
        return Counter(word for case in newest if (word := theme(work, case)))
