"""The command menus that Telegram shows: one for private chats, one for groups."""

from __future__ import annotations

import contextlib

from telegram import Bot, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats
from telegram.error import TelegramError

PRIVATE = (("my", "我的诉求"), ("guide", "办事入口"), ("help", "怎么用"), ("todo", "本单位待办（工作人员）"))
GROUP = (("todo", "本单位待办"), ("help", "怎么用"))


async def show(bot: Bot) -> None:
    """Set the menus. A menu is a convenience: without it everything works, so a failure is let go."""
    with contextlib.suppress(TelegramError):
        await bot.set_my_commands(list(PRIVATE), scope=BotCommandScopeAllPrivateChats())
        await bot.set_my_commands(list(GROUP), scope=BotCommandScopeAllGroupChats())
