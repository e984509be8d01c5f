"""Weighted least squares in ball arithmetic: a polynomial of two variables with rows of given lengths."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from flint import arb, arb_mat, fmpq


class Sample(NamedTuple):
    x: arb
    y: arb
    value: arb
    weight: arb


def fit2(samples: Sequence[Sample], lengths: Sequence[int], scale: fmpq) -> list[list[arb]]:
    """Rows (row k: the coefficient of y^k as a polynomial in x, of lengths[k] coefficients) nearest to the samples.

    The scale is that of y.  The normal equations square the condition of the problem: ask for precision enough.
    """
    powers = [(k, j) for k, length in enumerate(lengths) for j in range(length)]
    design = arb_mat([[s.weight * (s.y / scale) ** k * (2 * s.x) ** j for k, j in powers] for s in samples])
    right = arb_mat([[s.weight * s.value] for s in samples])
    transposed = design.transpose()
    solution = (transposed * design).solve(transposed * right, nonstop=False, algorithm="approx")
    at = {power: solution[i, 0].mid() * 2 ** power[1] / arb(scale) ** power[0] for i, power in enumerate(powers)}
    return [[at[k, j] for j in range(length)] for k, length in enumerate(lengths)]
