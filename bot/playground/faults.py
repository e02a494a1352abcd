"""Faults to order: what goes wrong with the next calls that match."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from bot.playground.errors import PlayError
from bot.playground.values import Json


class FaultKind(StrEnum):
    """What goes wrong."""

    FLOOD = "429"  # refused, with retry_after
    ERROR_500 = "500"  # refused as an internal error
    ERROR_502 = "502"  # refused by the front, with a body that is not JSON
    TIMEOUT_BEFORE = "timeout_before"  # never answered and not done
    TIMEOUT_AFTER = "timeout_after"  # done but never answered
    DROP_BEFORE = "drop_before"  # connection cut, not done
    DROP_AFTER = "drop_after"  # done, then the connection cut
    BAD_UPDATE = "bad_update"  # an update that no library can parse is queued at once
    SLOW = "slow"  # done and answered, late


@dataclass(slots=True)
class Fault:
    """One ordered fault; `times` counts down. `seconds` is the delay or how long a timeout holds the line."""

    kind: FaultKind
    method: str | None = None
    chat: int | None = None
    times: int = 1
    retry_after: int = 1
    seconds: float = 30.0

    def hits(self, method: str, chat: int | None) -> bool:
        """Whether it strikes this call. Without a method it strikes every call but getUpdates."""
        named = self.method.lower() == method.lower() if self.method else method != "getUpdates"
        return named and self.chat in (None, chat)


_FIELDS: dict[str, Callable[[Any], Any]] = {
    "method": str, "chat": int, "times": int, "retry_after": int, "seconds": float,
}  # fmt: skip


def _read(name: str, read: Callable[[Any], Any], value: Any) -> Any:
    try:
        return read(value)
    except (TypeError, ValueError):
        raise PlayError(f"{name} must be a number") from None


class Faults:
    """The faults still to come, in the order they were ordered."""

    def __init__(self) -> None:
        self.left: list[Fault] = []

    def order(self, raw: Json) -> Fault:
        """Read and add a fault; PlayError names what is wrong with it."""
        try:
            kind = FaultKind(str(raw.get("kind")))
        except ValueError:
            raise PlayError(f"kind must be one of: {', '.join(FaultKind)}") from None
        fault = Fault(kind, seconds=0.5 if kind is FaultKind.SLOW else 30.0)
        for name, read in _FIELDS.items():
            if raw.get(name) is not None:
                setattr(fault, name, _read(name, read, raw[name]))
        if kind is not FaultKind.BAD_UPDATE:
            self.left.append(fault)
        return fault

    def strike(self, method: str, chat: int | None) -> Fault | None:
        """The fault for this call, if any; it is used up by one."""
        for fault in self.left:
            if fault.hits(method, chat):
                fault.times -= 1
                if fault.times <= 0:
                    self.left.remove(fault)
                return fault
        return None

    def listed(self) -> list[dict[str, Any]]:
        """The faults still to come, for showing."""
        return [asdict(fault) for fault in self.left]
