"""The logarithm of Debye's series: E + O = log sum_k p^k P_k(w) = sum_k p^k Q_k(w).

p = 1/R, w = (v/R)^2, and U_k(t) = t^k P_k(t^2) are the polynomials of DLMF 10.41.9."""

from __future__ import annotations

from functools import cache

from flint import arb, ctx, fmpq, fmpq_poly

from . import chebyshev
from .header import header, table2


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


def pruned(order: int, radius: fmpq, tolerance: float) -> list[list[float]]:
    """Q_1 .. Q_order, each economised on 0 <= w <= 1 until what was dropped would exceed the tolerance at the radius."""
    rows = []
    for k, q in enumerate(exact(order)[1:], 1):
        n = k + 1
        basis = chebyshev.basis(n, 0, 1)
        rest, series = fmpq_poly(list(q)), [fmpq(0)] * n
        for i in reversed(range(n)):
            series[i] = (rest[i] if i <= rest.degree() else fmpq(0)) / basis[i][i]
            rest -= series[i] * fmpq_poly(basis[i])
        weight, dropped = float(radius) ** -k, 0.0
        while n > 1 and dropped + abs(float(arb(series[n - 1]))) * weight < tolerance:
            dropped += abs(float(arb(series[n - 1]))) * weight
            n -= 1
        economised = sum((series[i] * fmpq_poly(basis[i]) for i in range(n)), fmpq_poly([0]))
        rows.append([float(arb(economised[i])) for i in range(n)])
    return rows


def error(rows: list[list[float]], radius: fmpq, angles: int = 48) -> float:
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
        w = (v / r) ** 2
        terms = [chebyshev.evaluate([arb(c) for c in row], w) / r**k for k, row in enumerate(rows, 1)]
        even, odd = sum(terms[1::2], arb(0)), sum(terms[0::2], arb(0))
        worst = max(worst, abs(float((even + odd - log_i).mid())), abs(float((even - odd - log_k).mid())))
    ctx.prec = old
    return worst


#: name, number of terms, smallest radius, what may be dropped of each term
TABLES = (
    ("log_debye_13", 13, fmpq(34), 4e-18),
    ("log_debye_7", 7, fmpq(130), 4e-18),
    ("log_debye_float_6", 6, fmpq(16), 4e-10),
    ("log_debye_float_3", 3, fmpq(64), 4e-10),
)


def generate() -> str:
    parts, errors = [], []
    for name, order, radius, tolerance in TABLES:
        rows = pruned(order, radius, tolerance)
        measured = error(rows, radius)
        errors.append(f"{name} {measured:.1e}")
        parts.append(
            table2(
                name, [[0.0], *rows], f"Row k is Q_k(w); R >= {radius}: absolute error {measured:.1e}, {sum(map(len, rows))} coefficients."
            )
        )
    return header(
        "log_debye",
        "largest error against Arb on the smallest circle: " + ", ".join(errors),
        "The logarithm of Debye's series, E + O = sum_k p^k Q_k(w), p = 1/R, w = (v/R)^2 (DLMF 10.41.9): even k make E, odd k make O.",
        *parts,
    )
