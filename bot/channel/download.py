"""Bytes of a file that somebody sent: getFile, then the download itself."""

from __future__ import annotations

import asyncio
from pathlib import Path

from telegram.error import NetworkError
from telegram.request import BaseRequest

from bot.channel.api import Api
from bot.channel.errors import Refused

READ_TIMEOUT = 60.0  # seconds without a byte


class Unfetchable(Exception):
    """This file will never come: too big for a bot (20 MB), or no longer known."""


class Downloads:
    """`root` is `https://…/file/bot<token>`; it never appears in an error or a log."""

    def __init__(self, api: Api, request: BaseRequest, root: str) -> None:
        self._api, self._request, self._root = api, request, root

    async def fetch(self, file_id: str) -> bytes:
        """The bytes. Raises Unfetchable if another try is useless, another error if it is not."""
        try:
            found = await self._api.call("getFile", {"file_id": file_id})
        except Refused as error:
            if error.status == 400:
                raise Unfetchable(error.words[:80]) from error
            raise
        path = str((found or {}).get("file_path") or "")
        if not path:
            raise Unfetchable("no path")
        if path.startswith("/"):  # a Bot API server of one's own answers with a path on this machine
            return await asyncio.to_thread(Path(path).read_bytes)
        status, body = await self._request.do_request(f"{self._root}/{path}", "GET", read_timeout=READ_TIMEOUT)
        if status != 200:
            raise NetworkError(f"download answered {status}")
        return body
