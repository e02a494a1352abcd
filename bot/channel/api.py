"""One call of the Bot API through the request class, without the detour over typed objects.

Parameters are plain JSON values. A refusal is our own `Refused`, with Telegram's words and numbers: the library's errors warn,
log whole bodies, and hide the status.
"""

from __future__ import annotations

import json
from typing import Any

from telegram import InputFile
from telegram.error import InvalidToken, NetworkError
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter

from bot.channel.errors import Refused


def data_of(parameters: dict[str, Any]) -> RequestData:
    """Request data: text as it is, everything else as JSON."""
    plain = {
        name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for name, value in parameters.items()
    }
    return RequestData([RequestParameter(name, value, None) for name, value in plain.items() if value is not None])


class Api:
    """The Bot API of one bot. `root` is `https://…/bot<token>`; it never appears in an error or a log."""

    def __init__(self, request: BaseRequest, root: str) -> None:
        self._request, self._root = request, root

    async def call(self, method: str, parameters: dict[str, Any], *, read_timeout: float = 20.0) -> Any:
        """The result of a call. Raises InvalidToken, `Refused` for another no, `NeverSent`, TimedOut or NetworkError else."""
        return await self._ask(method, data_of(parameters), read_timeout)

    async def upload(self, method: str, parameters: dict[str, Any], field: str, name: str, data: bytes) -> Any:
        """The result of a call that carries a file of ours as `field`. Errors as `call`."""
        others = {key: value for key, value in parameters.items() if key != field}
        file = RequestParameter(field, None, [InputFile(data, filename=name)])
        return await self._ask(method, RequestData([*data_of(others)._parameters, file]), 60.0)

    async def _ask(self, method: str, data: RequestData, read_timeout: float) -> Any:
        url = f"{self._root}/{method}"
        status, body = await self._request.do_request(url, "POST", data, read_timeout=read_timeout)
        answer = _object(body)
        if status == 200 and answer.get("ok") is True:
            return answer.get("result")
        if status == 200:
            raise NetworkError("an answer that says nothing")
        if status in {401, 404}:
            raise InvalidToken(str(answer.get("description") or ""))
        raise _refused(status, answer)


def _refused(status: int, answer: dict[str, Any]) -> Refused:
    given = answer.get("parameters")
    parameters = given if isinstance(given, dict) else {}
    wait, moved = parameters.get("retry_after"), parameters.get("migrate_to_chat_id")
    return Refused(
        status,
        str(answer.get("description") or f"status {status}"),
        retry_after=float(wait) if isinstance(wait, int | float) else None,
        new_chat=moved if isinstance(moved, int) else None,
    )


def _object(body: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return answer if isinstance(answer, dict) else {}
