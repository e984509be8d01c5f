"""Whole matrices in memory, for work that goes over them many times."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from logbessel.cli.files import ArrayReader, check_labels, check_matrix, open_arrays
from logbessel.stats.unit_vectors import as_matrix, blocks, unit_rows


def load_rows(path: str, key: str | None) -> NDArray[Any]:
    """The matrix in a file, float32 or float64, each row of which has a direction; mapped, if it is such a matrix in an .npy file."""
    with open_arrays(path, key) as (rows,):
        return _load(rows)


def load_labelled(path: str, key: str | None, label_key: str) -> tuple[NDArray[Any], NDArray[Any]]:
    """The same, and the label of each row."""
    with open_arrays(path, key, label_key) as (rows, labels):
        matrix = _load(rows)
        check_labels(labels, len(matrix))
        return matrix, labels.whole()


def _load(rows: ArrayReader) -> NDArray[Any]:
    check_matrix(rows)
    matrix = as_matrix(rows.whole())
    for first, block in blocks(matrix):
        unit_rows(block, first_row=first)  # its errors name the row
    exact = np.float32 if np.can_cast(matrix.dtype, np.float32) else np.float64
    return matrix.astype(exact, order="C", copy=False)
