"""Chats and members as the bot may look at them."""

from __future__ import annotations

from bot.playground import happen, render
from bot.playground.core import Core
from bot.playground.errors import bad
from bot.playground.methods.common import own_chat
from bot.playground.methods.registry import method
from bot.playground.params import Params
from bot.playground.values import Json


@method("getChat")
def get_chat(core: Core, params: Params) -> Json:
    """A ChatFullInfo."""
    return render.chat_full(core.world, own_chat(core, params))


@method("getChatMember")
def get_chat_member(core: Core, params: Params) -> Json:
    """One member; a known stranger has the status `left`."""
    chat = own_chat(core, params)
    person = core.world.people.get(params.integer("user_id") or 0)
    if person is None:
        raise bad("invalid user_id specified" if not params.has("user_id") else "member not found")
    return render.member(person, chat.status(person.id))


@method("getChatAdministrators")
def get_chat_administrators(core: Core, params: Params) -> list[Json]:
    """The administrators, bots other than ours left out."""
    chat = own_chat(core, params)
    if chat.private:
        raise bad("there are no administrators in the private chat")
    heads = [user_id for user_id in chat.members if chat.headed_by(user_id)]
    return [render.member(core.world.people[user_id], chat.status(user_id)) for user_id in heads]


@method("getChatMemberCount")
def get_chat_member_count(core: Core, params: Params) -> int:
    """How many are in the chat."""
    chat = own_chat(core, params)
    return sum(chat.has(user_id) for user_id in chat.members)


@method("leaveChat")
def leave_chat(core: Core, params: Params) -> bool:
    """The bot goes."""
    chat = own_chat(core, params)
    if chat.private:
        raise bad("chat member status can't be changed in private chats")
    happen.post(core, chat, core.bot.id, {"left_chat_member": render.user(core.bot)})
    happen.status_changed(core, chat, core.bot, core.bot, chat.status(core.bot.id), "left")
    return True
