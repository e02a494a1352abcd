"""The Bot API over HTTP: token, body, faults, method, journal."""

from __future__ import annotations

import asyncio
import hmac
import inspect
import json
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from bot.playground.core import Core
from bot.playground.errors import ApiError
from bot.playground.faults import Fault, FaultKind
from bot.playground.methods import METHODS
from bot.playground.params import Params, Upload
from bot.playground.values import Json

_BEFORE = {FaultKind.TIMEOUT_BEFORE, FaultKind.DROP_BEFORE}
_TIMEOUTS = {FaultKind.TIMEOUT_BEFORE, FaultKind.TIMEOUT_AFTER}
_CUTS = _TIMEOUTS | {FaultKind.DROP_BEFORE, FaultKind.DROP_AFTER}


class Api:
    """Handles `/bot<token>/<method>` and `/file/bot<token>/<path>` for one core."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._closing = asyncio.Event()

    def routes(self) -> list[web.RouteDef]:
        """The two roads of the Bot API."""
        return [
            web.route("*", "/bot{token:[^/]*}/{method:[^/]*}", self.call),
            web.get("/file/bot{token:[^/]*}/{path:.+}", self.download),
        ]

    def close(self) -> None:
        """Let held connections (timeout faults) go."""
        self._closing.set()

    async def call(self, request: web.Request) -> web.StreamResponse:
        """One Bot API call."""
        name = request.match_info["method"]
        if not self._right_token(request):
            return _answer(ApiError(401, "Unauthorized").body())
        method = METHODS.get(name.lower())
        if method is None:
            self._log(name, Params({}), refused := ApiError(404, "Not Found").body())
            return _answer(refused)
        params = await _params(request)
        fault = self._core.faults.strike(method.name, _chat(params))
        return await self._under_fault(request, method.name, params, fault)

    async def _under_fault(
        self, request: web.Request, name: str, params: Params, fault: Fault | None
    ) -> web.StreamResponse:
        if fault is None:
            return _answer(await self._done(name, params))
        if (refused := _refusal(fault)) is not None:
            self._log(name, params, refused, fault)
            return _answer(refused)
        if fault.kind is FaultKind.SLOW:
            await self._hold(fault.seconds)
        if fault.kind in _BEFORE:
            self._log(name, params, {"ok": False, "description": "not done"}, fault)
            body: Json = {}
        else:
            body = await self._done(name, params, fault)
        return await self._cut(request, fault) if fault.kind in _CUTS else _answer(body)

    async def _cut(self, request: web.Request, fault: Fault) -> web.StreamResponse:
        if fault.kind in _TIMEOUTS:
            await self._hold(fault.seconds)
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=500)

    async def _hold(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._closing.wait(), seconds)
        except TimeoutError:
            return

    async def _done(self, name: str, params: Params, fault: Fault | None = None) -> Json:
        body = await self.run(name, params)
        self._log(name, params, body, fault)
        return body

    async def run(self, name: str, params: Params) -> Json:
        """The method's answer as Telegram's JSON object, errors included."""
        try:
            result = METHODS[name.lower()].run(self._core, params)
            if inspect.isawaitable(result):
                result = await result
        except ApiError as error:
            return error.body()
        return {"ok": True, "result": result}

    def _log(self, name: str, params: Params, body: Json, fault: Fault | None = None) -> None:
        result = body.get("result")
        call: Json = {
            "at": self._core.clock.now().isoformat(),
            "method": name,
            "params": params.loggable(),
            "ok": body["ok"],
        }
        call["error_code"] = body.get("error_code")
        call["description"] = body.get("description")
        call["result_message_id"] = result.get("message_id") if isinstance(result, dict) else None
        if fault is not None:
            call["fault"] = str(fault.kind)
        if self._core.check is not None and (wrong := self._core.check(name, params)):
            call["against_spec"] = wrong
        self._core.journal.add(call)

    async def download(self, request: web.Request) -> web.StreamResponse:
        """The bytes behind a file_path."""
        file = self._core.files.at(request.match_info["path"])
        if not self._right_token(request) or file is None:
            return _answer(ApiError(404, "Not Found").body())
        response = web.StreamResponse(headers={"Content-Type": "application/octet-stream"})
        response.content_length = file.size
        await response.prepare(request)
        for chunk in file.chunks():
            await response.write(chunk)
        await response.write_eof()
        return response

    def _right_token(self, request: web.Request) -> bool:
        return hmac.compare_digest(request.match_info["token"].encode(), self._core.token.encode())


def _answer(body: Json) -> web.Response:
    status = 200 if body["ok"] else body.get("error_code", 500)
    if body.get("description") == "Bad Gateway":
        return web.Response(status=502, text="<html><h1>502 Bad Gateway</h1></html>", content_type="text/html")
    text = json.dumps(body, separators=(",", ":"))  # escaped, as Telegram does: half a letter must not break it
    return web.Response(status=status, text=text, content_type="application/json")


def _refusal(fault: Fault) -> Json | None:
    if fault.kind is FaultKind.FLOOD:
        text = f"Too Many Requests: retry after {fault.retry_after}"
        return ApiError(429, text, retry_after=fault.retry_after).body()
    if fault.kind is FaultKind.ERROR_500:
        return ApiError(500, "Internal Server Error").body()
    if fault.kind is FaultKind.ERROR_502:
        return ApiError(502, "Bad Gateway").body()
    return None


def _chat(params: Params) -> int | None:
    try:
        return int(params.raw.get("chat_id") or 0) or None
    except (TypeError, ValueError):
        return None


async def _params(request: web.Request) -> Params:
    raw: dict[str, Any] = dict(request.query)
    kind = request.content_type
    if kind == "application/json":
        body = await request.read()
        raw.update(_json_object(body))
    elif kind == "application/x-www-form-urlencoded":
        raw.update(parse_qsl((await request.read()).decode(), keep_blank_values=True))
    elif kind == "multipart/form-data":
        raw.update(await _multipart(request))
    return Params(raw)


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body or b"{}")
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


async def _multipart(request: web.Request) -> dict[str, Any]:
    form = await request.post()
    return {
        name: Upload(value.filename, value.content_type, value.file.read())
        if isinstance(value, web.FileField)
        else value
        for name, value in form.items()
    }
