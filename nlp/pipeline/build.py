"""Make the pipeline from its config file, or read one that was saved."""

from __future__ import annotations

from pathlib import Path

from spacy.language import Language
from spacy.util import load_config, load_model, load_model_from_config

from nlp.knowledge import Knowledge
from nlp.pipeline import components  # registers the factories
from nlp.pipeline.tokenizer import Tokenizer

CONFIG = Path(__file__).with_name("config.cfg")
ENDLESS = 10**9  # characters: what is too long for the judges they cut off themselves


def build(knowledge: Knowledge) -> Language:
    """A pipeline for one city."""
    made = load_model_from_config(load_config(CONFIG), auto_fill=True)
    made.tokenizer = Tokenizer(made.vocab, knowledge)
    made.max_length = ENDLESS
    return made


def load(folder: Path) -> Language:
    """A pipeline that `nlp.to_disk` wrote, with its own city and weights."""
    made = load_model(folder)
    made.max_length = ENDLESS
    return made


__all__ = ["build", "components", "load"]
