r"""The distribution of the cosine t = mu . u of a direction u that is von Mises-Fisher distributed about mu.

Its density is proportional to exp(kappa t) (1 - t^2)^((p-3)/2), -1 <= t <= 1.  With t = tanh(s) it becomes that of s,

    proportional to exp(g(s)),     g(s) = kappa tanh(s) - (p - 1) log cosh(s),

smooth on the whole line, with one mode m, tanh(m) = 2 kappa/(p - 1 + sqrt((p - 1)^2 + 4 kappa^2)).  What lies beyond a point on the side
away from the mode is the integral of a falling function, and the double-exponential rule of Takahasi & Mori (1974) gives it however small
it is.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

_STEP = 1 / 16
_BLOCK = 1 << 12  # points evaluated at once


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
        m = self.dim - 1
        root = math.hypot(m, 2 * self.concentration)
        far = root + 2 * self.concentration
        self._mode = 2 * self.concentration / (m + root)
        self._mode_c = m / far * ((far + m) / (m + root))  # 1 - mode
        self._curvature = self._mode_c * (1 + self._mode) * root  # -g'' at the mode
        self._scale = 1 / math.sqrt(self._curvature)
        # w = exp(y - exp(-y)): the integrand falls like exp(-w/scale) at first, and in the end like exp(-(p - 1) w) at least.
        y = np.arange(-4.5, max(5.0, math.log(50 + 50 * self.concentration / m)), _STEP)
        self._nodes = np.exp(y - np.exp(-y))
        self._weights = _STEP * (1 + np.exp(-y)) * self._nodes
        below, above = (float(np.exp(self._log_beyond(np.zeros(1), side))[0]) for side in (-1, 1))
        self._log_total = math.log(below + above)
        self._below = below / (below + above)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(dim={self.dim}, concentration={self.concentration:.6g})"

    def logpdf(self, t: ArrayLike) -> Any:
        """The logarithm of the density at cosines t; -inf where |t| > 1."""
        return _elementwise(self._logpdf, t)

    def pdf(self, t: ArrayLike) -> Any:
        """The density at cosines t."""
        with np.errstate(over="ignore", under="ignore"):
            return np.exp(self.logpdf(t))

    def cdf(self, t: ArrayLike) -> Any:
        """The probability of a cosine of at most t."""
        return _elementwise(lambda t: self._tail(self._from_mode(t), -1), t)

    def sf(self, t: ArrayLike) -> Any:
        """The probability of a cosine above t, 1 - cdf(t) without cancellation."""
        return _elementwise(lambda t: self._tail(self._from_mode(t), 1), t)

    def ppf(self, q: ArrayLike) -> Any:
        """The cosine with cdf(t) = q; NaN where q is no probability."""
        return _elementwise(self._ppf, q)

    def _from_mode(self, t: NDArray[np.float64]) -> NDArray[np.float64]:
        """s - m for a cosine t = tanh(s)."""
        t = np.clip(t, -1, 1)
        with np.errstate(divide="ignore"):
            near = (self._mode_c - (1 - t)) / ((1 - t) + t * self._mode_c)
            apart = 0.5 * (np.log1p(t) - np.log1p(-t) - math.log1p(self._mode) + math.log(self._mode_c))
            return np.where(np.abs(near) < 0.5, np.arctanh(np.clip(near, -0.5, 0.5)), apart)

    def _fall(self, d: NDArray[np.float64]) -> NDArray[np.float64]:
        """g(m + d) - g(m)"""
        size = np.abs(d)
        tanh, tanh_c = np.tanh(size), 2 / (np.exp(np.minimum(2 * size, 700)) + 1)
        quotient = np.where(d < 0, tanh_c + self._mode_c * tanh, 1 + self._mode * tanh)  # cosh(m + d)/(cosh m cosh d)
        half = np.sinh(0.5 * np.minimum(size, 1))
        log_cosh = np.where(size < 1, np.log1p(2 * half * half), size + np.log1p(np.exp(-2 * size)) - math.log(2))
        pull = self.concentration * self._mode_c * (1 + self._mode)
        fall: NDArray[np.float64] = pull * np.copysign(tanh, d) / quotient - (self.dim - 1) * (log_cosh + np.log(quotient))
        return fall

    def _log_beyond(self, d: NDArray[np.float64], side: int) -> NDArray[np.float64]:
        """The logarithm of the integral of exp(g(m + d + side w) - g(m)) over w > 0, for d on that side of 0."""
        tanh = np.tanh(0.5 * (math.log1p(self._mode) - math.log(self._mode_c)) + d)
        slope = self.concentration * (1 - tanh) * (1 + tanh) - (self.dim - 1) * tanh
        scale = 1 / (1 / self._scale + np.abs(slope))
        start = self._fall(d)
        integrand = np.exp(self._fall(d[:, None] + side * scale[:, None] * self._nodes) - start[:, None])
        log_integral: NDArray[np.float64] = start + np.log(scale * (integrand @ self._weights))
        return log_integral

    def _tail(self, d: NDArray[np.float64], side: int) -> NDArray[np.float64]:
        """The probability of all beyond m + d on a side, which is all but that beyond it on the other one."""
        direction = np.where(d * side >= 0, side, -side)
        finite = np.where(np.isfinite(d), d, 0)
        beyond = np.empty_like(finite)
        for turned in (-1, 1):
            chosen = direction == turned
            beyond[chosen] = np.exp(self._log_beyond(finite[chosen], turned) - self._log_total)
        beyond[np.isinf(d)] = 0
        return np.where(np.isnan(d), d, np.where(direction == side, beyond, 1 - beyond))

    def _logpdf(self, t: NDArray[np.float64]) -> NDArray[np.float64]:
        away = (1 - t) - self._mode_c  # from the mode, towards -1
        width = self._mode_c * (1 + self._mode)
        with np.errstate(divide="ignore", invalid="ignore"):
            excess = away * (self._mode + t) / width  # (1 - t^2)/(1 - mode^2) - 1
            ratio = np.where(excess < -0.5, np.log((1 - t) * (1 + t) / width), np.log1p(excess))
            power = 0.0 if self.dim == 3 else (self.dim - 3) / 2 * ratio
        density = -self.concentration * away + power - math.log(width) - self._log_total
        return np.where(np.abs(t) <= 1, density, np.where(np.isnan(t), t, -np.inf))

    def _ppf(self, q: NDArray[np.float64]) -> NDArray[np.float64]:
        """By Newton's method for the logarithm of the smaller tail, which is nearly concave, kept between bounds that close in."""
        legal = (q > 0) & (q < 1)
        p = np.where(legal, q, 0.5)
        d = np.empty_like(p)
        for side in (-1, 1):
            chosen = (p <= self._below) == (side < 0)
            d[chosen] = self._solve(np.log(p[chosen] if side < 0 else 1 - p[chosen]) + self._log_total, side)
        tanh = np.tanh(d)
        t = (self._mode + tanh) / (1 + self._mode * tanh)
        return np.where(legal, t, np.where(q == 0, -1.0, np.where(q == 1, 1.0, np.nan)))

    def _solve(self, target: NDArray[np.float64], side: int) -> NDArray[np.float64]:
        """The d on a side with log_beyond(d) = target."""
        d, near, far = np.zeros_like(target), np.zeros_like(target), np.full_like(target, side * np.inf)
        active = np.arange(len(target))
        while active.size:
            now = d[active]
            log_tail = self._log_beyond(now, side)
            excess = log_tail - target[active]
            near[active] = np.where(excess > 0, now, near[active])
            far[active] = np.where(excess > 0, far[active], now)
            step = side * excess * np.exp(np.minimum(log_tail - self._fall(now), 700))
            new = now + step
            beyond = (side * new < side * near[active]) | (side * new > side * far[active])
            new = np.where(beyond, 0.5 * (near[active] + far[active]), new)
            d[active] = new
            active = active[np.abs(new - now) > 1e-8 * self._scale]
        return d


def _elementwise(function: Any, points: ArrayLike) -> Any:
    """The values of a function of a vector on an array of any shape."""
    array = np.asarray(points, dtype=np.float64)
    flat = array.ravel()
    values = np.empty_like(flat)
    for first in range(0, len(flat), _BLOCK):
        block = slice(first, first + _BLOCK)
        values[block] = function(flat[block])
    return values.reshape(array.shape)[()]
