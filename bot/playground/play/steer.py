"""Steering the bot's time from outside: its control port, or anything with the same five functions."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol

import aiohttp

from bot.playground.errors import PlayError
from bot.playground.values import Json


class Steer(Protocol):
    """The bot's control: its next due instant, its upcoming ones, set its time, let it settle."""

    async def next(self, until: datetime) -> Json:
        """{"at": ISO or None, "what": text}: the next thing due not after `until`."""

    async def upcoming(self, limit: int) -> list[Json]:
        """The next things due: [{"at", "what"}]."""

    async def time(self, to: datetime) -> None:
        """Set the bot's clock and do what is due then."""

    async def settle(self, seconds: float) -> bool:
        """Whether the bot came to rest within `seconds`."""

    async def close(self) -> None:
        """Let go of connections."""


class HttpSteer:
    """The bot's control port over HTTP on loopback."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")
        self._session: aiohttp.ClientSession | None = None

    async def next(self, until: datetime) -> Json:
        """GET /next"""
        answer: Json = await self._ask("GET", "/next", params={"until": until.isoformat()})
        return answer

    async def upcoming(self, limit: int) -> list[Json]:
        """GET /upcoming"""
        answer = await self._ask("GET", "/upcoming", params={"limit": str(limit)})
        listed: list[Json] = answer if isinstance(answer, list) else answer.get("upcoming", [])
        return listed

    async def time(self, to: datetime) -> None:
        """POST /time"""
        await self._ask("POST", "/time", json={"to": to.isoformat()})

    async def settle(self, seconds: float) -> bool:
        """POST /settle"""
        return bool((await self._ask("POST", "/settle", json={"timeout": seconds})).get("idle"))

    async def close(self) -> None:
        """End the session."""
        if self._session is not None:
            await self._session.close()

    async def _ask(self, verb: str, path: str, **more: Any) -> Any:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=120))
        try:
            async with self._session.request(verb, self._url + path, **more) as answer:
                body = await answer.json(content_type=None)
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
            text = f"the bot's control port {self._url} does not answer ({type(error).__name__}); is the bot running?"
            raise PlayError(text, 502) from None
        if answer.status >= 400:
            raise PlayError(f"the bot refused {path}: {body}", 502)
        return body
