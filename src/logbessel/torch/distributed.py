"""Fits of directions under `torch.distributed`, each process with rows of its own: only sums are exchanged, and all get the same answer.

They travel as objects (`torch.distributed.all_gather_object`), with gloo from memory to memory and with NCCL through the current device.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from numpy.typing import ArrayLike

from logbessel.stats import SufficientStatistics, VonMisesFisher, VonMisesFisherFit

if TYPE_CHECKING:
    from logbessel.sklearn import VonMisesFisherMixture

__all__ = ["fit", "fit_mixture"]


def fit(X: Any, weights: ArrayLike | None = None, *, normalize: bool = True, group: Any = None) -> VonMisesFisherFit:
    """The maximum-likelihood von Mises-Fisher distribution of the rows of all processes; see `logbessel.stats.VonMisesFisher.fit`.

    Parameters
    ----------
    X : torch.Tensor or array_like of shape (n, p), p >= 2
        The rows of this process, which are summed up where they are.
    weights : array_like of shape (n,), optional
        How often each of them counts.
    normalize : bool
        True: each row is divided by its norm.  False: each must be a unit vector.
    group : torch.distributed.ProcessGroup, optional
        The processes; by default all.
    """
    return VonMisesFisher.from_statistics(_sum(SufficientStatistics.from_rows(X, weights, normalize=normalize), group))


def fit_mixture(
    mixture: VonMisesFisherMixture, X: Any, sample_weight: ArrayLike | None = None, *, group: Any = None
) -> VonMisesFisherMixture:
    """Fit a mixture to the rows of all processes.

    Equal to ``mixture.fit`` on all rows in one process, to the last digits, where `init` is an array; ``init="k-means++"`` looks for the
    first directions among the rows of the first process only, which should be a fair sample, and there is one start.

    Parameters
    ----------
    mixture : VonMisesFisherMixture
        With the same parameters everywhere, a soft or hard assignment, and a number or None for `random_state`.
    X : torch.Tensor or array_like of shape (n, p), p >= 2
        The rows of this process.
    sample_weight : array_like of shape (n,), optional
        How often each of them counts.
    group : torch.distributed.ProcessGroup, optional
        The processes; by default all.

    Returns
    -------
    VonMisesFisherMixture
        The same object, fitted; equal in all processes.
    """
    from logbessel.sklearn.seeding import seeds
    from logbessel.sklearn.unit_rows import UnitRows

    rows = UnitRows.of_array(_array(X), sample_weight)
    directions = mixture.init
    if isinstance(directions, str):
        chosen: list[Any] = [None]
        if torch.distributed.get_rank(group) == 0:
            chosen = [seeds(rows, mixture.n_components, np.random.RandomState(mixture.random_state))]
        torch.distributed.broadcast_object_list(chosen, group=group, group_src=0)
        directions = chosen[0]

    def over_rows(function: Callable[[UnitRows], Any]) -> Any:
        return _sum(function(rows), group)

    return mixture._fit_spread(over_rows, directions, rows.dim, rows.matrix.dtype)


def _array(X: Any) -> Any:
    return X.detach().cpu().numpy() if isinstance(X, torch.Tensor) else np.asarray(X)


def _sum(part: Any, group: Any) -> Any:
    """The sum of the parts of all processes, added up in the order of their ranks."""
    parts: list[Any] = [None] * torch.distributed.get_world_size(group)
    torch.distributed.all_gather_object(parts, part, group=group)
    total = parts[0]
    for other in parts[1:]:
        total = total + other
    return total
