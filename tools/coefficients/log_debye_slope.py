"""The derivative of the logarithm of Debye's series: x d/dx (-log(R)/2 + sum_k p^k Q_k(w)) = -(1 - w) sum_k p^k D_k(w).

Here p = 1/R, w = (v/R)^2, D_0 = 1/2 and D_k = k Q_k + 2 w Q_k', because x dp/dx = -(1 - w) p and x dw/dx = -2 w (1 - w).
"""

from __future__ import annotations

from flint import arb, ctx, fmpq, fmpq_poly

from .header import header
from .log_debye import Rows, economised, evaluate, exact, tables


def slopes(order: int) -> list[fmpq_poly]:
    """D_0 .. D_order in exact arithmetic."""
    w = fmpq_poly([0, 1])
    return [fmpq_poly([fmpq(1, 2)])] + [k * q + 2 * w * q.derivative() for k, q in enumerate(exact(order)[1:], 1)]


def error(powers: Rows, centred: Rows, radius: fmpq, angles: int = 48) -> float:
    """Largest error of x I_(v-1)/I_v and x K_(v-1)/K_v from the rows against Arb's Bessel functions on the circle R = radius."""
    old, ctx.prec = ctx.prec, 300
    worst, r = 0.0, arb(radius)
    for i in range(1, angles + 1):
        angle = arb.pi() * i / (2 * angles)
        v, x = (r * angle.cos() if i < angles else arb(0)), r * angle.sin()
        w = (v / r) ** 2
        values = evaluate(powers, centred, w)
        i_sum = sum((d / r**k for k, d in enumerate(values)), arb(0))
        k_sum = sum((d / (-r) ** k for k, d in enumerate(values)), arb(0))
        i_error = x * x.bessel_i(v - 1) / x.bessel_i(v) - (r + v - (1 - w) * i_sum)
        k_error = x * x.bessel_k(v - 1) / x.bessel_k(v) - (r - v + (1 - w) * k_sum)
        worst = max(worst, abs(float(i_error.mid())), abs(float(k_error.mid())))
    ctx.prec = old
    return worst


#: name, last row and smallest radius of the head, of head and middle, and of all, what may be dropped of each row
TABLES = (
    ("log_debye_slope", ((5, fmpq(600)), (8, fmpq(130)), (15, fmpq(34))), 4e-18),
    ("log_debye_slope_float", ((2, fmpq(256)), (3, fmpq(64)), (7, fmpq(16))), 4e-10),
)


def generate() -> str:
    parts, errors = [], []
    for name, levels, tolerance in TABLES:
        text, measured = tables(name, levels, *economised(slopes(levels[-1][0]), levels, tolerance), error)
        parts += text
        errors.append(measured)
    return header(
        "log_debye_slope",
        "largest errors of x I_(v-1)/I_v and x K_(v-1)/K_v against Arb on the smallest circles: " + "; ".join(errors),
        "x I_(v-1)/I_v = R + v - (1 - w) sum_k p^k D_k(w), p = 1/R, w = (v/R)^2: the derivative of Debye's series (DLMF 10.41.3, 10.41.9).",
        *parts,
    )
