"""The (v, x) plane in cells, and two squares of it: where the points of benchmarks/paper_speed.py come from."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise, product

import numpy as np
from sets import Array, log_uniform, uniform

Range = tuple[float, float]
PLANE, SQUARES = "plane", "squares"


@dataclass(frozen=True)
class Cell:
    order: Range
    argument: Range
    part: str = PLANE

    def points(self, n: int) -> Array:
        """Two rows, v and x: log-uniform; in the squares, and where a range begins with 0, uniform."""
        rng = np.random.default_rng([2409, *np.float64([self.order, self.argument]).ravel().view(np.uint64).tolist()])
        draws = [log_uniform(*ends) if self.part == PLANE and ends[0] else uniform(*ends) for ends in (self.order, self.argument)]
        return np.array([draw(rng.random(n)) for draw in draws])


def ranges(edges: Array) -> list[Range]:
    return [(float(low), float(high)) for low, high in pairwise(edges)]


ORDERS = [(0.0, 1.0), *ranges(np.geomspace(1, 1e4, 7))]
ARGUMENTS = ranges(np.geomspace(1e-2, 1e4, 7))
SIDES = [ranges(np.linspace(low, high, 4)) for low, high in ((0, 150), (150, 1e4))]
CELLS = [Cell(order, argument) for order, argument in product(ORDERS, ARGUMENTS)]
CELLS += [Cell(order, argument, SQUARES) for side in SIDES for order, argument in product(side, side)]
