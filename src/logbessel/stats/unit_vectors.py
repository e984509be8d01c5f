"""Rows of a matrix as unit vectors, read block by block."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from logbessel.stats.arrays import as_array

# Elements of a block: a handful of float64 temporaries of this size stay in the second-level cache.
BLOCK_ELEMENTS = 1 << 14
# A block of a column-major matrix must hold enough rows that each page of the file is read about once.
COLUMN_MAJOR_ROWS = 1 << 12
# Outside of these bounds a sum of squares has lost digits to underflow, or has overflowed.
SAFE_SQUARES = (1e-270, 1e300)
# How far from 1 the norm of a unit vector may be, whose components have more digits than this.
NORM_TOLERANCE = 1e-5
# Adding and subtracting this rounds |u| <= 1 to a multiple of 2^-26: sums of fewer than 2^26 of those are exact.
SPLITTER = 1.5 * 2.0**26


class RowError(ValueError):
    """A row has no direction, or is not of norm 1: which row, and what is wrong with it."""

    def __init__(self, row: int, fault: str) -> None:
        super().__init__(row, fault)
        self.row, self.fault = row, fault

    def __str__(self) -> str:
        return f"row {self.row} {self.fault}"


def as_matrix(rows: ArrayLike) -> NDArray[Any]:
    """`rows` as a real matrix of shape (n, p), p >= 2, without a copy where it is an array already."""
    matrix = as_array(rows, "rows")
    if matrix.dtype.kind not in "fiu":
        raise TypeError(f"rows must be real numbers, not {matrix.dtype}")
    if isinstance(matrix, np.ma.MaskedArray) and matrix.mask.any():
        raise TypeError(f"rows must not be masked, and {matrix.mask.sum():,} of their components are: drop or fill those rows")
    check_shape(matrix.shape)
    return matrix


def check_shape(shape: tuple[int, ...]) -> None:
    """Raises ValueError unless a shape is (n, p), p >= 2."""
    if len(shape) != 2:
        raise ValueError(f"rows must be a matrix of shape (n, p), not of shape {shape}")
    if shape[1] < 2:
        raise ValueError(f"rows must have at least 2 components, not {shape[1]}")


def as_weights(weights: ArrayLike, n: int) -> NDArray[np.float64]:
    """Weights of n rows."""
    array = np.asarray(as_array(weights, "weights"))
    if array.dtype.kind not in "fiub" or np.ma.is_masked(weights):
        raise TypeError(f"weights must be real numbers, not {array.dtype}")
    if array.shape != (n,):
        raise ValueError(f"weights must have shape ({n},), one for each row, not {array.shape}")
    array = array.astype(np.float64)
    wrong = np.flatnonzero(~((array >= 0) & (array < np.inf)))
    if wrong.size:
        raise ValueError(f"weights must be finite and not negative, and that of row {wrong[0]} is {array[wrong[0]]}")
    return array


def blocks(matrix: NDArray[Any], elements: int = BLOCK_ELEMENTS) -> Iterator[tuple[int, NDArray[Any]]]:
    """Pairs (index of its first row, block) that cover the rows of `matrix` in order."""
    rows = max(1, elements // matrix.shape[1])
    if matrix.flags.f_contiguous and not matrix.flags.c_contiguous:
        rows = max(rows, COLUMN_MAJOR_ROWS)
    for first in range(0, matrix.shape[0], rows):
        yield first, matrix[first : first + rows]


def unit_rows(block: NDArray[Any], *, normalize: bool = True, first_row: int = 0) -> NDArray[np.float64]:
    """The rows of `block`, each divided by its Euclidean norm, as a new float64 array.

    Parameters
    ----------
    block : array of shape (n, p)
    normalize : bool
        False demands that the rows are unit vectors already, to the rounding of their type.
    first_row : int
        The number by which an error names row 0 of the block.

    Raises
    ------
    RowError
        A row is zero or not finite, or, with ``normalize=False``, is not of norm 1.
    """
    # What underflows here is nothing beside the rest of its row.
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        unit = np.array(block, dtype=np.float64, order="C")
        squares = np.square(unit).sum(axis=1)
        extreme = np.flatnonzero(~((squares > SAFE_SQUARES[0]) & (squares < SAFE_SQUARES[1])))
        exponent = np.zeros(len(unit), dtype=np.intc)
        if extreme.size:
            largest = np.abs(unit[extreme]).max(axis=1)
            for row, size in zip(extreme.tolist(), largest, strict=True):
                if not np.isfinite(size):
                    raise RowError(first_row + row, "has a component that is not finite")
                if size == 0:
                    raise RowError(first_row + row, "is zero: it has no direction")
            exponent[extreme] = np.frexp(largest)[1]
            unit[extreme] = np.ldexp(unit[extreme], -exponent[extreme, None])
            squares[extreme] = np.square(unit[extreme]).sum(axis=1)
        norm = np.sqrt(squares)
        if not normalize:
            true_norm = np.ldexp(norm, exponent)
            off = np.flatnonzero(np.abs(true_norm - 1) > norm_tolerance(block.dtype))
            if off.size:
                row = off[0]
                raise RowError(first_row + row, f"has norm {true_norm[row]:.9g}, not 1 (normalize=True divides by it)")
        unit *= 1 / norm[:, None]  # as the compiled sums do
        return unit


def norm_tolerance(dtype: np.dtype[Any]) -> float:
    """How far from 1 the norm of a unit vector may be once its components are rounded to `dtype`."""
    return max(NORM_TOLERANCE, 2 * float(np.finfo(dtype).eps)) if dtype.kind == "f" else NORM_TOLERANCE
