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


# Where one matter of a numbered list begins.
_MARK = re.compile(
    r"(?:第?[一二三四五六七八九][是、]|第[一二三四五六七八九][，,、：: ]|(?<!\d)[1-9][、.．)）](?!\d)|[①-⑨])"
)
_LEAST = 4  # characters that say something


def parts(text: str) -> tuple[str, ...]:
    """The matters of a numbered list, each with its own words; what is written before the list belongs to all and is left out.
    A message that only announces several matters, or is about one, stays whole."""
    if not any(pattern.search(text) for pattern in _NUMBERED):
        return (text,)
    starts = [match.start() for match in _MARK.finditer(text)]
    pieces = [text[start:end].strip(" \n；;。") for start, end in zip(starts, (*starts[1:], len(text)), strict=True)]
    kept = tuple(piece for piece in pieces if len(piece) > _LEAST)
    return kept if len(kept) > 1 else (text,)
