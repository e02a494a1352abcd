"""Getting updates: polling, webhook, files."""

from __future__ import annotations

import re

from bot.playground.core import Core
from bot.playground.errors import bad
from bot.playground.files import DOWNLOAD_LIMIT
from bot.playground.methods.registry import method
from bot.playground.params import Params
from bot.playground.updates import UpdateQueue
from bot.playground.values import Json
from bot.playground.webhook import Hook

_LONGEST_POLL = 50  # seconds


@method("getUpdates")
async def get_updates(core: Core, params: Params) -> list[Json]:
    """Confirms below `offset`, then answers up to `limit` updates, waiting up to `timeout` seconds for the first."""
    _remember_allowed(core.updates, params)
    limit = params.integer("limit", 100) or 100
    seconds = min(max(params.integer("timeout", 0) or 0, 0), _LONGEST_POLL)
    return await core.updates.fetch(params.integer("offset", 0) or 0, min(max(limit, 1), 100), seconds)


def _remember_allowed(updates: UpdateQueue, params: Params) -> None:
    if params.has("allowed_updates"):
        updates.allowed = frozenset(str(kind) for kind in params.array("allowed_updates") or [])


@method("setWebhook")
def set_webhook(core: Core, params: Params) -> bool:
    """Deliver by POST from now on; http on any port is fine here (real Telegram wants https)."""
    url, secret = params.text("url"), params.text("secret_token")
    if url and not url.startswith(("http://", "https://")):
        raise bad("bad webhook: invalid webhook URL specified")
    if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
        raise bad("secret token contains unallowed characters")
    connections = params.integer("max_connections", 40) or 40
    if not 1 <= connections <= 100:
        raise bad("max_connections must be between 1 and 100")
    _remember_allowed(core.updates, params)
    _drop_if_asked(core, params)
    core.webhook.set(Hook(url, secret, connections))
    return True


@method("deleteWebhook")
def delete_webhook(core: Core, params: Params) -> bool:
    """Back to polling."""
    _drop_if_asked(core, params)
    core.webhook.set(Hook())
    return True


def _drop_if_asked(core: Core, params: Params) -> None:
    if params.flag("drop_pending_updates"):
        core.updates.clear()


@method("getWebhookInfo")
def get_webhook_info(core: Core, params: Params) -> Json:
    """Where updates go and how many wait."""
    return core.webhook.info()


@method("getFile")
def get_file(core: Core, params: Params) -> Json:
    """The download path of a file; 400 beyond 20 MB, as for real."""
    file = core.files.get(params.text("file_id"))
    if file is None:
        raise bad("invalid file_id" if params.has("file_id") else "file_id not specified")
    if file.size > DOWNLOAD_LIMIT:
        raise bad("file is too big")
    return {"file_id": file.id, "file_unique_id": file.unique_id, "file_size": file.size, "file_path": file.path}
