"""The rows of an array of another library than NumPy as directions: they are used where they are, on a GPU or not.

What `unit_rows` is for matrices of NumPy and SciPy.  Everything goes through the array's own namespace, by the Python array API standard.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any, NamedTuple

import array_api_compat as compat
import numpy as np
from numpy.typing import NDArray

from logbessel.sklearn.unit_rows import Rows
from logbessel.stats.device_sums import check_place, processor, to_numpy

# Rows of a block times columns of what is computed from it: kernels of a GPU run at full speed, those of a CPU out of its caches.
BLOCK_ELEMENTS = {"cpu": 1 << 19, "gpu": 1 << 25}
# Elements of the rows of a block that are squared at a time.
SQUARED_ELEMENTS = {"cpu": 1 << 19, "gpu": 1 << 25}
# So many rows are added up by a product, in the type of the rows, and what these give in double precision: few enough for rounding not to
# grow, and products side by side leave no part of a GPU idle where there are few components.
SUMMED_ROWS = 1 << 12
# In single precision a sum of squares within these bounds has lost nothing to underflow.
SAFE_SQUARES = (1e-30, 1e37)


class DeviceBlock(NamedTuple):
    """Rows from `first` on, 1/|row| as a column, and how often each counts, in float64."""

    first: int
    rows: Any
    inverse_norm: Any
    weight: Any

    def product(self, columns: Any) -> Any:
        """The products of the directions of the rows with columns, of shape (p, k)."""
        product = self.rows @ columns
        product *= self.inverse_norm
        return product

    def sums(self, shares: Any, factor: Any) -> tuple[Any, Any]:
        """sum_i factor_i shares[i, k], and the same times the directions u_i of the rows, in float64, for shares of shape (rows, k), which
        it spoils, and a column of factors."""
        counts = _product_of_columns(factor, shares)[0, :]
        shares *= factor * self.inverse_norm
        return counts, _product_of_columns(shares, self.rows)


def _product_of_columns(a: Any, b: Any) -> Any:
    """a^T b for matrices of many rows."""
    n = a.shape[0]
    whole = n - n % SUMMED_ROWS
    parts = [part for part in (slice(0, whole), slice(whole, n)) if part.start < part.stop]
    return sum(_product_of_stacks(a[part, :], b[part, :]) for part in parts)


def _product_of_stacks(a: Any, b: Any) -> Any:
    xp, n = compat.array_namespace(a), min(SUMMED_ROWS, a.shape[0])
    a, b = (xp.reshape(array, (-1, n, array.shape[1])) for array in (a, b))
    return xp.sum(xp.matrix_transpose(a) @ b, axis=0, dtype=xp.float64)


class DeviceRows(Rows):
    """An array whose rows are directions; rows of zeros have none, and the weight 0.

    Parameters
    ----------
    matrix : array of shape (n, p), p >= 2, as `check_matrix` wants it
        float32 and float64 as they are; integers are computed in float64, and all others in float32, block by block.
    weight : ndarray of shape (n,)
        How often each row counts.

    Raises
    ------
    ValueError
        The matrix has NaN or infinities, or rows whose norm overflows.
    """

    def __init__(self, matrix: Any, weight: NDArray[np.float64]) -> None:
        self.xp, self.device = compat.array_namespace(matrix), compat.device(matrix)
        self.processor = processor(matrix)
        self.matrix = matrix.detach() if compat.is_torch_array(matrix) else matrix
        wide = matrix.dtype == self.xp.float64 or not self.xp.isdtype(matrix.dtype, "real floating")
        self.dtype = np.dtype(np.float64 if wide else np.float32)
        self.type = self.xp.float64 if wide else self.xp.float32
        squares = self._checked_squares()
        nothing = squares == 0
        self.weight = weight
        if bool(self.xp.any(nothing)):
            where = to_numpy(nothing)
            warnings.warn(f"{where.sum():,} rows are zero: they have no direction and do not count", UserWarning, stacklevel=4)
            self.weight = np.where(where, 0, weight)
        inverse_norm = self.xp.where(nothing, squares, 1 / self.xp.sqrt(squares + self.xp.astype(nothing, self.xp.float64)))
        self._inverse_norm = self.xp.astype(inverse_norm, self.type)[:, None]
        self._weight = self.place(self.weight)

    def blocks(self, columns: int) -> Iterator[DeviceBlock]:
        for part in self._parts(columns, BLOCK_ELEMENTS):
            rows = self.xp.astype(self.matrix[part, :], self.type, copy=False)
            yield DeviceBlock(part.start, rows, self._inverse_norm[part, :], self._weight[part])

    def directions(self, index: NDArray[np.intp]) -> NDArray[np.float64]:
        some = to_numpy(self.xp.astype(self.xp.take(self.matrix, self.place(index), axis=0), self.xp.float64))
        norms = np.linalg.norm(some, axis=1)
        return np.asarray(some / np.where(norms > 0, norms, 1)[:, None])

    def place(self, array: Any, dtype: Any = None) -> Any:
        """An array of NumPy on the device of the rows."""
        return self.xp.asarray(np.array(array), dtype=dtype, device=self.device)

    def _parts(self, columns: int, elements: dict[str, int]) -> Iterator[slice]:
        rows = max(256, elements[self.processor] // max(columns, 1))
        return (slice(first, min(first + rows, self.n)) for first in range(0, self.n, rows))

    def _squares(self, dtype: Any) -> Any:
        """|row|^2, computed in a type, as float64."""
        parts = (self.xp.astype(self.matrix[part, :], dtype, copy=False) for part in self._parts(self.dim, SQUARED_ELEMENTS))
        with np.errstate(over="ignore", under="ignore", invalid="ignore"):
            return self.xp.concat([self.xp.astype(self.xp.sum(part * part, axis=1), self.xp.float64) for part in parts])

    def _checked_squares(self) -> Any:
        squares = self._squares(self.type)
        if self.type == self.xp.float32:
            low, high = SAFE_SQUARES
            if not bool(self.xp.all((squares > low) & (squares < high))):
                squares = self._squares(self.xp.float64)
        finite = squares < self.xp.inf
        if not bool(self.xp.all(finite)):
            row = int(np.flatnonzero(~to_numpy(finite))[0])
            if bool(self.xp.all(self.xp.isfinite(self.matrix[row, :]))):
                raise ValueError(f"row {row} is too large: its norm overflows {self.matrix.dtype}")
            raise ValueError(f"Input X contains NaN or infinity, first in row {row}")
        return squares


def check_matrix(matrix: Any) -> None:
    """Raises ValueError unless X is a dense real matrix, with two columns at least, on the current device."""
    xp = compat.array_namespace(matrix)
    check_place(matrix, "X")
    if matrix.ndim != 2:
        raise ValueError(f"Expected 2D array, got {matrix.ndim}D array instead: X must have shape (n, p), not {tuple(matrix.shape)}")
    if matrix.shape[0] < 1:
        raise ValueError(f"Found array with 0 sample(s) (shape={tuple(matrix.shape)}) while a minimum of 1 is required")
    if matrix.shape[1] < 2:
        raise ValueError(f"directions need at least 2 features, and X has {matrix.shape[1]} feature(s)")
    if xp.isdtype(matrix.dtype, "complex floating"):
        raise ValueError(f"Complex data not supported: X is {matrix.dtype}")
