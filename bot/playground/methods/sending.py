"""Sending: texts, media, albums, places, contacts, copies and forwards."""

from __future__ import annotations

from typing import Any

from bot.playground import happen, render
from bot.playground.core import Core
from bot.playground.entities import message_caption, message_text
from bot.playground.errors import bad
from bot.playground.keyboards import Markup, read_markup
from bot.playground.methods import bodies
from bot.playground.methods.common import any_chat, reply_target, topic_to_write, writable_chat
from bot.playground.methods.registry import method
from bot.playground.params import Params
from bot.playground.values import Json, Message

_ALBUM = range(2, 11)


def send(core: Core, params: Params, contents: list[Json]) -> list[Message]:
    """Post `contents` as messages of the bot, one flood count each; every refusal comes before anything is posted."""
    chat = writable_chat(core, params)
    topic = topic_to_write(core, chat, params)
    reply_to = reply_target(core, chat, params)
    markup = read_markup(params.object("reply_markup"), private=chat.private)
    core.flood.take(chat.id, private=chat.private, messages=len(contents))
    extra = {"has_protected_content": True} if params.flag("protect_content") else {}
    links = {"topic": topic, "reply_to": reply_to}
    return [
        happen.post(core, chat, core.bot.id, {**content, **extra}, **links, **_keyboard(markup)) for content in contents
    ]


def _keyboard(markup: Markup) -> dict[str, Any]:
    return {"markup": markup.inline, "reply_keyboard": markup.reply}


def _sent(core: Core, params: Params, content: Json) -> Json:
    return render.message(core.world, send(core, params, [content])[0])


@method("sendMessage")
def send_message(core: Core, params: Params) -> Json:
    """A text message."""
    any_chat(core, params)
    content = message_text(params, core.world.people)
    preview = params.object("link_preview_options")
    return _sent(core, params, {**content, **({"link_preview_options": preview} if preview else {})})


def _media_method(kind: str) -> None:
    name = "send" + "".join(part.title() for part in kind.split("_"))

    @method(name)
    def send_media(core: Core, params: Params) -> Json:
        any_chat(core, params)
        content = bodies.media(core, kind, params.file(kind), params.raw)
        return _sent(core, params, {**content, **message_caption(params, core.world.people)})


for _kind in bodies.FOLDERS:
    _media_method(_kind)


@method("sendMediaGroup")
def send_media_group(core: Core, params: Params) -> list[Json]:
    """An album of 2 to 10 photos, videos, documents or audios; each item is a message of its own."""
    any_chat(core, params)
    items = params.array("media") or []
    if len(items) not in _ALBUM:
        raise bad("group must contain from 2 to 10 items")
    contents = [_album_item(core, params, item) for item in items]
    kinds = {kind for content in contents for kind in ("photo", "video", "document", "audio") if kind in content}
    if len(kinds) > 1 and kinds & {"document", "audio"}:
        raise bad("documents and audios can't be mixed with other media types")
    group = core.world.new_group()
    messages = send(core, params, [{**content, "media_group_id": group} for content in contents])
    return [render.message(core.world, message) for message in messages]


def _album_item(core: Core, params: Params, item: Any) -> Json:
    if not isinstance(item, dict):
        raise bad("can't parse InputMedia: expected an Object")
    kind = item.get("type", "")
    if kind not in ("photo", "video", "document", "audio"):
        raise bad("media type is not supported in an album")
    file = params.attached(item["media"]) if str(item.get("media")).startswith("attach://") else item.get("media")
    return {**bodies.media(core, kind, file, item), **message_caption(Params(item), core.world.people)}


@method("sendLocation")
def send_location(core: Core, params: Params) -> Json:
    """A point on the map."""
    any_chat(core, params)
    return _sent(core, params, {"location": bodies.location(params.raw)})


@method("sendContact")
def send_contact(core: Core, params: Params) -> Json:
    """A phone contact."""
    any_chat(core, params)
    if not params.text("phone_number") or not params.text("first_name"):
        raise bad("phone number and first name must be non-empty")
    names = ("phone_number", "first_name", "last_name", "vcard")
    return _sent(core, params, {"contact": {name: params.text(name) for name in names if params.has(name)}})


@method("sendChatAction")
def send_chat_action(core: Core, params: Params) -> bool:
    """ "typing…": checked, shown nowhere but in the call journal."""
    chat = writable_chat(core, params)
    topic_to_write(core, chat, params)
    if not params.text("action"):
        raise bad("wrong parameter action in request")
    return True


@method("copyMessage")
def copy_message(core: Core, params: Params) -> Json:
    """A copy without the link to the original; its caption may be replaced."""
    original = _original(core, params, "message to copy not found")
    if _is_service(original):
        raise bad("message can't be copied")
    content = {name: value for name, value in original.content.items() if name not in _NOT_COPIED}
    if params.has("caption") and "text" not in content:
        content = {**_without_caption(content), **message_caption(params, core.world.people)}
    return {"message_id": send(core, params, [content])[0].id}


@method("forwardMessage")
def forward_message(core: Core, params: Params) -> Json:
    """A forward that names the original sender."""
    original = _original(core, params, "message to forward not found")
    if _is_service(original) or original.content.get("has_protected_content"):
        raise bad("message can't be forwarded")
    sender = render.user(core.world.people[original.sender])
    origin = {"type": "user", "date": original.date, "sender_user": sender}
    content = {name: value for name, value in original.content.items() if name not in _NOT_COPIED}
    return _sent(core, params, {**content, "forward_origin": origin})


_NOT_COPIED = frozenset({"media_group_id", "has_protected_content"})


def _original(core: Core, params: Params, missing: str) -> Message:
    source = any_chat(core, params, "from_chat_id")
    message = core.find(source, params.integer("message_id"))
    if message is None or not message.seen:
        raise bad(missing)
    return message


def _is_service(message: Message) -> bool:
    return not bodies.CONTENT & message.content.keys()


def _without_caption(content: Json) -> Json:
    return {name: value for name, value in content.items() if name not in ("caption", "caption_entities")}
