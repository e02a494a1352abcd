"""The content fields of media messages: files stored and described as the Bot API does."""

from __future__ import annotations

import mimetypes
from typing import Any

from bot.playground.core import Core
from bot.playground.errors import ApiError, bad
from bot.playground.files import UPLOAD_LIMIT, StoredFile
from bot.playground.images import size_of
from bot.playground.params import Upload
from bot.playground.values import Json

FOLDERS = {
    "photo": "photos", "document": "documents", "voice": "voice", "video": "videos", "audio": "music",
    "animation": "animations", "sticker": "stickers", "video_note": "video_notes",
}  # fmt: skip
CONTENT = frozenset(FOLDERS) | {"text", "location", "contact"}
_NAMED = frozenset({"document", "video", "audio", "animation"})


def media(core: Core, kind: str, file: Upload | str | None, details: Json) -> Json:
    """The content of a media message for an upload or a known file id; 400 and 413 as Telegram has them."""
    return describe(kind, stored(core, kind, file), details)


def stored(core: Core, kind: str, file: Upload | str | None) -> StoredFile:
    """The stored file behind an upload or file id."""
    if isinstance(file, Upload):
        if len(file.data) > UPLOAD_LIMIT:
            raise ApiError(413, "Request Entity Too Large")
        if not file.data:
            raise bad("file must be non-empty")
        return core.files.add(file.data, file.name, file.mime, FOLDERS[kind])
    if not file:
        raise bad(f"there is no {kind.replace('_', ' ')} in the request")
    if file.startswith(("http://", "https://")):
        raise bad("failed to get HTTP URL content")  # the playground never goes out to the network
    known = core.files.get(file)
    if known is None:
        raise bad("wrong file identifier/HTTP URL specified")
    return known


def describe(kind: str, file: StoredFile, details: Json) -> Json:
    """The message fields for a file: a photo in two sizes, anything else as one object."""
    base: Json = {"file_id": file.id, "file_unique_id": file.unique_id, "file_size": file.size}
    if kind == "photo":
        return {"photo": _photo_sizes(base, *size_of(file.data))}
    shown = {**base, **_shape(kind, details)}
    if kind in _NAMED:
        shown["file_name"] = file.name
    if kind not in ("sticker", "video_note"):
        shown["mime_type"] = file.mime
    return {kind: shown}


def _photo_sizes(base: Json, width: int, height: int) -> list[Json]:
    small = {"width": 90, "height": max(1, 90 * height // width), "file_size": min(base["file_size"], 1024)}
    return [{**base, **small}, {**base, "width": width, "height": height}]


def _shape(kind: str, details: Json) -> Json:
    duration = {"duration": int(details.get("duration") or 1)}
    size = {"width": int(details.get("width") or 320), "height": int(details.get("height") or 240)}
    shapes: dict[str, Json] = {
        "voice": duration,
        "audio": duration,
        "video": {**duration, **size},
        "animation": {**duration, **size},
        "video_note": {**duration, "length": 240},
        "sticker": {**size, "type": "regular", "is_animated": False, "is_video": False},
    }
    return shapes.get(kind, {})


def location(raw: Json) -> Json:
    """A Location; 400 when the coordinates are missing or impossible."""
    try:
        place = {"latitude": float(raw["latitude"]), "longitude": float(raw["longitude"])}
    except (KeyError, TypeError, ValueError):
        raise bad("latitude and longitude must be specified") from None
    if abs(place["latitude"]) > 90 or abs(place["longitude"]) > 180:
        raise bad("wrong latitude or longitude specified")
    return place


def guess_mime(name: str, given: Any = None) -> str:
    """The MIME type given, else the one the file name suggests."""
    return str(given or mimetypes.guess_type(name)[0] or "application/octet-stream")
