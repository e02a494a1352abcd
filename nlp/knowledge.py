"""Everything the judges share: the city's units, their names, the tokenizer, the catalogue's index and the trained reader."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nlp.catalogue import Catalogue
from nlp.entities.find import Find
from nlp.entities.units import UnitNames
from nlp.match import Matcher
from nlp.reader.model import Model
from nlp.reader.reader import Reader
from nlp.segment import Segmenter
from nlp.tagger import tagger


class Knowledge:
    """Cheap to make; `warm()` loads dictionary and model, else the first use does."""

    def __init__(self, catalogue: Catalogue, *, trained: bool = True, model: Model | None = None) -> None:
        """`trained=False` goes by rules and catalogue alone; `model` stands in for the shipped one."""
        self.catalogue = catalogue
        self.names = UnitNames.of(catalogue)
        self.segmenter = Segmenter(_user_words(catalogue))
        self._trained, self._model, self._tags = trained, model, trained
        self._matcher: Matcher | None = None
        self._reader: Reader | None = None

    def warm(self) -> None:
        """Load the dictionary, index the catalogue, read the model. Safe from any thread; twice costs nothing."""
        self.segmenter.warm()
        _ = self.matcher
        if (reader := self.reader) is not None:
            reader.warm()
        self.tagged("", ())

    def tagged(self, text: str, known: Sequence[Find]) -> Sequence[Find] | None:
        """What the trained tagger finds in a normalised text, given the rules' finds; None where there is no tagger."""
        trained = tagger.shipped() if self._tags else None
        return None if trained is None else trained.finds(text, self.segmenter.cut, known)

    @property
    def matcher(self) -> Matcher:
        """The catalogue's index."""
        if self._matcher is None:
            self._matcher = Matcher(self.catalogue, self.segmenter, self.names)
        return self._matcher

    @property
    def reader(self) -> Reader | None:
        """The trained reader; None where there is none: then rules and catalogue judge alone."""
        if self._trained and self._reader is None:
            self._reader = Reader.of(self.catalogue, self.segmenter.cut, self._model)
            self._trained = self._reader is not None
        return self._reader


def _user_words(catalogue: Catalogue) -> Iterator[str]:
    for unit in catalogue.units:
        yield from (name for name in unit.names if 2 <= len(name) <= 8)
