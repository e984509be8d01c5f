"""Chebyshev interpolation in ball arithmetic, one and two variables, and its conversion to monomials."""

from __future__ import annotations

from collections.abc import Callable

from flint import arb, arb_mat, arb_poly, fmpq, fmpq_poly

Function = Callable[[arb], arb]


def nodes(n: int) -> list[arb]:
    """The n zeros of T_n."""
    return [(arb.pi() * (2 * i + 1) / (2 * n)).cos() for i in range(n)]


def transform(n: int) -> arb_mat:
    """Values at the nodes -> coefficients of T_0 .. T_(n-1)."""
    return arb_mat([[(arb.pi() * k * (2 * i + 1) / (2 * n)).cos() * (2 if k else 1) / n for i in range(n)] for k in range(n)])


def basis(n: int, lower: fmpq | int = -1, upper: fmpq | int = 1) -> list[list[fmpq]]:
    """T_0 .. T_(n-1) of the affine map [lower, upper] -> [-1, 1], as exact monomial coefficients."""
    lower, upper = fmpq(lower), fmpq(upper)
    t = fmpq_poly([-(upper + lower) / (upper - lower), 2 / (upper - lower)])
    polynomials = [fmpq_poly([1]), t]
    while len(polynomials) < n:
        polynomials.append(2 * t * polynomials[-1] - polynomials[-2])
    return [[p[i] for i in range(k + 1)] for k, p in enumerate(polynomials[:n])]


def _at(t: arb, lower: fmpq | int, upper: fmpq | int) -> arb:
    return arb((fmpq(upper) + fmpq(lower)) / 2) + arb((fmpq(upper) - fmpq(lower)) / 2) * t


def fit(f: Function, lower: fmpq | int, upper: fmpq | int, tolerance: float, n: int = 40) -> list[arb]:
    """Monomial coefficients of the interpolant of f on [lower, upper], its Chebyshev tail below the tolerance cut."""
    values = arb_mat([[f(_at(t, lower, upper))] for t in nodes(n)])
    series = transform(n) * values
    coefficients = [series[k, 0] for k in range(n)]
    while len(coefficients) > 1 and abs(float(coefficients[-1].mid())) < tolerance:
        coefficients.pop()
    if len(coefficients) == n:
        raise ValueError(f"{n} nodes do not reach {tolerance}")
    monomials = [arb(0)] * len(coefficients)
    for c, polynomial in zip(coefficients, basis(len(coefficients), lower, upper), strict=True):
        for i, q in enumerate(polynomial):
            monomials[i] += c * arb(q)
    return monomials


def fit2(
    f: Callable[[arb, arb], arb],
    x_range: tuple[fmpq | int, fmpq | int],
    y_range: tuple[fmpq | int, fmpq | int],
    tolerance: float,
    nx: int,
    ny: int,
) -> list[list[arb]]:
    """Monomial rows (row k: the coefficient of y^k as a polynomial in x) of the interpolant on a rectangle, small Chebyshev terms cut."""
    values = arb_mat([[f(_at(s, *x_range), _at(t, *y_range)) for t in nodes(ny)] for s in nodes(nx)])
    series = transform(nx) * values * transform(ny).transpose()
    in_x, in_y = basis(nx, *x_range), basis(ny, *y_range)
    rows = [[arb(0)] * nx for _ in range(ny)]
    size = [0] * ny
    for i in range(nx):
        kept = [j for j in range(ny) if abs(float(series[i, j].mid())) > tolerance]
        for j in range(max(kept, default=-1) + 1):
            size[j] = max(size[j], i + 1)
            for k, b in enumerate(in_y[j]):
                for m, a in enumerate(in_x[i]):
                    rows[k][m] += series[i, j] * arb(a * b)
    if size[-1]:
        raise ValueError(f"{ny} nodes do not reach {tolerance}")
    return [row[: max(size[k:])] for k, row in enumerate(rows) if max(size[k:])]


def values(coefficients: list[arb]) -> list[float]:
    return [float(c.mid()) for c in coefficients]


def evaluate(coefficients: list[arb], x: arb) -> arb:
    return arb_poly(coefficients)(x)
