"""Functions of one variable in the ratios of neighbouring orders: near v = 1/2 Ei(z), for K at small x a quotient of Gamma functions."""

from __future__ import annotations

from flint import arb, arb_poly, fmpq

from . import chebyshev
from .header import header, table


def exponential_integral(y: arb) -> arb:
    """z (z exp(-z) Ei(z) - 1) at z = 1/y:  1! + 2!/z + 3!/z^2 + ... asymptotically (DLMF 6.12.2)."""
    z = 1 / y
    return z * (z * (-z).exp() * z.ei() - 1)


def gamma_quotient(s: arb) -> arb:
    """((log Gamma(1 - m) - log Gamma(1 + m))/(2 m) - gamma)/m^2 at m^2 = s:  zeta(3)/3 + zeta(5) s/5 + ... (DLMF 5.7.3)."""
    m = s.sqrt()
    return (((1 - m).lgamma() - (1 + m).lgamma()) / (2 * m) - arb.const_euler()) / s


#: name, function, interval, tolerance of the Chebyshev coefficients
TABLES = (
    ("exponential_integral", exponential_integral, fmpq(1, 76), fmpq(1, 28), 3e-18),
    ("exponential_integral_float", exponential_integral, fmpq(1, 38), fmpq(1, 11), 1e-8),
    ("gamma_quotient", gamma_quotient, fmpq(0), fmpq(1, 4), 2e-17),
    ("gamma_quotient_float", gamma_quotient, fmpq(0), fmpq(1, 4), 4e-9),
)


def error(f: chebyshev.Function, rounded: list[float], lower: fmpq, upper: fmpq, points: int = 400) -> float:
    worst = 0.0
    for i in range(points):
        t = arb(lower) + (arb(upper) - arb(lower)) * (2 * i + 1) / (2 * points)
        worst = max(worst, abs(float((arb_poly([arb(c) for c in rounded])(t) - f(t)).mid())))
    return worst


def generate() -> str:
    parts, errors = [], []
    for name, f, lower, upper, tolerance in TABLES:
        rounded = chebyshev.values(chebyshev.fit(f, lower, upper, tolerance, 48))
        measured = error(f, rounded, lower, upper)
        errors.append(f"{name} {measured:.1e}")
        parts.append(table(name, rounded, f"{f.__doc__} Between {lower} and {upper}: absolute error {measured:.1e}."))
    return header("ratios", "largest errors against Arb: " + ", ".join(errors), str(__doc__), *parts)
