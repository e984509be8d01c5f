"""Nodes of the trapezoidal rule for K_mu(x) = int_0^inf exp(-x cosh t) cosh(mu t) dt (DLMF 10.32.9).

They are t = j h, with one step h for each range of x."""

from __future__ import annotations

from collections.abc import Callable

from flint import arb, fmpq

from .header import header, literal, table2

Rule = tuple[str, int, tuple[tuple[fmpq, fmpq], ...]]
ErrorOfRule = Callable[[int, fmpq, fmpq, fmpq], float]

#: name, nodes, ((largest x of the range, step), ...); the last range ends at log K's own radius.  The steps are numbers of the format, and
#: such that the roundings of cosh(j h) - 1 nearly cancel in the sum: they are the same for every x, a bias of up to an ulp of the result.
RULES = (
    ("quadrature", 20, ((fmpq(5, 2), fmpq(231, 1024)), (fmpq(6), fmpq(393, 2048)), (fmpq(16), fmpq(39, 256)))),
    ("quadrature_float", 10, ((fmpq(2), fmpq(201, 512)), (fmpq(3), fmpq(349, 1024)), (fmpq(6), fmpq(79, 256)))),
)


def rule(x: arb, mu: arb, h: fmpq, nodes: int) -> arb:
    terms = [(-x * ((arb(j * h)).cosh() - 1)).exp() * (mu * arb(j * h)).cosh() for j in range(1, nodes)]
    return (-x).exp() * arb(h) * (arb(1) / 2 + sum(terms, arb(0)))


def error(nodes: int, lower: fmpq, upper: fmpq, h: fmpq) -> float:
    """Largest relative error over the range of x for the orders mu and mu + 1, |mu| <= 1/2."""
    worst = 0.0
    for i in range(25):
        x = arb(lower) * (arb(upper) / arb(lower)) ** (arb(i) / 24)
        for mu in (0, fmpq(1, 4), fmpq(1, 2), 1, fmpq(3, 2)):
            worst = max(worst, abs(float((rule(x, arb(mu), h, nodes) / x.bessel_k(arb(mu)) - 1).mid())))
    return worst


def tables(rules: tuple[Rule, ...], lowest: fmpq, error: ErrorOfRule) -> tuple[list[str], str]:
    """C++ of the rules, the first range of each from the lowest x on, and their errors."""
    parts, errors = [], []
    for name, nodes, ranges in rules:
        rows, measured, lower = [], [], lowest
        for upper, h in ranges:
            rows.append([float((arb(j * h).cosh() - 1).mid()) for j in range(nodes)])
            measured.append(error(nodes, lower, upper, h))
            lower = upper
        steps = ", ".join(literal(float(arb(h))) for _, h in ranges)
        tops = ", ".join(literal(float(arb(upper))) for upper, _ in ranges)
        body = table2(name, rows, "cosh(j h) - 1, one row for each range of x: relative error " + ", ".join(f"{e:.0e}" for e in measured))
        extra = f"    static constexpr double step[] = {{{steps}}}, upper[] = {{{tops}}};\n}};\n"
        parts.append(body.removesuffix("};\n") + extra)
        errors.append(f"{name} {max(measured):.1e}")
    return parts, ", ".join(errors)


def generate() -> str:
    parts, errors = tables(RULES, fmpq(1), error)
    return header(
        "quadrature",
        "largest relative errors against Arb: " + errors,
        "The trapezoidal rule for K_mu(x), |mu| <= 3/2; see methods/quadrature.h.",
        *parts,
    )
