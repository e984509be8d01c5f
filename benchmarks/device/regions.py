"""Where the orders and arguments come from: regions of the plane, and one order for all arguments."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from sets import SETS, Array, Draw, constant, log_uniform, uniform


@dataclass(frozen=True)
class Region:
    text: str
    order: Draw | float  # a number stands for all elements
    argument: Draw


vmf = Region("v = 1023 (vMF, p = 2048), x log-uniform in (1, 1e5)", constant(1023), log_uniform(1, 1e5))
REGIONS = {
    "A": Region(SETS["small"].text, SETS["small"].order, SETS["small"].argument),
    "B": Region(SETS["large"].text, SETS["large"].order, SETS["large"].argument),
    "C": vmf,
    "C, v a number": Region(f"as C, v given as a number: {vmf.text}", 1023.0, vmf.argument),
    "v = 0": Region("v = 0, x uniform in (0, 150)", 0.0, uniform(0, 150)),
    "v = 1": Region("v = 1, x uniform in (0, 150)", 1.0, uniform(0, 150)),
}
WHOLE = ("A", "B", "C")  # those with an array of orders
ONE_ORDER = ("v = 0", "v = 1")


def points(name: str, n: int, dtype: str, seed: int = 0) -> tuple[Array | float, Array]:
    """n points (v, x) on the host; beyond 1e7 they repeat."""
    region = REGIONS[name]

    def drawn(draw: Draw, which: int) -> Array:
        random = np.random.default_rng([seed, which]).random(min(n, 10**7))
        return np.resize(draw(random).astype(dtype), n)

    order = region.order if isinstance(region.order, float) else drawn(region.order, 0)
    return order, drawn(region.argument, 1)
