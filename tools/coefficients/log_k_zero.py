"""The zero x_0 of log K_v in x, where K_v(x_0) = 1, and the derivative of log K_v in log x there, as functions of v in two words."""

from __future__ import annotations

from collections.abc import Callable

from flint import arb, fmpq

from . import chebyshev
from .header import header
from .twofold import two_word_table

#: the orders of each piece, whose width is a power of two; log K may be near zero inside the disc up to the last one
PIECES = ((fmpq(0), fmpq(1)), (fmpq(1), fmpq(3)), (fmpq(3), fmpq(7)), (fmpq(7), fmpq(15)), (fmpq(15), fmpq(31)))


def zero(v: arb) -> arb:
    """Newton's method from a bisection in double precision."""
    low, high = 0.1, 30.0
    for _ in range(20):
        middle = (low + high) / 2
        low, high = (middle, high) if arb(middle).bessel_k(v).log() > 0 else (low, middle)
    x = arb((low + high) / 2)
    for _ in range(7):
        x = (x - x * x.bessel_k(v).log() / slope(v, x)).mid()
    return x


def slope(v: arb, x: arb) -> arb:
    """x K_v'(x)/K_v(x)"""
    return -(x * x.bessel_k(v - 1) / x.bessel_k(v) + v)


def slope_at_zero(v: arb) -> arb:
    return slope(v, zero(v))


def piece(name: str, f: Callable[[arb], arb], lower: fmpq, upper: fmpq, tolerance: float, one_word: float) -> str:
    """A polynomial in t = (v - centre)/half_width; coefficients below `one_word` have no low words."""
    centre, half = (lower + upper) / 2, (upper - lower) / 2

    def of_t(t: arb) -> arb:
        return f((arb(centre) + arb(half) * t).mid())

    coefficients = chebyshev.fit(of_t, -1, 1, tolerance, 64)
    words = max(k for k, c in enumerate(coefficients) if abs(float(c.mid())) > one_word) + 1
    points = [arb(fmpq(2 * k + 1, 40) - 1) for k in range(40)]
    worst = max(abs(float((chebyshev.evaluate(coefficients, t) - of_t(t)).mid())) for t in points)
    text = two_word_table(name, coefficients, words, f"In t, v = {centre} + {half} t, |t| <= 1: absolute error {worst:.1e}")
    numbers = ", ".join(f"{key} = {float(arb(q))}" for key, q in (("centre", centre), ("half_width", half), ("upper", upper)))
    return text.removesuffix("};\n") + f"    static constexpr double {numbers};\n}};\n"


def generate() -> str:
    zeros = [piece(f"log_k_zero_{i}", zero, *orders, 1e-30, 1e-14) for i, orders in enumerate(PIECES)]
    slopes = [piece(f"log_k_slope_{i}", slope_at_zero, *orders, 1e-19, 1e-3) for i, orders in enumerate(PIECES)]
    return header(
        "log_k_zero",
        "errors against Arb, beside each table",
        "The zero x_0 of log K_v, and d log K_v/d log x there, for 0 <= v <= 31 in five pieces; polynomials of which the first `words`\n"
        "// coefficients have low words.",
        *zeros,
        *slopes,
    )
