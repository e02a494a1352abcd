"""Named crash points: places where a test may ask the process to die as if the power went.

`DINGGE_CRASH_AT=name:n` in the environment kills the process with SIGKILL when the point is passed for the n-th time.
Without the variable a point costs one dictionary look-up.
"""

from __future__ import annotations

import os
import signal

POINTS = (
    "inbox.before_commit",
    "inbox.after_commit",
    "desk.before_commit",
    "desk.after_commit",
    "outbox.after_claim",
    "outbox.after_call",
    "outbox.after_result",
    "timer.after_claim",
)

_passed: dict[str, int] = {}


def _target() -> tuple[str, int] | None:
    name, _, count = os.environ.get("DINGGE_CRASH_AT", "").partition(":")
    return (name, int(count or "1")) if name else None


_TARGET = _target()


def point(name: str) -> None:
    """Die here if the environment says so."""
    if _TARGET is None or _TARGET[0] != name:
        return
    _passed[name] = _passed.get(name, 0) + 1
    if _passed[name] >= _TARGET[1]:
        os.kill(os.getpid(), signal.SIGKILL)
