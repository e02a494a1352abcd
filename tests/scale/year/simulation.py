"""The simulated year: one playground, one bot, one process; time goes from one instant at which something is due to the next."""

from __future__ import annotations

import heapq
import itertools
import json
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import structlog
from sqlmodel import Session

from bot.city.demo import demo_pack
from bot.desk.audit import findings
from bot.desk.work import Work
from tests.scale.year import events, plots, record, steer
from tests.scale.year.enterprises import People
from tests.scale.year.hands import Hands
from tests.scale.year.leaks import Secret
from tests.scale.year.lives import later_words
from tests.scale.year.plots import Matter
from tests.scale.year.record import Record
from tests.support.city import MEMORY, City

FORCED = "有人要求其撤回诉求"  # what becomes of a press that says so


@dataclass(slots=True)
class Run:
    """What one simulated time left behind."""

    record: Record
    matters: list[Matter]
    acts: int
    vain: int
    audit: list[str]


class Year:
    """`cases` matters from `first` on, `days` days; after the last but ten everybody only finishes what is open."""

    def __init__(self, city: City, first: datetime, days: int, cases: int, seed: int) -> None:
        self._city, self._first, self._days = city, first, days
        self._heap: list[tuple[datetime, int, AsyncIterator[datetime]]] = []
        self._count = itertools.count()
        self._journal = 0
        self.matters = plots.drawn(cases, first, first + timedelta(days=max(1, round(days * 0.7))), seed)
        self._dice = Random(seed + 1)

    async def run(self) -> Run:
        """Live through it."""
        city, end = self._city, self._first + timedelta(days=self._days)
        town = await city.look(lambda session: record.town_of(demo_pack(), session))
        kept = Record(town, end, self._days)
        hands = Hands(city, kept)
        people = People(city, hands, town, self._dice, self._start)
        for matter in self.matters:
            self._start(people.enterprise(matter), matter.at)
        for life in events.all_of(people, kept, self._first, self._days):
            self._start(life)
        while self._heap and self._heap[0][0] <= end:
            await self._step(kept)
        await city.playground.move_to(end)
        await city.settle()
        self._keep_calls(kept)
        town.members = {chat["id"]: chat["members"] for chat in city.playground.chats()["chats"]}
        kept.events = await city.look(record.events_of)
        found = await city.look(lambda session: _audit(city, session))
        return Run(kept, self.matters, hands.acts, hands.vain, found)

    def _start(self, life: AsyncIterator[datetime], at: datetime | None = None) -> None:
        """A life's first step finds out when it wants to act."""
        heapq.heappush(self._heap, (at or self._city.playground.now(), next(self._count), life))

    async def _step(self, kept: Record) -> None:
        at, _, life = heapq.heappop(self._heap)
        if at > self._city.playground.now():
            await self._city.playground.move_to(at)
        try:
            wish = await anext(life)
        except StopAsyncIteration:
            return
        finally:
            self._keep_calls(kept)
        heapq.heappush(self._heap, (max(wish, self._city.playground.now()), next(self._count), life))

    def _keep_calls(self, kept: Record) -> None:
        for raw in self._city.playground.calls(self._journal):
            self._journal = raw["n"]
            if raw["method"] != "getUpdates":
                kept.calls.append(record.call_of(raw))


def secrets(matters: list[Matter]) -> list[Secret]:
    """What nobody of an accused unit may find out, from those who said it."""
    open_words = "\n".join(m.text for m in matters if not m.secret)
    added = "\n".join(later_words(m) for m in matters if m.heard_by)  # what others say of rudeness in the same phrases
    said = f"{open_words}\n{added}\n" + "\n".join(m.text + m.later for m in matters if m.sort != "bribe")
    found = []
    for m in matters:
        names = (m.firm, m.name, m.phone)
        if m.secret:
            sealed = m.sort == "bribe"
            found.append(
                Secret(m.number, m.unit, m.text, m.person, names, sealed, public=said if sealed else open_words)
            )
        if m.heard_by:
            words = later_words(m)
            found.append(Secret("", m.heard_by, words, m.person, (), known=True, public=open_words))
        if m.forced:
            found.append(Secret("", m.unit, FORCED, m.person, (), sealed=True))
    return found


def _audit(city: City, session: Session) -> list[str]:
    """What the product's own auditor says at the end."""
    return [
        f"{one.number} {one.what}" for one in findings(Work(session, city.bot.clock.now(), city.bot.office), deep=True)
    ]


async def lived(first: datetime, days: int, cases: int, seed: int) -> Run:
    """A whole run in a folder of its own; the log is part of the record."""
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder, structlog.testing.capture_logs() as logs:
        async with steer.running(Path(folder), first) as running:
            city = City(running)
            await city.settle()
            run = await Year(city, first, days, cases, seed).run()
    run.record.logs = [json.dumps(entry, default=str, ensure_ascii=False) for entry in logs]
    return run
