"""A case row is the fold of its events: each event's `data["set"]` holds the fields that changed, as JSON values.

The fold is the contract between history and row: what is not in `FIELDS` is refused, so that no fact of a case can live in the
row alone. Instants are ISO 8601 with offset; enums are their values.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import Enum
from typing import Any, Protocol

from storage.vocabulary import CloseKind, EventKind, Kind, ResultCode, Secrecy, State, Urgency

Fields = dict[str, Any]

INITIAL: Mapping[str, Any] = {
    "state": None,
    "secrecy": Secrecy.A.value,
    "kind": None,
    "urgency": None,
    "unit": None,
    "section": None,
    "owner_id": None,
    "backup_id": None,
    "lead_unit": None,
    "person_id": None,
    "enterprise_id": None,
    "anonymous": False,
    "round": 1,
    "version": 0,
    "close_kind": None,
    "result": None,
    "accused": [],
    "supervised": False,
    "held": False,
    "pending": None,
    "merged_into": None,
    "linked_to": None,
    "policy_version": None,
    "provisional": False,
    "submitted_at": None,
    "dispatched_at": None,
    "signed_at": None,
    "contacted_at": None,
    "replied_at": None,
    "answered_at": None,
    "closed_at": None,
    "transfers": 0,
    "extensions": 0,
    "reopens": 0,
    "urges": 0,
    "rating": None,
    "nudges": 0,
    "claimed_by": None,
    "confidential": False,
}
FIELDS: tuple[str, ...] = tuple(INITIAL)
STEERING = frozenset({"state", "unit", "owner_id", "round", "pending", "secrecy", "merged_into", "held"})

ENUMS: Mapping[str, type[Enum]] = {
    "state": State,
    "secrecy": Secrecy,
    "kind": Kind,
    "urgency": Urgency,
    "close_kind": CloseKind,
    "result": ResultCode,
}
INSTANTS: tuple[str, ...] = tuple(name for name in FIELDS if name.endswith("_at"))


class Happened(Protocol):
    """What the fold needs of an event; a row of the event table is one."""

    @property
    def kind(self) -> EventKind: ...

    @property
    def at(self) -> datetime: ...

    @property
    def data(self) -> dict[str, Any]: ...


class UnknownField(ValueError):
    """An event sets something that a case does not have, or that only the fold may set."""


def initial() -> Fields:
    """A case before its first event."""
    return {name: list(value) if isinstance(value, list) else value for name, value in INITIAL.items()}


def apply(fields: Fields, event: EventKind, at: datetime, data: Mapping[str, Any]) -> Fields:
    """The fields after one event; `fields` is left alone. `version` grows by one with events that steer.

    Raises `UnknownField` for a field outside `FIELDS`, for `version` itself, and ValueError for a value of the wrong kind.
    """
    changes = check(data.get("set") or {})
    return {**fields, **changes, "version": fields["version"] + steers(changes)}


def steers(changes: Mapping[str, Any]) -> bool:
    """True if these changes make cards that were shown before stale. Viewing, adding and urging do not."""
    return not STEERING.isdisjoint(changes)


def check(changes: Mapping[str, Any]) -> Fields:
    """`changes` as JSON values, if every one of them is a field that an event may set."""
    unknown = sorted(set(changes) - set(FIELDS) | ({"version"} & set(changes)))
    if unknown:
        raise UnknownField(f"an event cannot set {', '.join(unknown)}")
    return {name: _json(name, value) for name, value in changes.items()}


def rebuild(events: Iterable[Happened]) -> Fields:
    """The fields of a case from its whole history, oldest event first."""
    fields = initial()
    for event in events:
        fields = apply(fields, event.kind, event.at, event.data)
    return fields


def typed(fields: Mapping[str, Any]) -> Fields:
    """The same fields as a row holds them: enums and aware instants instead of their JSON values."""
    return {name: _typed(name, value) for name, value in fields.items()}


def differences(fields: Mapping[str, Any], row: object) -> dict[str, tuple[Any, Any]]:
    """Where a row differs from the fold: field → (by history, in the row). Empty means that they agree."""
    expected = typed(fields)
    found = {name: (expected[name], _plain(getattr(row, name))) for name in FIELDS}
    return {name: pair for name, pair in found.items() if _plain(pair[0]) != pair[1]}


def _json(name: str, value: Any) -> Any:
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, datetime):
        value = value.isoformat()
    _typed(name, value)
    return list(value) if isinstance(value, tuple) else value


def _typed(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in ENUMS:
        return ENUMS[name](value)
    if name in INSTANTS:
        at = value if isinstance(value, datetime) else datetime.fromisoformat(value)
        if at.tzinfo is None:
            raise ValueError(f"{name} must have a time zone")
        return at
    return value


def _plain(value: Any) -> Any:
    """Rows may give back tuples for lists; that is no difference."""
    return list(value) if isinstance(value, tuple) else value
