"""The chi-square distribution, for tests and confidence regions: of x = k exp(d), d has the density exp(k/2 (d + 1 - exp(d)))."""

from __future__ import annotations

import math

import numpy as np

from logbessel.stats.unimodal import Unimodal, Vector


class ChiSquare(Unimodal):
    """With k > 0 degrees of freedom.

    Examples
    --------
    >>> from logbessel.stats.chi_square import ChiSquare
    >>> round(ChiSquare(2).sf(2.0), 12), round(ChiSquare(10).ppf(0.95), 6)
    (0.367879441171, 18.307038)
    """

    def __init__(self, degrees: float) -> None:
        self.degrees = degrees
        super().__init__(curvature=degrees / 2, steepness=1)

    def fall(self, d: Vector) -> Vector:
        with np.errstate(over="ignore"):
            fall: Vector = self.degrees / 2 * (d - np.expm1(d))
        return fall

    def slope(self, d: Vector) -> Vector:
        slope: Vector = -self.degrees / 2 * np.expm1(d)
        return slope

    def sf(self, x: float) -> float:
        """The probability of a number above x."""
        if not x > 0:
            return math.nan if math.isnan(x) else 1.0
        return float(self.probability(np.array([math.log(x / self.degrees)]), 1)[0])

    def ppf(self, q: float) -> float:
        """The x below which a number is with probability q."""
        return self.degrees * math.exp(float(self.quantile(np.array([q]))[0]))
