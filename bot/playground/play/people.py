"""What a person does in a chat: say, edit, press."""

from __future__ import annotations

from typing import Any

from bot.playground import happen, render
from bot.playground.callbacks import Query
from bot.playground.core import Core
from bot.playground.entities import found_in
from bot.playground.errors import PlayError
from bot.playground.methods.edits import apply_edit, remove
from bot.playground.play import find
from bot.playground.play.attach import media_content
from bot.playground.utf16 import units
from bot.playground.values import Chat, Json, Message, Person

_LONGEST = 4096
WAIT_SECONDS = 5.0  # how long a press waits for its answer


def say(core: Core, user: int, what: Json) -> Json:
    """A new message of the person; `what` has the fields of POST /play/say."""
    who, where = find.place(core, user, what.get("chat"))
    content = _content(core, who, what)
    topic, reply_to = _thread(core, where, user, what)
    if what.get("media_group"):
        content["media_group_id"] = str(what["media_group"])
    if where.private:
        who.started = True
    message = happen.post(core, where, user, content, topic=topic, reply_to=reply_to)
    return {"message_id": message.id, "update_ids": happen.announce(core, message)}


def _content(core: Core, who: Person, what: Json) -> Json:
    content = media_content(core, who, what)
    words = str(what.get("caption" if content else "text") or "").strip()
    if not content and not words:
        raise PlayError("nothing to say: give text, photo, document, voice, video, location or contact")
    if units(words) > _LONGEST:
        raise PlayError(f"at most {_LONGEST} characters fit into a message; a client would split it")
    return {**content, **_words(words, caption=bool(content))}


def _words(words: str, *, caption: bool) -> Json:
    if not words:
        return {}
    entities = found_in(words)
    names = ("caption", "caption_entities") if caption else ("text", "entities")
    return {names[0]: words, **({names[1]: entities} if entities else {})}


def _thread(core: Core, where: Chat, user: int, what: Json) -> tuple[int | None, int | None]:
    topic_id, reply_to = what.get("topic"), what.get("reply_to")
    if reply_to is not None:
        replied = find.message(core, where, reply_to)
        topic_id = topic_id if topic_id is not None else replied.topic
    if topic_id is None:
        return None, reply_to
    topic = where.topics.get(topic_id)
    if topic is None or topic.deleted:
        raise PlayError(f"no topic {topic_id} in chat {where.id}", 404)
    if topic.closed and not where.headed_by(user):
        raise PlayError(f"topic {topic_id} is closed; reopen it with POST /play/topic", 409)
    return topic_id, reply_to


def edit(core: Core, user: int, chat_id: int | None, message_id: int, text: str) -> Json:
    """The person changes the words of an own message (text, or caption of media)."""
    _, where = find.place(core, user, chat_id)
    message = find.message(core, where, message_id)
    if message.sender != user:
        raise PlayError("only an own message can be edited", 403)
    caption = "text" not in message.content
    rest = {name: value for name, value in message.content.items() if name not in _WORDS}
    apply_edit(core, message, {**rest, **_words(text.strip(), caption=caption)})
    updates = []
    if message.seen:
        updates = core.updates.add("edited_message", render.message(core.world, message), where.id)
    return {"message_id": message.id, "update_ids": updates}


_WORDS = ("text", "entities", "caption", "caption_entities")


def delete(core: Core, user: int, chat_id: int | None, message_id: int) -> Json:
    """The person deletes an own message; a bot is never told."""
    _, where = find.place(core, user, chat_id)
    message = find.message(core, where, message_id)
    if message.sender != user and not where.headed_by(user):
        raise PlayError("only an own message can be deleted", 403)
    remove(core, message)
    return {"message_id": message_id, "update_ids": []}


async def press(core: Core, user: int, what: Json) -> Json:
    """Press a button by its text, or send any callback data; waits for the bot's answer up to `wait` seconds."""
    _, where = find.place(core, user, what.get("chat"))
    if what.get("data") is not None:
        message = find.message(core, where, int(what.get("message_id") or 0))
        return await _ask(core, user, message, str(what["data"]), _wait(what))
    text = str(what.get("text") or "")
    pressed, button = _button(core, where, what.get("message_id"), text)
    if pressed is None:
        return _press_reply(core, user, where, button)
    if "callback_data" not in button:
        return {"callback_query_id": None, "answer": None, "url": button.get("url")}
    return await _ask(core, user, pressed, button["callback_data"], _wait(what))


def _wait(what: Json) -> float:
    given = what.get("wait")
    return WAIT_SECONDS if given is None else float(given)


async def _ask(core: Core, user: int, message: Message, data: str, wait: float) -> Json:
    query = core.callbacks.new(core.clock.unix())
    where = core.world.chats[message.chat_id]
    payload: Json = {
        "id": query.id,
        "from": render.user(core.world.people[user]),
        "message": render.message(core.world, message),
        "chat_instance": str(where.id * 7919),
        "data": data,
    }
    updates = core.updates.add("callback_query", payload, where.id)
    return {**await _answered(query, wait), "update_ids": updates}


async def _answered(query: Query, wait: float) -> Json:
    if query.answer is None and wait > 0:
        await query.answered.wait(wait)
    return {"callback_query_id": query.id, "answer": query.answer}


def _button(core: Core, where: Chat, message_id: Any, text: str) -> tuple[Message | None, Json]:
    """The inline button of this label (None: a reply-keyboard button); 404 lists the labels there are."""
    messages = [find.message(core, where, int(message_id))] if message_id else _newest_first(where)
    labels: list[str] = []
    for message in messages:
        for button in _flat((message.markup or {}).get("inline_keyboard", [])):
            if button["text"] == text:
                return message, button
            labels.append(button["text"])
    keyboard = where.reply_keyboard
    rows = keyboard.reply_keyboard if keyboard is not None else None
    for button in _flat(rows or []):
        if button["text"] == text:
            return None, button
        labels.append(button["text"])
    raise PlayError(f"no button {text!r}; there are: {', '.join(dict.fromkeys(labels)) or 'none'}", 404)


def _newest_first(where: Chat) -> list[Message]:
    return [message for message in reversed(where.messages.values()) if message.markup and not message.deleted]


def _flat(rows: list[list[Json]]) -> list[Json]:
    return [button for row in rows for button in row]


def _press_reply(core: Core, user: int, where: Chat, button: Json) -> Json:
    if button.get("request_contact"):
        said: Json = {"contact": True}
    elif button.get("request_location"):
        said = {"location": {"latitude": 30.0, "longitude": 110.0}}
    else:
        said = {"text": button["text"]}
    said["reply_to"] = where.reply_keyboard.id if where.reply_keyboard and "text" not in said else None
    return {**say(core, user, {**said, "chat": where.id}), "callback_query_id": None, "answer": None}
