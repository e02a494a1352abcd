"""Corpus to training rows: every example goes through the same rules and tokenizer as a message would."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from nlp import stages
from nlp.catalogue import Catalogue
from nlp.knowledge import Knowledge
from nlp.reader.corpus import Example, hints, messages
from nlp.reader.examples import Seen
from nlp.reader.grams import grams, plain
from nlp.reader.meaning import shipped
from nlp.reader.model import Model
from nlp.reader.train import train
from nlp.reading import Notes, Reading

# The corpus was written for this day: 后天 and 下周三 are counted from it.
WRITTEN = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
CITY = "示范市"


def fresh_model(catalogue: Catalogue, say: Callable[[str], None], extra: Iterable[Example] = ()) -> Model:
    """Train on the corpus's train part, the catalogue's topics and the phrases; `extra` are a city's own examples."""
    knowledge = Knowledge(catalogue, trained=False)
    knowledge.warm()
    known = {unit.code for unit in catalogue.units}
    examples = [*messages("train"), *extra, *hints(catalogue)]
    seen = [see(example, knowledge) for example in examples if example.department in known]
    return train(seen, [unit.code for unit in catalogue.units], shipped(), say)


def see(example: Example, knowledge: Knowledge) -> Seen:
    """One row. Phrases and topics carry no facts: the catalogue would only find itself in them."""
    notes = Notes(Reading.of(example.text), WRITTEN, CITY)
    short = plain(notes.reading.text)
    words = knowledge.segmenter.cut(short)
    facts = {}
    if example.whole:
        stages.note_entities(notes, knowledge)
        stages.note_rules(notes, knowledge)
        facts = stages.said(notes)
    return Seen(example, grams(short, words), words, facts)
