"""From held-out scores to verdicts: calibrated probabilities, and the limits from which on they count.

Everything here is learned on scores that no row's own theme took part in, and limits on probabilities that were crossed
once more: what they promise should hold for themes nobody wrote yet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.reader import calibrate, sureness
from nlp.reader.examples import Seen, fact, targets
from nlp.reader.ridge import Floats
from storage.vocabulary import Kind, Secrecy, Urgency

PRECISION = 0.97  # wanted of what is dispatched without a person's look
LEAST = 30  # answers on which such a precision must be seen
# What must be found on held-out themes, by rules or heads, at whatever precision that leaves: bribery; danger.
GRAVE, DANGER = 0.93, 0.83
# The writer is asked from where so many are found, up to where so many of them are right.
DOUBTFUL, CERTAIN = 0.97, 0.9
# How much a miss costs beside a false alarm: more for conduct; less for other hurry, which everybody claims.
ROUGH, PRESSING = 1.5, 0.7


@dataclass(frozen=True)
class Judged:
    """What turns scores into verdicts, for the model file."""

    sharpness: float
    weights: Mapping[str, Floats]
    about: Mapping[str, Any]


def fit_judges(seen: Sequence[Seen], held_out: Floats, labels: Mapping[str, tuple[str, ...]]) -> Judged:
    """Learn them from the whole messages among the rows."""
    rows = [place for place, row in enumerate(seen) if row.example.whole]
    scores, groups = held_out[rows], [seen[row].example.group for row in rows]
    truth = {head: targets(seen, rows, head, labels[head]) for head in labels}
    weights = {head: calibrate.logistic(scores, truth[head]) for head in ("kind", "class", "urgency")}
    crossed = {head: calibrate.crossed(scores, truth[head], groups) for head in weights}
    units = scores[:, : len(labels["department"])]
    sure, confident, about = _sure(seen, rows, units, crossed["class"], labels)
    return Judged(
        sharpness=calibrate.sharpness(units, truth["department"]),
        weights={**weights, "sure": sure},
        about={
            "messages": len(rows),
            "limits": _limits(seen, rows, crossed, labels),
            "confident": confident,
            "held_out": {**about, **{head: _accuracy(crossed[head], truth[head]) for head in crossed}},
        },
    )


def _limits(
    seen: Sequence[Seen], rows: list[int], crossed: Mapping[str, Floats], labels: Mapping[str, tuple[str, ...]]
) -> dict[str, float]:
    def of(head: str, label: str, ruled: str) -> tuple[Floats, NDArray[np.bool_], NDArray[np.bool_]]:
        at = labels[head].index(label)
        truth: NDArray[np.bool_] = targets(seen, rows, head, labels[head])[:, at] > 0
        return crossed[head][:, at], fact(seen, rows, ruled) > 0, truth

    return {
        "class_c": calibrate.reaching(*of("class", Secrecy.C, "c:C"), GRAVE),
        "doubt_c": calibrate.reaching(*of("class", Secrecy.C, "c:C"), DOUBTFUL),
        "sure_c": _certain(seen, rows, crossed["class"], labels),
        "class_b": calibrate.balanced(*of("class", Secrecy.B, "c:B"), ROUGH),
        "critical": calibrate.reaching(*of("urgency", Urgency.CRITICAL, "u:特急"), DANGER),
        "urgent": calibrate.balanced(*of("urgency", Urgency.URGENT, "u:紧急"), PRESSING),
    }


def _certain(seen: Sequence[Seen], rows: list[int], classes: Floats, labels: Mapping[str, tuple[str, ...]]) -> float:
    """From what probability on class C is right so often that nobody is asked. An even chance at least."""
    at = labels["class"].index(Secrecy.C)
    right = (targets(seen, rows, "class", labels["class"])[:, at] > 0).astype(np.float32)
    return round(min(max(calibrate.threshold(classes[:, at], right, CERTAIN, LEAST), 0.5), CERTAIN), 4)


def _sure(
    seen: Sequence[Seen], rows: list[int], units: Floats, classes: Floats, labels: Mapping[str, tuple[str, ...]]
) -> tuple[Floats, float, dict[str, float]]:
    """Weights of the signs of doubt, the limit above which PRECISION holds, and how the first unit fared."""
    codes = labels["department"]
    evidence = np.stack([fact(seen, rows, f"m:{code}") for code in codes], axis=1)
    ordinary = classes[:, labels["class"].index(Secrecy.A)]
    signs = sureness.signs(units, evidence, fact(seen, rows, "length"), ordinary)
    examples = [seen[row].example for row in rows]
    first = [codes[place] for place in units.argmax(axis=1)]
    right = np.array([code in {ex.department, *ex.also} for code, ex in zip(first, examples, strict=True)])
    substance = np.array([example.kind != Kind.INVALID for example in examples])
    truth = np.stack([~right, right], axis=1).astype(np.float32)
    crossed = calibrate.crossed(signs, truth, [example.group for example in examples])[:, 1]
    asked = substance & ~_held_back(seen, rows)
    about = {
        "acceptable": _share(right[substance]),
        "primary": _share(np.array([c == e.department for c, e in zip(first, examples, strict=True)])[substance]),
    }
    # Where too few messages show it, the calibrated probability is taken at its word.
    limit = calibrate.threshold(crossed[asked], right[asked].astype(np.float32), PRECISION, LEAST)
    return calibrate.logistic(signs, truth), round(min(limit, PRECISION), 4), about


def _held_back(seen: Sequence[Seen], rows: list[int]) -> NDArray[np.bool_]:
    """Messages that a person looks at whatever the score: conduct, other ways, somebody in office acting in person."""
    names = ("c:B", "c:C", "r:actors.person")
    found = np.stack([fact(seen, rows, name) > 0 for name in names], axis=1)
    other = np.array([any(name.startswith("e:") for name in seen[row].facts) for row in rows])
    held: NDArray[np.bool_] = found.any(axis=1) | other
    return held


def _accuracy(shares: Floats, truth: Floats) -> float:
    return _share(shares.argmax(axis=1) == truth.argmax(axis=1))


def _share(right: NDArray[np.bool_]) -> float:
    return round(float(right.mean()), 4)
