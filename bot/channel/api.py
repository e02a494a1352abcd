"""One call of the Bot API through the request class, without the detour over typed objects.

Parameters are plain JSON values; errors are python-telegram-bot's own.
"""

from __future__ import annotations

import json
from typing import Any

from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter


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
        """The result of a call."""
        return await self._request.post(f"{self._root}/{method}", data_of(parameters), read_timeout=read_timeout)
