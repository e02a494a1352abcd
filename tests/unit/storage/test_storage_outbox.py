"""What must go out: lanes, order within a chat, edits behind their message, an honest end, and nothing that blocks the rest."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from storage import outbox
from storage.outbox import Result
from storage.tables import Outbox
from storage.vocabulary import Lane, Op, OutboxStatus
from tests.unit.storage.storage_support import NOW, draft, fill, put

LATER = NOW + timedelta(minutes=5)
SENT, QUEUED, UNCERTAIN = OutboxStatus.SENT, OutboxStatus.QUEUED, OutboxStatus.UNCERTAIN
MANY = 5000


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine) as made:
        yield made


def claimed(session: Session, limit: int = 30, **more: Any) -> list[int]:
    return [row.id for row in outbox.claim(session, NOW, limit, **more)]


def sent(session: Session, row_id: int, message_id: int = 7) -> None:
    outbox.settle(session, [Result(row_id, SENT, message_id)], NOW)


def status(session: Session, row_id: int) -> OutboxStatus:
    session.flush()
    session.expire_all()
    return session.get_one(Outbox, row_id).status


def test_a_better_lane_leaves_first_and_within_a_lane_the_older(session: Session) -> None:
    report, chase, answer, safety = (
        put(session, n, lane=lane) for n, lane in enumerate((Lane.REPORT, Lane.CHASE, Lane.ANSWER, Lane.SAFETY))
    )
    second = put(session, 9, lane=Lane.SAFETY)
    assert claimed(session, 4, lowest=Lane.CHASE) == [safety, second, answer, chase]
    assert claimed(session) == [report]


def test_a_chat_gives_one_row_and_the_next_only_when_that_one_has_ended(session: Session) -> None:
    first, second, other = put(session, 1), put(session, 1), put(session, 2)
    assert claimed(session) == [first, other]
    assert claimed(session) == [], "the first is still in flight"
    sent(session, first)
    assert claimed(session) == [second]


def test_busy_chats_and_rows_before_their_time_wait(session: Session) -> None:
    put(session, 1)
    put(session, 2, not_before=LATER)
    free = put(session, 3)
    assert claimed(session, busy=[1]) == [free]
    assert outbox.waiting_times(session, NOW, 5) == [LATER]


def test_a_row_that_is_tried_again_keeps_the_rest_of_its_chat_behind_it(session: Session) -> None:
    first, second = put(session, 1), put(session, 1)
    claimed(session)
    outbox.settle(session, [Result(first, QUEUED, not_before=LATER)], NOW)
    outbox.put_behind(session, {1: LATER})
    assert claimed(session) == []
    assert [row.id for row in outbox.claim(session, LATER)] == [first]
    sent(session, first)
    assert [row.id for row in outbox.claim(session, LATER)] == [second]


def test_a_dedupe_key_is_used_once_even_after_its_row_was_sent(session: Session) -> None:
    first = put(session, 1, dedupe="chase:1")
    assert outbox.put(session, draft(1, dedupe="chase:1"), NOW) is None
    claimed(session)
    sent(session, first)
    assert outbox.put(session, draft(2, dedupe="chase:1"), NOW) is None
    assert [put(session, 1) != put(session, 1)] == [True], "rows without a key do not meet"


def test_an_edit_waits_for_its_message_and_then_knows_its_id(session: Session) -> None:
    message = put(session, 1)
    edit = put(session, 2, op=Op.EDIT, target_id=message)
    assert claimed(session) == [message]
    assert claimed(session) == []
    sent(session, message, 4711)
    (row,) = outbox.claim(session, NOW)
    assert (row.id, row.target) == (edit, 4711)


def test_of_edits_that_wait_only_the_newest_leaves(session: Session) -> None:
    message = put(session, 1)
    edits = [put(session, 1, op=Op.EDIT, target_id=message) for _ in range(3)]
    claimed(session)
    sent(session, message)
    assert claimed(session) == edits[2:]
    assert [status(session, edit) for edit in edits[:2]] == [OutboxStatus.DROPPED] * 2


@pytest.mark.parametrize("end", [OutboxStatus.FAILED, OutboxStatus.DROPPED])
def test_an_edit_of_a_message_that_never_arrived_is_dropped(session: Session, end: OutboxStatus) -> None:
    message = put(session, 1)
    edit = put(session, 1, op=Op.EDIT, target_id=message)
    claimed(session)
    outbox.settle(session, [Result(message, end)], NOW)
    assert claimed(session) == []
    assert status(session, edit) is OutboxStatus.DROPPED


def test_a_send_in_doubt_is_repeated_once_and_then_stays_visible(session: Session) -> None:
    row = put(session, 1)
    claimed(session)
    assert outbox.settle(session, [Result(row, UNCERTAIN)], NOW) == []
    assert claimed(session) == [row]
    assert outbox.settle(session, [Result(row, UNCERTAIN)], NOW) == [row]
    assert claimed(session) == []
    assert [found.id for found in outbox.uncertain(session)] == [row]


def test_a_row_that_was_in_flight_when_its_process_died_is_in_doubt_and_repeated_once(session: Session) -> None:
    row = put(session, 1)
    for left in (1, 1, 0):
        claimed(session)
        assert outbox.take_over(session) == left
    assert status(session, row) is UNCERTAIN


def test_a_process_that_was_thought_dead_cannot_put_back_what_another_took_over(session: Session) -> None:
    row = put(session, 1)
    claimed(session)
    outbox.take_over(session)
    assert claimed(session) == [row]
    sent(session, row, 42)
    outbox.settle(session, [Result(row, QUEUED, not_before=LATER), Result(row, OutboxStatus.FAILED)], NOW)
    assert status(session, row) is SENT


def test_that_it_was_sent_counts_even_when_it_is_told_late(session: Session) -> None:
    row = put(session, 1)
    claimed(session)
    outbox.take_over(session)
    sent(session, row, 42)
    assert claimed(session) == [], "no second copy"
    found = outbox.by_message(session, 1, 42)
    assert found is not None
    assert found.id == row


def test_a_chase_that_did_not_leave_yet_can_be_taken_back_and_one_in_flight_cannot(session: Session) -> None:
    flying = put(session, 1, case_id=5, purpose="chase")
    claimed(session)
    waiting = put(session, 1, case_id=5, purpose="chase")
    kept = put(session, 2, case_id=5, purpose="receipt")
    assert outbox.drop_queued(session, 5, ["chase"]) == 1
    found = [status(session, row) for row in (flying, waiting, kept)]
    assert found == [OutboxStatus.SENDING, OutboxStatus.DROPPED, QUEUED]


def test_pending_counts_what_could_leave_now_and_not_what_waits_for_a_time_or_a_message(session: Session) -> None:
    late = put(session, 1, not_before=LATER)
    put(session, 1, op=Op.EDIT, target_id=late)
    assert outbox.pending_count(session, NOW) == 0
    put(session, 2)
    claimed(session)
    put(session, 3)
    assert outbox.pending_count(session, NOW) == 2


HEADS: dict[str, dict[str, Any]] = {
    "edits whose message was not sent": {"op": Op.EDIT, "target_id": 1},
    "a busy chat": {"chat_id": 77},
    "rows before their time": {"not_before": LATER},
}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS.keys())
def test_thousands_of_rows_that_cannot_leave_do_not_hold_up_the_one_behind_them(
    session: Session, head: dict[str, Any]
) -> None:
    put(session, 1, not_before=LATER)
    fill(session, [{"chat_id": n, **head} for n in range(2, MANY)])
    free = put(session, 10_000_000, lane=Lane.REPORT)
    session.commit()
    started = time.perf_counter()
    assert claimed(session, busy=[77]) == [free]
    assert time.perf_counter() - started < 1.0, "and not after a search through all of them, one by one"


def test_one_chat_with_thousands_of_rows_does_not_keep_the_others_waiting(session: Session) -> None:
    fill(session, [{"chat_id": 1} for _ in range(MANY)])
    others = [put(session, 2), put(session, 3)]
    session.commit()
    assert len(claimed(session)) == 1
    assert claimed(session) == others, "while the first of that chat is in flight"


def test_edits_whose_message_failed_are_cleared_away_by_claims_that_go_on(session: Session) -> None:
    lost = put(session, 1)
    claimed(session)
    outbox.settle(session, [Result(lost, OutboxStatus.FAILED)], NOW)
    fill(session, [{"chat_id": 1, "op": Op.EDIT, "target_id": lost} for _ in range(500)])
    free = put(session, 2)
    rounds = 0
    while free not in claimed(session):
        session.commit()
        rounds += 1
        assert rounds < 10
    assert rounds <= 5
