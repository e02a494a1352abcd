"""Downloads: bytes or a clear no; a Bot API server of one's own answers with a path on the machine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from telegram.error import NetworkError

from bot.channel.download import Downloads, Unfetchable
from bot.channel.errors import Refused


class Server:
    """Api and request class at once: `answer` to getFile, `status` and bytes to the download."""

    def __init__(self, answer: Any, status: int = 200) -> None:
        self.answer, self.status, self.asked = answer, status, ""

    async def call(self, _method: str, _parameters: dict[str, Any]) -> Any:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    async def do_request(self, url: str, _method: str, **_: Any) -> tuple[int, bytes]:
        self.asked = url
        return self.status, b"bytes"


def downloads(server: Server) -> Downloads:
    return Downloads(server, server, "http://h/file/botT")  # type: ignore[arg-type]


async def test_the_bytes_come_from_the_path_that_getfile_names() -> None:
    server = Server({"file_path": "photos/file_1.jpg"})
    assert await downloads(server).fetch("id") == b"bytes"
    assert server.asked == "http://h/file/botT/photos/file_1.jpg"


async def test_a_local_server_s_path_is_read_from_the_machine(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"local")
    assert await downloads(Server({"file_path": str(tmp_path / "a.pdf")})).fetch("id") == b"local"


@pytest.mark.parametrize("answer", [Refused(400, "Bad Request: file is too big"), {"file_path": ""}, None])
async def test_a_file_that_will_never_come_is_told_apart(answer: Any) -> None:
    with pytest.raises(Unfetchable):
        await downloads(Server(answer)).fetch("id")


@pytest.mark.parametrize("answer", [Refused(429, "Too Many Requests"), Refused(502, "Bad Gateway"), NetworkError("x")])
async def test_trouble_on_the_way_is_not_the_end(answer: Exception) -> None:
    with pytest.raises(type(answer)):
        await downloads(Server(answer)).fetch("id")


async def test_a_download_that_is_refused_is_trouble() -> None:
    with pytest.raises(NetworkError, match="503"):
        await downloads(Server({"file_path": "a"}, status=503)).fetch("id")
