"""The logarithm of Debye's series: log sum_k p^k P_k(w) = sum_k p^k Q_k(w).

p = 1/R, w = (v/R)^2, and U_k(t) = t^k P_k(t^2) are the polynomials of DLMF 10.41.9."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, partial
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


def head_and_middle(name: str, levels: Levels, head: Rows, middle: Rows, error: ErrorOnCircle) -> tuple[list[str], str]:
    """C++ of the head of a series, which serves the largest radii alone, and of its middle, for smaller ones, and their errors.

    Middle and tail are in powers of w - 1/2, whose coefficients do not cancel, so that they can be evaluated in single precision."""
    (_, far), (_, near), _ = levels
    of_head, of_both = error(head, [], far), error(head, middle, near)
    first = f"Row k belongs to p^k, in powers of w; R >= {far}: absolute error {of_head:.1e}."
    following = f"The following rows, in powers of w - 1/2; with them, R >= {near}: absolute error {of_both:.1e}."
    return [table2(name, head, first), table2(f"{name}_middle", middle, following)], f"{name} {of_head:.1e}, {of_both:.1e}"


def tables(name: str, levels: Levels, head: Rows, middle: Rows, tail: Rows, error: ErrorOnCircle) -> tuple[list[str], str]:
    """C++ of a series in three pieces, and their errors."""
    text, errors = head_and_middle(name, levels, head, middle, error)
    inner = levels[-1][1]
    of_all = error(head, middle + tail, inner)
    what = f"The last rows, likewise; with them, R >= {inner}: absolute error {of_all:.1e}."
    return [*text, table2(f"{name}_tail", tail, what)], f"{errors}, {of_all:.1e}"


# ---- rows that are fitted: what the function itself leaves after so many rows of its series ------------------------------------------


class Sum(NamedTuple):
    """A sum over k of p^k times a polynomial of w, p = 1/R for log I and -1/R for log K."""

    series: Callable[[int], list[fmpq_poly]]  # its polynomials 0 .. order in exact arithmetic
    value: Callable[[int, arb, arb], arb]  # of the sign of p, w and R: the sum as Arb's Bessel functions tell it
    factor: Callable[[arb, arb], arb]  # of w and R: how much an error of the sum counts
    lowest: int = 0  # order at which that is measured

    def at(self, sign: int, w: arb, r: arb) -> arb:
        """The value, computed with bits enough."""
        for bits in (300, 600, 1200):
            with ctx.workprec(bits):
                value = self.value(sign, w, r)
            if value.rad() < 1e-40:
                return value
        raise ArithmeticError(f"no value at w = {w}, R = {r}")


def logarithm(sign: int, w: arb, r: arb) -> arb:
    """What log I (sign 1) or log K (-1) has beside its other terms."""
    v, x = r * w.sqrt(), r * (1 - w).sqrt()
    t = r - v * ((v + r) / x).log()
    if sign > 0:
        return x.bessel_i(v).log() - t + (2 * arb.pi() * r).log() / 2
    return x.bessel_k(v).log() + t - (arb.pi() / (2 * r)).log() / 2


SUM = Sum(exact, logarithm, lambda w, r: arb(1))


def error(whole: Sum, powers: Rows, centred: Rows, radius: fmpq, signs: Sequence[int] = (1, -1), angles: int = 48) -> float:
    """Largest error of the rows against Arb's Bessel functions on the circle R = radius."""
    worst, r = 0.0, arb(radius)
    quotients = [(arb.pi() * i / (2 * angles)).cos() for i in range(1, angles)]
    lowest = arb(whole.lowest) / r
    for u in [u for u in quotients if u > lowest] + [lowest]:
        w = (u**2).mid()
        values = evaluate(powers, centred, w)
        for sign in signs:
            series = sum((q * (sign / r) ** k for k, q in enumerate(values)), arb(0))
            away = (series - whole.at(sign, w, r)) * whole.factor(w, r)
            worst = max(worst, float(away.abs_upper()))
    return worst


def fitted(whole: Sum, sign: int, first: int, outer: fmpq, inner: fmpq, lengths: Sequence[int]) -> Rows:
    """Rows from p^first on, in powers of w - 1/2, that serve log I (sign 1) or log K (-1) where inner <= R <= outer."""
    centre, half_width = (1 / arb(inner) + 1 / arb(outer)) / 2, (1 / arb(inner) - 1 / arb(outer)) / 2
    samples = []
    for s in chebyshev.nodes(2 * len(lengths)):
        for t in chebyshev.nodes(2 * max(lengths)):
            r, w = (1 / (centre + half_width * s)).mid(), ((1 + t) / 2).mid()
            p = 1 / r
            known = sum((arb_poly(q)(w) * (sign * p) ** k for k, q in enumerate(whole.series(first - 1))), arb(0))
            samples.append(Sample(w - fmpq(1, 2), sign * p, (whole.at(sign, w, r) - known) / (sign * p) ** first, p**first))
    return [chebyshev.values(row) for row in fit2(samples, lengths, 1 / inner)]


class Reach(NamedTuple):
    """How far in one function's expansion is good, by rows of its own."""

    sign: int
    tail: tuple[int, ...]  # lengths of the rows outside the disc
    radius: fmpq  # in the ring down to here
    ring: tuple[int, ...]


class Plan(NamedTuple):
    """One format's tables."""

    name: str
    levels: Levels  # last row and smallest radius of the head, of head and middle, and of all outside the disc
    tolerance: float  # what may be dropped of each row of head and middle
    reach: dict[str, Reach]


PLANS = (
    Plan(
        "log_debye",
        ((5, fmpq(600)), (7, fmpq(130)), (11, fmpq(34))),
        4e-18,
        {
            "i": Reach(1, (13, 12, 12), fmpq(21), (20, 20, 19, 17, 13)),
            "k": Reach(-1, (12, 11, 10), fmpq(16), (19, 18, 17, 15, 12)),
        },
    ),
    Plan(
        "log_debye_float",
        ((2, fmpq(256)), (3, fmpq(64)), (6, fmpq(16))),
        4e-10,
        {"i": Reach(1, (6, 7), fmpq(10), (10, 10, 7)), "k": Reach(-1, (5, 6), fmpq(6), (11, 10, 9))},
    ),
)


def of_format(whole: Sum, plan: Plan) -> tuple[list[str], str]:
    """C++ of one format's tables, and their errors."""
    (_, _), (last, near), (_, disc) = plan.levels
    head, middle, _ = economised(whole.series(plan.levels[-1][0]), plan.levels, plan.tolerance)
    text, errors = head_and_middle(plan.name, plan.levels, head, middle, partial(error, whole))
    for function, (sign, tail, inner, ring) in plan.reach.items():
        for part, inner_radius, outer_radius, lengths in (("tail", disc, near, tail), ("ring", inner, disc, ring)):
            rest = fitted(whole, sign, last + 1, outer_radius, inner_radius, lengths)
            circles = (inner_radius, (inner_radius + disc) / 2, (disc + outer_radius) / 2, outer_radius)
            used = [radius for radius in circles if inner_radius <= radius <= outer_radius]
            worst = max(error(whole, head, middle + rest, radius, (sign,)) for radius in used)
            between = f"{inner_radius} <= R <= {outer_radius}" + f", v >= {whole.lowest}" * (whole.lowest > 0)
            what = f"The last rows of log {function.upper()}, likewise; with them, {between}: absolute error {worst:.1e}."
            ends = f"    static constexpr int inner = {inner_radius}, outer = {outer_radius};\n}};\n"
            text.append(table2(f"{plan.name}_{part}_{function}", rest, what).removesuffix("};\n") + ends)
            errors += f", {part} of {function.upper()} {worst:.1e}"
    return text, errors


def of_formats(whole: Sum, plans: Sequence[Plan]) -> tuple[list[str], str]:
    """C++ of the tables of all formats, and their errors."""
    texts, errors = zip(*(of_format(whole, plan) for plan in plans), strict=True)
    return [part for text in texts for part in text], "; ".join(errors)


def generate() -> str:
    parts, errors = of_formats(SUM, PLANS)
    return header(
        "log_debye",
        f"largest errors against Arb: {errors}",
        "The logarithm of Debye's series, S(p) = sum_k p^k Q_k(w), p = 1/R or -1/R, w = (v/R)^2 (DLMF 10.41.9).",
        *parts,
    )
