"""How sure the first unit is: signs of doubt, turned to the probability that sending the case there is right."""

from __future__ import annotations

import numpy as np

from nlp.reader.calibrate import softmax
from nlp.reader.ridge import Floats

SHARP = 12.0  # at which the spread of the scores is measured


def signs(scores: Floats, evidence: Floats, length: Floats, ordinary: Floats) -> Floats:
    """Signs of doubt, one row a text: lead of the first unit, spread of all, what the catalogue says, how long the text
    is, and how likely it is no matter of conduct. `scores` and `evidence` are rows x units."""
    first = scores.argmax(axis=1)
    ranked = np.sort(scores, axis=1)
    shares = softmax(SHARP * scores)
    spread = -(shares * np.log(np.maximum(shares, 1e-9))).sum(axis=1)
    backed = evidence[np.arange(len(first)), first]
    rival = evidence.max(axis=1) - backed
    second = ranked[:, -2] if ranked.shape[1] > 1 else np.zeros(len(first))
    return np.stack(
        [ranked[:, -1], second, ranked[:, -1] - second, spread, backed, rival, length, ordinary], axis=1
    ).astype(np.float32)


def likely(signs: Floats, weights: Floats) -> Floats:
    """Probability that the first unit is right, by rows; `weights` as `calibrate.logistic` learned them."""
    return softmax(signs @ weights[:-1] + weights[-1])[:, 1]
