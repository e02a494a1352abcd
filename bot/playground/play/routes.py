"""The control endpoints and the page over HTTP."""

from __future__ import annotations

import inspect
import json
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.playground.errors import PlayError
from bot.playground.play import faults, look, people
from bot.playground.play.pages import Pages
from bot.playground.play.timekeeper import SETTLE_SECONDS
from bot.playground.values import Json

if TYPE_CHECKING:
    from bot.playground.server import Playground

_Act = Callable[[Json], Any | Awaitable[Any]]
_LONGEST_WAIT = 60.0  # seconds of a long poll


class Routes:
    """Binds /play/* to a Playground's methods."""

    def __init__(self, playground: Playground, page_dir: Path) -> None:
        self._play = playground
        self._core = playground.core
        self._pages = Pages(playground.core, page_dir)

    def routes(self) -> list[web.RouteDef]:
        """All control and page routes."""
        acts = [web.post(f"/play/{name}", _handler(act)) for name, act in self._acts().items()]
        looks = [web.get(f"/play/{name}", _handler(act)) for name, act in self._looks().items()]
        more = [
            web.delete("/play/faults", _handler(lambda _: self._play.clear_faults())),
            web.get("/play/chats/{chat}/messages", _handler(self._messages)),
        ]
        return [*acts, *looks, *more, *self._pages.routes()]

    def _acts(self) -> dict[str, _Act]:
        play, core = self._play, self._core
        return {
            "say": lambda what: people.say(core, _number(what, "user"), what),
            "edit": lambda what: play.edit(
                _number(what, "user"), _number(what, "message_id"), _text(what, "text"), _maybe(what, "chat")
            ),
            "delete": lambda what: play.delete(
                _number(what, "user"), _number(what, "message_id"), _maybe(what, "chat")
            ),
            "press": lambda what: people.press(core, _number(what, "user"), what),
            "join": lambda what: play.join(_who(what), _number(what, "chat"), admin=what.get("admin")),
            "leave": lambda what: play.leave(_who(what), _number(what, "chat")),
            "restrict": lambda what: play.restrict(_number(what, "chat"), allowed=bool(what.get("allowed"))),
            "topic": lambda what: play.topic(
                _number(what, "chat"), _text(what, "action"), str(what.get("name") or ""), _maybe(what, "topic")
            ),
            "block": lambda what: play.block(_number(what, "user")),
            "unblock": lambda what: play.unblock(_number(what, "user")),
            "deactivate": lambda what: play.deactivate(_number(what, "user")),
            "migrate": lambda what: play.migrate(_number(what, "chat"), silent=bool(what.get("silent"))),
            "people": play.add_person,
            "chats": play.add_chat,
            "faults": lambda what: faults.order(core, what),
            "update": play.update,
            "clock": self._move,
            "settle": lambda what: play.settle(_seconds(what, "timeout", SETTLE_SECONDS)),
        }

    def _looks(self) -> dict[str, _Act]:
        play = self._play
        return {
            "people": lambda _: play.people(),
            "chats": lambda _: play.chats(),
            "faults": lambda _: faults.listed(self._core),
            "calls": lambda what: {"calls": play.calls(_maybe(what, "after") or 0, what.get("method"))},
            "events": lambda what: look.events(self._core, _maybe(what, "after") or 0, _wait(what)),
            "clock": lambda _: play.time.show(),
        }

    async def _messages(self, what: Json) -> Json:
        return await look.messages_soon(self._core, _number(what, "chat"), _maybe(what, "after") or 0, _wait(what))

    async def _move(self, what: Json) -> Json:
        if what.get("speed") is not None:
            return await self._play.time.run_at(_seconds(what, "speed", 1.0))
        if what.get("to") is not None:
            return await self._play.move_to(_instant(str(what["to"])))
        if what.get("advance") is not None:
            return await self._play.advance(_seconds(what, "advance", 0.0))
        raise PlayError("give advance (seconds), to (an ISO instant with zone) or speed")


def _handler(act: _Act) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handle(request: web.Request) -> web.Response:
        try:
            result = act({**await _body(request), **request.query, **request.match_info})
            result = await result if inspect.isawaitable(result) else result
        except PlayError as error:
            return _json({"error": str(error)}, error.status)
        return _json(result)

    return handle


async def _body(request: web.Request) -> Json:
    raw = await request.read() if request.can_read_body else b""
    try:
        body = json.loads(raw or b"{}")
    except ValueError:
        raise PlayError("the body must be JSON") from None
    if not isinstance(body, dict):
        raise PlayError("the body must be a JSON object")
    return body


def _json(value: Any, status: int = 200) -> web.Response:
    return web.json_response(value, status=status, dumps=json.dumps)


def _number(what: Json, name: str) -> int:
    value = _maybe(what, name)
    if value is None:
        raise PlayError(f"{name} is missing; it must be a number")
    return value


def _maybe(what: Json, name: str) -> int | None:
    try:
        return None if what.get(name) is None else int(what[name])
    except (TypeError, ValueError):
        raise PlayError(f"{name} must be a number") from None


def _text(what: Json, name: str) -> str:
    value = what.get(name)
    if not isinstance(value, str) or not value:
        raise PlayError(f"{name} is missing; it must be text")
    return value


def _seconds(what: Json, name: str, default: float) -> float:
    try:
        return float(what.get(name, default))
    except (TypeError, ValueError):
        raise PlayError(f"{name} must be a number of seconds") from None


def _wait(what: Json) -> float:
    return min(max(_seconds(what, "wait", 0.0), 0.0), _LONGEST_WAIT)


def _who(what: Json) -> int | str:
    return "bot" if what.get("user") == "bot" else _number(what, "user")


def _instant(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise PlayError(f"{text!r} is no ISO time; e.g. 2026-03-09T09:00:00+08:00") from None
