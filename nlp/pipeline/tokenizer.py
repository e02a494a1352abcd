"""The registered tokenizer: normalises with a way back to the original, and cuts with our own dictionary.

A spaCy Doc's text is fixed once made, so normalising must happen here and not in a component.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from nlp.catalogue import Catalogue, unit_of
from nlp.knowledge import Knowledge
from nlp.reader.model import Model
from nlp.reading import NOTES, Notes, Reading

CITY, WEIGHTS = "city.json", "reader.npz"


class Tokenizer:
    """Text to Doc. Holds what the components share, so that saving the pipeline saves it once."""

    def __init__(self, vocab: Vocab, knowledge: Knowledge) -> None:
        self.vocab = vocab
        self.knowledge = knowledge

    def __call__(self, text: str) -> Doc:
        """A Doc of the normalised text (its notes keep the original and the offsets). Total: any text makes one."""
        reading = Reading.of(text)
        words = [_storable(word) for word in self.knowledge.segmenter.cut(reading.norm.text)]
        doc = Doc(self.vocab, words=words, spaces=[False] * len(words))
        doc.user_data[NOTES] = Notes(reading)
        return doc

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the city's units and the trained weights."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / CITY).write_text(json.dumps(_plain(self.knowledge.catalogue), ensure_ascii=False), encoding="utf-8")
        if (reader := self.knowledge.reader) is not None:
            reader.model.save(folder / WEIGHTS)

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> Tokenizer:
        """Read what `to_disk` wrote."""
        folder = Path(path)
        catalogue = _catalogue(json.loads((folder / CITY).read_text(encoding="utf-8")))
        kept = folder / WEIGHTS
        model = Model.load(kept) if kept.exists() else None
        self.knowledge = Knowledge(catalogue, trained=model is not None, model=model)
        return self

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """The city's units; weights travel by disk only."""
        return json.dumps(_plain(self.knowledge.catalogue), ensure_ascii=False).encode()

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> Tokenizer:
        """Read what `to_bytes` gave."""
        self.knowledge = Knowledge(_catalogue(json.loads(data)))
        return self


def make_tokenizer() -> Callable[[Language], Tokenizer]:
    """For the config file: the tokenizer of the catalogue that ships; `build` puts a city's in its place."""
    return lambda language: Tokenizer(language.vocab, Knowledge(Catalogue.load_default()))


registry.tokenizers("dingge.Tokenizer.v1", func=make_tokenizer)


def _storable(word: str) -> str:
    """A lone surrogate, half an emoji, cannot be stored as UTF-8."""
    return word.encode("utf-8", "replace").decode() if any("\ud800" <= char <= "\udfff" for char in word) else word


def _plain(catalogue: Catalogue) -> dict[str, Any]:
    return {"units": [asdict(unit) for unit in catalogue.units], "moved": catalogue.moved}


def _catalogue(data: dict[str, Any]) -> Catalogue:
    moved = tuple((old, new) for old, new in data["moved"])
    return Catalogue(tuple(unit_of(row) for row in data["units"]), moved)
