"""While something heavy is made on a thread, threads change places more often.

A receipt passes between the loop and the writer many times, and each time it waits for the heavy thread to let go: at Python's
own pace of 5 ms that adds up to seconds.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator

SHORT = 0.0002  # seconds

_going: list[float] = []  # the usual interval, once for each heavy thing that is being made


@contextlib.contextmanager
def giving_way() -> Iterator[None]:
    """Short turns until the last of those inside is done. Entered and left on one thread, the loop's."""
    _going.append(_going[0] if _going else sys.getswitchinterval())
    sys.setswitchinterval(SHORT)
    try:
        yield
    finally:
        usual = _going.pop()
        if not _going:
            sys.setswitchinterval(usual)
