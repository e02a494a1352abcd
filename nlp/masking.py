"""Masking of personal data (R18): what more than the owner can see shows no number and no name."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from nlp.entities.extract import ruled
from nlp.entities.find import Find
from nlp.normal import normal
from nlp.values import Label

HINTS = {
    Label.PHONE: "⟨电话已隐⟩",
    Label.ID_CARD: "⟨身份证已隐⟩",
    Label.BANK_CARD: "⟨账号已隐⟩",
    Label.CREDIT_CODE: "⟨信用代码已隐⟩",
    Label.EMAIL: "⟨邮箱已隐⟩",
    Label.WECHAT: "⟨微信号已隐⟩",
    Label.PLATE: "⟨车牌已隐⟩",
}
NUMBER_HINT = "⟨号码已隐⟩"
# A row of digits that no rule could name may still be somebody's number.
LONG_ROW = re.compile(r"(?<![\d.])\d(?:[ \-.]{0,2}\d){9,}[Xx]?")
CODE_ROW = re.compile(r"(?<![0-9A-Za-z])(?=[0-9A-Za-z]*\d{6})[0-9A-Za-z]{15,}(?![0-9A-Za-z])")
ROWS = (LONG_ROW, CODE_ROW)


@dataclass(frozen=True, slots=True)
class Masked:
    """One stretch of the original text to hide, and what to show instead."""

    start: int
    end: int
    hint: str


def spans(text: str, *, names: bool = True, enterprises: bool = False) -> tuple[Masked, ...]:
    """What to hide in a text, in order of place, without overlaps. Offsets are of the given text."""
    norm = normal(text)
    found = ruled(norm.text)
    hidden = [(find.start, find.end, _hint(find, names, enterprises)) for find in found]
    cases = {find.end for find in found if find.label is Label.CASE_NUMBER}
    rows = [row for pattern in ROWS for row in pattern.finditer(norm.text) if row.end() not in cases]
    hidden += [(row.start(), row.end(), NUMBER_HINT) for row in rows]
    return _apart([Masked(*norm.span(start, end), hint) for start, end, hint in sorted(hidden, key=_widest) if hint])


def mask(text: str, *, names: bool = True, enterprises: bool = False) -> str:
    """The text with numbers hidden; with `names` persons become 张某某, with `enterprises` firms 某企业."""
    parts: list[str] = []
    done = 0
    for hidden in spans(text, names=names, enterprises=enterprises):
        parts += [text[done : hidden.start], hidden.hint]
        done = hidden.end
    return "".join((*parts, text[done:]))


def _hint(find: Find, names: bool, enterprises: bool) -> str:
    if find.label is Label.PERSON:
        return f"{find.value}某某" if names else ""
    if find.label is Label.ENTERPRISE:
        return "某企业" if enterprises else ""
    return HINTS.get(find.label, "")


def _widest(hidden: tuple[int, int, str]) -> tuple[int, int]:
    return hidden[0], -hidden[1]


def _apart(masked: list[Masked]) -> tuple[Masked, ...]:
    """Overlapping stretches become one: better too much hidden than half a number shown."""
    kept: list[Masked] = []
    for hidden in masked:
        if kept and hidden.start < kept[-1].end:
            kept[-1] = replace(kept[-1], end=max(kept[-1].end, hidden.end))
        else:
            kept.append(hidden)
    return tuple(kept)
