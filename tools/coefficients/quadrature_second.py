"""Step of the trapezoidal rule for the variances of t and cosh t under the density of 2 K_v(x) = int exp(v t - x cosh t) dt (DLMF 10.32.9).

The nodes are s = j h, |j| < size, t = asinh(v/x) + s, with h = scale/sqrt(R + shift), R = sqrt(v^2 + x^2): the density is as wide as
1/sqrt(R), but no wider than exp(-x cosh t) is."""

from __future__ import annotations

from flint import arb, fmpq

from .header import header, literal

#: name, nodes, scale, shift, radius of the disc
RULES = (
    ("quadrature_second", 44, fmpq(5, 8), fmpq(17, 2), 34),
    ("quadrature_second_float", 22, fmpq(7, 8), fmpq(6), 16),
)

#: From these on, the one or the other, the rule serves.
ARGUMENT, ORDER = fmpq(3, 8), 8


def second_derivatives(v: arb, x: arb, h: arb, nodes: int) -> list[arb]:
    """Var(x cosh t), Cov(t, x cosh t), Var t"""
    R = (v * v + x * x).sqrt()
    s = [h * j for j in range(1 - nodes, nodes)]
    exponents = [(R - v) * (y.cosh() - 1) + v * (y.exp() - 1 - y) for y in s]
    weights = [(-e).exp() for e in exponents]
    total = sum(weights, arb(0))
    y = [e + v * z for e, z in zip(exponents, s, strict=True)]

    def mean(f: list[arb]) -> arb:
        return sum((w * a for w, a in zip(weights, f, strict=True)), arb(0)) / total

    s, y = [a - mean(s) for a in s], [a - mean(y) for a in y]
    return [mean([a * b for a, b in zip(f, g, strict=True)]) for f, g in ((y, y), (s, y), (s, s))]


def border(radius: int) -> list[tuple[arb, arb]]:
    """Orders and arguments on the border of the region, from where inwards the errors fall, and some within."""
    low, high = arb(ARGUMENT), arb(radius)
    steps, octants = [arb(i) / 8 for i in range(9)], [arb.pi() * i / 32 for i in range(1, 16)]
    points = [(low * (high / low) ** (t / 2), low) for t in steps] + [(low * (high / low) ** ((t + 1) / 2), low) for t in steps]
    points += [(low / 100, low * (high / low) ** t) for t in steps] + [(ORDER * (high / ORDER) ** t, arb(2) ** -80) for t in steps]
    points += [(high * angle.sin(), high * angle.cos()) for angle in octants]
    return [(v, x) for v, x in points if bool(x > fmpq(1, 4)) or bool(v > ORDER - fmpq(1, 4))]


def error(nodes: int, scale: fmpq, shift: fmpq, radius: int) -> float:
    """Largest relative error over the region, beside the same rule with half the step and 4 times the nodes."""
    worst = 0.0
    for v, x in border(radius):
        h = arb(scale) / ((v * v + x * x).sqrt() + arb(shift)).sqrt()
        pairs = zip(second_derivatives(v, x, h, nodes), second_derivatives(v, x, h / 2, 4 * nodes), strict=True)
        worst = max(worst, *(abs(float((a / b - 1).mid())) for a, b in pairs))
    return worst


def generate() -> str:
    parts, errors = [], []
    for name, nodes, scale, shift, radius in RULES:
        measured = error(nodes, scale, shift, radius)
        errors.append(f"{name} {measured:.1e}")
        parts.append(
            f"/// Nodes j h, |j| < size, h = scale/sqrt(R + shift): relative error {measured:.1e} for R <= {radius}\nstruct {name} {{\n"
            f"    static constexpr int size = {nodes};\n"
            f"    static constexpr double scale = {literal(float(arb(scale)))}, shift = {literal(float(arb(shift)))};\n}};\n"
        )
    return header(
        "quadrature_second",
        "largest relative errors against Arb: " + ", ".join(errors),
        f"Trapezoidal rule for second derivatives of log K_v(x), x >= {ARGUMENT} or v >= {ORDER}; see methods/k_second_quadrature.h.",
        *parts,
    )
