"""A case row is the fold of its events."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from bot.rules import projection
from bot.rules.projection import FIELDS, UnknownField, apply, initial, rebuild, steers, typed
from storage.vocabulary import CloseKind, EventKind, Kind, Secrecy, State, Urgency

T0 = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)


@dataclass
class Happened:
    kind: EventKind
    set: dict[str, Any] = field(default_factory=dict)
    at: datetime = T0

    @property
    def data(self) -> dict[str, Any]:
        return {"set": self.set, "why": "anything else is no field"}


HISTORY = [
    Happened(EventKind.OPENED, {"state": "草稿", "kind": "投诉", "urgency": "普通", "person_id": 4, "accused": []}),
    Happened(EventKind.SUBMITTED, {"state": "待受理", "submitted_at": T0.isoformat()}),
    Happened(EventKind.DISPATCHED, {"state": "待签收", "unit": "GSGS", "owner_id": 1, "backup_id": 2, "pending": None}),
    Happened(EventKind.VIEWED),
    Happened(EventKind.TRANSFER_ASKED, {"pending": {"what": "transfer", "to": "ZJJ"}}),
    Happened(EventKind.TRANSFER_RULED, {"pending": None, "transfers": 1}),
]


def test_the_fold_of_a_history_is_the_last_word_on_every_field() -> None:
    fields = rebuild(HISTORY)
    assert (fields["state"], fields["unit"], fields["transfers"], fields["pending"]) == ("待签收", "GSGS", 1, None)
    assert fields["submitted_at"] == T0.isoformat()


def test_the_version_counts_the_events_that_make_earlier_cards_stale() -> None:
    stale = [event for event in HISTORY if steers(event.set)]
    assert rebuild(HISTORY)["version"] == len(stale) == len(HISTORY) - 1
    assert rebuild([])["version"] == 0


@pytest.mark.parametrize(
    "changes", [{}, {"urges": 3}, {"rating": 5}, {"contacted_at": T0.isoformat()}, {"enterprise_id": 2}]
)
def test_looking_urging_and_rating_leave_shown_buttons_good(changes: dict[str, Any]) -> None:
    assert not steers(changes)


@pytest.mark.parametrize("name", ["state", "unit", "owner_id", "round", "pending", "secrecy"])
def test_what_decides_who_may_do_what_makes_shown_buttons_stale(name: str) -> None:
    assert steers({name: None, "urges": 1})


def test_applying_leaves_the_earlier_fields_alone() -> None:
    before = initial()
    after = apply(before, EventKind.OPENED, T0, {"set": {"state": "草稿", "accused": ["HBJ"]}})
    assert before == initial()
    assert after["accused"] == ["HBJ"]


def test_two_cases_do_not_share_a_list() -> None:
    one, other = initial(), initial()
    one["accused"].append("HBJ")
    assert other["accused"] == []


@pytest.mark.parametrize("name", ["number", "summary_id", "head_seq", "typo", "version"])
def test_a_field_that_history_does_not_carry_is_refused(name: str) -> None:
    with pytest.raises(UnknownField, match=name):
        apply(initial(), EventKind.OPENED, T0, {"set": {name: 1}})


@pytest.mark.parametrize(
    "changes",
    [{"state": "办着呢"}, {"closed_at": "2026-03-09T09:00:00"}, {"close_kind": "满意"}, {"signed_at": "soon"}],
)
def test_a_value_of_the_wrong_kind_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        apply(initial(), EventKind.CLOSED, T0, {"set": changes})


def test_words_and_instants_come_in_as_json_or_as_themselves() -> None:
    late = T0 + timedelta(days=1)
    plain = apply(
        initial(), EventKind.CLOSED, late, {"set": {"state": State.CLOSED, "closed_at": late, "accused": ("HBJ",)}}
    )
    assert plain["state"] == "办结"
    assert plain["closed_at"] == late.isoformat()
    assert plain["accused"] == ["HBJ"]


def test_typed_fields_are_what_a_row_holds() -> None:
    fields = typed(
        rebuild([*HISTORY, Happened(EventKind.CLOSED, {"close_kind": "未评价", "closed_at": T0.isoformat()})])
    )
    assert fields["state"] is State.TO_SIGN
    assert fields["kind"] is Kind.COMPLAINT
    assert fields["urgency"] is Urgency.NORMAL
    assert fields["secrecy"] is Secrecy.A
    assert fields["close_kind"] is CloseKind.UNRATED
    assert fields["closed_at"] == T0


def test_a_row_that_was_changed_behind_historys_back_is_found() -> None:
    fields = rebuild(HISTORY)
    row = SimpleNamespace(**typed(fields))
    assert projection.differences(fields, row) == {}
    row.unit = "HBJ"
    assert projection.differences(fields, row) == {"unit": ("GSGS", "HBJ")}


def test_the_row_of_the_database_has_every_field_of_the_contract() -> None:
    from storage.tables import CaseFile

    own = {"id", "number", "key_id", "created_at", "head_seq", "head_hash", "summary_id"}
    assert set(CaseFile.model_fields) - own == set(FIELDS)


def test_a_new_row_starts_where_the_fold_starts() -> None:
    from storage.tables import CaseFile

    for name in set(FIELDS) - {"state", "kind", "urgency"}:
        default = CaseFile.model_fields[name].get_default(call_default_factory=True)
        assert projection.INITIAL[name] == getattr(default, "value", default), name
