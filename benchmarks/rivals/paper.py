"""What paper.h takes for granted: the polynomials u_1 .. u_13 of the uniform expansion, as a table of C++."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

METHOD = Path(__file__).with_suffix(".h")
TERMS = 13


def debye(terms: int) -> list[list[Fraction]]:
    """u_k(t) = t^k (c_0 + c_1 t^2 + ... + c_k t^2k), k = 1 .. terms, from DLMF 10.41.9:

    u_{k+1}(t) = t^2 (1 - t^2) u_k'(t) / 2 + integral of (1 - 5 s^2) u_k(s) / 8 from 0 to t.
    """
    rows = [[Fraction(1)]]
    for k in range(terms):
        row = [Fraction(0)] * (k + 2)
        for j, c in enumerate(rows[-1]):
            power = k + 2 * j  # of t
            row[j] += c * (Fraction(power, 2) + Fraction(1, 8 * (power + 1)))
            row[j + 1] -= c * (Fraction(power, 2) + Fraction(5, 8 * (power + 3)))
        rows.append(row)
    return rows[1:]


def table() -> str:
    rows = (", ".join(repr(float(c)) for c in row) for row in debye(TERMS))
    lines = ",\n".join(f"    {{{row}}}" for row in rows)
    return f"static constexpr double debye[{TERMS}][{TERMS + 1}] = {{\n{lines}}};\n"
