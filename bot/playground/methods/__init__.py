"""The Bot API's methods, one file per group; importing this package registers all of them."""

from __future__ import annotations

from bot.playground.methods import bodies, chats, edits, receiving, sending, setup, topics
from bot.playground.methods.registry import METHODS, Method

__all__ = ["METHODS", "Method", "bodies", "chats", "edits", "receiving", "sending", "setup", "topics"]
