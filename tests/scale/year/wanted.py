"""What must be said when, and to whom: computed from the event log, the calendar and the published numbers alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.scale.year import almanac
from tests.scale.year.record import Record
from tests.scale.year.tales import IN_HAND, Limit, Tale, reminders, rungs

SOON = timedelta(seconds=60)
LOOK = 31  # office minutes after a ruling until a chase that waited for it goes on


@dataclass(frozen=True, slots=True)
class Expected:
    """One message that must leave between `at` and `until`, into one of `chats`."""

    tale: Tale
    limit: Limit
    name: str
    sort: str
    at: datetime
    until: datetime
    chats: tuple[int, ...]
    optional: bool = False  # at the instant of the end, or after a wait with little time left, either will do


class Wanted:
    """What the record's cases ask for."""

    def __init__(self, record: Record) -> None:
        self.record, self.town = record, record.town

    def of(self, tale: Tale) -> Iterator[Expected]:
        """Everything that a case asks for, whenever it was."""
        if tale.unchased:
            return
        for one in tale.limits:
            steps = self._triage(tale, one) if one.stage == "分派" else self._steps(tale, one)
            for name, sort, ideal, chats in steps:
                at, until = self._when(tale, ideal)
                either = one.end == at or (sort == "remind" and until > one.due)
                if sort == "remind":
                    until = min(until, one.due)  # said after the limit it reminds of nothing
                owed = one.start <= at and (one.end is None or at <= one.end)
                if owed and at < until and chats and (one.end is None or one.end > until or at == ideal):
                    yield Expected(tale, one, name, sort, at, until, chats, either)

    def _when(self, tale: Tale, at: datetime) -> tuple[datetime, datetime]:
        """The time itself; or, while a request waits for its ruling, soon after that."""
        until = at + SOON
        while (waits := tale.waits_until(at)) is not None:
            at, until = waits, almanac.plus_minutes(waits, LOOK) + SOON
        return at, until

    def _triage(self, tale: Tale, one: Limit) -> Iterator[tuple[str, str, datetime, tuple[int, ...]]]:
        first, office = ("U0", "U1") if tale.urgent else ("L1", "L2")
        when = rungs(one.due, urgent=tale.urgent)
        yield first, "clerks", when[first], (self.town.clerks,)
        if "YSB" not in (tale.at(one.due).get("accused") or []):
            yield office, "office", when[office], (self.town.supervisors,)

    def _steps(self, tale: Tale, one: Limit) -> Iterator[tuple[str, str, datetime, tuple[int, ...]]]:
        for name, (at, direct) in reminders(one, urgent=tale.urgent).items():
            sort = "remind" if direct else "digest"
            if direct or not self._asked(tale, at):
                yield name, sort, at, self._group(tale, at)
        for level, at in rungs(one.due, urgent=tale.urgent).items():
            if level in {"L1", "U0"}:
                yield level, "due", at, self._group(tale, at)
            elif one in (*tale.late(at)[:1], *tale.late(at, before=True)[:1]):
                for who in self._above(tale, at, level):
                    yield level, "rung", at, (who,)
                if level in {"L2", "U1"} and "YSB" not in (tale.at(at).get("accused") or []):
                    yield level, "office", at, (self.town.supervisors,)

    def _asked(self, tale: Tale, slot: datetime) -> bool:
        """True if a request waited at some time in the day before a digest: then its reminders waited as well."""
        return any(tale.waits_until(slot - timedelta(minutes=n)) is not None for n in range(0, 24 * 60, 10))

    def _group(self, tale: Tale, at: datetime) -> tuple[int, ...]:
        there = {tale.at(one).get("unit") or "" for one in self._when(tale, at) if tale.at(one).get("state") in IN_HAND}
        return tuple(chat for unit in there for chat in self.town.groups.get(unit, ()))

    def _above(self, tale: Tale, at: datetime, level: str) -> list[int]:
        """Who hears a rung; those who cannot be written to are left out."""
        state = tale.at(at)
        unit, accused = state.get("unit") or "", state.get("accused") or []
        rank = {"L2": "deputy", "L3": "chief", "U1": "chief"}.get(level)
        found = self.town.of_rank(unit, rank) if rank else [self.town.chiefs[unit][{"U2": "L5"}.get(level, level)]]
        barred = {who for one in accused for who in self.town.people(one)}
        return [who for who in found if who and who not in barred and not self._blocked(who, at)]

    def _blocked(self, who: int, at: datetime) -> bool:
        return any(who == one and begin <= at <= end for one, begin, end in self.record.blocked)
