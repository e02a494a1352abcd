"""The chain: whatever is changed, dropped, swapped or cut off in a case's history is found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session, col, select

from storage import history
from storage.history import Entry
from storage.tables import CaseFile, Content, Event
from storage.vocabulary import EventKind, Role
from tests.unit.storage.storage_support import NOW, new_case, new_vault, side_by_side

LENGTH = 6
KINDS = (
    EventKind.OPENED,
    EventKind.SUBMITTED,
    EventKind.DISPATCHED,
    EventKind.SIGNED,
    EventKind.ADDED,
    EventKind.URGED,
)


@pytest.fixture
def filled(engine: Engine) -> Iterator[Session]:
    """Two cases with six events each, every second one with content."""
    with Session(engine) as session:
        vault = new_vault()
        for number in ("QS-2026-000001", "QS-2026-000002"):
            case = new_case(session, vault, number)
            for n, kind in enumerate(KINDS):
                words = vault.put(session, case.key_id, {"text": f"第{n}句"}) if n % 2 else None
                session.flush()
                entry = Entry(kind, NOW + timedelta(seconds=n, microseconds=n), Role.ENTERPRISE, n, {"n": n}, words)
                history.append(session, case, entry)
                session.flush()
        session.commit()
        yield session


def breaks(session: Session) -> list[str]:
    """Numbers of the broken chains, after forgetting everything that was read."""
    session.expire_all()
    session.expunge_all()
    return [broken.number for broken in history.verify_all(session)]


def test_an_untouched_history_verifies_and_agrees_with_its_anchor(filled: Session) -> None:
    assert breaks(filled) == []
    lines = list(history.anchor_lines(filled))
    assert [line.split()[:2] for line in lines] == [["QS-2026-000001", "6"], ["QS-2026-000002", "6"]]
    assert list(history.verify_anchors(filled, lines)) == []


TAMPERINGS = {
    "another kind": "UPDATE event SET kind = '撤回' WHERE id = 3",
    "a kind that does not exist": "UPDATE event SET kind = 'x' WHERE id = 3",
    "another role": "UPDATE event SET role = '管理员' WHERE id = 3",
    "another person": "UPDATE event SET actor_id = 99 WHERE id = 3",
    "nobody": "UPDATE event SET actor_id = NULL WHERE id = 3",
    "other facts": """UPDATE event SET data = '{"n": 9}' WHERE id = 3""",
    "facts of another type": """UPDATE event SET data = '{"n": "2"}' WHERE id = 3""",
    "another content": "UPDATE event SET content_id = (SELECT content_id FROM event WHERE id = 6) WHERE id = 2",
    "no content": "UPDATE event SET content_id = NULL WHERE id = 2",
    "content that is gone": "UPDATE event SET content_id = 'gone' WHERE id = 2",
    "another link": "UPDATE event SET hash = REPLACE(hash, SUBSTR(hash, 1, 1), 'g') WHERE id = 3",
    "another link before": "UPDATE event SET prev = '' WHERE id = 3",
    "a dropped event in the middle": "DELETE FROM event WHERE id = 3",
    "the first event dropped": "DELETE FROM event WHERE id = 1",
    "the last event dropped": "DELETE FROM event WHERE id = 6",
    "all events dropped": "DELETE FROM event WHERE case_id = 1",
    "a head moved back": "UPDATE casefile SET head_seq = 5 WHERE id = 1",
    "another head": "UPDATE casefile SET head_hash = '' WHERE id = 1",
    "another number": "UPDATE casefile SET number = 'QS-2026-000009' WHERE id = 1",
}


@pytest.mark.parametrize("sql", TAMPERINGS.values(), ids=TAMPERINGS.keys())
def test_any_tampering_with_a_row_is_found_and_only_in_its_own_case(filled: Session, sql: str) -> None:
    filled.execute(text(sql))
    filled.commit()
    found = breaks(filled)
    assert len(found) == 1
    assert found[0] != "QS-2026-000002"


def test_a_moved_instant_is_found_down_to_the_microsecond(filled: Session) -> None:
    event = filled.exec(select(Event).where(Event.seq == 4)).first()
    assert event is not None
    event.at += timedelta(microseconds=1)
    filled.commit()
    assert breaks(filled) == ["QS-2026-000001"]


def test_every_single_byte_of_sealed_content_counts(filled: Session) -> None:
    content_id = filled.exec(select(Event.content_id).where(col(Event.content_id).is_not(None))).first()
    row = filled.get_one(Content, content_id)
    whole = row.blob
    for index in range(len(whole)):
        row.blob = whole[:index] + bytes([whole[index] ^ 1]) + whole[index + 1 :]
        filled.flush()
        assert list(history.verify_all(filled)), f"byte {index} was changed and nobody saw"
    row.blob = whole
    filled.flush()
    assert list(history.verify_all(filled)) == []


def test_two_events_that_change_places_are_found(filled: Session) -> None:
    for seq, to in ((2, 100), (3, 2), (100, 3)):
        filled.execute(text("UPDATE event SET seq = :to WHERE case_id = 1 AND seq = :seq"), {"seq": seq, "to": to})
    filled.commit()
    assert breaks(filled) == ["QS-2026-000001"]


def cut_off_the_tail(session: Session) -> None:
    session.execute(text("DELETE FROM event WHERE case_id = 1 AND seq > 4"))
    session.execute(
        text(
            "UPDATE casefile SET head_seq = 4, head_hash = (SELECT hash FROM event WHERE case_id = 1 AND seq = 4) WHERE id = 1"
        )
    )


def write_a_new_chain(session: Session) -> None:
    """As somebody would who knows how: one event changed, all later links and the head made anew."""
    case = session.get_one(CaseFile, 1)
    prev = ""
    for event in history.events_of(session, 1):
        event.data = {"n": 0} if event.seq == 3 else event.data
        event.prev = prev
        entry = Entry(event.kind, event.at, event.role, event.actor_id, event.data, event.content_id)
        event.hash = prev = history.link_hash(
            prev, case.number, event.seq, entry, history._digest_of(session, event.content_id)
        )
    case.head_hash = prev


def lose_the_case(session: Session) -> None:
    session.execute(text("DELETE FROM event WHERE case_id = 1"))
    session.execute(text("DELETE FROM casefile WHERE id = 1"))


@pytest.mark.parametrize("deed", [cut_off_the_tail, write_a_new_chain, lose_the_case])
def test_a_forgery_that_fits_in_itself_is_found_by_the_anchor_outside(
    filled: Session, deed: Callable[[Session], None]
) -> None:
    anchor = list(history.anchor_lines(filled))
    deed(filled)
    filled.commit()
    assert breaks(filled) == [], "this forgery is one that the chain alone cannot show"
    assert [broken.number for broken in history.verify_anchors(filled, anchor)] == ["QS-2026-000001"]


def test_a_history_that_went_on_after_the_anchor_agrees_with_it(filled: Session) -> None:
    anchor = list(history.anchor_lines(filled))
    case = filled.get_one(CaseFile, 1)
    history.append(filled, case, Entry(EventKind.URGED, NOW, Role.ENTERPRISE, 1, {}))
    filled.commit()
    assert list(history.verify_anchors(filled, anchor)) == []
    assert [b.why for b in history.verify_anchors(filled, ["QS-2026-000001 ?"])] == ["the anchor is not readable"]


def test_a_case_without_events_is_anchored_with_an_empty_head(engine: Engine) -> None:
    with Session(engine) as session:
        new_case(session, new_vault())
        session.commit()
        assert list(history.verify_anchors(session, history.anchor_lines(session))) == []


def test_of_two_units_that_add_the_next_event_to_one_case_at_the_same_moment_one_starts_over(
    postgres_url: str,
) -> None:
    """Neither event may be lost, and the chain must hold, though both read the same head."""
    from storage.postgres_pool import PostgresPool

    made = _engine(postgres_url)
    with Session(made) as session:
        new_case(session, new_vault())
        session.commit()
    pool = PostgresPool(made)

    def add(session: Session) -> None:
        case = session.get_one(CaseFile, 1)  # without a lock, on purpose
        history.append(session, case, Entry(EventKind.URGED, NOW, Role.ENTERPRISE, 1, {}))
        case.urges += 1

    found = side_by_side(made, [lambda _session: pool._work(add)] * 4)
    with Session(made) as session:
        case = session.get_one(CaseFile, 1)
        assert found == [None] * 4
        assert (case.head_seq, case.urges) == (4, 4)
        assert history.verify(session, case) is None
    pool.stop()
    made.dispose()


def _engine(url: str) -> Engine:
    from storage.db import make_engine

    return make_engine(url)
