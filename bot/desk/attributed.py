"""What the unit's last answer attributes the matter to (A42), as its event says."""

from __future__ import annotations

from collections.abc import Iterable

from storage.tables import Event
from storage.vocabulary import EventKind


def of(events: Iterable[Event]) -> str:
    """The attribution of the answer that stands; empty if there is none, or the case was reopened since. `events`: oldest first."""
    found = ""
    for event in events:
        if event.kind is EventKind.ANSWERED:
            found = str(event.data.get("ground") or "")
        elif event.kind is EventKind.REOPENED:
            found = ""
    return found
