"""The smooth factors of K_m(x) and K_(1+m)(x) for small x and |m| <= 1/2, after Temme (1975).

With z = x^2/4, G = exp(-2 gamma m) Gamma(1-m)/Gamma(1+m), S_nu = sum_k z^k/(k! (1+nu)_k) and E = (exp(m (log z + 2 gamma)) - 1)/m,
DLMF 10.27.4 becomes

    2 (x/2)^m     K_m(x)/Gamma(1+m)     = -A0 E + B0          A0 = G S_m                B0 = (S_(-m) - A0)/m
    2 (x/2)^(1+m) K_(1+m)(x)/Gamma(1+m) = 1 + z (A1 E + B1)   A1 = G S_(1+m)/(1+m)      B1 = (A1 + m sum_{k>=1} z^(k-1)/(k! (-m)_k))/m

and (1 - m^2) A and (1 - m^2) B are entire enough for short polynomials in m and z.
"""

from __future__ import annotations

from flint import arb, fmpq

from . import chebyshev
from .header import header, table2

QUARTER = fmpq(1, 4)


def _s(nu: arb, z: arb) -> arb:
    term, total = arb(1), arb(1)
    for k in range(1, 60):
        term *= z / (k * (k + nu))
        total += term
    return total


def _g(m: arb) -> arb:
    return (-2 * arb.const_euler() * m).exp() * (1 - m).gamma() / (1 + m).gamma()


def _a0(m: arb, z: arb) -> arb:
    return _g(m) * _s(m, z)


def _b0(m: arb, z: arb) -> arb:
    return (_s(-m, z) - _a0(m, z)) / m


def _a1(m: arb, z: arb) -> arb:
    return _g(m) * _s(1 + m, z) / (1 + m)


def _b1(m: arb, z: arb) -> arb:
    term, total = arb(-1), arb(-1)
    for k in range(2, 60):
        term *= z / (k * (k - 1 - m))
        total += term
    return (_a1(m, z) + total) / m


def generate() -> str:
    parts, errors = [], []
    half = fmpq(1, 2)
    for name, f, offset in (("temme_a0", _a0, 1), ("temme_b0", _b0, 0), ("temme_a1", _a1, 1), ("temme_b1", _b1, 0)):
        for suffix, tolerance in (("", 3e-18), ("_float", 5e-10)):
            g = lambda m, z, f=f, offset=offset: (1 - m * m) * f(m, z) - offset  # noqa: E731
            rows = chebyshev.fit2(g, (-half, half), (0, QUARTER), tolerance, 30, 14)
            floats = [chebyshev.values(row) for row in rows]
            worst = 0.0
            for i in range(20):
                m = arb(fmpq(2 * i - 19, 39))
                for j in range(20):
                    z = arb(fmpq(j, 76))
                    value = sum((chebyshev.evaluate([arb(c) for c in row], m) * z**k for k, row in enumerate(floats)), arb(0))
                    worst = max(worst, abs(float((value - g(m, z)).mid())))
            errors.append(f"{name}{suffix} {worst:.1e}")
            less = " - 1" if offset else ""
            parts.append(table2(name + suffix, floats, f"(1 - m^2) {name[-2:].upper()}{less} in m, rows in z: absolute error {worst:.1e}"))
    return header(
        "temme",
        "largest errors against Arb: " + ", ".join(errors),
        "Temme's smooth factors A and B of K_m(x), K_(1+m)(x) for |m| <= 1/2, z = x^2/4 <= 1/4; see methods/temme.h.",
        *parts,
    )
