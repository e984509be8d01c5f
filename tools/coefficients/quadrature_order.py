"""Nodes of the trapezoidal rule for K_mu(x) = int_0^inf exp(-x cosh t) cosh(mu t) dt (DLMF 10.32.9) and its derivative in the order mu.

They are t = j h, with one step h for each range of x from 1/8 on."""

from __future__ import annotations

from flint import arb, ctx, fmpq

from .header import header
from .quadrature import tables

#: name, nodes, ((largest x of the range, step), ...); the last range ends at the disc's radius
RULES = (
    ("quadrature_order", 34, ((fmpq(2), fmpq(204, 1000)), (fmpq(8), fmpq(165, 1000)), (fmpq(34), fmpq(100, 1000)))),
    ("quadrature_order_float", 17, ((fmpq(2), fmpq(37, 100)), (fmpq(7), fmpq(30, 100)), (fmpq(16), fmpq(20, 100)))),
)


def derivative(x: arb, mu: arb) -> arb:
    h = arb(2) ** -(ctx.prec // 3)
    return (x.bessel_k(mu + h) - x.bessel_k(mu - h)) / (2 * h)


def error(nodes: int, lower: fmpq, upper: fmpq, h: fmpq) -> float:
    """Largest relative error over the range of x, of K_mu and its derivative, for |mu| <= 13/8."""
    worst = 0.0
    for i in range(13):
        x = (arb(lower) * (arb(upper) / arb(lower)) ** (arb(i) / 12)).mid()
        weights = [(-x * arb(j * h).cosh()).exp() * arb(h) for j in range(1, nodes)]
        for mu in (fmpq(1, 4), fmpq(5, 8), fmpq(1), fmpq(13, 8)):
            angles = [arb(mu * j * h) for j in range(1, nodes)]
            value = (-x).exp() * arb(h) / 2 + sum((w * a.cosh() for w, a in zip(weights, angles, strict=True)), arb(0))
            slope = sum((w * j * h * a.sinh() for j, (w, a) in enumerate(zip(weights, angles, strict=True), 1)), arb(0))
            of_value, of_slope = value / x.bessel_k(arb(mu)) - 1, slope / derivative(x, arb(mu)) - 1
            worst = max(worst, abs(float(of_value.mid())), abs(float(of_slope.mid())))
    return worst


def generate() -> str:
    parts, errors = tables(RULES, fmpq(1, 8), error)
    return header(
        "quadrature_order",
        "largest relative errors against Arb: " + errors,
        "The trapezoidal rule for K_mu(x) and its derivative in mu, |mu| <= 13/8, x >= 1/8; see methods/k_order_quadrature.h.",
        *parts,
    )
