"""Ridge regression on a kernel: one solve for all heads, and the score each row would get from a model that never
saw its group, in closed form. No library beyond numpy, so that a city can train again by night.

Leaving group G out of a ridge fit gives y_G - (A_GG)^-1 (A y)_G with A = (K + lambda I)^-1: no second fit is needed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Fit:
    """`dual` are the weights of the rows (rows x targets); `held_out` the scores without the row's own group."""

    dual: Floats
    held_out: Floats


def fit(kernel: Floats, targets: Floats, groups: Sequence[str], penalty: float) -> Fit:
    """Solve for all targets at once. `groups` names each row's group: near copies share one."""
    inverse = np.linalg.inv(kernel + penalty * np.eye(len(kernel), dtype=np.float32)).astype(np.float32)
    dual = (inverse @ targets).astype(np.float32)
    held_out = np.empty_like(dual)
    for rows in _by_group(groups):
        block = inverse[np.ix_(rows, rows)]
        held_out[rows] = targets[rows] - np.linalg.solve(block, dual[rows])
    return Fit(dual, held_out)


def gram_kernel(rows: Sequence[dict[str, float]], index: dict[str, int]) -> Floats:
    """Dot products of sparse rows: frequent pieces as dense blocks, rare ones pair by pair."""
    columns: list[list[tuple[int, float]]] = [[] for _ in index]
    for place, row in enumerate(rows):
        for piece, value in row.items():
            columns[index[piece]].append((place, value))
    kernel = np.zeros((len(rows), len(rows)), dtype=np.float32)
    frequent = [column for column in columns if len(column) > 60]
    for start in range(0, len(frequent), 512):
        block = _dense(frequent[start : start + 512], len(rows))
        kernel += block @ block.T
    for column in columns:
        if len(column) <= 60:
            places = np.array([place for place, _ in column])
            values = np.array([value for _, value in column], dtype=np.float32)
            kernel[np.ix_(places, places)] += np.outer(values, values)
    return kernel


def primal(rows: Sequence[dict[str, float]], index: dict[str, int], dual: Floats) -> Floats:
    """Weights of the pieces (pieces x targets) from the weights of the rows."""
    weights = np.zeros((len(index), dual.shape[1]), dtype=np.float32)
    for row, share in zip(rows, dual, strict=True):
        places = np.fromiter((index[piece] for piece in row), dtype=np.int64, count=len(row))
        values = np.fromiter(row.values(), dtype=np.float32, count=len(row))
        weights[places] += values[:, None] * share[None, :]
    return weights


def _dense(columns: Sequence[Sequence[tuple[int, float]]], height: int) -> Floats:
    block = np.zeros((height, len(columns)), dtype=np.float32)
    for at, column in enumerate(columns):
        for place, value in column:
            block[place, at] = value
    return block


def _by_group(groups: Sequence[str]) -> Iterator[list[int]]:
    members: dict[str, list[int]] = {}
    for place, group in enumerate(groups):
        members.setdefault(group, []).append(place)
    yield from members.values()
