"""The argument sets of the benchmark: where the orders v and the arguments x come from.

Every set can be asked for with an array of orders or with one scalar order. A shorter request is a prefix of a
longer one, so rivals too slow for the whole set are measured on its first points.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Draw = Callable[[Array], Array]

LONGEST = 1_000_000


def uniform(low: float, high: float) -> Draw:
    return lambda u: low + (high - low) * u


def log_uniform(low: float, high: float) -> Draw:
    return lambda u: low * np.exp(np.log(high / low) * u)


def constant(value: float) -> Draw:
    return lambda u: np.full_like(u, value)


@dataclass(frozen=True)
class Set:
    text: str
    order: Draw
    argument: Draw
    scalar_order: float


def von_mises_fisher(dimension: int) -> Set:
    """Order p/2 - 1 of the normalising constant in p dimensions, and concentrations of every size."""
    order = dimension / 2 - 1
    return Set(
        f"v = {order:g} (vMF, p = {dimension}), x log-uniform in (1e-2, 1e6)",
        constant(order),
        log_uniform(1e-2, 1e6),
        order,
    )


SETS = {
    "small": Set("v, x uniform in (0, 150)", uniform(0, 150), uniform(0, 150), 72.3),
    "large": Set("v, x uniform in (150, 10000)", uniform(150, 1e4), uniform(150, 1e4), 4723.1),
    "wide": Set(
        "v log-uniform in (1e-3, 1e6), x log-uniform in (1e-8, 1e6)",
        log_uniform(1e-3, 1e6),
        log_uniform(1e-8, 1e6),
        31.6,
    ),
    "vmf128": von_mises_fisher(128),
    "vmf2048": von_mises_fisher(2048),
    "vmf32768": von_mises_fisher(32768),
}
FUNCTIONS = ("log_iv", "log_kv")
SHAPES = ("array", "scalar")  # of v; x is always an array


class Points(Protocol):
    """A function, and points (v, x) at which it is asked for."""

    @property
    def function(self) -> str: ...

    def arguments(self, start: int, stop: int, dtype: str = "float64") -> tuple[Array, Array]:
        """Points start..stop; a scalar v is 0-dimensional."""


@dataclass(frozen=True)
class Case:
    """One column of a table."""

    function: str
    set: str
    shape: str

    def arguments(self, start: int, stop: int, dtype: str = "float64") -> tuple[Array, Array]:
        order, argument = _longest(self.set, dtype)
        scalar = np.array(SETS[self.set].scalar_order, dtype)
        return (scalar if self.shape == "scalar" else order[start:stop]), argument[start:stop]


@dataclass(frozen=True)
class Stored:
    """Points of a file, of `numpy.save`, with two rows; they repeat beyond its end."""

    function: str
    path: Path

    def arguments(self, start: int, stop: int, dtype: str = "float64") -> tuple[Array, Array]:
        points = np.load(self.path)
        which = np.arange(start, stop) % points.shape[1]  # take's "wrap" subtracts the length again and again
        v, x = (row[which].astype(dtype) for row in points)
        return v, x


@lru_cache(maxsize=1)
def _longest(name: str, dtype: str) -> tuple[Array, Array]:
    order_seed, argument_seed = np.random.SeedSequence(20).spawn(2)
    order = SETS[name].order(np.random.default_rng(order_seed).random(LONGEST))
    argument = SETS[name].argument(np.random.default_rng(argument_seed).random(LONGEST))
    return order.astype(dtype), argument.astype(dtype)
