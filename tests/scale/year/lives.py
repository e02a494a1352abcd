"""The lives of the simulated people. A life is an async generator: it yields the instant at which it wants to act next."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any

from sqlmodel import Session, select

from storage.tables import CaseFile, Staff
from tests.scale.year import almanac
from tests.scale.year.hands import Hands
from tests.scale.year.plots import Matter
from tests.scale.year.record import Town
from tests.support.city import City

Life = AsyncIterator[datetime]


@dataclass(slots=True)
class Base:
    """Everybody's hands, one dice, and a way to start another life."""

    city: City
    hands: Hands
    town: Town
    dice: Random
    start: Callable[[Life], None]

    # -- looking ---------------------------------------------------------------------------------------------------

    async def row(self, number: str) -> Any:
        """The case as it is now."""

        def read(session: Session) -> Any:
            case = session.exec(select(CaseFile).where(CaseFile.number == number)).first()
            owner = session.get(Staff, case.owner_id) if case is not None and case.owner_id else None
            return (case.state.name, case.unit, owner.tg_id if owner else None) if case is not None else None

        return await self.city.look(read)

    def later(self, least: float, most: float) -> datetime:
        """An instant after so many minutes of office time, offices being open."""
        return almanac.next_open(almanac.plus_minutes(self.hands.now, self.dice.uniform(least, most)))

    def day(self) -> str:
        """Today, as people write it."""
        today = almanac.local(self.hands.now)
        return f"{today.month}月{today.day}日"

    def group(self, unit: str) -> int:
        """A unit's group, wherever it has moved to."""
        return self.town.groups[unit][-1]

    def post(self, code: str) -> int:
        """Who holds a post."""
        return next(int(post["tg"]) for post in self.town.posts if post["code"] == code)

    def verdict(self, m: Matter) -> Life:
        """What the enterprise does after an answer."""
        raise NotImplementedError


def later_words(m: Matter) -> str:
    """What the enterprise says about the people who have its case."""
    return m.later.format(unit="供水公司" if m.unit == "GSGS" else "窗口", firm=m.firm)


def number_of(text: str) -> str:
    """The case number in a text."""
    at = text.index("QS-")
    return text[at : at + 14]
