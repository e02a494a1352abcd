"""Which kinds of timer a case must have, by its fields: nothing open is without one, nothing closed is chased."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from storage.vocabulary import State
from storage.vocabulary import TimerKind as T

AT_UNIT: Mapping[str, T] = {  # a field that is still empty → the limit that still runs
    "signed_at": T.SIGN_DUE,
    "contacted_at": T.CONTACT_DUE,
    "replied_at": T.REPLY_DUE,
    "answered_at": T.RESOLVE_DUE,
}
AFTER_END = frozenset({T.CALLBACK, T.RECTIFY, T.ARCHIVE, T.MASK})
ENDED = frozenset({State.CLOSED, State.REFUSED, State.WITHDRAWN})


def timers_wanted(fields: Mapping[str, Any]) -> frozenset[T]:
    """The timers that a case with these fields (`projection.typed`) may not be without. Empty only for the archive's.

    A held case waits for its review, a paused one for the pause's end; both instead of the unit's limits.
    """
    state = fields["state"]
    if state is State.DRAFT:
        return frozenset({T.DRAFT_FILE})
    if state in {State.ACCEPTING, State.NEEDS_INFO, State.TO_DISPATCH}:
        return frozenset({T.TRIAGE_DUE})
    if state is State.ANSWERED:
        return frozenset({T.CONFIRM_END})
    if state in ENDED:
        return frozenset({T.ARCHIVE, T.MASK})
    return frozenset({T.MASK}) if state is State.ARCHIVED else _at_unit(fields)


def _at_unit(fields: Mapping[str, Any]) -> frozenset[T]:
    if fields["held"]:
        return frozenset({T.HOLD_REVIEW})
    if (fields["pending"] or {}).get("what") == "pause":
        return frozenset({T.PAUSE_END})
    return frozenset(kind for name, kind in AT_UNIT.items() if fields[name] is None) or frozenset({T.RESOLVE_DUE})
