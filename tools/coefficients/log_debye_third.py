"""Third derivatives of the logarithm of Debye's series: x d/dx of the second ones, p = 1/R, w = (v/R)^2, upper signs for log I, lower ones
for log K:

    x d/dx (x^2 d2/dx2) = (1 - w) (+-v^2 p + sum_k (+-p)^k A_k(w)),           A_k = 2 w E_k - (1 - w) E_k*,
    x d/dx (x d2/dvdx)  = -(1 - w) v p (+-1 + p sum_k (+-p)^k B_k(w)),        B_k = (1 - w) (2 J_k + J_k*) - 2 w J_k,
    x d/dx (d2/dv2)     = (1 - w) p (+-1 + p sum_k (+-p)^k C_k(w)),           C_k = 2 H_k + H_k*,

with those of the second derivatives and F_k* = k F_k + 2 w F_k', for x d/dx of p^k F_k(w) is -(1 - w) p^k F_k*(w)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from flint import arb, ctx, fmpq, fmpq_poly

from . import log_debye_second
from .header import header
from .log_debye import Rows, economised, evaluate, tables
from .log_debye_second import ONE, STEP, Log, W, in_both, in_v, in_x


def starred(k: int, f: fmpq_poly) -> fmpq_poly:
    return k * f + 2 * W * f.derivative()


def argument(order: int) -> list[fmpq_poly]:
    """A_0 .. A_order in exact arithmetic."""
    return [2 * W * e - (ONE - W) * starred(k, e) for k, e in enumerate(log_debye_second.argument(order))]


def mixed(order: int) -> list[fmpq_poly]:
    """B_0 .. B_order in exact arithmetic."""
    return [(ONE - W) * (2 * j + starred(k, j)) - 2 * W * j for k, j in enumerate(log_debye_second.mixed(order))]


def order(order: int) -> list[fmpq_poly]:
    """C_0 .. C_order in exact arithmetic."""
    return [2 * h + starred(k, h) for k, h in enumerate(log_debye_second.order(order))]


class Derivative(NamedTuple):
    """Which one: the second derivative, its series, the leading term beside it, the factor of both, and what the error stands beside."""

    name: str
    second: Log
    series: Callable[[int], list[fmpq_poly]]
    lead: Log
    factor: Log
    unit: Log


def radius(v: arb, x: arb) -> arb:
    return (v**2 + x**2).sqrt()


def derivatives(f: Log) -> tuple[Derivative, Derivative, Derivative]:
    """Those of a logarithm."""

    def shrink(v: arb, x: arb) -> arb:
        return (x / radius(v, x)) ** 2

    def steepness(v: arb, x: arb) -> arb:
        return v**2 / radius(v, x)

    return (
        Derivative("dx3", lambda v, x: x**2 * in_x(f, v, x), argument, steepness, shrink, lambda v, x: max(arb(1), steepness(v, x))),
        Derivative("dvdx2", lambda v, x: x * in_both(f, v, x), mixed, radius, lambda v, x: -v * x**2 / radius(v, x) ** 4, radius),
        Derivative("dv2dx", lambda v, x: in_v(f, v, x), order, radius, lambda v, x: x**2 / radius(v, x) ** 4, radius),
    )


OF_I, OF_K = (derivatives(lambda v, x, bessel=bessel: bessel(x, v).log()) for bessel in (arb.bessel_i, arb.bessel_k))  # type: ignore[misc]


def error(which: int, powers: Rows, centred: Rows, distance: fmpq, angles: int = 16) -> float:
    """Largest error beside the leading term on the circle R = distance, for log I and log K; of that in x beside (1 - w) at least."""
    old, ctx.prec = ctx.prec, 1000
    worst, r = 0.0, arb(distance)
    for i in range(1, angles):
        angle = arb.pi() * i / (2 * angles)
        v, x = (r * angle.cos()).mid(), (r * angle.sin()).mid()
        values = evaluate(powers, centred, (v / r) ** 2)
        for sign, of in ((1, OF_I[which]), (-1, OF_K[which])):
            slope = (of.second(v, x * (1 + STEP)) - of.second(v, x * (1 - STEP))) / (2 * STEP)
            away = slope / of.factor(v, x) - sign * of.lead(v, x) - sum((c * (sign / r) ** k for k, c in enumerate(values)), arb(0))
            worst = max(worst, abs(float((away / of.unit(v, x)).mid())))
    ctx.prec = old
    return worst


#: for each format last row and smallest radius of the head, of head and middle, and of all, and what may be dropped of each row
TABLES = (
    (((5, fmpq(600)), (8, fmpq(130)), (18, fmpq(34))), 2e-17, ((2, fmpq(256)), (4, fmpq(64)), (10, fmpq(16))), 4e-9),
    (((5, fmpq(600)), (8, fmpq(130)), (17, fmpq(34))), 5e-16, ((2, fmpq(256)), (4, fmpq(64)), (10, fmpq(16))), 5e-8),
    (((5, fmpq(600)), (8, fmpq(130)), (16, fmpq(34))), 5e-16, ((2, fmpq(256)), (3, fmpq(64)), (9, fmpq(16))), 5e-8),
)


def generate() -> str:
    parts, errors = [], []
    for which, formats in enumerate(TABLES):
        for suffix, levels, tolerance in (("", *formats[:2]), ("_float", *formats[2:])):
            pieces = economised(OF_I[which].series(levels[-1][0]), levels, tolerance)
            text, measured = tables(f"log_debye_{OF_I[which].name}{suffix}", levels, *pieces, partial(error, which))
            parts += [part.replace("absolute error", "error") for part in text]
            errors.append(measured)
    return header(
        "log_debye_third",
        "largest errors of the third derivatives against Arb on the smallest circles, beside their leading terms: " + "; ".join(errors),
        "x d/dx of the second derivatives of Debye's series (DLMF 10.41.3, 10.41.9): of x^2 d2/dx2 (1 - w) sum_k p^k A_k(w), of x d2/dvdx "
        "-(1 - w) v p^2 sum_k p^k B_k(w), of d2/dv2 (1 - w) p^2 sum_k p^k C_k(w), p = 1/R, w = (v/R)^2.",
        *parts,
    )
