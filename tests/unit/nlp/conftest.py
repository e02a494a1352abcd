"""One understander for all tests here: loading the dictionary takes a second."""

from __future__ import annotations

import pytest

from nlp.catalogue import Catalogue
from nlp.understand import Understander


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return Catalogue.load_default()


@pytest.fixture(scope="session")
def understander(catalogue: Catalogue) -> Understander:
    ready = Understander(catalogue)
    ready.warm()
    return ready
