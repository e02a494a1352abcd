"""Receiving when Telegram, or something on the way to it, says no: what may pass is tried again, what cannot is named."""

from __future__ import annotations

from typing import Any

import pytest
from channel_support import HandClock, ScriptedRequest, ok, running, text_update, until
from receive_support import CONFLICT, HOOKED, PAGE, Make, no, offsets, polls
from telegram.error import TimedOut

from bot.channel.batch import BadToken, SecondInstance, answer_of
from bot.channel.errors import NeverSent
from storage.inbox import Received

PASSING: dict[str, Any] = {
    "a page of a proxy": (502, PAGE),
    "a page that says all is well": (200, PAGE),
    "nothing": (200, b""),
    "a list": (200, b"[]"),
    "no result": (200, b'{"ok": true}'),
    "a page instead of 404": (404, PAGE),
    "a page that wants a login": (401, PAGE),
    "a page that says too large": (413, PAGE),
    "null": (500, b"null"),
    "a body without end": (200, b"[" * 100_000),
    "no connection": NeverSent("no connection"),
    "no answer": TimedOut(),
    "anything": RuntimeError("anything"),
}


@pytest.mark.parametrize("trouble", PASSING.values(), ids=list(PASSING))
async def test_what_may_pass_is_tried_again(make: Make, got: list[Received], trouble: Any) -> None:
    request = ScriptedRequest(trouble, ok(text_update(7)))
    await polls(make(request), request, 3)
    assert [received.update_id for received in got] == [7]


async def test_a_second_process_with_the_same_token_ends_polling_with_its_name(make: Make) -> None:
    request = ScriptedRequest(no(409, CONFLICT))
    with pytest.raises(SecondInstance, match="only one bot instance"):
        await polls(make(request), request, 2)
    assert len(request.asked) == 1


@pytest.mark.parametrize(("status", "words"), [(401, "Unauthorized"), (404, "Not Found")])
async def test_a_token_that_telegram_does_not_know_ends_polling(make: Make, status: int, words: str) -> None:
    request = ScriptedRequest(no(status, words))
    with pytest.raises(BadToken, match=words):
        await polls(make(request), request, 2)


async def test_a_webhook_of_earlier_days_is_taken_away_and_what_waits_there_is_kept(
    make: Make, got: list[Received]
) -> None:
    request = ScriptedRequest(no(409, HOOKED), (200, b'{"ok":true,"result":true}'), ok(text_update(7)))
    await polls(make(request), request, 4)
    assert request.asked[1] == ("deleteWebhook", {"drop_pending_updates": "false"})
    assert [received.update_id for received in got] == [7]


async def test_a_webhook_that_cannot_be_taken_away_yet_is_tried_again(make: Make, got: list[Received]) -> None:
    done = (200, b'{"ok":true,"result":true}')
    request = ScriptedRequest(no(409, HOOKED), (500, PAGE), no(409, HOOKED), done, ok(text_update(7)))
    await polls(make(request), request, 6)
    assert [received.update_id for received in got] == [7]


async def test_a_flood_wait_is_kept_as_long_as_told(
    make: Make, got: list[Received], monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr("bot.channel.receive.asyncio.sleep", sleep)
    poller = make(ScriptedRequest(no(429, "Too Many Requests: retry after 17", retry_after=17), ok(text_update(7))))
    assert await poller._once()
    assert slept == [17.0]
    assert await poller._once()
    assert [received.update_id for received in got] == [7]


async def test_an_offset_that_is_refused_is_forgotten(make: Make, got: list[Received], clock: HandClock) -> None:
    request = ScriptedRequest(ok(text_update(7)), no(400, "Bad Request: invalid offset"), ok(text_update(8)))
    async with running(make(request).run()):
        await until(lambda: len(request.asked) >= 4, 5.0)
    assert offsets(request) == [None, "8", None, "9"]
    assert [received.update_id for received in got] == [7, 8]


async def test_a_batch_that_comes_again_and_again_does_not_spin(make: Make) -> None:
    same = ok({"message": "no id at all"})
    poller = make(ScriptedRequest(same, same))
    assert await poller._once() is True
    assert await poller._once() is False


@pytest.mark.parametrize("retry_after", [None, "7", 0, -1, True])
def test_a_flood_wait_that_does_not_say_how_long_is_a_second(retry_after: Any) -> None:
    assert answer_of(*no(429, "Too Many Requests", retry_after=retry_after)).wait == 1.0
