"""A_p(kappa) = I_{p/2}(kappa) / I_{p/2-1}(kappa), the mean resultant length of a von Mises-Fisher distribution.

It solves the Riccati equation (from DLMF 10.29.2)

    A' = 1 - A^2 - 2 a A / kappa,     a = (p - 1)/2.

With w = sqrt(a^2 + kappa^2), A_0 = kappa/(a + w) makes the right side vanish, so that with e = A_0 - A, exactly,

    A' = e (2 w/kappa - e),     e = kappa/w^2 F,     w^2 A' = F (2 w - (kappa/w)^2 F).

Nothing cancels in these; e itself is the difference of two ratios where w is small, and a series in 1/w where it is large.
"""

import math
from functools import cache

from numpy.polynomial import Polynomial

from logbessel.special import iv_ratio, iv_ratio_c, iv_ratio_c_inv, iv_ratio_inv

# From here on the series in 1/w is good to 1e-14; below, the difference loses a factor of at most w.
SERIES_FROM = 50.0
SERIES_TERMS = 12


def mean_resultant_length(dim: int, concentration: float) -> float:
    """A_p(kappa)."""
    return float(iv_ratio(dim / 2, concentration))


def mean_resultant_length_c(dim: int, concentration: float) -> float:
    """1 - A_p(kappa), without cancellation."""
    return float(iv_ratio_c(dim / 2, concentration))


def concentration_from(dim: int, length: float, length_c: float) -> float:
    """The kappa with A_p(kappa) = R, from R and 1 - R: the smaller one of the two decides."""
    if length <= length_c:
        return float(iv_ratio_inv(dim / 2, length))
    return float(iv_ratio_c_inv(dim / 2, length_c))


def concentration_standard_error(dim: int, concentration: float, n: float) -> float:
    """1 / sqrt(n A_p'(kappa)): the Fisher information of one observation about kappa is A_p'(kappa), its variance of t = u.mu.

    Relative error below 1e-13 for every p >= 2 and every finite kappa >= 0.
    """
    a = (dim - 1) / 2
    w = math.hypot(a, concentration)
    if concentration <= 1e-9 * dim:
        return math.sqrt(dim / n)  # A' = 1/p (1 - 3 kappa^2 / (p (p + 2)) + ...)
    f = _deficit(dim, a, w, concentration) if w < SERIES_FROM else _deficit_series(a / w, w)
    return w / math.sqrt(n * f * (2 * w - (concentration / w) ** 2 * f))


def _deficit(dim: int, a: float, w: float, concentration: float) -> float:
    """F = w^2/kappa (A_0 - A), from a difference of ratios or of their complements, whichever are smaller."""
    if concentration < a:
        e = concentration / (a + w) - mean_resultant_length(dim, concentration)
    else:
        e = mean_resultant_length_c(dim, concentration) - a * (1 + a / (w + concentration)) / (a + w)
    return w * (w / concentration) * e


def _deficit_series(s: float, w: float) -> float:
    """F = sum f_k(s) / w^k, s = a/w: the Riccati equation for e, solved order by order."""
    series = s / (2 * (1 + s))
    for k, f in enumerate(_series_polynomials(), start=1):
        series += float(f(s)) * w**-k
    return series


@cache
def _series_polynomials() -> tuple[Polynomial, ...]:
    """f_1, f_2, ...; from f_0 = s / (2 (1 + s)),

    2 f_{k+1} = -f_k + (1 - s^2) ((k + 2) f_k + s f_k' + sum_{i+j=k} f_i f_j).
    """
    s = Polynomial([0.0, 1.0])
    f = [s * (4 - 5 * s) / 8]
    for k in range(1, SERIES_TERMS):
        products = sum((f[i - 1] * f[k - i - 1] for i in range(1, k)), start=Polynomial([0.0]))
        last = f[k - 1]
        with_f_0 = s * (1 - s) * last  # (1 - s^2) (f_0 f_k + f_k f_0)
        f.append((-last + (1 - s**2) * ((k + 2) * last + s * last.deriv() + products) + with_f_0) / 2)
    return tuple(f)
