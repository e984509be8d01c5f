"""Probabilities and quantiles of a random number with one mode, from the logarithm of its density.

What lies beyond a point, on the side away from the mode, is the integral of a falling function: the double-exponential rule of Takahasi &
Mori (1974) gives it to the last digits but few, however small it is.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]
_STEP = 1 / 16


class Unimodal(ABC):
    """The distribution of a real number d, with a density proportional to exp(fall(d)), whose mode is 0.

    Parameters
    ----------
    curvature : float
        -fall''(0).
    steepness : float
        By how much steeper the density falls at first, anywhere, than in the end.

    Attributes
    ----------
    log_total : float
        The logarithm of the integral of exp(fall(d)).
    """

    def __init__(self, curvature: float, steepness: float) -> None:
        self.scale = 1 / math.sqrt(curvature)
        # w = exp(y - exp(-y)), in units in which the integrand falls like exp(-w) at first
        y = np.arange(-4.5, math.log(148 + 50 * steepness), _STEP)
        self._nodes = np.exp(y - np.exp(-y))
        self._weights = _STEP * (1 + np.exp(-y)) * self._nodes
        below, above = (float(np.exp(self.log_beyond(np.zeros(1), side))[0]) for side in (-1, 1))
        self.log_total = math.log(below + above)
        self._below = below / (below + above)

    @abstractmethod
    def fall(self, d: Vector) -> Vector:
        """The logarithm of the density, relative to that at the mode."""

    @abstractmethod
    def slope(self, d: Vector) -> Vector:
        """Its derivative; a few digits will do."""

    def log_beyond(self, d: Vector, side: int) -> Vector:
        """The logarithm of the integral of exp(fall) from d on to that side (1 or -1), on which d is."""
        start = self.fall(d)
        scale = 1 / (1 / self.scale + np.abs(self.slope(d)))
        integrand = np.exp(self.fall(d[:, None] + side * scale[:, None] * self._nodes) - start[:, None])
        log_integral: Vector = start + np.log(scale * (integrand @ self._weights))
        return log_integral

    def probability(self, d: Vector, side: int) -> Vector:
        """Of a number beyond d to that side."""
        own = d * side >= 0
        finite = np.where(np.isfinite(d), d, 0)
        beyond = np.empty_like(finite)
        for turned, chosen in ((side, own), (-side, ~own)):
            beyond[chosen] = np.exp(self.log_beyond(finite[chosen], turned) - self.log_total)
        beyond[np.isinf(d)] = 0
        return np.where(np.isnan(d), d, np.where(own, beyond, 1 - beyond))

    def quantile(self, q: Vector) -> Vector:
        """The d below which a number is with probability q; NaN where q is no probability."""
        legal = (q > 0) & (q < 1)
        p = np.where(legal, q, 0.5)
        d = np.empty_like(p)
        for side in (-1, 1):
            chosen = (p <= self._below) == (side < 0)
            d[chosen] = self._solve(np.log(p[chosen] if side < 0 else 1 - p[chosen]) + self.log_total, side)
        return np.where(legal, d, np.where(q == 0, -np.inf, np.where(q == 1, np.inf, np.nan)))

    def _solve(self, target: Vector, side: int) -> Vector:
        """log_beyond(d) = target by Newton's method, kept between bounds that close in; the logarithm is nearly concave."""
        d, near, far = np.zeros_like(target), np.zeros_like(target), np.full_like(target, side * np.inf)
        active = np.arange(len(target))
        while active.size:
            now = d[active]
            value = self.log_beyond(now, side)
            excess = value - target[active]
            near[active] = np.where(excess > 0, now, near[active])
            far[active] = np.where(excess > 0, far[active], now)
            new = now + side * excess * np.exp(np.minimum(value - self.fall(now), 700))
            past = (side * new < side * near[active]) | (side * new > side * far[active])
            d[active] = new = np.where(past, 0.5 * (near[active] + far[active]), new)
            active = active[np.abs(new - now) > 1e-8 * self.scale]
        return d
