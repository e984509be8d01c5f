"""The derivative in the order of the logarithm of Debye's series: d/dv (-log(R)/2 + sum_k p^k Q_k(w)) = -v p^2 sum_k p^k G_k(w).

Here p = 1/R, w = (v/R)^2, G_0 = 1/2 and G_k = k Q_k - 2 (1 - w) Q_k', because dp/dv = -v p^3 and dw/dv = 2 v p^2 (1 - w).
It stands beside asinh(v/x) > v p, so that an error of the sum counts p times in the result."""

from __future__ import annotations

from flint import arb, ctx, fmpq, fmpq_poly

from .header import header
from .log_debye import Rows, economised, evaluate, exact, tables


def slopes(order: int) -> list[fmpq_poly]:
    """G_0 .. G_order in exact arithmetic."""
    two_less = fmpq_poly([2, -2])
    return [fmpq_poly([fmpq(1, 2)])] + [k * q - two_less * q.derivative() for k, q in enumerate(exact(order)[1:], 1)]


def error(powers: Rows, centred: Rows, radius: fmpq, angles: int = 48) -> float:
    """Largest error of the sum over R, for I and for K, against differences of Arb's Bessel functions on the circle R = radius."""
    old, ctx.prec = ctx.prec, 600
    worst, r, h = 0.0, arb(radius), arb(2) ** -200
    for i in range(1, angles):
        angle = arb.pi() * i / (2 * angles)
        v, x = (r * angle.cos()).mid(), (r * angle.sin()).mid()
        values = evaluate(powers, centred, (v / r) ** 2)
        for sign, f in ((1, x.bessel_i), (-1, x.bessel_k)):
            slope = (f(v + h).log() - f(v - h).log()) / (2 * h)
            total = sum((g / (sign * r) ** k for k, g in enumerate(values)), arb(0))
            worst = max(worst, abs(float(((slope + sign * (v / x).asinh()) * r / v + total / r).mid())))
    ctx.prec = old
    return worst


#: name, last row and smallest radius of the head, of head and middle, and of all, what may be dropped of each row
TABLES = (
    ("log_debye_order", ((5, fmpq(600)), (8, fmpq(130)), (16, fmpq(34))), 1e-16),
    ("log_debye_order_float", ((2, fmpq(256)), (3, fmpq(64)), (7, fmpq(16))), 1e-8),
)


def generate() -> str:
    parts, errors = [], []
    for name, levels, tolerance in TABLES:
        text, measured = tables(name, levels, *economised(slopes(levels[-1][0]), levels, tolerance), error)
        parts += text
        errors.append(measured)
    return header(
        "log_debye_order",
        "largest errors of the sum over R against Arb on the smallest circles: " + "; ".join(errors),
        "d/dv log I_v = -asinh(v/x) - v p^2 sum_k p^k G_k(w), p = 1/R, w = (v/R)^2: of Debye's series (DLMF 10.41.3, 10.41.9).",
        *parts,
    )
