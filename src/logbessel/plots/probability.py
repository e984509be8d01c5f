"""The probability plot of the cosines to a mean direction."""

from __future__ import annotations

from numpy.typing import ArrayLike

from logbessel.plots.axes import Axes, axes_or_new
from logbessel.stats import VonMisesFisher


def plot_probability(distribution: VonMisesFisher, X: ArrayLike, *, ax: Axes | None = None) -> Axes:
    """Draw the cosines of rows to the mean direction against what they should be: on the line, if they follow the distribution.

    Parameters
    ----------
    distribution : VonMisesFisher
        Given, or fitted to the rows: then they lie closer to the line than those of a fresh sample, and
        `logbessel.stats.goodness_of_fit` says whether too far from it.
    X : array_like of shape (n, p)
        The rows.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default in a new figure.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    TypeError, ValueError
        As those of `VonMisesFisher.probplot`; also where X has no rows.
    """
    expected, found = distribution.probplot(X)
    if not len(found):
        raise ValueError("X must have rows to plot, and it is empty")
    ax = axes_or_new(ax, figsize=(4.8, 4.8))
    ax.plot(expected, found, ".", markersize=4)
    ends = [min(expected[0], found[0]), max(expected[-1], found[-1])]
    ax.plot(ends, ends, "k", linewidth=1, alpha=0.6, zorder=0)
    ax.set(xlabel="quantiles of the distribution", ylabel="cosines to the mean direction, in order")
    ax.set_title(f"{len(found):,} rows, p = {distribution.dim:,}, κ = {distribution.concentration:.4g}")
    ax.set_aspect("equal", "datalim")
    return ax
