"""What a person attaches: photos, documents, voices, videos, places and contacts as control requests describe them."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from bot.playground.core import Core
from bot.playground.errors import ApiError, PlayError
from bot.playground.files import StoredFile
from bot.playground.images import picture
from bot.playground.methods import bodies
from bot.playground.values import Json, Person

_DEFAULTS = {
    "photo": ("photo.png", "image/png", 0),
    "document": ("文件.pdf", "", 48_000),
    "voice": ("voice.ogg", "audio/ogg", 16_000),
    "video": ("video.mp4", "video/mp4", 900_000),
}  # kind: name, MIME type (empty: by name), size in bytes
_PLACE = {"latitude": 30.0, "longitude": 110.0}


def media_content(core: Core, who: Person, what: Json) -> Json:
    """The media fields of a message, or nothing when it is only text."""
    for kind in _DEFAULTS:
        if what.get(kind):
            details = _details(what[kind])
            return bodies.describe(kind, _stored(core, kind, details), details)
    if what.get("location"):
        return {"location": _place(_details(what["location"]))}
    if what.get("contact"):
        return {"contact": _contact(who, _details(what["contact"]))}
    return {}


def _details(given: Any) -> Json:
    if given is True:
        return {}
    if not isinstance(given, dict):
        raise PlayError('an attachment is true or an object, e.g. {"name": "合同.pdf", "size": 1000}')
    return given


def _stored(core: Core, kind: str, details: Json) -> StoredFile:
    name, mime, size = _DEFAULTS[kind]
    name = str(details.get("name") or name)
    if details.get("file_id"):
        return _known(core, str(details["file_id"]))
    data = _bytes(details["b64"]) if details.get("b64") else None
    if kind == "photo" and data is None:
        data = picture(core.world.seq)
    mime = str(details.get("mime") or mime or bodies.guess_mime(name))
    return core.files.add(data, name, mime, bodies.FOLDERS[kind], int(details.get("size") or size))


def _known(core: Core, file_id: str) -> StoredFile:
    file = core.files.get(file_id)
    if file is None:
        raise PlayError("no such file_id", 404)
    return file


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text.rpartition(",")[2], validate=True)
    except (binascii.Error, ValueError):
        raise PlayError("b64 must be base64 (a data: URL is fine too)") from None


def _place(details: Json) -> Json:
    try:
        return bodies.location(details or _PLACE)
    except ApiError as error:
        raise PlayError(error.description) from None


def _contact(who: Person, details: Json) -> Json:
    if details:
        return {"first_name": "", **details}
    if not who.phone:
        raise PlayError(f"person {who.id} has no phone in the seed; give contact as an object")
    return {"phone_number": who.phone, "first_name": who.first_name, "user_id": who.id}
