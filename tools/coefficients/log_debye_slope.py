"""The derivative of the logarithm of Debye's series: x d/dx (-log(R)/2 + sum_k p^k Q_k(w)) = -(1 - w) sum_k p^k D_k(w).

Here p = 1/R, w = (v/R)^2, D_0 = 1/2 and D_k = k Q_k + 2 w Q_k', because x dp/dx = -(1 - w) p and x dw/dx = -2 w (1 - w).
"""

from __future__ import annotations

from functools import cache

from flint import arb, fmpq, fmpq_poly

from .header import header
from .log_debye import Plan, Reach, Sum, exact, of_formats


@cache
def slopes(order: int) -> list[fmpq_poly]:
    """D_0 .. D_order in exact arithmetic."""
    w = fmpq_poly([0, 1])
    return [fmpq_poly([fmpq(1, 2)])] + [k * q + 2 * w * q.derivative() for k, q in enumerate(exact(order)[1:], 1)]


def value(sign: int, w: arb, r: arb) -> arb:
    """The sum as x I_(v-1)/I_v (sign 1) or x K_(v-1)/K_v (-1) tells it."""
    v, x = r * w.sqrt(), r * (1 - w).sqrt()
    if sign > 0:
        return (r + v - x * x.bessel_i(v - 1) / x.bessel_i(v)) / (1 - w)
    return (x * x.bessel_k(v - 1) / x.bessel_k(v) - (r - v)) / (1 - w)


SUM = Sum(slopes, value, lambda w, r: 1 - w)

PLANS = (
    Plan(
        "log_debye_slope",
        ((5, fmpq(600)), (8, fmpq(130)), (15, fmpq(34))),
        4e-18,
        {
            "i": Reach(1, (15, 14, 12), fmpq(21), (22, 22, 20, 17, 13)),
            "k": Reach(-1, (14, 13, 11), fmpq(16), (20, 20, 19, 17, 13)),
        },
    ),
    Plan(
        "log_debye_slope_float",
        ((2, fmpq(256)), (3, fmpq(64)), (7, fmpq(16))),
        4e-10,
        {"i": Reach(1, (8, 7, 7), fmpq(10), (13, 12, 10)), "k": Reach(-1, (6, 7), fmpq(6), (11, 10, 10, 8))},
    ),
)


def generate() -> str:
    parts, errors = of_formats(SUM, PLANS)
    return header(
        "log_debye_slope",
        f"largest errors of x I_(v-1)/I_v and x K_(v-1)/K_v against Arb: {errors}",
        "x I_(v-1)/I_v = R + v - (1 - w) sum_k p^k D_k(w), p = 1/R, w = (v/R)^2: the derivative of Debye's series (DLMF 10.41.3, 10.41.9).",
        *parts,
    )
