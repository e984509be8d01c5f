"""The logarithm of Debye's series: log sum_k p^k P_k(w) = sum_k p^k Q_k(w).

p = 1/R, w = (v/R)^2, and U_k(t) = t^k P_k(t^2) are the polynomials of DLMF 10.41.9."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from flint import arb, ctx, fmpq, fmpq_poly

from . import chebyshev
from .header import header, table2

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


def error(powers: Rows, centred: Rows, radius: fmpq, angles: int = 48) -> float:
    """Largest error of the truncated, economised series against Arb's Bessel functions on the circle R = radius, for log I and log K."""
    old, ctx.prec = ctx.prec, 300
    worst = 0.0
    r = arb(radius)
    for i in range(1, angles + 1):
        angle = arb.pi() * i / (2 * angles)
        v, x = r * angle.cos(), r * angle.sin()
        if i == angles:
            v = arb(0)
        t = r - v * ((v + r) / x).log()
        log_i = x.bessel_i(v).log() - t + (2 * arb.pi() * r).log() / 2
        log_k = x.bessel_k(v).log() + t - (arb.pi() / (2 * r)).log() / 2
        terms = [q / r**k for k, q in enumerate(evaluate(powers, centred, (v / r) ** 2))]
        even, odd = sum(terms[0::2], arb(0)), sum(terms[1::2], arb(0))
        worst = max(worst, abs(float((even + odd - log_i).mid())), abs(float((even - odd - log_k).mid())))
    ctx.prec = old
    return worst


def evaluate(powers: Rows, centred: Rows, w: arb) -> list[arb]:
    """The value of each row, of those in powers of w and of those in powers of w - 1/2."""
    of_w = [chebyshev.evaluate([arb(c) for c in row], w) for row in powers]
    return of_w + [chebyshev.evaluate([arb(c) for c in row], w - fmpq(1, 2)) for row in centred]


def tables(series: list[fmpq_poly], name: str, levels: Levels, tolerance: float, error: ErrorOnCircle) -> tuple[list[str], str]:
    """C++ of the series in three pieces, the head alone for the largest radii, the middle and the tail for smaller ones, and their errors.

    The tail is in powers of w - 1/2, whose coefficients do not cancel, so that it can be evaluated in single precision."""
    (head, _), (middle, _), (tail, smallest) = levels
    powers = rounded(rows(series, 0, middle, smallest, tolerance))
    centred = rounded(rows(series, middle + 1, tail, smallest, tolerance, fmpq(1, 2)))
    pieces = ((powers[: head + 1], []), (powers, []), (powers, centred))
    errors = [error(*piece, radius) for piece, (_, radius) in zip(pieces, levels, strict=True)]
    text = [
        table2(name, powers[: head + 1], f"Row k belongs to p^k, in powers of w; R >= {levels[0][1]}: absolute error {errors[0]:.1e}."),
        table2(
            f"{name}_middle", powers[head + 1 :], f"The following rows; with them, R >= {levels[1][1]}: absolute error {errors[1]:.1e}."
        ),
        table2(
            f"{name}_tail", centred, f"The last rows, in powers of w - 1/2; with them, R >= {smallest}: absolute error {errors[2]:.1e}."
        ),
    ]
    return text, f"{name} " + ", ".join(f"{e:.1e}" for e in errors)


#: name, last row and smallest radius of the head, of head and middle, and of all, what may be dropped of each row
TABLES = (
    ("log_debye", ((5, fmpq(600)), (7, fmpq(130)), (13, fmpq(34))), 4e-18),
    ("log_debye_float", ((2, fmpq(256)), (3, fmpq(64)), (6, fmpq(16))), 4e-10),
)


def generate() -> str:
    parts, errors = [], []
    for name, levels, tolerance in TABLES:
        text, measured = tables(exact(levels[-1][0]), name, levels, tolerance, error)
        parts += text
        errors.append(measured)
    return header(
        "log_debye",
        "largest errors against Arb on the smallest circles: " + "; ".join(errors),
        "The logarithm of Debye's series, S(p) = sum_k p^k Q_k(w), p = 1/R or -1/R, w = (v/R)^2 (DLMF 10.41.9).",
        *parts,
    )
