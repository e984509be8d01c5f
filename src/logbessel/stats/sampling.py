"""Random directions of a von Mises-Fisher distribution, exactly.

A direction is u = t mu + sqrt(1 - t^2) xi, with xi uniform on the unit sphere across mu.  What is drawn of the cosine t is 1 - t, which
keeps its digits for concentrated distributions.

References
----------
Ulrich (1984), Computer generation of distributions on the m-sphere; Wood (1994), Simulation of the von Mises Fisher distribution.
"""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

# Elements of a block of directions: it stays in the second-level cache from the normal variates to the rotation.
BLOCK_ELEMENTS = 1 << 16


def sample(mean_direction: NDArray[np.float64], concentration: float, n: int, rng: np.random.Generator, dtype: Any) -> NDArray[Any]:
    """n directions, shape (n, p), float32 or float64."""
    dim = len(mean_direction)
    complement = (_complement_in_three_dimensions if dim == 3 else _complement)(dim, concentration, n, rng)
    directions = np.empty((n, dim), dtype)
    rows = max(1, BLOCK_ELEMENTS // dim)
    for first in range(0, n, rows):
        _directions_about(mean_direction, complement[first : first + rows], directions[first : first + rows], rng)
    return directions


def _directions_about(mean: NDArray[np.float64], complement: NDArray[np.float64], block: NDArray[Any], rng: np.random.Generator) -> None:
    """Fills a block with directions at the cosines 1 - complement from `mean`, uniform around it.

    Householder's reflection, which takes a first axis to +-mean, takes (+-t, sqrt(1 - t^2) xi) to them.
    """
    dtype = block.dtype.type
    rng.standard_normal(out=block, dtype=dtype)
    work = np.square(block)
    norm = np.sqrt(work[:, 1:].sum(axis=1))  # in pairs, so that single precision will do
    sign = -1.0 if mean[0] > 0 else 1.0
    normal = -sign * mean  # e_1 - sign mean, without cancellation: sign mean[0] <= 0
    normal[0] += 1  # |normal|^2 = 2 normal[0]
    axis = normal.astype(dtype)
    block *= (np.sqrt(complement * (2 - complement)) / norm).astype(dtype)[:, None]
    block[:, 0] = sign * (1 - complement)
    block -= np.multiply((block @ (axis / axis[0]))[:, None], axis, out=work)


def _complement_in_three_dimensions(_: int, concentration: float, n: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """1 - t by inversion of its distribution function, (1 - exp(-kappa (1 - t)))/(1 - exp(-2 kappa))."""
    share = rng.random(n)
    if concentration < 1e-8:  # t is uniform, to the last bit
        return 2 * share
    return -np.log1p(share * math.expm1(-2 * concentration)) / concentration


def _complement(dim: int, concentration: float, n: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """1 - t by rejection from the distribution of Ulrich and Wood, which for kappa = 0 is that of t itself."""
    m = dim - 1
    b = m / (2 * concentration + math.hypot(2 * concentration, m))
    complement_0 = 2 * b / (1 + b)  # 1 - x_0, x_0 = (1 - b)/(1 + b)
    x_0 = (1 - b) / (1 + b)
    result = np.empty(n)
    filled = 0
    while filled < n:
        missing = n - filled
        z = rng.beta(m / 2, m / 2, missing)
        complement = 2 * b * z / (1 - (1 - b) * z)
        # log of (1 - x_0 t)^m exp(kappa t) relative to its largest value, at t = x_0
        odds = concentration * (complement_0 - complement) + m * np.log1p(x_0 * (complement - complement_0) / (complement_0 * (1 + x_0)))
        accepted = complement[odds >= np.log1p(-rng.random(missing))]
        result[filled : filled + len(accepted)] = accepted
        filled += len(accepted)
    return result
