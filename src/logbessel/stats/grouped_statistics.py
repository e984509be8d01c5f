"""The sufficient statistics of many groups of rows at once, such as the rows of each label."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from logbessel.stats.sufficient_statistics import SufficientStatistics, Sums, merge
from logbessel.stats.unit_vectors import SPLITTER, unit_rows


class GroupedStatistics:
    """`SufficientStatistics` of each label, in arrays with one row a label: no Python runs for each group.

    Parameters
    ----------
    dim : int
        The number of components of a row.
    """

    def __init__(self, dim: int) -> None:
        self._index: dict[Any, int] = {}
        self._sums = Sums(*(np.zeros((1, width)) for width in (1, dim, dim, 1, 1)))

    def add(self, block: NDArray[Any], labels: NDArray[Any], *, normalize: bool = True) -> None:
        """Take in the rows of a block, each with its label."""
        if not len(labels):
            return
        order = np.argsort(labels, kind="stable")
        labels = labels[order]
        starts = np.flatnonzero(np.r_[True, labels[1:] != labels[:-1]])
        sums = _sums_of_runs(unit_rows(block[order], normalize=normalize), starts)
        seen = len(self._index)
        index = np.array([self._index.setdefault(label, len(self._index)) for label in labels[starts].tolist()])
        while len(self._sums.n) < len(self._index):
            self._sums = Sums(*(np.concatenate([field, np.zeros_like(field)]) for field in self._sums))
        known = index < seen
        self._put(index[~known], _take(sums, ~known))
        self._put(index[known], merge(_take(self._sums, index[known]), _take(sums, known)))

    def items(self) -> Iterator[tuple[Any, SufficientStatistics]]:
        """Pairs (label, statistics of its rows), labels in their order."""
        for label, i in sorted(self._index.items()):
            n, resultant, resultant_low, scatter, scatter_low = _take(self._sums, i)
            yield label, SufficientStatistics(int(n[0]), resultant, resultant_low, float(scatter[0]), float(scatter_low[0]))

    def _put(self, index: NDArray[np.intp], sums: Sums) -> None:
        for field, values in zip(self._sums, sums, strict=True):
            field[index] = values


def _take(sums: Sums, index: Any) -> Sums:
    return Sums(*(field[index] for field in sums))


def _sums_of_runs(unit: NDArray[np.float64], starts: NDArray[np.intp]) -> Sums:
    """The sums of the rows from each start to the next."""
    lengths = np.diff(starts, append=len(unit))
    n = lengths[:, None].astype(np.float64)
    with np.errstate(under="ignore"):
        high = (unit + SPLITTER) - SPLITTER
        resultant = np.add.reduceat(high, starts)
        resultant_low = np.add.reduceat(np.subtract(unit, high, out=high), starts)
        unit -= np.repeat((resultant + resultant_low) / n, lengths, axis=0)
        scatter = np.add.reduceat(np.square(unit, out=unit).sum(axis=1, keepdims=True), starts)
    return Sums(n, resultant, resultant_low, scatter, np.zeros_like(scatter))
