"""Hostile updates: any field missing, huge or of the wrong type; odd characters; forged buttons and links. Seeded."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from typing import Any

STRANGE = [
    "",
    " ",
    "\u200b\u200e\u202e反转\u2066",
    "\u0000\u0001",
    "😀" * 300,
    "a" * 4096,
    "啊" * 4096,
    "\ud83d",
    "/unknown",
    "/start e_1_zzzz_0000",
    "/start " + "x" * 64,
    "/start@other_bot hello",
    "/my@dingge_demo_bot",
    "/bind 单位 GSGS",
    "/enrol GSGS-1",
    "/status",
    "/todo",
    "/queue",
    "QS-2026-999999",
    "'; DROP TABLE casefile; --",
    "<b>x</b>&lt;",
    "我们厂自来水压力太低，机器老停",
    "跳过",
    "谢谢",
    "转人工",
]
FORGED = [
    "",
    ":",
    "sign",
    "sign:1:1",
    "sign:999999999999:1:x",
    "sign:-1:0",
    "full:1",
    "phone:1:1",
    "rsend:1:1",
    "rule:1:1:y.GSGS",
    "extyes:1:1",
    "give:1",
    "giveto:1:1:1",
    "send:1:1:GSGS",
    "claim:1",
    "unseal:1:0:yes",
    "sack:1",
    "retry:1",
    "show:1",
    "takeok:1:1:own",
    "verdict:1:1:solved",
    "rate:1:1:5",
    "unit:1:1:JWJW",
    "units:1:1:99999999",
    "todo:0:0:GSGS.99999",
    "facts:1",
    "asboss:0:0:1",
    "relayend:0:0:1",
    "签收:1:1",
    "x" * 64,
    "__class__:1:1",
]
JUNK: list[Any] = [None, True, False, 0, -1, 2**63, -(2**63), 1.5, "x", "", [], {}, [1, 2], {"a": {"b": []}}, "9" * 400]


def updates(count: int, *, seed: int = 7, users: list[int], groups: list[int]) -> Iterator[dict[str, Any]]:
    """`count` updates; about a third are valid in shape and hostile in content, the rest are broken in one to three places."""
    rng = random.Random(seed)
    for number in range(count):
        update = _shaped(rng, 10_000_000 + number, users, groups)
        for _ in range(rng.choice((0, 0, 1, 1, 2, 3))):
            _break(rng, update)
        yield update


def _shaped(rng: random.Random, update_id: int, users: list[int], groups: list[int]) -> dict[str, Any]:
    user = {"id": rng.choice(users), "is_bot": False, "first_name": rng.choice(["某人", "\u202e某", "A" * 64])}
    chat = _chat(rng, user["id"], groups)
    kind = rng.choice(["message"] * 5 + ["callback_query"] * 4 + ["edited_message", "my_chat_member"])
    if kind == "callback_query":
        body = {
            "id": str(update_id),
            "from": user,
            "chat_instance": "1",
            "data": rng.choice(FORGED),
            "message": _message(rng, user, chat),
        }
    elif kind == "my_chat_member":
        member = {
            "user": {"id": 1, "is_bot": True, "first_name": "顶格办"},
            "status": rng.choice(["member", "left", "kicked", "administrator"]),
        }
        body = {
            "chat": chat,
            "from": user,
            "date": 1773018000,
            "old_chat_member": {**member, "status": "member"},
            "new_chat_member": member,
        }
    else:
        body = _message(rng, user, chat)
        if kind == "edited_message":
            body["edit_date"] = 1773018100
    return {"update_id": update_id, kind: body}


def _chat(rng: random.Random, user_id: int, groups: list[int]) -> dict[str, Any]:
    if rng.random() < 0.6:
        return {"id": user_id, "type": "private", "first_name": "某人"}
    return {"id": rng.choice(groups), "type": rng.choice(["group", "supergroup"]), "title": "群"}


def _message(rng: random.Random, user: dict[str, Any], chat: dict[str, Any]) -> dict[str, Any]:
    message: dict[str, Any] = {"message_id": rng.randrange(1, 5000), "date": 1773018000, "from": user, "chat": chat}
    file = {"file_id": "f" * rng.choice((1, 200)), "file_unique_id": "u", "file_size": rng.choice((0, 5, 10**12))}
    part = rng.choice(["text"] * 6 + ["photo", "document", "voice", "location", "contact", "reply", "group"])
    if part == "photo":
        message |= {"photo": [{**file, "width": 1, "height": 1}], "caption": rng.choice(STRANGE)}
    elif part == "document":
        message |= {"document": {**file, "file_name": "../../etc/passwd", "mime_type": "x/" + "y" * 200}}
    elif part == "voice":
        message |= {"voice": {**file, "duration": rng.choice((0, 10**9))}}
    elif part == "location":
        message |= {"location": {"latitude": 91.5, "longitude": -500.0}}
    elif part == "contact":
        message |= {"contact": {"phone_number": "1" * 40, "first_name": "x", "user_id": rng.choice((user["id"], 1))}}
    else:
        message["text"] = rng.choice(STRANGE)
    if part == "reply":
        message["reply_to_message"] = {"message_id": rng.randrange(1, 5000), "date": 1, "chat": chat, "text": "x"}
    if part == "group":
        message["media_group_id"] = "g" * 100
    return message


def _break(rng: random.Random, update: dict[str, Any]) -> None:
    """Remove, replace or add something somewhere inside."""
    holder: Any = update
    while rng.random() < 0.75:
        inner = [
            value
            for value in (holder.values() if isinstance(holder, dict) else holder)
            if isinstance(value, dict | list) and value
        ]
        if not inner:
            break
        holder = rng.choice(inner)
    if isinstance(holder, list):
        holder[rng.randrange(len(holder))] = copy.deepcopy(rng.choice(JUNK))
        return
    keys = [key for key in holder if key != "update_id"]
    action = rng.random()
    if action < 0.4 and keys:
        del holder[rng.choice(keys)]
    elif action < 0.8 and keys:
        holder[rng.choice(keys)] = copy.deepcopy(rng.choice(JUNK))
    else:
        holder["surprise_" + str(rng.randrange(10))] = copy.deepcopy(rng.choice(JUNK))
