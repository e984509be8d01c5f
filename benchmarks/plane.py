"""The (v, x) plane in cells: where the points of benchmarks/paper_speed.py come from."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise, product

import numpy as np
from sets import Array, log_uniform, uniform

Range = tuple[float, float]


@dataclass(frozen=True)
class Cell:
    order: Range
    argument: Range

    def points(self, n: int) -> Array:
        """Two rows, v and x: log-uniform, orders from 0 on uniform."""
        rng = np.random.default_rng([2409, *np.float64([self.order, self.argument]).ravel().view(np.uint64).tolist()])
        low, high = self.order
        order = log_uniform(low, high) if low else uniform(low, high)
        return np.array([order(rng.random(n)), log_uniform(*self.argument)(rng.random(n))])


def ranges(edges: Array) -> list[Range]:
    return [(float(low), float(high)) for low, high in pairwise(edges)]


ORDERS = [(0.0, 1.0), *ranges(np.geomspace(1, 1e4, 7))]
ARGUMENTS = ranges(np.geomspace(1e-2, 1e4, 7))
CELLS = [Cell(order, argument) for order, argument in product(ORDERS, ARGUMENTS)]
