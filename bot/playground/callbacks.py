"""Presses waiting for their answer."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.playground.changes import Signal
from bot.playground.errors import bad
from bot.playground.values import Json

LIFE_SECONDS = 15 * 60  # of playground time: after that an answer is refused
_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@dataclass(slots=True)
class Query:
    """One press; `answer` is set once."""

    id: str
    at: int
    answer: Json | None = None
    answered: Signal = field(default_factory=Signal)


class Callbacks:
    """All presses of the last while; at most `keep` are remembered."""

    def __init__(self, keep: int = 50_000) -> None:
        self._queries: dict[str, Query] = {}
        self._keep = keep
        self._number = 4_000_000_000

    def new(self, at: int) -> Query:
        """A press at unix second `at`."""
        self._number += 1
        query = Query(str(self._number), at)
        self._queries[query.id] = query
        if len(self._queries) > self._keep:
            del self._queries[next(iter(self._queries))]
        return query

    def answer(self, query_id: str, answer: Json, now: int) -> None:
        """Answer a press; 400 when it is unknown, too old or already answered."""
        query = self._queries.get(query_id)
        if query is None or query.answer is not None or now - query.at > LIFE_SECONDS:
            raise bad(_TOO_OLD)
        query.answer = answer
        query.answered.fire()
