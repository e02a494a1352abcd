"""From scores to probabilities that mean what they say: multinomial logistic regression on held-out scores."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.reader.ridge import Floats

STEPS, RATE = 800, 0.4
FOLDS = 5
ABOUT = 0.003  # F scores that differ by less are the same


def softmax(scores: NDArray[np.floating[Any]]) -> Floats:
    """Shares that sum to one along the last axis."""
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    shares: Floats = raised / raised.sum(axis=-1, keepdims=True)
    return shares


def logistic(inputs: Floats, truth: Floats, penalty: float = 3e-4) -> Floats:
    """Weights (inputs + 1, classes) of a multinomial logistic regression, the last row the bias. Deterministic:
    Adam on the whole batch from zero. `truth` holds one-hot rows."""
    rows = np.hstack([inputs, np.ones((len(inputs), 1), dtype=np.float32)]).astype(np.float64)
    weights = np.zeros((rows.shape[1], truth.shape[1]))
    mean, spread = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        slope = rows.T @ (softmax(rows @ weights) - truth) / len(rows)
        slope[:-1] += penalty * weights[:-1]
        mean = 0.9 * mean + 0.1 * slope
        spread = 0.99 * spread + 0.01 * slope**2
        weights -= RATE * (mean / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.99**step)) + 1e-8) * (1 - step / STEPS)
    return weights.astype(np.float32)


def crossed(inputs: Floats, truth: Floats, groups: Sequence[str]) -> Floats:
    """What `logistic` would say of each row had it never seen the row's group: five folds of whole groups."""
    names = {name: place % FOLDS for place, name in enumerate(sorted(set(groups)))}
    fold = np.array([names[group] for group in groups])
    shares = np.zeros_like(truth)
    for each in range(FOLDS):
        weights = logistic(inputs[fold != each], truth[fold != each])
        shares[fold == each] = softmax(inputs[fold == each] @ weights[:-1] + weights[-1])
    return shares


def sharpness(scores: Floats, truth: Floats) -> float:
    """The factor at which the softmax of the scores best foretells the truth (one-hot rows)."""
    tried = [1.15**step for step in range(1, 30)]
    return max(tried, key=lambda factor: float(np.log((softmax(factor * scores) * truth).sum(axis=1) + 1e-9).mean()))


def balanced(sure: Floats, ruled: NDArray[np.bool_], truth: NDArray[np.bool_], weight: float) -> float:
    """The probability from which on an alarm pays, where rules alarm as well: the best F score in which recall counts
    `weight` times as much as precision. The lowest of those that are about as good: safety first."""

    def worth(limit: float) -> float:
        alarm = ruled | (sure >= limit)
        hit = float((alarm & truth).sum())
        return (1 + weight**2) * hit / (weight**2 * float(truth.sum()) + float(alarm.sum()))

    steps = [step / 100 for step in range(3, 96)]
    best = max(map(worth, steps))
    return next(step for step in steps if worth(step) >= best - ABOUT)


def reaching(sure: Floats, ruled: NDArray[np.bool_], truth: NDArray[np.bool_], recall: float) -> float:
    """The highest probability (in hundredths) from which on, where rules alarm as well, at least this share of the true
    ones is found: the best precision at that recall. The lowest that is tried if none reaches it."""
    wanted = recall * float(truth.sum())
    steps = [step / 100 for step in range(95, 2, -1)]
    return next((step for step in steps if ((ruled | (sure >= step)) & truth).sum() >= wanted), steps[-1])


def threshold(sure: Floats, right: Floats, precision: float, least: int = 30) -> float:
    """The lowest probability from which on at least `precision` of the answers are right; above 1 if there is none
    that at least `least` answers reach."""
    order = np.argsort(-sure, kind="stable")
    share = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    fit = [place for place in range(least - 1, len(order)) if share[place] >= precision]
    return float(sure[order[fit[-1]]]) if fit else 1.01
