"""Names and helpers of the playground's tests."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from telegram import Bot

from bot.playground.server import Playground

TOKEN = "1:TEST"
BOSS, OFFICER, CLERK = 1001, 1002, 1003
GROUP, FORUM = -2001, -2002
NINE = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)

SEED: dict[str, Any] = {
    "bot": {"id": 1, "username": "dingge_demo_bot", "first_name": "顶格办"},
    "people": [
        {"id": BOSS, "first_name": "周老板", "phone": "10000000001", "role": "企业", "label": "示例面粉厂 周老板"},
        {"id": OFFICER, "first_name": "李工", "username": "li_example", "role": "承办人"},
        {"id": CLERK, "first_name": "吴岚", "started": False},
    ],
    "chats": [
        {"id": GROUP, "type": "group", "title": "示例供水群", "members": [OFFICER, CLERK]},
        {"id": FORUM, "type": "supergroup", "title": "示例督办群", "is_forum": True,
         "members": [OFFICER, CLERK], "admins": [1, CLERK]},
    ],
}  # fmt: skip


def make_bot(playground: Playground, token: str = TOKEN) -> Bot:
    """Another Bot for the same playground."""
    return Bot(token, base_url=f"{playground.url}/bot", base_file_url=f"{playground.url}/file/bot")
