"""The components: each notes one thing on the Doc, to be looked at as `doc._.dingge`."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable

from spacy.language import Language
from spacy.tokens import Doc, Span

from nlp.knowledge import Knowledge
from nlp.pipeline.tokenizer import Tokenizer
from nlp.reading import NOTES, Notes
from nlp.stages import ALWAYS, STAGES, Stage

PREFIX = "dingge_"
NAMES = (*(f"{PREFIX}{name}" for name, _ in STAGES), f"{PREFIX}spans", f"{PREFIX}vector")


class Component:
    """One judge in the pipeline. Keeps nothing of its own: what it knows is the tokenizer's, saved once with it."""

    def __init__(self, language: Language, stage: Stage, *, always: bool) -> None:
        self._language, self._stage, self._always = language, stage, always

    def __call__(self, doc: Doc) -> Doc:
        """Let the judge note its finding, unless the message opens no case."""
        notes = noted(doc)
        if notes.invalid is None or self._always:
            self._stage(notes, knowledge(self._language))
        return doc


def noted(doc: Doc) -> Notes:
    """The notes on a Doc that our tokenizer made."""
    notes: Notes = doc.user_data[NOTES]
    return notes


def knowledge(language: Language) -> Knowledge:
    """What the components of a pipeline share. TypeError if it has another tokenizer."""
    if not isinstance(language.tokenizer, Tokenizer):
        raise TypeError("the components need the tokenizer dingge.Tokenizer.v1")
    return language.tokenizer.knowledge


def mark_spans(doc: Doc) -> Doc:
    """Entities as `doc.spans["dingge"]`; they may overlap and need not end where words do."""
    origin = noted(doc).reading.norm.origin
    found = []
    for entity in noted(doc).entities:
        start, end = bisect_left(origin, entity.start), bisect_left(origin, entity.end)
        span = doc.char_span(start, end, label=entity.label.value, alignment_mode="expand")
        found += [span] if isinstance(span, Span) else []
    doc.spans[NOTES] = found
    return doc


def set_vector(doc: Doc) -> Doc:
    """The meaning of the text as `doc.vector`, for likeness of cases."""
    opinion = noted(doc).opinion
    if opinion is not None and len(opinion.row.meaning):
        doc.vector = opinion.row.meaning  # type: ignore[assignment]
    return doc


def _register() -> None:
    for name, stage in STAGES:
        Language.factory(f"{PREFIX}{name}", func=_factory(stage, always=name in ALWAYS))
    Language.component(f"{PREFIX}spans", func=mark_spans)
    Language.component(f"{PREFIX}vector", func=set_vector)
    if not Doc.has_extension(NOTES):
        Doc.set_extension(NOTES, getter=noted)


def _factory(stage: Stage, *, always: bool) -> Callable[[Language, str], Component]:
    def make(nlp: Language, name: str) -> Component:
        return Component(nlp, stage, always=always)

    return make


_register()
