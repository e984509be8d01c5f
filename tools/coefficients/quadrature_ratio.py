"""Trapezoidal rule for the derivatives of K_(v-1)/K_v under the density of 2 K_v(x) = int exp(v t - x cosh t) dt (DLMF 10.32.9).

The step is that of quadrature_second.  Moments of exp(-t) reach further out, for large v/x, so there are more nodes."""

from __future__ import annotations

from flint import arb, ctx, fmpq

from .header import header, literal
from .quadrature_second import border

#: name, nodes, scale, shift, radius of the disc
RULES = (
    ("quadrature_ratio", 48, fmpq(5, 8), fmpq(17, 2), 34),
    ("quadrature_ratio_float", 26, fmpq(7, 8), fmpq(6), 16),
)


def derivatives(v: arb, x: arb, h: arb, nodes: int) -> list[arb]:
    """d/dx, d/dv, d2/dx2, d2/dvdx, d2/dv2 by the formulas of methods/k_ratio_quadrature.h"""
    R = (v * v + x * x).sqrt()
    s = [h * j for j in range(1 - nodes, nodes)]
    weights = [(-(R - v) * (y.cosh() - 1) - v * (y.exp() - 1 - y)).exp() for y in s]
    a, total = [(-y).exp() - 1 for y in s], sum(weights, arb(0))
    steep, f = bool(v > x / 2), x / (R + v)
    b = a if steep else [R * (y.cosh() - 1) + v * y.sinh() for y in s]

    def mean(*functions: list[arb]) -> arb:
        products = list(weights)
        for values in functions:
            products = [p * value for p, value in zip(products, values, strict=True)]
        return sum(products, arb(0)) / total

    first = mean(a)
    a, b, s = ([value - mean(values) for value in values] for values in (a, b, s))
    x_slopes = (
        (1 + first - x * f * mean(a, a), f * (x * f * mean(a, a, a) - 3 * mean(a, a)), mean(a, s) - x * f * mean(a, a, s))
        if steep
        else (-mean(a, b), mean(a, b, b) / x, -mean(a, s, b))
    )
    return [x_slopes[0], f * mean(a, s), x_slopes[1], x_slopes[2], f * mean(a, s, s)]


def error(nodes: int, scale: fmpq, shift: fmpq, radius: int) -> float:
    """Largest relative error over the region, beside the same rule with half the step and 3 times the nodes; of those in x, which have
    zeros, beside 1/R and 1/R^2 at least."""
    old, ctx.prec = ctx.prec, 128
    worst = 0.0
    for v, x in border(radius)[::2]:
        R = (v * v + x * x).sqrt()
        h = arb(scale) / (R + arb(shift)).sqrt()
        pairs = zip(derivatives(v, x, h, nodes), derivatives(v, x, h / 2, 3 * nodes), strict=True)
        least = [1 / (R + 1), arb(0), 1 / (R + 1) ** 2, 1 / (R + 1), arb(0)]
        worst = max(worst, *(abs(float(((a - b) / (abs(b) + size)).mid())) for (a, b), size in zip(pairs, least, strict=True)))
    ctx.prec = old
    return worst


def generate() -> str:
    parts, errors = [], []
    for name, nodes, scale, shift, radius in RULES:
        measured = error(nodes, scale, shift, radius)
        errors.append(f"{name} {measured:.1e}")
        parts.append(
            f"/// Nodes j h, |j| < size, h = scale/sqrt(R + shift): error {measured:.1e} for R <= {radius}\nstruct {name} {{\n"
            f"    static constexpr int size = {nodes};\n"
            f"    static constexpr double scale = {literal(float(arb(scale)))}, shift = {literal(float(arb(shift)))};\n}};\n"
        )
    return header(
        "quadrature_ratio",
        "largest errors against Arb: " + ", ".join(errors),
        "Trapezoidal rule for derivatives of K_(v-1)/K_v where quadrature_second serves; see methods/k_ratio_quadrature.h.",
        *parts,
    )
