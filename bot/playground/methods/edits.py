"""Editing, deleting, and answering presses."""

from __future__ import annotations

from bot.playground import render
from bot.playground.core import Core
from bot.playground.entities import message_caption, message_text
from bot.playground.errors import bad
from bot.playground.keyboards import inline_keyboard
from bot.playground.methods.common import message_of, own_chat, writable_chat
from bot.playground.methods.registry import method
from bot.playground.params import Params
from bot.playground.values import Chat, Json, Message

_DELETE_SECONDS = 48 * 3600
_SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)


@method("editMessageText")
def edit_message_text(core: Core, params: Params) -> Json:
    """New text; without reply_markup the keyboard goes."""
    chat, message = _editable(core, params)
    if "text" not in message.content:
        raise bad("there is no text in the message to edit")
    return _edit(core, chat, message, params, message_text(params, core.world.people))


@method("editMessageCaption")
def edit_message_caption(core: Core, params: Params) -> Json:
    """New caption of a media message."""
    chat, message = _editable(core, params)
    if not {"photo", "video", "document", "audio", "voice", "animation"} & message.content.keys():
        raise bad("there is no caption in the message to edit")
    return _edit(core, chat, message, params, message_caption(params, core.world.people))


@method("editMessageReplyMarkup")
def edit_message_reply_markup(core: Core, params: Params) -> Json:
    """New inline keyboard, or none."""
    chat, message = _editable(core, params)
    kept = {name: message.content[name] for name in _WORDS if name in message.content}
    return _edit(core, chat, message, params, kept)


_WORDS = ("text", "entities", "caption", "caption_entities")


def _editable(core: Core, params: Params) -> tuple[Chat, Message]:
    chat = writable_chat(core, params)
    message = message_of(core, chat, params, "message to edit not found")
    if message.sender != core.bot.id or message.reply_keyboard is not None:
        raise bad("message can't be edited")
    return chat, message


def _edit(core: Core, chat: Chat, message: Message, params: Params, words: Json) -> Json:
    markup = inline_keyboard(params.object("reply_markup"))
    same_words = {name: message.content[name] for name in _WORDS if name in message.content} == words
    if same_words and markup == message.markup:
        raise bad(_SAME)
    core.flood.take(chat.id, private=chat.private, edit=True)
    rest = {name: value for name, value in message.content.items() if name not in _WORDS}
    apply_edit(core, message, {**rest, **words}, hidden=same_words)
    message.markup = markup
    return render.message(core.world, message)


def apply_edit(core: Core, message: Message, content: Json, *, hidden: bool = False) -> None:
    """Put new content; the former words are kept for the page. A change of keyboard alone is not shown as an edit."""
    if not hidden:
        old = message.content.get("text", message.content.get("caption", ""))
        message.edits.append({"text": old, "date": message.edit_date or message.date})
        message.edit_date = core.clock.unix()
    message.content = content
    core.world.note(message)


@method("deleteMessage")
def delete_message(core: Core, params: Params) -> bool:
    """Delete one message of the last 48 hours."""
    chat = own_chat(core, params)
    message = message_of(core, chat, params, "message to delete not found")
    _check_deletable(core, chat, message)
    remove(core, message)
    return True


@method("deleteMessages")
def delete_messages(core: Core, params: Params) -> bool:
    """Delete up to 100 messages; those not found are skipped."""
    chat = own_chat(core, params)
    ids = params.array("message_ids") or []
    if not 1 <= len(ids) <= 100:
        raise bad("message identifiers are not specified")
    messages = [found for number in ids if (found := core.find(chat, _number(number)))]
    for message in messages:
        _check_deletable(core, chat, message)
    for message in messages:
        remove(core, message)
    return True


def _number(raw: object) -> int:
    return raw if isinstance(raw, int) else 0


def _check_deletable(core: Core, chat: Chat, message: Message) -> None:
    if core.clock.unix() - message.date > _DELETE_SECONDS:
        raise bad("message can't be deleted for everyone")
    own = message.sender == core.bot.id
    if not (own or chat.private or chat.headed_by(core.bot.id)):
        raise bad("message can't be deleted")


def remove(core: Core, message: Message) -> None:
    """Mark the message deleted; the page shows a stub."""
    message.deleted = True
    core.world.note(message)


@method("answerCallbackQuery")
def answer_callback_query(core: Core, params: Params) -> bool:
    """What the presser sees; once, and within 15 minutes of playground time."""
    text = params.text("text")
    if len(text) > 200:
        raise bad("MESSAGE_TOO_LONG")
    answer = {"text": text, "show_alert": params.flag("show_alert"), "url": params.text("url") or None}
    core.callbacks.answer(params.text("callback_query_id"), answer, core.clock.unix())
    return True
