"""k-means++ on the sphere: seeds far from one another, drawn with probabilities proportional to 1 minus the largest cosine to a seed.

The rows are drawn in the order of their probabilities, so that which ones become seeds depends neither on their order in the matrix nor on
whether a row stands there twice or has the weight 2.

References
----------
Arthur & Vassilvitskii (2007), k-means++: the advantages of careful seeding; Endo & Miyamoto (2015), Spherical k-means++ clustering.
"""

from __future__ import annotations

from functools import singledispatch

import numpy as np
from numpy.typing import NDArray

from logbessel.sklearn.unit_rows import Rows


@singledispatch  # by the kind of rows
def seeds(rows: Rows, count: int, random: np.random.RandomState) -> NDArray[np.float64]:
    """`count` directions among those of the rows, shape (count, p)."""
    chosen = np.empty((count, rows.dim))
    distance = _distances(rows, _mean(rows))
    chances = rows.weight  # of the first one
    for k in range(count):
        chosen[k] = rows.direction(_draw(distance, chances, random))
        new = _distances(rows, chosen[k])
        distance = new if k == 0 else np.minimum(distance, new)
        chances = rows.weight * distance
        if not chances.sum() > 0:
            chances = rows.weight
    return chosen


def _mean(rows: Rows) -> NDArray[np.float64]:
    """The direction of the sum of the rows."""
    weights = (block.weight.astype(rows.matrix.dtype)[:, None] for block in rows.blocks(1))
    total = sum((block.sums(weight)[0] for block, weight in zip(rows.blocks(1), weights, strict=True)), np.zeros(rows.dim))
    return total / (np.linalg.norm(total) or 1)


def _distances(rows: Rows, direction: NDArray[np.float64]) -> NDArray[np.float64]:
    """1 - cosine of each row to a direction; that of a row to itself is 0 but for rounding."""
    column = direction.astype(rows.matrix.dtype)[:, None]
    distance = np.concatenate([1 - block.product(column)[:, 0] for block in rows.blocks(1)]).astype(np.float64)
    return np.where(distance < 16 * np.finfo(rows.matrix.dtype).eps, 0, distance)


def _draw(key: NDArray[np.float64], chances: NDArray[np.float64], random: np.random.RandomState) -> int:
    """A row, with these chances, from the rows in the order of their keys."""
    order = np.argsort(key, kind="stable")
    reached = np.cumsum(chances[order])
    return int(order[min(np.searchsorted(reached, random.random_sample() * reached[-1], side="right"), len(order) - 1)])
