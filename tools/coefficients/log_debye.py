"""The logarithm of Debye's series: E + O = log sum_k p^k P_k(w) = sum_k p^k Q_k(w).

p = 1/R, w = (v/R)^2, and U_k(t) = t^k P_k(t^2) are the polynomials of DLMF 10.41.9."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from flint import arb, ctx, fmpq, fmpq_poly

from . import chebyshev
from .header import header, table2

ErrorOnCircle = Callable[[list[list[float]], list[list[float]], fmpq], float]


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


def error(head: list[list[float]], tail: list[list[float]], radius: fmpq, angles: int = 48) -> float:
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
        terms = [q / r**k for k, q in enumerate(evaluate(head, tail, (v / r) ** 2))]
        even, odd = sum(terms[0::2], arb(0)), sum(terms[1::2], arb(0))
        worst = max(worst, abs(float((even + odd - log_i).mid())), abs(float((even - odd - log_k).mid())))
    ctx.prec = old
    return worst


def evaluate(head: list[list[float]], tail: list[list[float]], w: arb) -> list[arb]:
    """The value of each row."""
    powers_of_w = [chebyshev.evaluate([arb(c) for c in row], w) for row in head]
    return powers_of_w + [chebyshev.evaluate([arb(c) for c in row], w - fmpq(1, 2)) for row in tail]


def tables(
    series: list[fmpq_poly], name: str, far: tuple[int, fmpq], near: tuple[int, fmpq], tolerance: float, error: ErrorOnCircle
) -> tuple[list[str], list[str]]:
    """C++ of the head, which is enough for R >= far[1], and of the tail, which serves for R >= near[1]; and the errors of both.

    The tail is in powers of w - 1/2, whose coefficients do not cancel, so that it can be evaluated in single precision."""
    head = rounded(rows(series, 0, far[0], near[1], tolerance))
    tail = rounded(rows(series, far[0] + 1, near[0], near[1], tolerance, fmpq(1, 2)))
    of_head, of_both = error(head, [], far[1]), error(head, tail, near[1])
    text = [
        table2(name, head, f"Row k belongs to p^k, in powers of w; R >= {far[1]}: absolute error {of_head:.1e}."),
        table2(f"{name}_tail", tail, f"The following rows, in powers of w - 1/2; with them, R >= {near[1]}: absolute error {of_both:.1e}."),
    ]
    return text, [f"{name} {of_head:.1e}, with its tail {of_both:.1e}"]


#: name, last row and smallest radius of the head alone, of head and tail, what may be dropped of each row
TABLES = (
    ("log_debye", (7, fmpq(130)), (13, fmpq(34)), 4e-18),
    ("log_debye_float", (3, fmpq(64)), (6, fmpq(16)), 4e-10),
)


def generate() -> str:
    parts, errors = [], []
    for name, far, near, tolerance in TABLES:
        text, measured = tables(exact(near[0]), name, far, near, tolerance, error)
        parts += text
        errors += measured
    return header(
        "log_debye",
        "largest errors against Arb on the smallest circle: " + ", ".join(errors),
        "The logarithm of Debye's series, E + O = sum_k p^k Q_k(w), p = 1/R, w = (v/R)^2 (DLMF 10.41.9): even k make E, odd k make O.",
        *parts,
    )
