"""How updates reach this process: by our own polling loop, or by Telegram's calls to our webhook."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from telegram import Bot as TelegramBot
from telegram.request import BaseRequest

from bot.channel.receive import ALLOWED, Poller
from bot.channel.webhook import Webhook
from bot.channel.worker import Workers
from bot.settings import Settings
from storage.db import Database
from storage.vault import Vault

PATH = "/telegram"
CONNECTIONS = 40  # Telegram's calls side by side


@dataclass(frozen=True, slots=True)
class Parts:
    """What either way of receiving needs."""

    settings: Settings
    db: Database
    vault: Vault
    now: Callable[[], datetime]
    workers: Workers
    bot_id: int
    holder: str
    on_outage: Callable[[int], Awaitable[None]]


def poller(parts: Parts, request: BaseRequest, root: str) -> Poller:
    """Long polling. `root` is `https://…/bot<token>`."""
    return Poller(
        request=request,
        url=f"{root}/getUpdates",
        db=parts.db,
        vault=parts.vault,
        now=parts.now,
        deliver=parts.workers.deliver,
        bot_id=parts.bot_id,
        holder=parts.holder,
        on_outage=parts.on_outage,
    )


async def webhook(parts: Parts, bot: TelegramBot) -> Webhook:
    """Listen first, then tell Telegram where. Nothing that waits there is dropped."""
    secret = parts.settings.webhook_secret.get_secret_value() or secrets.token_hex(24)
    endpoint = Webhook(
        db=parts.db,
        vault=parts.vault,
        now=parts.now,
        deliver=parts.workers.deliver,
        bot_id=parts.bot_id,
        holder=parts.holder,
        secret=secret,
        path=PATH,
        on_outage=parts.on_outage,
    )
    port = await endpoint.start(*parts.settings.listen)
    url = address(parts.settings.webhook_url, port)
    await bot.set_webhook(url, secret_token=secret, allowed_updates=list(ALLOWED), max_connections=CONNECTIONS)
    return endpoint


def address(base: str, port: int) -> str:
    """The public address with our path; port 0 of a local test becomes the real one."""
    url = base.replace(":0/", f":{port}/").rstrip("/")
    return url if url.endswith(PATH) else url + PATH
