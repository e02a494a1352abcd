"""What the tests of receiving share: pollers that ask a scripted Telegram."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from channel_support import ScriptedRequest, running, until

from bot.channel.receive import Poller

CONFLICT = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
HOOKED = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
PAGE = b"<html><body><h1>502 Bad Gateway</h1></body></html>"
Make = Callable[..., Poller]


def no(status: int, words: str, **parameters: Any) -> tuple[int, bytes]:
    """A refusal of Telegram's."""
    body = {"ok": False, "error_code": status, "description": words, "parameters": parameters}
    return status, json.dumps(body).encode()


def offsets(request: ScriptedRequest) -> list[str | None]:
    """The offset of each getUpdates."""
    return [asked.get("offset") for method, asked in request.asked if method == "getUpdates"]


async def polls(poller: Poller, request: ScriptedRequest, times: int) -> None:
    """Let it ask so many times, then end it."""
    async with running(poller.run()) as task:
        await until(lambda: task.done() or len(request.asked) >= times)
