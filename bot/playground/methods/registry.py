"""The table of methods: name → function of the core and the parameters."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bot.playground.core import Core
from bot.playground.params import Params

Run = Callable[[Core, Params], Any | Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Method:
    """A method by its official name; `run` returns the `result`, or awaits it (getUpdates only)."""

    name: str
    run: Run


METHODS: dict[str, Method] = {}  # by lower-case name: Telegram does not mind the case


def method(name: str) -> Callable[[Run], Run]:
    """Register the function as a Bot API method."""

    def register(run: Run) -> Run:
        METHODS[name.lower()] = Method(name, run)
        return run

    return register
