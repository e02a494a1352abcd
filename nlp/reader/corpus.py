"""What the reader learns from: our corpus, the catalogue's topics, and phrases that people use (phrases.txt)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlp.catalogue import Catalogue
from storage.vocabulary import Secrecy, Urgency

CORPUS = Path(__file__).parents[1] / "corpus"
PHRASES = Path(__file__).with_name("phrases.txt")
SUPERVISING = frozenset("YSB SZFB SJJ SFJ JWJW XFJ PLAT".split())  # whose topics may well be conduct


@dataclass(frozen=True, slots=True)
class Example:
    """One labelled text. An empty label teaches nothing to its head. Examples of one group never judge each other."""

    text: str
    group: str
    department: str
    also: tuple[str, ...] = ()
    kind: str = ""
    secrecy: str = ""
    urgency: str = ""

    @property
    def whole(self) -> bool:
        """A message as people write it, with all labels; otherwise a phrase or a topic."""
        return bool(self.kind)


def messages(part: str, folder: Path = CORPUS) -> list[Example]:
    """Messages of a part ("train" or "test") of the corpus, in a fixed order."""
    return [example for path in sorted(folder.glob("*.jsonl")) for example in _of_file(path, part)]


def hints(catalogue: Catalogue) -> list[Example]:
    """Topics, duties and confusions of the catalogue, and phrases; each its own group."""
    return [*_topics(catalogue), *_phrases()]


def example(row: dict[str, Any], group: str) -> Example:
    """An example from a line of a corpus file. KeyError names what the line lacks."""
    return Example(row["text"], group, row["department"], tuple(row["also"]), row["kind"], row["class"], row["urgency"])


def _of_file(path: Path, part: str) -> Iterator[Example]:
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["part"] == part:
            yield example(row, f"{path.stem}/{row['theme']}")


def _topics(catalogue: Catalogue) -> Iterator[Example]:
    for unit in catalogue.units:
        for topic in (*unit.topics, *unit.duties):
            yield Example(topic, f"topic {unit.code} {topic}", unit.code)
        for confusion in unit.confusions:
            if catalogue.get(confusion.to[0]) is not None:
                yield Example(confusion.like, f"confusion {unit.code} {confusion.like}", confusion.to[0])


def _phrases() -> Iterator[Example]:
    for line in PHRASES.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            head, text = line.replace("| ", "|: ", 1).split(": ", 1)
            code, *marks = head.rstrip("|").split()
            scene = head.endswith("|")
            yield Example(text, f"phrase {line}", code, secrecy=_secrecy(code, marks, scene), urgency=_urgency(marks))
            if not marks and not scene:
                yield from (Example(word, f"phrase {line}", code) for word in text.split() if len(word) > 1)


def _secrecy(code: str, marks: Sequence[str], scene: bool) -> str:
    """The class as marked; a scene of a unit's ordinary matters is class A: it teaches what is not conduct."""
    told = next((mark for mark in marks if mark in set(Secrecy)), "")
    return told or (Secrecy.A.value if scene and code not in SUPERVISING else "")


def _urgency(marks: Sequence[str]) -> str:
    return next((mark for mark in marks if mark in set(Urgency)), "")
