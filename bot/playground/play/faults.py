"""Ordering what goes wrong."""

from __future__ import annotations

from bot.playground.core import Core
from bot.playground.faults import FaultKind
from bot.playground.values import Json

_UNPARSEABLE: Json = {"message": {"message_id": 1}}  # no date, no chat: libraries raise on it


def order(core: Core, raw: Json) -> Json:
    """Order a fault; a bad_update is queued at once."""
    fault = core.faults.order(raw)
    if fault.kind is FaultKind.BAD_UPDATE:
        return {"update_ids": [core.updates.add_raw(_UNPARSEABLE) for _ in range(fault.times)]}
    return listed(core)


def clear(core: Core) -> Json:
    """Forget the faults still to come."""
    core.faults.left.clear()
    return listed(core)


def listed(core: Core) -> Json:
    """The faults still to come."""
    return {"faults": core.faults.listed()}
