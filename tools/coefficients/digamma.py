"""Functions of one variable in the derivatives in the order for small x: psi(1 + m), and Gamma(1 + m) as an even and an odd part."""

from __future__ import annotations

from flint import arb, arb_poly, fmpq

from . import chebyshev
from .header import header, table


def _gamma(m: arb) -> arb:
    return (arb.const_euler() * m).exp() * (1 + m).gamma()


def digamma_ratio(m: arb) -> arb:
    """(psi(1 + m) + gamma)/m"""
    return ((1 + m).digamma() + arb.const_euler()) / m


def gamma_even(w: arb) -> arb:
    """(1 - w) (g(m) + g(-m))/2 with g(m) = exp(gamma m) Gamma(1 + m), w = m^2"""
    m = w.sqrt()
    return (1 - w) * (_gamma(m) + _gamma(-m)) / 2


def gamma_odd(w: arb) -> arb:
    """(1 - w) (g(m) - g(-m))/(2 m^3)"""
    m = w.sqrt()
    return (1 - w) * (_gamma(m) - _gamma(-m)) / (2 * m * w)


def _even(w: arb) -> arb:
    return gamma_even(w) / (1 - w)


def _odd(w: arb) -> arb:
    return w * gamma_odd(w) / (1 - w)


def _slope(f: chebyshev.Function, w: arb) -> arb:
    """2 f'(w): the derivative in m over m"""
    h = arb(2) ** -100
    return (f(w.mid() + h) - f(w.mid() - h)) / h


def even_slope_ratio(w: arb) -> arb:
    """d/dm a/(m a), a the even part of g"""
    return _slope(_even, w) / _even(w)


def odd_ratio(w: arb) -> arb:
    """o/(m^2 a), m o the odd part of g"""
    return gamma_odd(w) / gamma_even(w)


def odd_slope_ratio(w: arb) -> arb:
    """d/dm o/(m a)"""
    return _slope(_odd, w) / _even(w)


def coth_rest(y: arb) -> arb:
    """((s coth s - 1)/y - 1/3)/y, y = s^2"""
    s = y.sqrt()
    return ((s * s.cosh() / s.sinh() - 1) / y - fmpq(1, 3)) / y


#: name, function, smallest and largest argument, tolerance of the Chebyshev coefficients (small where a derivative is taken)
TABLES = (
    ("digamma_ratio", digamma_ratio, fmpq(0), fmpq(1), 2e-17),
    ("digamma_ratio_float", digamma_ratio, fmpq(0), fmpq(1), 4e-9),
    ("central_digamma_ratio", digamma_ratio, fmpq(-3, 8), fmpq(5, 8), 1e-17),
    ("central_digamma_ratio_float", digamma_ratio, fmpq(-3, 8), fmpq(5, 8), 2e-9),
    ("gamma_even", gamma_even, fmpq(0), fmpq(25, 64), 1e-21),
    ("gamma_even_float", gamma_even, fmpq(0), fmpq(25, 64), 1e-12),
    ("gamma_odd", gamma_odd, fmpq(0), fmpq(25, 64), 1e-21),
    ("gamma_odd_float", gamma_odd, fmpq(0), fmpq(25, 64), 1e-12),
    ("even_slope_ratio", even_slope_ratio, fmpq(0), fmpq(25, 64), 1e-17),
    ("even_slope_ratio_float", even_slope_ratio, fmpq(0), fmpq(25, 64), 2e-9),
    ("odd_ratio", odd_ratio, fmpq(0), fmpq(25, 64), 1e-17),
    ("odd_ratio_float", odd_ratio, fmpq(0), fmpq(25, 64), 2e-9),
    ("odd_slope_ratio", odd_slope_ratio, fmpq(0), fmpq(25, 64), 1e-17),
    ("odd_slope_ratio_float", odd_slope_ratio, fmpq(0), fmpq(25, 64), 2e-9),
    ("coth_rest", coth_rest, fmpq(0), fmpq(9, 4), 5e-18),
    ("coth_rest_float", coth_rest, fmpq(0), fmpq(9, 4), 1e-9),
)


def error(f: chebyshev.Function, rounded: list[float], lower: fmpq, upper: fmpq, points: int = 400) -> float:
    worst = 0.0
    for i in range(points):
        t = arb(lower) + arb(upper - lower) * (2 * i + 1) / (2 * points)
        worst = max(worst, abs(float((arb_poly([arb(c) for c in rounded])(t) - f(t)).mid())))
    return worst


def generate() -> str:
    parts, errors = [], []
    for name, f, lower, upper, tolerance in TABLES:
        rounded = chebyshev.values(chebyshev.fit(f, lower, upper, tolerance))
        measured = error(f, rounded, lower, upper)
        errors.append(f"{name} {measured:.1e}")
        parts.append(table(name, rounded, f"{f.__doc__}, from {lower} to {upper}: absolute error {measured:.1e}."))
    stirling = [float(arb(-fmpq.bernoulli(2 * k) / (2 * k))) for k in range(1, 7)]
    parts.append(table("digamma_stirling", stirling, "psi(V) - log V + 1/(2 V) = sum_k c_k/V^(2k+2) (DLMF 5.11.2)."))
    bernoulli = [float(arb(fmpq.bernoulli(2 * k))) for k in range(1, 11)]
    parts.append(table("trigamma_stirling", bernoulli, "psi'(V) - 1/V - 1/(2 V^2) = sum_k c_k/V^(2k+3) (DLMF 5.15.8)."))
    return header("digamma", "largest errors against Arb: " + ", ".join(errors), str(__doc__), *parts)
