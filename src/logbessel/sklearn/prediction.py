"""What the components of a mixture say of rows; see `device_steps` for rows that are not NumPy's."""

from __future__ import annotations

from functools import singledispatch
from typing import Any

import numpy as np
from numpy.typing import NDArray

from logbessel.sklearn.components import Components
from logbessel.sklearn.unit_rows import Rows


@singledispatch
def most_probable(rows: Rows, components: Components) -> Any:
    """The most probable component of each row."""
    k, scorer = len(components.weights), components.scorer(rows.dtype)
    return np.concatenate([scorer.log_densities(block).argmax(axis=1) for block in rows.blocks(k)])


@singledispatch
def responsibilities(rows: Rows, components: Components) -> Any:
    """The probability of each component at each row, shape (n, k)."""
    k, scorer = len(components.weights), components.scorer(rows.dtype)
    return np.concatenate([scorer.responsibilities(block)[0] for block in rows.blocks(k)])


@singledispatch
def log_responsibilities(rows: Rows, components: Components) -> Any:
    """The logarithm of the probability of each component at each row, shape (n, k)."""
    k, scorer = len(components.weights), components.scorer(rows.dtype)
    return np.concatenate([scorer.log_responsibilities(block) for block in rows.blocks(k)])


@singledispatch
def log_density(rows: Rows, components: Components) -> Any:
    """The logarithm of the density of the mixture at each row, in float64."""
    k, scorer = len(components.weights), components.scorer(rows.dtype)
    return np.concatenate([scorer.responsibilities(block)[1] for block in rows.blocks(k)])


@singledispatch
def cosine_distances(rows: Rows, directions: NDArray[Any]) -> Any:
    """1 minus the cosine of each row to each direction, shape (n, k)."""
    columns = np.ascontiguousarray(directions.T.astype(rows.dtype))
    return np.concatenate([1 - block.product(columns) for block in rows.blocks(len(directions))])
