"""The second derivatives of the logarithm of Debye's series, C = -log(R)/2 + sum_k p^k Q_k(w), p = 1/R, w = (v/R)^2:

    d2/dx2 C  = p^2 sum_k p^k E_k(w),             E_k = (1 - 2 w + k (1 - w)) D_k + 2 w (1 - w) D_k',
    d2/dvdx C = v x p^4 sum_k p^k J_k(w),         J_k = (k + 2) G_k + 2 w G_k',
    d2/dv2 C  = -p^2 sum_k p^k H_k(w),            H_k = (1 - (k + 2) w) G_k + 2 w (1 - w) G_k'.

D_k and G_k are those of the first derivatives, x dC/dx = -(1 - w) sum_k p^k D_k and dC/dv = -v p^2 sum_k p^k G_k; on p and w, x d/dx gives
-(1 - w) p and -2 w (1 - w), v d/dv gives -w p and 2 w (1 - w).  The leading terms of log I_v are -v^2 p/x^2, v p/x and -p."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from flint import arb, ctx, fmpq, fmpq_poly

from . import log_debye_order, log_debye_slope
from .header import header
from .log_debye import Rows, economised, evaluate, tables

Log = Callable[[arb, arb], arb]

ONE, W = fmpq_poly([1]), fmpq_poly([0, 1])
BEND = 2 * W * (ONE - W)


def argument(order: int) -> list[fmpq_poly]:
    """E_0 .. E_order in exact arithmetic."""
    return [(1 - 2 * W + k * (ONE - W)) * d + BEND * d.derivative() for k, d in enumerate(log_debye_slope.slopes(order))]


def mixed(order: int) -> list[fmpq_poly]:
    """J_0 .. J_order in exact arithmetic."""
    return [(k + 2) * g + 2 * W * g.derivative() for k, g in enumerate(log_debye_order.slopes(order))]


def order(order: int) -> list[fmpq_poly]:
    """H_0 .. H_order in exact arithmetic."""
    return [(1 - (k + 2) * W) * g + BEND * g.derivative() for k, g in enumerate(log_debye_order.slopes(order))]


STEP = arb(2) ** -150


def in_x(f: Log, v: arb, x: arb) -> arb:
    return (f(v, x + STEP) - 2 * f(v, x) + f(v, x - STEP)) / STEP**2


def in_both(f: Log, v: arb, x: arb) -> arb:
    return (f(v + STEP, x + STEP) + f(v - STEP, x - STEP) - f(v + STEP, x - STEP) - f(v - STEP, x + STEP)) / (4 * STEP**2)


def in_v(f: Log, v: arb, x: arb) -> arb:
    return (f(v + STEP, x) - 2 * f(v, x) + f(v - STEP, x)) / STEP**2


class Derivative(NamedTuple):
    """Which one: by differences, its series, the leading term for log I, and the factor of the series."""

    name: str
    difference: Callable[[Log, arb, arb], arb]
    series: Callable[[int], list[fmpq_poly]]
    lead: Log
    factor: Log


def inverse_radius(v: arb, x: arb) -> arb:
    return 1 / (v**2 + x**2).sqrt()


DX2 = Derivative("dx2", in_x, argument, lambda v, x: -(v**2) / x**2 * inverse_radius(v, x), lambda v, x: inverse_radius(v, x) ** 2)
DVDX = Derivative("dvdx", in_both, mixed, lambda v, x: v / x * inverse_radius(v, x), lambda v, x: v * x * inverse_radius(v, x) ** 4)
DV2 = Derivative("dv2", in_v, order, lambda v, x: -inverse_radius(v, x), lambda v, x: -(inverse_radius(v, x) ** 2))


def error(which: Derivative, powers: Rows, centred: Rows, radius: fmpq, angles: int = 24) -> float:
    """Largest relative error of a second derivative of log I and log K on the circle R = radius; of that in x, which has a zero, beside
    1/(2 R^2) at least."""
    old, ctx.prec = ctx.prec, 1000
    worst, r = 0.0, arb(radius)
    for i in range(1, angles):
        angle = arb.pi() * i / (2 * angles)
        v, x = (r * angle.cos()).mid(), (r * angle.sin()).mid()
        values = evaluate(powers, centred, (v / r) ** 2)
        for sign, bessel in ((1, arb.bessel_i), (-1, arb.bessel_k)):
            series = sign * which.lead(v, x) + which.factor(v, x) * sum((c * (sign / r) ** k for k, c in enumerate(values)), arb(0))
            away = which.difference(lambda v, x, bessel=bessel: bessel(x, v).log(), v, x) - series  # type: ignore[misc]
            worst = max(worst, abs(float((away / max(abs(which.lead(v, x)), r**-2 / 2)).mid())))
    ctx.prec = old
    return worst


#: which derivative; for each format last row and smallest radius of the head, of head and middle, and of all, and what may be dropped of
#: each row
TABLES = (
    (DX2, ((5, fmpq(600)), (8, fmpq(130)), (16, fmpq(34))), 2e-17, ((2, fmpq(256)), (4, fmpq(64)), (8, fmpq(16))), 2e-9),
    (DVDX, ((5, fmpq(600)), (8, fmpq(130)), (16, fmpq(34))), 5e-16, ((2, fmpq(256)), (3, fmpq(64)), (8, fmpq(16))), 5e-8),
    (DV2, ((5, fmpq(600)), (7, fmpq(130)), (14, fmpq(34))), 5e-16, ((2, fmpq(256)), (3, fmpq(64)), (6, fmpq(16))), 5e-8),
)


def generate() -> str:
    parts, errors = [], []
    for which, *formats in TABLES:
        for suffix, levels, tolerance in (("", *formats[:2]), ("_float", *formats[2:])):
            pieces = economised(which.series(levels[-1][0]), levels, tolerance)
            text, measured = tables(f"log_debye_{which.name}{suffix}", levels, *pieces, partial(error, which))
            parts += [part.replace("absolute error", "error") for part in text]
            errors.append(measured)
    return header(
        "log_debye_second",
        "largest errors of the second derivatives against Arb on the smallest circles: " + "; ".join(errors),
        "Second derivatives of Debye's series (DLMF 10.41.3, 10.41.9): d2/dx2 = p^2 sum_k p^k E_k(w), d2/dvdx = v x p^4 sum_k p^k J_k(w), "
        "d2/dv2 = -p^2 sum_k p^k H_k(w), p = 1/R, w = (v/R)^2.",
        *parts,
    )
