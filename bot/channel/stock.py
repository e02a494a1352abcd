"""Bots as the library makes them out of the box: what `dingge bench` compares us with. They keep nothing.

Both block until the process gets a signal. `base` is the address of a Bot API server, without `/bot`.
"""

from __future__ import annotations

from typing import Any

from telegram import Update
from telegram.ext import Application, MessageHandler, TypeHandler, filters


def echo(token: str, base: str) -> None:
    """Repeat every text: default set-up, one update after the other."""
    application = _built(token, base)
    application.add_handler(MessageHandler(filters.TEXT, _repeat))
    application.run_polling()


def discard(token: str, base: str) -> None:
    """Receive and do nothing."""
    application = _built(token, base)
    application.add_handler(TypeHandler(Update, _nothing))
    application.run_polling()


def _built(token: str, base: str) -> Application[Any, Any, Any, Any, Any, Any]:
    return Application.builder().token(token).base_url(f"{base}/bot").build()


async def _repeat(update: Update, _context: object) -> None:
    if update.message is not None and update.message.text is not None:
        await update.message.reply_text(update.message.text)


async def _nothing(_update: Update, _context: object) -> None:
    return
