"""Sums over the rows of an array that NumPy cannot read, as it is on a GPU or of a type like bfloat16.

They are computed where the rows are, by the array's own namespace (the Python array API standard); only sums travel.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator
from typing import Any

import array_api_compat as compat
import numpy as np
from numpy.typing import ArrayLike, NDArray

from logbessel.stats.unit_vectors import NORM_TOLERANCE, SPLITTER, RowError, as_weights, check_shape

# Elements of a block, of which there are a few float64 temporaries: kernels of a GPU run at full speed, those of a CPU out of its caches.
BLOCK_ELEMENTS = {"cpu": 1 << 16, "gpu": 1 << 23}


def direction_sums(
    rows: Any, weights: ArrayLike | None = None, *, normalize: bool = True, first_row: int = 0
) -> Iterator[tuple[int | float, NDArray[np.float64], NDArray[np.float64], float]]:
    """Number, sum in two words, and scatter of the directions of no row at all, and then of those of each block, for
    `SufficientStatistics.from_rows` to add up."""
    check_place(rows, "rows")
    xp = compat.array_namespace(rows)
    if not xp.isdtype(rows.dtype, ("real floating", "integral")):
        raise TypeError(f"rows must be real numbers, not {rows.dtype}")
    check_shape(tuple(rows.shape))
    counts = None if weights is None else as_weights(to_numpy(weights), rows.shape[0])
    exponent = 0 if counts is None else math.frexp(float(counts.max(initial=0)))[1]
    count, dim = rows.shape
    yield 0, np.zeros(dim), np.zeros(dim), 0.0
    step = max(1, BLOCK_ELEMENTS[processor(rows)] // dim)
    for first in range(0, count, step):
        part = slice(first, min(first + step, count))
        unit = _unit_rows(xp, rows[part, :], normalize, first_row + first)
        n: int | float = unit.shape[0]
        weight = xp.ones_like(unit[:, :1])
        with np.errstate(under="ignore"):
            if counts is not None:
                some = np.ldexp(counts[part, None], -exponent)
                n, weight = float(some.sum()), xp.asarray(some, device=compat.device(rows))
            if not n:
                continue
            sums = np.ldexp(to_numpy(_sums(xp, unit, weight, n)), exponent)
        yield n if counts is None else math.ldexp(n, exponent), sums[:dim], sums[dim:-1], float(sums[-1])


def _unit_rows(xp: Any, block: Any, normalize: bool, first_row: int) -> Any:
    """The directions of the rows in float64, computed without overflow and underflow."""
    with np.errstate(all="ignore"):  # where NumPy is behind the namespace
        wide = xp.astype(block, xp.float64)
        largest = xp.max(xp.abs(wide), axis=1, keepdims=True)
        row = _first_without((largest > 0) & (largest < xp.inf))
        if row is not None:
            nothing = bool(xp.all(largest[row, :] == 0))
            raise RowError(first_row + row, "is zero: it has no direction" if nothing else "has a component that is not finite")
        unit = wide / largest
        norm = xp.sqrt(xp.sum(unit * unit, axis=1, keepdims=True))
        if not normalize:
            true_norm, rounding = largest * norm, float(xp.finfo(block.dtype).eps) if xp.isdtype(block.dtype, "real floating") else 0
            row = _first_without(xp.abs(true_norm - 1) <= max(NORM_TOLERANCE, 2 * rounding))
            if row is not None:
                size = to_numpy(true_norm)[row, 0]
                raise RowError(first_row + row, f"has norm {size:.9g}, not 1 (normalize=True divides by it)")
        unit /= norm
        return unit


def _first_without(good: Any) -> int | None:
    """The first row of a column that is not true."""
    return None if bool(compat.array_namespace(good).all(good)) else int(np.argmin(to_numpy(good)))


def _sums(xp: Any, unit: Any, weight: Any, n: float) -> Any:
    """The sum of unit vectors in two words, and their scatter, one behind the other; weights are a column, at most 1, and sum to n."""
    weighted = unit * weight
    high = (weighted + SPLITTER) - SPLITTER
    resultant, resultant_low = xp.sum(high, axis=0), xp.sum(weighted - high, axis=0)
    unit -= (resultant + resultant_low) / n
    return xp.concat([resultant, resultant_low, xp.reshape(xp.sum(weight * unit * unit), (1,))])


def to_numpy(array: Any) -> Any:
    """An array of any library and device as one of NumPy; everything else as it is."""
    if compat.is_torch_array(array):
        array = array.detach().cpu()
        return (array.float() if str(array.dtype) == "torch.bfloat16" else array).numpy()  # NumPy has no bfloat16
    if compat.is_cupy_array(array):
        return array.get()
    if is_device_array(array):
        return np.from_dlpack(array)
    return np.asarray(array) if compat.is_array_api_obj(array) else array


def is_device_array(array: Any) -> bool:
    """Whether an array is computed by its own library, which is to say not by NumPy; those of JAX and Dask become NumPy's."""
    others = (compat.is_numpy_array, compat.is_jax_array, compat.is_dask_array, compat.is_pydata_sparse_array)
    return compat.is_array_api_obj(array) and not any(is_other(array) for is_other in others)


def processor(array: Any) -> str:
    """Where an array is computed, 'cpu' or 'gpu'."""
    return "cpu" if "cpu" in str(compat.device(array)).lower() else "gpu"


def check_place(array: Any, name: str) -> None:
    """Raises ValueError unless an array is dense, and where its library computes in double precision."""
    if compat.is_torch_array(array) and str(array.layout) != "torch.strided":
        raise ValueError(f"{name} must be a dense tensor, not of the layout {array.layout}: to_dense() makes one")
    if str(compat.device(array)).startswith("mps"):
        raise ValueError(f"{name} is on {compat.device(array)}, which has no double precision for sums: move it to the CPU")
    here, there = (sys.modules["cupy"].cuda.runtime.getDevice(), array.device.id) if compat.is_cupy_array(array) else (0, 0)
    if here != there:
        raise ValueError(f"{name} is on cuda:{there}, and CuPy's current device is cuda:{here}: compute within cupy.cuda.Device({there})")
