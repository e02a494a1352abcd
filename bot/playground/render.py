"""The world as the Bot API shows it: User, Chat, Message, ChatMember objects."""

from __future__ import annotations

from bot.playground.values import Chat, Json, Message, Person
from bot.playground.world import World

_RIGHTS = (
    "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members", "can_promote_members",
    "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories", "can_delete_stories",
    "can_pin_messages", "can_manage_topics",
)  # fmt: skip
_PERMISSIONS = (
    "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos",
    "can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages",
    "can_add_web_page_previews", "can_react_to_messages", "can_edit_tag", "can_change_info", "can_invite_users",
    "can_pin_messages", "can_manage_topics",
)  # fmt: skip


def user(person: Person) -> Json:
    """A User."""
    shown: Json = {"id": person.id, "is_bot": person.is_bot, "first_name": person.first_name}
    if person.last_name:
        shown["last_name"] = person.last_name
    if person.username:
        shown["username"] = person.username
    if not person.is_bot:
        shown["language_code"] = "zh-hans"
    return shown


def chat(world: World, where: Chat) -> Json:
    """A Chat."""
    if where.private:
        person = world.people[where.id]
        shown = user(person)
        del shown["is_bot"]
        shown.pop("language_code", None)
        return {**shown, "type": "private"}
    shown = {"id": where.id, "type": where.type, "title": where.title}
    if where.is_forum:
        shown["is_forum"] = True
    return shown


def chat_full(world: World, where: Chat) -> Json:
    """A ChatFullInfo."""
    gifts = dict.fromkeys(
        ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
    )
    full = {**chat(world, where), "accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}
    if not where.private:
        full["permissions"] = {name: where.bot_may_write for name in _PERMISSIONS}
    return full


def message(world: World, what: Message, *, nested: bool = False) -> Json:
    """A Message; the message it replies to is shown one level deep, as Telegram does."""
    where = world.chats[what.chat_id]
    shown: Json = {"message_id": what.id, "from": user(world.people[what.sender]), "chat": chat(world, where)}
    shown["date"] = what.date
    if what.edit_date is not None:
        shown["edit_date"] = what.edit_date
    if what.topic is not None:
        shown["message_thread_id"] = what.topic
        shown["is_topic_message"] = True
    if what.reply_to is not None and not nested:
        replied = where.messages.get(what.reply_to)
        if replied is not None and not replied.deleted:
            shown["reply_to_message"] = message(world, replied, nested=True)
    shown.update(what.content)
    if what.markup:
        shown["reply_markup"] = what.markup
    return shown


def member(person: Person, status: str) -> Json:
    """A ChatMember of the given status."""
    shown: Json = {"user": user(person), "status": status}
    if status == "creator":
        shown["is_anonymous"] = False
    elif status == "administrator":
        shown.update(dict.fromkeys(_RIGHTS, True), can_be_edited=False, is_anonymous=False)
    elif status == "restricted":
        shown.update(dict.fromkeys(_PERMISSIONS, False), is_member=True, until_date=0)
    elif status == "kicked":
        shown["until_date"] = 0
    return shown
