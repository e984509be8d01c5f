r"""The distribution of the cosine t = mu . u of a direction u that is von Mises-Fisher distributed about mu.

Its density is proportional to exp(kappa t) (1 - t^2)^((p-3)/2), -1 <= t <= 1.  With t = tanh(s) it becomes that of s,

    proportional to exp(g(s)),     g(s) = kappa tanh(s) - (p - 1) log cosh(s),

smooth on the whole line, with one mode m, tanh(m) = 2 kappa/(p - 1 + sqrt((p - 1)^2 + 4 kappa^2)).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from logbessel.stats.unimodal import Unimodal

_BLOCK = 1 << 12  # points evaluated at once


class _Artanh(Unimodal):
    """The distribution of s - m."""

    def __init__(self, dim: int, concentration: float) -> None:
        m = dim - 1
        root = math.hypot(m, 2 * concentration)
        far = root + 2 * concentration
        self.dim, self.concentration = dim, concentration
        self.mode = 2 * concentration / (m + root)
        self.mode_c = m / far * ((far + m) / (m + root))  # 1 - mode
        self.width = self.mode_c * (1 + self.mode)
        super().__init__(curvature=self.width * root, steepness=1 + concentration / m)

    def fall(self, d: NDArray[np.float64]) -> NDArray[np.float64]:
        size = np.abs(d)
        tanh, tanh_c = np.tanh(size), 2 / (np.exp(np.minimum(2 * size, 700)) + 1)
        quotient = np.where(d < 0, tanh_c + self.mode_c * tanh, 1 + self.mode * tanh)  # cosh(m + d)/(cosh m cosh d)
        half = np.sinh(0.5 * np.minimum(size, 1))
        log_cosh = np.where(size < 1, np.log1p(2 * half * half), size + np.log1p(np.exp(-2 * size)) - math.log(2))
        pull = self.concentration * self.width * np.copysign(tanh, d)
        fall: NDArray[np.float64] = pull / quotient - (self.dim - 1) * (log_cosh + np.log(quotient))
        return fall

    def slope(self, d: NDArray[np.float64]) -> NDArray[np.float64]:
        tanh = self.cosine(d)
        slope: NDArray[np.float64] = self.concentration * (1 - tanh) * (1 + tanh) - (self.dim - 1) * tanh
        return slope

    def cosine(self, d: NDArray[np.float64]) -> NDArray[np.float64]:
        """tanh(m + d)"""
        tanh = np.tanh(d)
        cosine: NDArray[np.float64] = (self.mode + tanh) / (1 + self.mode * tanh)
        return cosine

    def from_cosine(self, t: NDArray[np.float64]) -> NDArray[np.float64]:
        """The d of a cosine, +-inf at the ends."""
        t = np.clip(t, -1, 1)
        with np.errstate(divide="ignore"):
            near = (self.mode_c - (1 - t)) / ((1 - t) + t * self.mode_c)
            apart = 0.5 * (np.log1p(t) - np.log1p(-t) - math.log1p(self.mode) + math.log(self.mode_c))
            return np.where(np.abs(near) < 0.5, np.arctanh(np.clip(near, -0.5, 0.5)), apart)


class CosineDistribution:
    r"""The distribution of :math:`t = \mu^T u` for a von Mises-Fisher distributed direction u; see `VonMisesFisher.cosine_distribution`.

    .. math::
        f(t) = \frac{\exp(\kappa t) (1 - t^2)^{(p-3)/2}}{\int_{-1}^1 \exp(\kappa s) (1 - s^2)^{(p-3)/2} ds}, \qquad -1 \le t \le 1

    Parameters
    ----------
    dim : int
        The dimension p >= 2 of the space around the sphere.
    concentration : float
        :math:`\kappa`, finite and >= 0.

    Notes
    -----
    `pdf`, `cdf` and `sf` have relative errors below 2e-12 up to dimension 32768 and 20 standard deviations from the mode, below 1e-13 in
    few dimensions: tails keep their digits however small they are, but for those that the rounding of t itself takes.

    Examples
    --------
    >>> from logbessel.stats import CosineDistribution
    >>> uniform = CosineDistribution(3, 0.0)  # Archimedes: the cosine of a point on the sphere is uniform
    >>> print(round(uniform.cdf(0.5), 12), round(uniform.ppf(0.75), 12))
    0.75 0.5
    """

    def __init__(self, dim: int, concentration: float) -> None:
        if not (isinstance(dim, int | np.integer) and dim >= 2):
            raise ValueError(f"dim must be an integer of at least 2, not {dim!r}")
        if not 0 <= concentration < math.inf:
            raise ValueError(f"concentration must be finite and not negative, not {concentration}")
        self.dim, self.concentration = int(dim), float(concentration)
        self._artanh = _Artanh(self.dim, self.concentration)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(dim={self.dim}, concentration={self.concentration:.6g})"

    def logpdf(self, t: ArrayLike) -> Any:
        """The logarithm of the density at cosines t; -inf beyond -1 and 1."""
        return _elementwise(self._logpdf, t)

    def pdf(self, t: ArrayLike) -> Any:
        """The density at cosines t."""
        with np.errstate(over="ignore", under="ignore"):
            return np.exp(self.logpdf(t))

    def cdf(self, t: ArrayLike) -> Any:
        """The probability of a cosine of at most t."""
        return _elementwise(lambda t: self._artanh.probability(self._artanh.from_cosine(t), -1), t)

    def sf(self, t: ArrayLike) -> Any:
        """The probability of a cosine above t, 1 - cdf(t) without cancellation."""
        return _elementwise(lambda t: self._artanh.probability(self._artanh.from_cosine(t), 1), t)

    def ppf(self, q: ArrayLike) -> Any:
        """The cosine with cdf(t) = q; NaN where q is no probability."""
        return _elementwise(lambda q: self._artanh.cosine(self._artanh.quantile(q)), q)

    def _logpdf(self, t: NDArray[np.float64]) -> NDArray[np.float64]:
        s = self._artanh
        away = (1 - t) - s.mode_c  # from the mode, towards -1
        with np.errstate(divide="ignore", invalid="ignore"):
            excess = away * (s.mode + t) / s.width  # (1 - t^2)/(1 - mode^2) - 1
            ratio = np.where(excess < -0.5, np.log((1 - t) * (1 + t) / s.width), np.log1p(excess))
            power = 0.0 if self.dim == 3 else (self.dim - 3) / 2 * ratio
        density = -self.concentration * away + power - math.log(s.width) - s.log_total
        return np.where(np.abs(t) <= 1, density, np.where(np.isnan(t), t, -np.inf))


def _elementwise(function: Callable[[NDArray[np.float64]], NDArray[np.float64]], points: ArrayLike) -> Any:
    """The values of a function of a vector on an array of any shape."""
    array = np.asarray(points, dtype=np.float64)
    flat = array.ravel()
    values = np.empty_like(flat)
    for first in range(0, len(flat), _BLOCK):
        block = slice(first, first + _BLOCK)
        values[block] = function(flat[block])
    return values.reshape(array.shape)[()]
