"""Receiving by long polling: what is confirmed was committed, and nothing that comes back stops the loop."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from channel_support import HandClock, ScriptedRequest, ok, stored, text_update
from receive_support import Make, offsets, polls
from sqlmodel import Session

from bot.channel.batch import MOST_ID, made_up_id, next_offset
from bot.channel.receive import ALLOWED
from storage.db import Database
from storage.inbox import Received


async def test_a_batch_is_in_the_database_before_it_is_confirmed(make: Make, db: Database) -> None:
    kept: list[int] = []

    class Watching(ScriptedRequest):
        async def do_request(self, *args: Any, **more: Any) -> tuple[int, bytes]:
            kept.append(len(await stored(db)))
            return await super().do_request(*args, **more)

    request = Watching(ok(text_update(7), text_update(8)), ok(text_update(9)))
    await polls(make(request), request, 3)
    assert kept == [0, 2, 3]
    assert offsets(request) == [None, "9", "10"]


async def test_a_batch_that_cannot_be_committed_is_not_confirmed_and_is_asked_for_again(
    make: Make, db: Database, got: list[Received], monkeypatch: pytest.MonkeyPatch
) -> None:
    request = ScriptedRequest(ok(text_update(7)), ok(text_update(7)))
    run, broken = db.run, [True]

    async def failing(fn: Callable[[Session], Any]) -> Any:
        if "keep" in fn.__qualname__ and broken:
            broken.pop()
            raise OSError("No space left on device")
        return await run(fn)

    monkeypatch.setattr(db, "run", failing)
    await polls(make(request), request, 3)
    assert offsets(request) == [None, None, "8"]
    assert [received.update_id for received in got] == [7]


async def test_a_process_that_died_between_commit_and_confirmation_hands_nothing_out_twice(
    make: Make, db: Database, got: list[Received]
) -> None:
    request = ScriptedRequest(ok(text_update(7), text_update(8)))
    await polls(make(request), request, 2)
    again = ScriptedRequest(ok(text_update(7), text_update(8), text_update(9)))
    await polls(make(again), again, 2)
    assert [received.update_id for received in got] == [7, 8, 9]
    assert [update_id for update_id, _ in await stored(db)] == [7, 8, 9]


async def test_the_offset_survives_a_restart(make: Make) -> None:
    request = ScriptedRequest(ok(text_update(7)))
    await polls(make(request), request, 2)
    again = ScriptedRequest()
    await polls(make(again), again, 1)
    assert offsets(again) == ["8"]


async def test_after_an_idle_week_ids_that_start_again_anywhere_are_received(
    make: Make, clock: HandClock, got: list[Received]
) -> None:
    request = ScriptedRequest(ok(text_update(900_000)))
    await polls(make(request), request, 2)
    clock.move(days=7)
    weeks: list[int] = []

    async def told(hours: int) -> None:
        weeks.append(hours)

    again = ScriptedRequest(ok(text_update(12)))
    await polls(make(again, on_outage=told), again, 2)
    assert offsets(again) == [None, "13"]
    assert [received.update_id for received in got] == [900_000, 12]
    assert weeks == [7 * 24]


async def test_an_update_that_is_no_update_is_kept_and_those_beside_it_go_on(
    make: Make, db: Database, got: list[Received]
) -> None:
    odd: list[Any] = ["x", None, {"message": 1}, {"update_id": True}, {"update_id": 2**70}]
    request = ScriptedRequest(ok(text_update(7), *odd, text_update(8)))
    await polls(make(request), request, 2)
    assert offsets(request) == [None, "9"]
    assert len(got) == len(await stored(db)) == 7
    assert [received.update_id for received in got][:: len(odd) + 1] == [7, 8]


async def test_odd_characters_of_a_raw_update_are_kept_as_they_came(make: Make, got: list[Received]) -> None:
    text = "\u200b\u202e反转\u0000\ud83d"
    request = ScriptedRequest(ok(text_update(7, text)))
    await polls(make(request), request, 2)
    assert json.loads(got[0].body)["message"]["text"] == text


async def test_only_the_kinds_that_are_used_are_asked_for_and_nothing_is_ever_dropped(make: Make) -> None:
    request = ScriptedRequest(ok())
    await polls(make(request), request, 1)
    assert json.loads(request.asked[0][1]["allowed_updates"]) == list(ALLOWED)
    assert "my_chat_member" in ALLOWED
    assert not any("drop" in name for _, asked in request.asked for name in asked)


def test_the_next_offset_follows_the_order_of_arrival_and_passes_over_what_is_no_id() -> None:
    assert next_offset([]) is None
    assert next_offset(["x", {"update_id": "9"}, {"update_id": True}, {"update_id": -3}]) is None
    assert next_offset([{"update_id": 900}, {"update_id": 5}]) == 6
    assert next_offset([{"update_id": MOST_ID}, {"update_id": MOST_ID + 1}]) == MOST_ID + 1


def test_an_update_without_an_id_gets_the_same_one_each_time_and_never_telegrams() -> None:
    first, other = made_up_id({"b": 1, "a": 2}), made_up_id({"a": 2, "b": 2})
    assert made_up_id({"a": 2, "b": 1}) == first != other
    assert max(first, other) < 0
