"""How far samples are from a distribution, by their log densities."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from logbessel.plots.axes import Axes, axes_or_new


def plot_scores(scores: Mapping[Any, ArrayLike], *, bins: int = 60, threshold: float | None = None, ax: Axes | None = None) -> Axes:
    """Draw histograms of scores, such as those of rows in and out of the distribution.

    Parameters
    ----------
    scores : mapping of names to arrays
        What `score_samples` gives for each sample: log densities, smaller where a row is out of the distribution.
    bins : int
        How many, the same for all.
    threshold : float, optional
        A line there, for the score below which a row is taken for an outlier.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default in a new figure.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ValueError
        There are no scores in one of the samples, or one that is not finite.
    """
    samples = {str(name): np.ravel(np.asarray(values, dtype=np.float64)) for name, values in scores.items()}
    if not samples:
        raise ValueError("scores must hold at least one sample, and it is empty")
    for name, values in samples.items():
        if not (values.size and np.isfinite(values).all()):
            raise ValueError(f"scores of {name!r} must be finite numbers, at least one")
    edges = np.histogram_bin_edges(np.concatenate(list(samples.values())), bins)
    ax = axes_or_new(ax)
    for name, values in samples.items():
        share = np.full(len(values), 1 / len(values))
        ax.hist(values, edges.tolist(), weights=share, alpha=0.5, label=f"{name} ({len(values):,})", histtype="stepfilled")
    if threshold is not None:
        ax.axvline(threshold, color="k", linestyle=":", linewidth=1, label=f"threshold {threshold:.4g}")
    ax.set(xlabel="score: log density, nats", ylabel="share of the rows")
    ax.legend()
    return ax
