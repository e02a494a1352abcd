"""Which messages are about the same thing: vectors of character pieces, rare ones counting more, and neighbours.

Each message is looked at once and joins the group of its nearest neighbour or opens one: adding a message never goes over the old ones again. Cosine of
character pieces separates pairs about one event from others almost as well as sentence vectors do, and a person can see why.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from nlp.normal import normal

SIZES = (2, 3)  # characters of a piece
ALIKE = 0.2  # cosine with its nearest message from which on a message joins a group: 9 of 10 pairs made so are about one place
OTHERS = 1_000  # messages imagined beside those seen: a piece that half of a handful of messages share is still telling
RARE, OFTEN = 50, 20  # a piece that more than 50 messages, and more than one in 20, have is not compared
MOST_COMPARED = 40  # of a large group, when its middle is looked for
DIGITS = re.compile(r"\d+")

Vector = Mapping[str, float]


def pieces(text: str) -> Counter[str]:
    """Pieces of a text: letters only, numbers made alike."""
    plain = DIGITS.sub("0", normal(text).compact.lower())
    letters = "".join(char for char in plain if char.isalnum())
    return Counter(letters[place : place + size] for size in SIZES for place in range(len(letters) - size + 1))


class Weights:
    """How telling each piece is: the fewer messages have it, the more. Grows with every message seen."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        """Start from texts that are at hand; none is fine."""
        self._seen: Counter[str] = Counter()
        self._texts = 0
        for text in texts:
            self.see(text)

    def see(self, text: str) -> None:
        """Count one more message."""
        self._seen.update(pieces(text).keys())
        self._texts += 1

    def vector(self, text: str) -> dict[str, float]:
        """Length 1, or empty for a text without letters."""
        raw = {
            piece: (1 + math.log(count)) * math.log((OTHERS + self._texts) / (1 + self._seen[piece]))
            for piece, count in pieces(text).items()
        }
        length = math.sqrt(sum(value * value for value in raw.values()))
        return {piece: value / length for piece, value in raw.items()} if length else {}


def cosine(one: Vector, other: Vector) -> float:
    """0 to 1 for vectors of length 1."""
    few, many = (one, other) if len(one) <= len(other) else (other, one)
    return sum(value * many.get(piece, 0.0) for piece, value in few.items())


class Groups:
    """Groups that grow message by message: a message joins the group of the one it is most like, or opens a group of its own."""

    def __init__(self, weights: Weights, alike: float = ALIKE) -> None:
        """`alike`: cosine with the nearest message from which on they stand together."""
        self._weights, self._alike = weights, alike
        self.of: list[int] = []  # group of each message, in the order of arrival
        self._with: dict[str, list[tuple[int, float]]] = {}

    def add(self, text: str) -> int:
        """The group that the message joined or opened."""
        vector = self._weights.vector(text)
        nearest, score = self._nearest(vector)
        group = self.of[nearest] if nearest is not None and score >= self._alike else max(self.of, default=-1) + 1
        for piece, value in vector.items():
            self._with.setdefault(piece, []).append((len(self.of), value))
        self.of.append(group)
        return group

    def _nearest(self, vector: Vector) -> tuple[int | None, float]:
        """The message with the greatest cosine; the earliest of those that are equally near."""
        scores: dict[int, float] = {}
        often = max(RARE, len(self.of) // OFTEN)
        for piece, value in vector.items():
            others = self._with.get(piece, ())
            if len(others) <= often:  # what so many say tells nothing, and would cost most
                for place, weight in others:
                    scores[place] = scores.get(place, 0.0) + value * weight
        return max(scores.items(), key=lambda hit: (hit[1], -hit[0]), default=(None, 0.0))


def grouped(texts: Sequence[str], alike: float = ALIKE) -> list[list[int]]:
    """Places of the texts in groups, the largest first; a text alone is a group of one."""
    groups = Groups(Weights(texts), alike)
    members: dict[int, list[int]] = {}
    for place, text in enumerate(texts):
        members.setdefault(groups.add(text), []).append(place)
    return sorted(members.values(), key=lambda group: (-len(group), group[0]))


def middle(texts: Sequence[str], members: Sequence[int], weights: Weights) -> int:
    """The member that is most like all others of its group: the one to show for them."""
    vectors = {place: weights.vector(texts[place]) for place in members[:MOST_COMPARED]}
    return max(vectors, key=lambda place: (sum(cosine(vectors[place], other) for other in vectors.values()), -place))
