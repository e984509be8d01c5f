"""Cosines of directions to a mean direction, and where the quantiles of their distribution would have them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from logbessel.stats.unit_vectors import as_matrix, blocks, unit_rows


class ProbabilityPlot(NamedTuple):
    """What `VonMisesFisher.probplot` returns: the names are those of `scipy.stats.probplot`.

    Attributes
    ----------
    osm : ndarray of shape (n,)
        Quantiles of the distribution of the cosine, at the medians of the order statistics of a uniform sample.
    osr : ndarray of shape (n,)
        The cosines of the sample, in order.
    """

    osm: NDArray[np.float64]
    osr: NDArray[np.float64]


def cosines_to(mean_direction: NDArray[np.float64], rows: ArrayLike) -> NDArray[np.float64]:
    """mu . u for the direction u of each row, shape (n,)."""
    matrix = as_matrix(rows)
    if matrix.shape[1] != len(mean_direction):
        raise ValueError(f"X must have shape (n, {len(mean_direction)}), not {matrix.shape}")
    cosines = np.empty(len(matrix))
    with np.errstate(under="ignore"):
        for first, block in blocks(matrix):
            step = np.subtract(unit_rows(block, first_row=first), mean_direction)
            # 1 - |u - mu|^2/2: next to mu, the product has more rounding than the cosine has room for
            cosines[first : first + len(block)] = 1 - 0.5 * np.square(step, out=step).sum(axis=1)
    return cosines


def plotting_positions(n: int) -> NDArray[np.float64]:
    """The medians of the order statistics of n uniform numbers, by Filliben's (1975) estimate."""
    positions: NDArray[np.float64] = (np.arange(1, n + 1, dtype=np.float64) - 0.3175) / (n + 0.365)
    if n:
        positions[-1] = 0.5 ** (1 / n)
        positions[0] = 1 - positions[-1]
    return positions
