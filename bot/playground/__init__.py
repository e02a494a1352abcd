"""A local Telegram: a Bot API emulator over HTTP with control endpoints for people, chats, faults and time."""

from __future__ import annotations
