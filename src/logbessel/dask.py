"""Fits of directions in Dask arrays, on one machine or many: sums of blocks, which meet on the scheduler's workers two by two.

Only sums travel, never rows.  Importing this module imports Dask; `fit_mixture` needs scikit-learn as well.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import dask
import dask.array
import numpy as np

from logbessel.stats import SufficientStatistics, VonMisesFisher, VonMisesFisherFit

if TYPE_CHECKING:
    from logbessel.sklearn import VonMisesFisherMixture

__all__ = ["fit", "fit_mixture", "sufficient_statistics"]


def sufficient_statistics(X: Any, weights: Any = None, *, normalize: bool = True) -> SufficientStatistics:
    """The sufficient statistics of the rows of a Dask array.

    Parameters
    ----------
    X : dask.array.Array of shape (n, p), p >= 2
    weights : dask.array.Array or array_like of shape (n,), optional
        How often each row counts.
    normalize : bool
        True: each row is divided by its norm.  False: each must be a unit vector.

    Returns
    -------
    SufficientStatistics
        Equal to those of one machine but for the last digits.

    Raises
    ------
    TypeError
        X is no Dask array.
    ValueError
        As `SufficientStatistics.from_rows`; a row is named by its number in its block.
    """
    return _sum_of_blocks(partial(SufficientStatistics.from_rows, normalize=normalize), X, weights)


def fit(X: Any, weights: Any = None, *, normalize: bool = True) -> VonMisesFisherFit:
    """The maximum-likelihood von Mises-Fisher distribution of the rows of a Dask array; see `VonMisesFisher.fit`.

    Parameters
    ----------
    X : dask.array.Array of shape (n, p), p >= 2
    weights : dask.array.Array or array_like of shape (n,), optional
        How often each row counts.
    normalize : bool
        True: each row is divided by its norm.  False: each must be a unit vector.

    Examples
    --------
    >>> import dask.array
    >>> import logbessel.dask
    >>> X = dask.array.from_array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0], [1.0, 0.9]], chunks=(2, 2))
    >>> round(logbessel.dask.fit(X).mean_resultant_length, 4)
    0.8533
    """
    return VonMisesFisher.from_statistics(sufficient_statistics(X, weights, normalize=normalize))


def fit_mixture(mixture: VonMisesFisherMixture, X: Any, sample_weight: Any = None) -> VonMisesFisherMixture:
    """Fit a mixture to the rows of a Dask array, one pass over them for each step.

    Equal to ``mixture.fit`` on one machine, to the last digits, where `init` is an array; ``init="k-means++"`` looks for the first
    directions in the first block only, which should be a fair sample, and there is one start.

    Parameters
    ----------
    mixture : VonMisesFisherMixture
        With a soft or hard assignment, and a number or None for `random_state`.
    X : dask.array.Array of shape (n, p), p >= 2
        Keep it in the cluster's memory (``X.persist()``) where that is large enough.
    sample_weight : dask.array.Array or array_like of shape (n,), optional
        How often each row counts.

    Returns
    -------
    VonMisesFisherMixture
        The same object, fitted.

    Raises
    ------
    TypeError
        X is no Dask array.
    ValueError
        The assignment is stochastic.
    """
    from logbessel.sklearn.seeding import seeds
    from logbessel.sklearn.unit_rows import UnitRows, working_type

    def over_rows(function: Callable[[UnitRows], Any]) -> Any:
        return _sum_of_blocks(lambda *block: function(UnitRows.of_array(*block)), X, sample_weight)

    directions = mixture.init
    if isinstance(directions, str):
        first = UnitRows.of_array(X.blocks[0].compute())
        directions = seeds(first, mixture.n_components, np.random.RandomState(mixture.random_state))
    return mixture._fit_spread(over_rows, directions, X.shape[1], working_type(X.dtype))


def _sum_of_blocks(function: Callable[..., Any], X: Any, weights: Any) -> Any:
    """The sum of a function of the rows, and of the weights where there are any, over the blocks of an array."""
    if not isinstance(X, dask.array.Array):
        raise TypeError(f"X must be a Dask array, not {type(X).__name__}: logbessel.stats and logbessel.sklearn take others")
    if X.ndim != 2:
        raise ValueError(f"X must have shape (n, p), not {X.shape}")
    X = X.rechunk({1: -1})
    operands = [X.to_delayed().ravel()]
    if weights is not None:
        weights = dask.array.asarray(weights)
        if weights.shape != X.shape[:1]:
            raise ValueError(f"weights must have shape ({X.shape[0]},), one for each row, not {weights.shape}")
        operands.append(weights.rechunk((X.chunks[0],)).to_delayed().ravel())
    parts = [dask.delayed(function)(*blocks) for blocks in zip(*operands, strict=True)]
    while len(parts) > 1:
        parts = [dask.delayed(_add)(*parts[i : i + 2]) if i + 1 < len(parts) else parts[i] for i in range(0, len(parts), 2)]
    return parts[0].compute()


def _add(one: Any, other: Any) -> Any:
    return one + other
