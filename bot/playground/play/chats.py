"""What happens to chats: joining, leaving, rights, topics, blocking, migration."""

from __future__ import annotations

from bot.playground import happen, render
from bot.playground.core import Core
from bot.playground.errors import PlayError
from bot.playground.methods.topics import drop_topic, open_topic, shut_topic
from bot.playground.play import find
from bot.playground.values import Chat, Json, Person, Topic


def _member(core: Core, user: int | str) -> Person:
    return core.bot if user in ("bot", core.bot.id) else find.person(core, int(user))


def _group(core: Core, chat_id: int) -> Chat:
    where = find.chat(core, chat_id)
    if where.private:
        raise PlayError("that is a private chat; use /play/block and /play/unblock there", 409)
    return where


def _other(core: Core, where: Chat, user: int) -> Person:
    """Who does it: some member other than the one it happens to."""
    others = [member for member in where.members if member not in (user, core.bot.id) and where.has(member)]
    return core.world.people[others[0] if others else user]


def join(core: Core, user: int | str, chat_id: int, *, admin: bool | None = None) -> Json:
    """Somebody (or "bot") joins; a member may be made administrator, or a plain member again."""
    where, who = _group(core, chat_id), _member(core, user)
    old = where.status(who.id)
    new = "administrator" if admin else "member"
    if old == new or (admin is None and where.has(who.id)):
        return {"update_ids": []}
    actor = _other(core, where, who.id)
    was_in = where.has(who.id)
    updates = happen.status_changed(core, where, actor, who, old, new)
    if not was_in:
        updates += happen.service(core, where, actor.id, {"new_chat_members": [render.user(who)]})[1]
    return {"update_ids": updates}


def leave(core: Core, user: int | str, chat_id: int) -> Json:
    """Somebody leaves; the bot ("bot") is removed by a member."""
    where, who = _group(core, chat_id), _member(core, user)
    if not where.has(who.id):
        raise PlayError(f"{user} is not in chat {chat_id}", 409)
    actor = _other(core, where, who.id) if who.is_bot else who
    updates = happen.service(core, where, actor.id, {"left_chat_member": render.user(who)})[1]
    new = "kicked" if who.is_bot else "left"
    return {"update_ids": updates + happen.status_changed(core, where, actor, who, where.status(who.id), new)}


def restrict(core: Core, chat_id: int, *, allowed: bool) -> Json:
    """Forbid the bot to write in the group (unless it is administrator), or allow it again."""
    where = _group(core, chat_id)
    where.bot_may_write = allowed
    core.world.touch(where)
    return {"update_ids": []}


def block(core: Core, user: int, *, blocked: bool) -> Json:
    """The person blocks or unblocks the bot."""
    who = find.person(core, user)
    if who.blocked == blocked:
        return {"update_ids": []}
    who.blocked = blocked
    old, new = ("member", "kicked") if blocked else ("kicked", "member")
    where = core.world.chats[user]
    return {"update_ids": happen.status_changed(core, where, who, core.bot, old, new)}


def deactivate(core: Core, user: int) -> Json:
    """The person deletes the account; nobody is told."""
    find.person(core, user).deactivated = True
    core.world.touch(core.world.chats[user])
    return {"update_ids": []}


def topic(core: Core, chat_id: int, action: str, name: str = "", topic_id: int | None = None) -> Json:
    """create (with `name`), close, reopen or delete a forum topic, by a member's hand."""
    where = _group(core, chat_id)
    if not where.is_forum:
        raise PlayError(f"chat {chat_id} has no topics; seed a supergroup with is_forum: true", 409)
    actor = _other(core, where, core.bot.id).id
    if action == "create":
        made, message, updates = open_topic(core, where, actor, name or "话题")
        return {"topic": made.id, "message_id": message.id, "update_ids": updates}
    found = _topic(where, topic_id)
    if action in ("close", "reopen"):
        return {"topic": found.id, "update_ids": shut_topic(core, where, actor, found, closed=action == "close")}
    if action == "delete":
        drop_topic(core, where, found)
        return {"topic": found.id, "update_ids": []}
    raise PlayError("action must be create, close, reopen or delete")


def _topic(where: Chat, topic_id: int | None) -> Topic:
    found = where.topics.get(topic_id or 0)
    if found is None or found.deleted:
        there = [made.id for made in where.topics.values() if not made.deleted]
        raise PlayError(f"no topic {topic_id} in chat {where.id}; there are: {there}", 404)
    return found


def migrate(core: Core, chat_id: int, *, silent: bool = False) -> Json:
    """A group becomes a supergroup with a new id. `silent`: no service messages, only the 400 on the old id."""
    old = _group(core, chat_id)
    if old.type != "group":
        raise PlayError("only a group can become a supergroup", 409)
    new = core.world.add_chat({"id": core.world.supergroup_id(old.id), "type": "supergroup", "title": old.title})
    new.members, new.bot_may_write = dict(old.members), old.bot_may_write
    actor = _other(core, old, core.bot.id).id
    updates: list[int] = []
    if not silent:
        updates = happen.service(core, old, actor, {"migrate_to_chat_id": new.id})[1]
        updates += happen.service(core, new, actor, {"migrate_from_chat_id": old.id})[1]
    old.migrated_to = new.id
    core.world.touch(old)
    return {"new_chat": new.id, "update_ids": updates}


def add_person(core: Core, raw: Json) -> Json:
    """A new person, fields as in the seed; the id is made up if missing."""
    if raw.get("id") in core.world.chats:
        raise PlayError(f"id {raw['id']} is taken", 409)
    return {"id": core.world.add_person(raw).id}


def add_chat(core: Core, raw: Json) -> Json:
    """A new group, fields as in the seed (`bot`: false to leave the bot out); the id is made up if missing."""
    if raw.get("id") in core.world.chats:
        raise PlayError(f"id {raw['id']} is taken", 409)
    for member in [*raw.get("members", []), *raw.get("admins", [])]:
        find.person(core, member)
    return {"id": core.world.add_chat(raw).id}
