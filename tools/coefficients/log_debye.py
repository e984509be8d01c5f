"""The logarithm of Debye's series: log sum_k p^k P_k(w) = sum_k p^k Q_k(w).

p = 1/R, w = (v/R)^2, and U_k(t) = t^k P_k(t^2) are the polynomials of DLMF 10.41.9."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

from flint import arb, arb_poly, ctx, fmpq, fmpq_poly

from . import chebyshev
from .header import header, table2
from .least_squares import Sample, fit2

Rows = list[list[float]]
Levels = tuple[tuple[int, fmpq], tuple[int, fmpq], tuple[int, fmpq]]
ErrorOnCircle = Callable[[Rows, Rows, fmpq], float]


@cache
def exact(order: int) -> list[fmpq_poly]:
    """Q_0 .. Q_order in exact arithmetic."""
    u = fmpq_poly([1])
    debye = [u]
    for _ in range(order):  # DLMF 10.41.9
        u = fmpq_poly([0, 0, 1, 0, -1]) * u.derivative() / 2 + (fmpq_poly([1, 0, -5]) * u).integral() / 8
        debye.append(u)
    p = [fmpq_poly([u[k + 2 * j] for j in range(k + 1)]) for k, u in enumerate(debye)]
    q = [fmpq_poly([0])]
    for k in range(1, order + 1):  # k P_k = sum_j j Q_j P_(k-j), from (log P)' P = P'
        q.append(p[k] - sum((j * q[j] * p[k - j] for j in range(1, k)), fmpq_poly([0])) / k)
    return q


def rows(series: list[fmpq_poly], first: int, last: int, radius: fmpq, tolerance: float, centre: fmpq | int = 0) -> list[list[fmpq]]:
    """Polynomials `first` to `last` of the series in w - centre, economised on 0 <= w <= 1: their term of p^k loses no more than the
    tolerance at the radius."""
    result = []
    for k in range(first, last + 1):
        rest = series[k](fmpq_poly([centre, 1]))
        basis = [fmpq_poly(b) for b in chebyshev.basis(rest.degree() + 1, -centre, 1 - centre)]
        weight, dropped = float(radius) ** -k, 0.0
        while (n := rest.degree()) > 0:
            top = rest[n] / basis[n][n]
            dropped += abs(float(arb(top))) * weight
            if dropped >= tolerance:
                break
            rest -= top * basis[n]
        result.append([rest[i] for i in range(rest.degree() + 1)])
    return result


def rounded(table: list[list[fmpq]]) -> list[list[float]]:
    return [[float(arb(c)) for c in row] for row in table]


def error(powers: Rows, centred: Rows, radius: fmpq, signs: Sequence[int] = (1, -1), angles: int = 48) -> float:
    """Largest error of the rows against Arb's Bessel functions on the circle R = radius."""
    old, ctx.prec = ctx.prec, 300
    worst = 0.0
    for i in range(1, angles + 1):
        w = (arb.pi() * i / (2 * angles)).cos() ** 2 if i < angles else arb(0)
        values = evaluate(powers, centred, w)
        for sign in signs:
            series = sum((q * (sign / arb(radius)) ** k for k, q in enumerate(values)), arb(0))
            worst = max(worst, abs(float((series - logarithm(sign, w, arb(radius))).mid())))
    ctx.prec = old
    return worst


def evaluate(powers: Rows, centred: Rows, w: arb) -> list[arb]:
    """The value of each row, of those in powers of w and of those in powers of w - 1/2."""
    tables = ((powers, w), (centred, w - fmpq(1, 2)))
    return [chebyshev.evaluate([arb(c) for c in row], x) for table, x in tables for row in table]


def economised(series: list[fmpq_poly], levels: Levels, tolerance: float) -> tuple[Rows, Rows, Rows]:
    """The series itself as head, middle and tail."""
    (head, _), (middle, _), (tail, smallest) = levels
    half = fmpq(1, 2)
    return (
        rounded(rows(series, 0, head, smallest, tolerance)),
        rounded(rows(series, head + 1, middle, smallest, tolerance, half)),
        rounded(rows(series, middle + 1, tail, smallest, tolerance, half)),
    )


def tables(name: str, levels: Levels, head: Rows, middle: Rows, tail: Rows, error: ErrorOnCircle) -> tuple[list[str], str]:
    """C++ of the series in three pieces, the head alone for the largest radii, the middle and the tail for smaller ones, and their errors.

    Middle and tail are in powers of w - 1/2, whose coefficients do not cancel, so that they can be evaluated in single precision."""
    errors = [error(head, rest, radius) for rest, (_, radius) in zip(([], middle, middle + tail), levels, strict=True)]
    bounds = [f"R >= {radius}: absolute error {e:.1e}." for (_, radius), e in zip(levels, errors, strict=True)]
    text = [
        table2(name, head, f"Row k belongs to p^k, in powers of w; {bounds[0]}"),
        table2(f"{name}_middle", middle, f"The following rows, in powers of w - 1/2; with them, {bounds[1]}"),
        table2(f"{name}_tail", tail, f"The last rows, likewise; with them, {bounds[2]}"),
    ]
    return text, f"{name} " + ", ".join(f"{e:.1e}" for e in errors)


# ---- rows that are fitted: what the function itself leaves after so many rows of its series ------------------------------------------


def logarithm(sign: int, w: arb, r: arb) -> arb:
    """S(sign/R): what log I (sign 1) or log K (-1) has beside its other terms."""
    v, x = r * w.sqrt(), r * (1 - w).sqrt()
    t = r - v * ((v + r) / x).log()
    if sign > 0:
        return x.bessel_i(v).log() - t + (2 * arb.pi() * r).log() / 2
    return x.bessel_k(v).log() + t - (arb.pi() / (2 * r)).log() / 2


def fitted(signs: Sequence[int], first: int, outer: fmpq, inner: fmpq, lengths: Sequence[int]) -> Rows:
    """Rows from p^first on, in powers of w - 1/2, that serve log I or log K or both where inner <= R <= outer."""
    old, ctx.prec = ctx.prec, 300
    centre, half_width = (1 / arb(inner) + 1 / arb(outer)) / 2, (1 / arb(inner) - 1 / arb(outer)) / 2
    samples = []
    for sign in signs:
        for s in chebyshev.nodes(2 * len(lengths)):
            for t in chebyshev.nodes(2 * max(lengths)):
                p, w = centre + half_width * s, (1 + t) / 2
                rest = logarithm(sign, w, 1 / p) - sum((arb_poly(q)(w) * (sign * p) ** k for k, q in enumerate(exact(first - 1))), arb(0))
                weight = p**first
                samples.append(Sample(t / 2, sign * p, rest / (sign * p) ** first, weight))
    result = [chebyshev.values(row) for row in fit2(samples, lengths, 1 / inner)]
    ctx.prec = old
    return result


class Plan(NamedTuple):
    """One format's tables."""

    name: str
    levels: Levels  # last row and smallest radius of the head, of head and middle, and of all
    tolerance: float  # what may be dropped of each row of head and middle
    tail: tuple[int, ...]  # lengths of the fitted rows
    rings: dict[str, tuple[int, fmpq, tuple[int, ...]]]  # of each function: its sign, its disc's radius, lengths of the fitted rows


PLANS = (
    Plan(
        "log_debye",
        ((5, fmpq(600)), (7, fmpq(130)), (11, fmpq(34))),
        4e-18,
        (13, 13, 12, 12),
        {"i": (1, fmpq(21), (20, 20, 19, 17, 13)), "k": (-1, fmpq(16), (19, 18, 17, 15, 12))},
    ),
    Plan(
        "log_debye_float",
        ((2, fmpq(256)), (3, fmpq(64)), (6, fmpq(16))),
        4e-10,
        (5, 6, 7),
        {"i": (1, fmpq(10), (10, 10, 7)), "k": (-1, fmpq(6), (11, 10, 9))},
    ),
)


def of_format(plan: Plan) -> tuple[list[str], str]:
    """C++ of one format's tables, and their errors."""
    (_, _), (last, largest), (_, outer) = plan.levels
    head, middle, _ = economised(exact(plan.levels[-1][0]), plan.levels, plan.tolerance)
    text, errors = tables(plan.name, plan.levels, head, middle, fitted((1, -1), last + 1, largest, outer, plan.tail), error)
    for function, (sign, inner, lengths) in plan.rings.items():
        rest = fitted((sign,), last + 1, outer, inner, lengths)
        worst = max(error(head, middle + rest, radius, (sign,)) for radius in (inner, (inner + outer) / 2, outer))
        what = f"The last rows of log {function.upper()} alone for {inner} <= R <= {outer}: absolute error {worst:.1e}."
        ends = f"    static constexpr int inner = {inner}, outer = {outer};\n}};\n"
        text.append(table2(f"{plan.name}_ring_{function}", rest, what).removesuffix("};\n") + ends)
        errors += f", ring of {function.upper()} {worst:.1e}"
    return text, errors


def generate() -> str:
    parts, errors = [], []
    for plan in PLANS:
        text, measured = of_format(plan)
        parts += text
        errors.append(measured)
    return header(
        "log_debye",
        "largest errors against Arb: " + "; ".join(errors),
        "The logarithm of Debye's series, S(p) = sum_k p^k Q_k(w), p = 1/R or -1/R, w = (v/R)^2 (DLMF 10.41.9).",
        *parts,
    )
