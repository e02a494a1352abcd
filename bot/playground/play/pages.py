"""The page, its static files, the Chinese font, and files of messages, for the browser."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from aiohttp import web

from bot.playground.core import Core

_FONT_PACKAGE = "pylopdf_fonts_zh_cn"
_FONT_FILE = "NotoSansSC-Regular.otf"
_LONG = {"Cache-Control": "public, max-age=31536000, immutable"}
_FRESH = {"Cache-Control": "no-cache"}
_NO_PAGE = "<!doctype html><meta charset=utf-8><title>顶格办 演练场</title><p>演练场在运行。这里没有网页文件。</p>"


class Pages:
    """Serves `page_dir`; nothing outside of it."""

    def __init__(self, core: Core, page_dir: Path) -> None:
        self._core = core
        self._dir = page_dir.resolve()

    def routes(self) -> list[web.RouteDef]:
        """`/`, `/page/*` and `/play/file/{id}`."""
        return [
            web.get("/", self.index),
            web.get(r"/page/font.{ending:otf|woff2|ttf}", self.font),
            web.get("/page/{path:.+}", self.static),
            web.get("/play/file/{id}", self.file),
        ]

    async def index(self, request: web.Request) -> web.StreamResponse:
        """The page itself."""
        page = self._dir / "index.html"
        if not page.is_file():
            return web.Response(text=_NO_PAGE, content_type="text/html")
        return web.FileResponse(page, headers=_FRESH)

    async def static(self, request: web.Request) -> web.StreamResponse:
        """A file of the page."""
        path = (self._dir / request.match_info["path"]).resolve()
        if not path.is_relative_to(self._dir) or not path.is_file():
            raise web.HTTPNotFound(text="no such file")
        return web.FileResponse(path, headers=_FRESH)

    async def font(self, request: web.Request) -> web.StreamResponse:
        """The Chinese font from its package; browsers keep it for a year."""
        path = font_path()
        if path is None:
            raise web.HTTPNotFound(text=f"install {_FONT_PACKAGE} for the Chinese font")
        return web.FileResponse(path, headers={**_LONG, "Content-Type": "font/otf"})

    async def file(self, request: web.Request) -> web.StreamResponse:
        """The bytes of a file that was sent in a chat."""
        file = self._core.files.get(request.match_info["id"])
        if file is None:
            raise web.HTTPNotFound(text="no such file")
        # nosniff and no scripts: a sent file must never run as a page of this origin.
        headers = {"Content-Type": file.mime, "X-Content-Type-Options": "nosniff", **_LONG}
        headers["Content-Security-Policy"] = "sandbox"
        return web.Response(body=b"".join(file.chunks()), headers=headers)


def font_path() -> Path | None:
    """Where the font package keeps its sans font; None if it is not installed."""
    spec = importlib.util.find_spec(_FONT_PACKAGE)
    if spec is None or spec.origin is None:
        return None
    path = Path(spec.origin).parent / _FONT_FILE
    return path if path.is_file() else None
