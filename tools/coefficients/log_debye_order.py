"""The derivative in the order of the logarithm of Debye's series: d/dv (-log(R)/2 + sum_k p^k Q_k(w)) = -v p^2 sum_k p^k G_k(w).

Here p = 1/R, w = (v/R)^2, G_0 = 1/2 and G_k = k Q_k - 2 (1 - w) Q_k', because dp/dv = -v p^3 and dw/dv = 2 v p^2 (1 - w).
It stands beside asinh(v/x) > v p, so that an error of the sum counts p times in the result."""

from __future__ import annotations

from functools import cache

from flint import arb, fmpq, fmpq_poly

from .header import header
from .log_debye import Plan, Reach, Sum, exact, of_formats


@cache
def slopes(order: int) -> list[fmpq_poly]:
    """G_0 .. G_order in exact arithmetic."""
    two_less = fmpq_poly([2, -2])
    return [fmpq_poly([fmpq(1, 2)])] + [k * q - two_less * q.derivative() for k, q in enumerate(exact(order)[1:], 1)]


STEP = arb(2) ** -90


def value(sign: int, w: arb, r: arb) -> arb:
    """The sum as the derivative of log I (sign 1) or log K (-1) in the order tells it, a difference."""
    v, x = r * w.sqrt(), r * (1 - w).sqrt()
    bessel = x.bessel_i if sign > 0 else x.bessel_k
    slope = (bessel(v + STEP).log() - bessel(v - STEP).log()) / (2 * STEP)
    return -(slope + sign * (v / x).asinh()) * r**2 / v


SUM = Sum(slopes, value, lambda w, r: 1 / r, 1)

PLANS = (
    Plan(
        "log_debye_order",
        ((5, fmpq(600)), (8, fmpq(130)), (16, fmpq(34))),
        4e-18,
        {
            "i": Reach(1, (13, 12, 10), fmpq(21), (24, 24, 22, 18, 13)),
            "k": Reach(-1, (12, 11, 9), fmpq(16), (19, 18, 17, 15, 12)),
        },
    ),
    Plan(
        "log_debye_order_float",
        ((2, fmpq(256)), (3, fmpq(64)), (7, fmpq(16))),
        4e-10,
        {"i": Reach(1, (6, 7), fmpq(10), (13, 12, 10)), "k": Reach(-1, (6, 7), fmpq(6), (11, 10, 10, 8))},
    ),
)


def generate() -> str:
    parts, errors = of_formats(SUM, PLANS)
    return header(
        "log_debye_order",
        f"largest errors of the sum over R against Arb: {errors}",
        "d/dv log I_v = -asinh(v/x) - v p^2 sum_k p^k G_k(w), p = 1/R, w = (v/R)^2: of Debye's series (DLMF 10.41.3, 10.41.9).",
        *parts,
    )
