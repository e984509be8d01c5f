"""The derivative of log I_m(x) in the order for 0 <= m <= 1, without what is exponentially small in x:

    -d/dm log I_m = K_0/I_0 + m/x (1 + Q),    Q in t and u, affine in (x - 7/2)/(x + 7/2) and in 1/(m + 5/2), and from -1 to 1,

with exp(2 x) K_0/I_0 in t; for larger x in 1/x.
"""

from __future__ import annotations

from flint import arb, ctx, fmpq

from . import chebyshev
from .header import header, literal, table, table2

CENTRE, BEND = fmpq(7, 2), fmpq(5, 2)
#: suffix, largest x, tolerance of the Chebyshev coefficients, nodes in t and u
TABLES = (("", fmpq(34), 2e-17, 56, 24), ("_float", fmpq(16), 2e-9, 32, 16))


def _bent(x: fmpq) -> fmpq:
    return (x - CENTRE) / (x + CENTRE)


def _argument(t: arb, largest: fmpq) -> arb:
    low, high = _bent(fmpq(1)), _bent(largest)
    y = arb((high + low) / 2) + arb((high - low) / 2) * t
    return arb(CENTRE) * (1 + y) / (1 - y)


def _order(u: arb) -> arb:
    return ((1 + u) * arb(BEND) / (2 * (1 + BEND) - (1 + u))).mid()


def zero(x: arb) -> arb:
    with ctx.workprec(ctx.prec + 4 * int(min(float(x), 4000.0))):  # the power series of K loses digits
        return x.bessel_k(arb(0)) / x.bessel_i(arb(0)) * (2 * x).exp()


def rest(m: arb, x: arb) -> arb:
    """Q"""
    h = arb(2) ** -120
    m = m.mid()
    slope = (x.bessel_i(m - h) - x.bessel_i(m + h)) / (2 * h * x.bessel_i(m))
    return (slope - x.bessel_k(arb(0)) / x.bessel_i(arb(0))) * x / m - 1


def generate() -> str:
    parts, errors = [], []
    for suffix, largest, tolerance, nt, nu in TABLES:

        def q(t: arb, u: arb, largest: fmpq = largest) -> arb:
            return rest(_order(u), _argument(t, largest).mid())

        rows = [chebyshev.values(row) for row in chebyshev.fit2(q, (-1, 1), (-1, 1), tolerance, nt, nu)]
        at_zero = chebyshev.values(chebyshev.fit(lambda t, largest=largest: zero(_argument(t, largest)), -1, 1, tolerance, nt))
        worst = worst_zero = 0.0
        for i in range(24):
            t = arb(fmpq(2 * i - 23, 25))
            worst_zero = max(worst_zero, abs(float((chebyshev.evaluate([arb(c) for c in at_zero], t) - zero(_argument(t, largest))).mid())))
            for j in range(1, 12):
                u = arb(fmpq(2 * j, 12) - 1)
                value = sum((chebyshev.evaluate([arb(c) for c in row], t) * u**k for k, row in enumerate(rows)), arb(0))
                worst = max(worst, abs(float((value - q(t, u)).mid())))
        low, high = _bent(fmpq(1)), _bent(largest)
        scale, shift = 2 / (high - low), -(high + low) / (high - low)
        body = table2(f"i_order_base{suffix}", rows, f"Q in t, rows in u, for 1 <= x <= {largest}: absolute error {worst:.1e}")
        values = ", ".join(f"{k} = {literal(float(arb(c)))}" for k, c in (("centre", CENTRE), ("scale", scale), ("shift", shift)))
        parts.append(body.removesuffix("};\n") + f"    static constexpr double {values};\n}};\n")
        parts.append(table(f"i_order_zero{suffix}", at_zero, f"exp(2 x) K_0/I_0 in t: absolute error {worst_zero:.1e}"))
        far = chebyshev.values(chebyshev.fit(lambda y: zero((1 / y).mid()), 0, 1 / largest, tolerance, 30))
        worst_far = max(
            abs(float((chebyshev.evaluate([arb(c) for c in far], 1 / x) - zero(x.mid())).mid()))
            for x in (arb(largest) * 100 / i for i in range(1, 101))
        )
        parts.append(table(f"i_order_zero_far{suffix}", far, f"exp(2 x) K_0/I_0 in 1/x, x >= {largest}: absolute error {worst_far:.1e}"))
        errors.append(f"i_order_base{suffix} {worst:.1e}, i_order_zero{suffix} {worst_zero:.1e}, i_order_zero_far{suffix} {worst_far:.1e}")
    return header(
        "i_order_base",
        "largest errors against Arb: " + "; ".join(errors),
        "-d/dm log I_m(x) = K_0/I_0 + m/x (1 + Q) for 0 <= m <= 1, t = scale (x - centre)/(x + centre) + shift, u = 7 m/(m + 5/2) - 1.",
        *parts,
    )
