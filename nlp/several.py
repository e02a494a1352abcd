"""Several matters in one message, said so by its writer: numbered, or announced (R23). Silence about it proves nothing."""

from __future__ import annotations

import re

_ANNOUNCED = re.compile(
    r"(两|二|三|四|五|几|2|3|4|5)(个|件|桩|条|样)(事|问题|诉求|情况|意见)|还有(一|1)?(件|个|桩)(事|问题)|(另外|顺便)(再)?(问|说|反映|投诉)"
)
_NUMBERED = (
    re.compile(r"一是.{4,}二是", re.S),
    re.compile(r"第一[，,、：:].{4,}第二[，,、：:]", re.S),
    re.compile(r"(?<!\d)1[、.．)）](?!\d).{4,}(?<!\d)2[、.．)）](?!\d)", re.S),
    re.compile(r"(?<![一-龥])一、.{4,}二、", re.S),
    re.compile(r"①.{2,}②", re.S),
)


def several(text: str) -> bool:
    """True if the writer says that there is more than one matter. Total."""
    return _ANNOUNCED.search(text) is not None or any(pattern.search(text) for pattern in _NUMBERED)
