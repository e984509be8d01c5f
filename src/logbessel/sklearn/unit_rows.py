"""The rows of a dense or CSR matrix as directions, block by block: the rows themselves, and the inverses of their norms."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from logbessel import _core
from logbessel.stats.unit_vectors import as_weights

# Rows of a block times columns of what is computed from it: large enough for products at full speed, small beside the matrix.
BLOCK_ELEMENTS = 1 << 19
# Rows of a block times their columns: two products read them, the second one from the cache.
CACHED_ELEMENTS = 1 << 21


def check_weight(weight: NDArray[np.float64]) -> None:
    """Raises ValueError if there is nothing to learn from."""
    if not weight.sum() > 0:
        raise ValueError("no row has both a direction and a positive weight")


def working_type(dtype: Any) -> Any:
    """The type in which rows of a type are multiplied."""
    return np.dtype(np.float32) if dtype == np.float32 else np.dtype(np.float64)


class Block(NamedTuple):
    """Rows from `first` on, 1/|row|, and how often each counts."""

    first: int
    rows: Any
    inverse_norm: NDArray[np.float64]
    weight: NDArray[np.float64]

    def product(self, columns: NDArray[Any]) -> NDArray[Any]:
        """The products of the directions of the rows with columns, of shape (p, k)."""
        product = np.asarray(self.rows @ columns)
        product *= self.inverse_norm.astype(product.dtype)[:, None]
        return product

    def sums(self, shares: NDArray[Any]) -> NDArray[np.float64]:
        """sum_i shares[i, k] u_i over the directions u_i of the rows, for shares of shape (rows, k); spoils these."""
        shares *= self.inverse_norm.astype(shares.dtype)[:, None]
        return np.asarray((self.rows.T @ shares).T, dtype=np.float64)

    def add_groups(self, labels: NDArray[np.intp], sums: NDArray[np.float64]) -> None:
        """Add the weighted sum of the directions of the rows of each label to its row of `sums`."""
        share = self.weight * self.inverse_norm
        if isinstance(self.rows, np.ndarray):
            _core.sum_groups(self.rows, share, labels, np.argsort(labels, kind="stable"), sums)
        else:
            member = sparse.csr_matrix((share.astype(self.rows.dtype), (labels, np.arange(len(labels)))), shape=(len(sums), len(labels)))
            sums += (member @ self.rows).toarray()

    def directions(self, index: Any) -> NDArray[np.float64]:
        """The directions of some of the rows."""
        rows = self.rows[index]
        rows = rows.toarray() if sparse.issparse(rows) else rows
        return np.asarray(rows, dtype=np.float64) * self.inverse_norm[index][:, None]


class Rows:
    """A matrix whose rows are directions, each with a weight, wherever it is."""

    matrix: Any
    weight: NDArray[np.float64]
    dtype: np.dtype[Any]  # that of the products

    @property
    def n(self) -> int:
        return int(self.matrix.shape[0])

    @property
    def dim(self) -> int:
        return int(self.matrix.shape[1])

    @property
    def total(self) -> float:
        """The sum of the weights."""
        return float(self.weight.sum())

    def blocks(self, columns: int) -> Iterator[Any]:
        """All rows, in blocks for work with so many columns."""
        raise NotImplementedError

    def directions(self, index: NDArray[np.intp]) -> NDArray[np.float64]:
        """Some of the rows, of norm 1."""
        raise NotImplementedError

    def direction(self, row: int) -> NDArray[np.float64]:
        """One row, of norm 1."""
        direction: NDArray[np.float64] = self.directions(np.array([row]))[0]
        return direction


class UnitRows(Rows):
    """A matrix whose rows are directions; rows of zeros have none, and the weight 0.

    Parameters
    ----------
    matrix : ndarray or CSR matrix of shape (n, p), p >= 2, float32 or float64
    weight : ndarray of shape (n,)
        How often each row counts.

    Raises
    ------
    ValueError
        The norm of a row overflows, or there is one column only.
    """

    def __init__(self, matrix: Any, weight: NDArray[np.float64]) -> None:
        if matrix.shape[1] < 2:
            raise ValueError(f"directions need at least 2 features, and X has {matrix.shape[1]} feature(s)")
        self.matrix, self.weight, self.dtype = matrix, weight, matrix.dtype
        if sparse.issparse(matrix):
            squares = np.asarray(matrix.multiply(matrix).sum(axis=1), dtype=np.float64).ravel()
        else:
            squares = np.einsum("ij,ij->i", matrix, matrix, dtype=np.float64)
        if not np.all(squares < np.inf):
            raise ValueError(f"row {np.flatnonzero(~(squares < np.inf))[0]} is too large: its norm overflows {matrix.dtype}")
        nothing = squares == 0
        if nothing.any():
            warnings.warn(f"{nothing.sum():,} rows are zero: they have no direction and do not count", UserWarning, stacklevel=4)
            self.weight = np.where(nothing, 0, weight)
        self.inverse_norm = 1 / np.sqrt(np.where(nothing, np.inf, squares))

    @classmethod
    def of_array(cls, array: Any, weight: Any = None) -> UnitRows:
        """The rows of an array: float32 as they are, all others in float64."""
        rows = np.asarray(array, dtype=working_type(np.asarray(array).dtype), order="C")
        return cls(rows, np.ones(len(rows)) if weight is None else as_weights(weight, len(rows)))

    def blocks(self, columns: int) -> Iterator[Block]:
        rows = BLOCK_ELEMENTS // max(columns, 1)
        if isinstance(self.matrix, np.ndarray):
            rows = min(rows, CACHED_ELEMENTS // self.dim)
        rows = max(256, rows)
        for first in range(0, self.n, rows):
            part = slice(first, first + rows)
            yield Block(first, self.matrix[part], self.inverse_norm[part], self.weight[part])

    def directions(self, index: NDArray[np.intp]) -> NDArray[np.float64]:
        return Block(0, self.matrix, self.inverse_norm, self.weight).directions(index)
