"""Labelled texts in, a classifier out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nlp.catalogue import Catalogue
from nlp.segment import Segmenter
from nlp.trainer import machine
from nlp.trainer.features import Cut, Vocabulary, blocks, least_of
from nlp.trainer.machine import Floats


@dataclass(frozen=True)
class Classifier:
    """Says the label of a text. Learned by `train`."""

    labels: tuple[str, ...]
    vocabulary: Vocabulary
    weights: Floats
    cut: Cut

    def label(self, text: str) -> str:
        """The likeliest label. Total: any text has one."""
        row = self.vocabulary.row(blocks(text, self.cut))
        return self.labels[int(np.argmax(machine.scores(row, self.weights)))]


def train(texts: Sequence[str], labels: Sequence[str], cut: Cut | None = None) -> Classifier:
    """Learn from texts and their labels, by default cut into words with our own dictionary. ValueError if there are
    fewer than two labels to tell apart."""
    names = tuple(sorted(set(labels)))
    if len(names) < 2:
        raise ValueError("训练至少要有两种标签。")
    cut = cut or own_words()
    seen = [blocks(text, cut) for text in texts]
    vocabulary = Vocabulary.of(seen, least_of(texts))
    rows = [vocabulary.row(each) for each in seen]
    weights = machine.fit(rows, [names.index(label) for label in labels], len(names), vocabulary.size + 1)
    return Classifier(names, vocabulary, weights, cut)


def own_words() -> Cut:
    """The pipeline's own tokenizer: jieba with the units' names among its words."""
    words = (name for unit in Catalogue.load_default().units for name in unit.names if 2 <= len(name) <= 8)
    return Segmenter(words).cut
