"""The components of a mixture: their densities at the rows of a block, and their estimates from sums."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from logbessel.sklearn.unit_rows import Block
from logbessel.special import iv_ratio_c_inv, iv_ratio_inv
from logbessel.stats.log_normalizer import log_density_at_mode

# The logarithm of the smallest probability: subnormal ones would slow products down ten times.
LEAST = {np.dtype(np.float32): -80, np.dtype(np.float64): -700}


@dataclass
class Components:
    """weights, shape (k,), mean directions, shape (k, p), and concentrations, shape (k,)"""

    weights: NDArray[np.float64]
    mean_directions: NDArray[np.float64]
    concentrations: NDArray[np.float64]

    def scorer(self, dtype: Any) -> Scorer:
        with np.errstate(divide="ignore"):
            constants = np.log(self.weights) + log_density_at_mode(self.mean_directions.shape[1], self.concentrations) - self.concentrations
        reference = float(np.max(constants))
        rows = np.empty(self.mean_directions.shape, dtype)
        np.multiply(self.mean_directions, self.concentrations[:, None], out=rows, casting="same_kind")
        return Scorer(np.ascontiguousarray(rows.T), (constants - reference).astype(dtype), reference)


@dataclass
class Scorer:
    """The logarithms of the weighted densities, but for a constant: kappa mu, shape (p, k), and the rest."""

    columns: NDArray[Any]
    constants: NDArray[Any]
    reference: float

    def log_densities(self, block: Block) -> NDArray[Any]:
        """log(weight_k f_k(u_i)) - reference, shape (rows, k)."""
        scores = block.product(self.columns)
        scores += self.constants
        return scores

    def log_responsibilities(self, block: Block) -> NDArray[Any]:
        """The logarithm of the probability of each component at each row."""
        scores = self.log_densities(block)
        scores -= scores.max(axis=1, keepdims=True)
        scores -= np.log(np.exp(scores).sum(axis=1, keepdims=True))
        return scores

    def responsibilities(self, block: Block) -> tuple[NDArray[Any], NDArray[np.float64]]:
        """The probability of each component at each row, and the logarithm of the density of the mixture."""
        scores = self.log_densities(block)
        largest = scores.max(axis=1)
        scores -= largest[:, None]
        np.maximum(scores, LEAST[scores.dtype], out=scores)
        np.exp(scores, out=scores)
        total = scores.sum(axis=1)
        scores /= total[:, None]
        return scores, largest.astype(np.float64) + np.log(total, dtype=np.float64) + self.reference


@dataclass
class Sums:
    """What is known of the components' rows: their numbers (or sums of weights), shape (k,), and the sums of them, shape (k, p)."""

    counts: NDArray[np.float64]
    resultants: NDArray[np.float64]

    @classmethod
    def zero(cls, count: int, dim: int) -> Sums:
        return cls(np.zeros(count), np.zeros((count, dim)))

    def add_shares(self, block: Block, shares: NDArray[Any]) -> None:
        """Count so much of each row for each component; spoils the shares."""
        self.counts += shares.sum(axis=0, dtype=np.float64)
        self.resultants += block.sums(shares)

    def add_groups(self, block: Block, labels: NDArray[np.intp]) -> None:
        """Count each row for one component."""
        self.counts += np.bincount(labels, block.weight, len(self.counts))
        block.add_groups(labels, self.resultants)

    def __add__(self, other: Sums) -> Sums:
        return Sums(self.counts + other.counts, self.resultants + other.resultants)

    def are_lost(self, share: float = 1e-9) -> NDArray[np.bool_]:
        """Which components have lost their rows, all but such a share."""
        return self.counts <= share * self.counts.sum()

    def scaled(self, factor: float) -> Sums:
        return Sums(factor * self.counts, factor * self.resultants)

    def components(self, common: bool, bounds: tuple[float, float]) -> Components:
        """The most likely parameters: free concentrations or a common one, within bounds; empty components point along the first axis."""
        dim = self.resultants.shape[1]
        squares = np.square(self.resultants)
        lengths = np.sqrt(squares.sum(axis=1))
        counts = np.maximum(self.counts, lengths)  # but for rounding they are
        directions = np.divide(self.resultants, np.where(lengths > 0, lengths, 1)[:, None], out=squares)
        directions[lengths == 0] = np.eye(1, dim)
        total = self.counts.sum()
        if common:
            counts, lengths = np.full_like(counts, counts.sum()), np.full_like(lengths, lengths.sum())
        counts = np.where(counts > 0, counts, 1)
        concentrations = concentrations_from(dim, lengths / counts, (counts - lengths) / counts, bounds)
        return Components(self.counts / total, directions, concentrations)


def concentrations_from(
    dim: int, lengths: NDArray[np.float64], lengths_c: NDArray[np.float64], bounds: tuple[float, float]
) -> NDArray[np.float64]:
    """The kappa with A_p(kappa) = R from R and 1 - R, within bounds."""
    from_length = iv_ratio_inv(dim / 2, np.clip(lengths, 0, 0.5))
    from_length_c = iv_ratio_c_inv(dim / 2, np.clip(lengths_c, np.finfo(np.float64).eps, 0.5))
    return np.clip(np.where(lengths < 0.5, from_length, from_length_c), *bounds)
