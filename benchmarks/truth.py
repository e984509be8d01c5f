"""Reference values of log I and log K as unevaluated sums of two float64, and errors measured against them."""

from __future__ import annotations

from importlib.metadata import version
from importlib.util import find_spec

import numpy as np
from sets import Array

if find_spec("flint"):
    NAME, POINTS = f"Arb (python-flint {version('python-flint')})", 1000  # points of each set
elif find_spec("mpmath"):
    NAME, POINTS = f"mpmath {version('mpmath')} (better: pip install python-flint)", 50  # it takes milliseconds each
else:
    NAME, POINTS = "none (pip install python-flint)", 0


def _arb(function: str, v: float, x: float) -> tuple[float, float]:
    """A ball at growing precision until it holds 110 relative bits."""
    import flint

    order, argument = flint.arb(v), flint.arb(x)
    bits = 192
    while bits < 20_000:
        with flint.ctx.workprec(bits):
            bessel = argument.bessel_i(order) if function == "log_iv" else argument.bessel_k(order)
            value = bessel.log()
            if value.is_finite() and value.rel_accuracy_bits() > 110:
                high = float(value.mid())
                return high, float((value - high).mid())
        bits *= 2
    return np.nan, np.nan


def _mpmath(function: str, v: float, x: float) -> tuple[float, float]:
    """The value at 60 digits where 40 digits say the same, else NaN: mpmath can be wrong without saying so."""
    import mpmath

    values = []
    for digits in (40, 60):
        with mpmath.workdps(digits):
            try:
                bessel = mpmath.besseli(v, x) if function == "log_iv" else mpmath.besselk(v, x)
            except (ValueError, ZeroDivisionError, mpmath.mp.NoConvergence):
                return np.nan, np.nan
            if not mpmath.re(bessel) > 0:
                return np.nan, np.nan
            values.append(mpmath.log(mpmath.re(bessel)))
    with mpmath.workdps(60):
        if not abs(values[1] - values[0]) < 1e-30 * abs(values[1]):
            return np.nan, np.nan
        high = float(values[1])
        return high, float(values[1] - high)


def reference(function: str, v: Array, x: Array) -> Array:
    """Array of shape (2, n): high and low words; NaN where no reference was found."""
    value = _arb if find_spec("flint") else _mpmath
    words: Array = np.array([value(function, float(a), float(b)) for a, b in np.broadcast(v, x)], np.float64)
    return words.reshape(-1, 2).T


def errors(values: Array, exact: Array, v: Array, x: Array) -> Array:
    """Errors of the finite values in units of ulp(max(|y|, R/64, 1)), R = sqrt(v^2 + x^2); NaN for the others.

    The ulp is that of the values' own dtype.
    """
    high, low = exact
    size = np.hypot(np.asarray(v, np.float64), np.asarray(x, np.float64))
    unit = np.spacing(np.maximum(np.maximum(np.abs(high), size / 64), 1).astype(values.dtype))
    finite = np.where(np.isfinite(values), values, np.nan).astype(np.float64)
    error: Array = np.abs((finite - high) - low) / unit
    return error
