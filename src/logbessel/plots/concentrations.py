"""The concentrations of classes, with what is known of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from logbessel.plots.axes import Axes, axes_or_new
from logbessel.stats import VonMisesFisherFit


def plot_concentrations(fits: Mapping[Any, VonMisesFisherFit], *, level: float = 0.95, ax: Axes | None = None) -> Axes:
    """Draw the concentration of each class with its confidence interval.

    Parameters
    ----------
    fits : mapping of names to VonMisesFisherFit
        The fit of each class, from the top to the bottom.
    level : float
        The probability that an interval holds the true concentration; between 0 and 1.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default in a new figure.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ValueError
        There are no fits, or `level` is no probability.

    Notes
    -----
    The points are the concentrations with their bias taken out, `concentration_corrected`, about which the intervals lie.
    """
    if not fits:
        raise ValueError("fits must hold at least one fit, and it is empty")
    kappa = np.array([fit.concentration_corrected for fit in fits.values()])
    low, high = np.array([fit.concentration_interval(level) for fit in fits.values()]).T
    place = np.arange(len(kappa))
    ax = axes_or_new(ax, figsize=(6.4, max(2.0, 0.8 + 0.3 * len(kappa))))
    ax.errorbar(kappa, place, xerr=(kappa - low, high - kappa), fmt="o", markersize=4, capsize=3)
    ax.set_yticks(place, [str(name) for name in fits])
    ax.invert_yaxis()
    ax.grid(axis="x", alpha=0.3)
    ax.set(xlabel=f"concentration, with {100 * level:.4g} % confidence intervals", ylabel="class")
    return ax
