"""The expectation step of a mixture over the rows of a matrix, in sums that add up: block by block, machine by machine."""

from __future__ import annotations

from dataclasses import dataclass
from functools import singledispatch
from typing import Any

import numpy as np
from numpy.typing import NDArray

from logbessel.sklearn.components import Components, Scorer, Sums
from logbessel.sklearn.unit_rows import Block, Rows

# A component that has lost its rows, of all machines', has less than this share of those of some machine.
NEARLY_LOST = 1e-3


@dataclass
class Misfits:
    """The rows whose density is smallest, from the smallest on: at most as many as there are components."""

    density: NDArray[np.float64]
    weight: NDArray[np.float64]
    directions: NDArray[np.float64]

    def first(self, count: int) -> Misfits:
        order = np.argsort(self.density, kind="stable")[:count]
        return Misfits(self.density[order], self.weight[order], self.directions[order])


@dataclass
class Expectation:
    """The sums of the components, the log-likelihood of all rows, the sum of their weights, and the rows that fit worst."""

    sums: Sums
    log_likelihood: float
    total: float
    misfits: Misfits

    def __add__(self, other: Expectation) -> Expectation:
        pairs = ((getattr(self.misfits, name), getattr(other.misfits, name)) for name in ("density", "weight", "directions"))
        return Expectation(
            self.sums + other.sums,
            self.log_likelihood + other.log_likelihood,
            self.total + other.total,
            Misfits(*(np.concatenate(pair) for pair in pairs)).first(len(self.sums.counts)),
        )

    def reseeded(self) -> Sums:
        """The sums; a component that has lost its rows begins anew at one that fits badly, with the mean resultant length of the others."""
        empty = np.flatnonzero(self.sums.are_lost())
        if not empty.size:
            return self.sums
        counts, resultants = self.sums.counts.copy(), self.sums.resultants.copy()
        length = np.sqrt(np.square(resultants).sum(axis=1)).sum() / counts.sum()
        misfits = zip(self.misfits.weight, self.misfits.directions, strict=True)
        for k, (weight, direction) in zip(empty, misfits, strict=False):
            counts[k], resultants[k] = weight, weight * length * direction
        return Sums(counts, resultants)


@singledispatch  # by the kind of rows
def expect(rows: Rows, components: Components, assignment: str, random: np.random.RandomState | None = None) -> Expectation:
    """The expectation step with a 'soft', 'hard' or 'stochastic' assignment of rows to components; the last one needs `random`.

    The rows that fit worst are looked for only where a component has few rows, and so may have lost them everywhere.
    """
    k, scorer = len(components.weights), components.scorer(rows.matrix.dtype)
    sums, densities = Sums.zero(k, rows.dim), np.empty(rows.n)
    for block in rows.blocks(k):
        if assignment == "soft":
            shares, density = scorer.responsibilities(block)
            shares *= block.weight.astype(shares.dtype)[:, None]
            sums.add_shares(block, shares)
        else:
            labels, density = _assigned(scorer, block, assignment, random)
            sums.add_groups(block, labels)
        densities[block.first : block.first + len(density)] = density
    misfits = _misfits(rows, densities, k if sums.are_lost(NEARLY_LOST).any() else 0)
    return Expectation(sums, float(densities @ rows.weight), rows.total, misfits)


def _assigned(scorer: Scorer, block: Block, assignment: str, random: Any) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """One component for each row, and the logarithm of its weighted density there."""
    if assignment == "hard":
        scores = scorer.log_densities(block)
        labels = scores.argmax(axis=1)
        return labels, np.take_along_axis(scores, labels[:, None], 1)[:, 0].astype(np.float64) + scorer.reference
    shares, density = scorer.responsibilities(block)
    reached = np.cumsum(shares, axis=1)
    drawn = random.random_sample(len(shares))[:, None] * reached[:, -1:]
    labels = np.minimum((reached <= drawn).sum(axis=1), shares.shape[1] - 1)
    with np.errstate(divide="ignore"):
        return labels, density + np.log(np.take_along_axis(shares, labels[:, None], 1)[:, 0].astype(np.float64))


def _misfits(rows: Rows, density: NDArray[np.float64], count: int) -> Misfits:
    counted = np.flatnonzero(rows.weight)
    count = min(count, len(counted))
    lowest = counted[np.argpartition(density[counted], count - 1)[:count]] if count else counted[:0]
    return Misfits(density[lowest], rows.weight[lowest], rows.directions(lowest)).first(count)


@singledispatch
def nearest(rows: Rows, directions: NDArray[np.float64]) -> Sums:
    """The sums of the rows that are nearest to each direction."""
    sums = Sums.zero(*directions.shape)
    columns = np.ascontiguousarray(directions.T.astype(rows.matrix.dtype))
    for block in rows.blocks(len(directions)):
        sums.add_groups(block, block.product(columns).argmax(axis=1))
    return sums


@singledispatch
def sums_of_groups(rows: Rows, labels: NDArray[np.intp], groups: int) -> Sums:
    """The sums of the rows of each label."""
    sums = Sums.zero(groups, rows.dim)
    for block in rows.blocks(1):
        sums.add_groups(block, labels[block.first : block.first + len(block.weight)])
    return sums
