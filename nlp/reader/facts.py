"""What the rules found, as numbers for the reader: it learns how far each of them can be trusted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from nlp import rulebook
from nlp.sentences import Sentence

SHARE = 4.0  # evidence of one strong cue and a name counts as about 1
GROUPS = (
    "integrity conduct danger critical urgent irony praise meeting suggestion inquiry complaint help elsewhere actors"
).split()
LONG = 100  # characters of a long message


def facts(
    text: str, sentences: tuple[Sentence, ...], evidence: Mapping[str, float], said: Iterable[str]
) -> dict[str, float]:
    """Rules that hold, the catalogue's evidence per unit, and what else was `said` (verdicts and finds by name)."""
    found = {f"m:{code}": max(-1.0, min(2.0, total / SHARE)) for code, total in evidence.items()}
    for group in GROUPS:
        found.update((f"r:{group}.{hit.rule.name}", 1.0) for hit in rulebook.hits(group, text, sentences))
    found.update((name, 1.0) for name in said)
    found["length"] = min(1.0, len(text) / LONG)
    return found
