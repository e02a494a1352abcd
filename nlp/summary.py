"""One line for a card: what it is about, masked, at most 40 characters."""

from __future__ import annotations

import re
from collections.abc import Iterable

from nlp.cues import STRONG, Cues
from nlp.masking import mask
from nlp.normal import normal
from nlp.rulebook import group
from nlp.sentences import Sentence, clauses, sentences

MOST = 40
LATER = 0.2  # what is said first is usually the matter
OPENINGS = re.compile(
    r"^(?:您好|你好|大家好|领导好|尊敬的.*|各位领导|领导|求助|请问|我是.{0,12}|我叫.*|我们是.{0,16}|"
    r"本人.{0,8}|我司|我公司|联系人.*|"
    r".{0,6}电话.*|地址.*|事情是这样的?|情况是这样的?|是这样的?|麻烦问一下|咨询一下|想问一下|谢谢|感谢|急)$"
)
LEAD = re.compile(r"^(?:您好|你好|请问|我想问一下|想问一下|麻烦|那个|就是|然后|但是|而且|所以|因为|反正|真的|唉|哎)+")
HINT = re.compile(r"⟨[^⟩]*⟩")
DIGITS = re.compile(r"\d{6,}")


def summary(text: str, cues: Cues | None = None, firms: Iterable[str] = ()) -> str:
    """The clauses that say most, in their order; a clause with a cue word says more. `firms`, as written, are hidden."""
    masked = normal(mask(unnamed(text, firms), enterprises=True)).compact
    pieces = [clause for sentence in sentences(masked) for clause in clauses(sentence)]
    telling = [piece for piece in pieces if not OPENINGS.match(piece.text) and not HINT.search(piece.text)]
    return _cut(_from_best(telling or pieces, cues))


def unnamed(text: str, firms: Iterable[str]) -> str:
    """The text with these names of firms hidden, the longest first."""
    for name in sorted(firms, key=len, reverse=True):
        text = text.replace(name, "某企业")
    return text


def _from_best(pieces: list[Sentence], cues: Cues | None) -> str:
    """The most telling clause with as many before it as there is room for, and what follows."""
    if not pieces:
        return ""
    words = [LEAD.sub("", HINT.sub("", piece.text)) for piece in pieces]
    best = max(range(len(pieces)), key=lambda place: _weight(words[place], cues) - LATER * place)
    start = next(place for place in range(best + 1) if len("，".join(words[place : best + 1])) <= MOST or place == best)
    return "，".join(word for word in words[start:] if word)


def _weight(words: str, cues: Cues | None) -> float:
    """What is wrong, and with what, outweighs length; a bare wish (请尽快解决) weighs little."""
    wrong = len(group("complaint")[0].pattern.findall(words))
    about = sum(max(weight for _, weight in cue.units) for cue in cues.found(words)) if cues else 0.0
    return min(len(words), 16) / 16 + min(wrong, 2) + min(about, 2 * STRONG) / STRONG


def _cut(line: str) -> str:
    plain = DIGITS.sub("", line)
    return plain if len(plain) <= MOST else plain[: MOST - 1].rstrip("，、") + "…"
