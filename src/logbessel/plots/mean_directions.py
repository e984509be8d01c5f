"""The directions of the components of a mixture, seen in a plane."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from logbessel.plots.axes import Axes, axes_or_new, names_of

LARGEST = 400  # the area of the component with the largest weight, in square points


def plot_mean_directions(estimator: Any, *, labels: Sequence[Any] | None = None, ax: Axes | None = None) -> Axes:
    """Draw the mean directions of components or classes in the plane of their first two principal components.

    Areas go with the weights, colours with the concentrations.

    Parameters
    ----------
    estimator : VonMisesFisherMixture or VonMisesFisherClassifier
        Fitted; or anything with `mean_directions_`, `concentrations_` and `weights_` or `priors_`.
    labels : sequence of str, optional
        The names of the components; by default their numbers, or the classes.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default in a new figure.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ValueError
        `labels` are not as many as the components.
    """
    directions, weights = estimator.mean_directions_, np.asarray(getattr(estimator, "weights_", getattr(estimator, "priors_", None)))
    names = names_of(labels, getattr(estimator, "classes_", range(len(directions))))
    points, shares = principal_plane(directions, weights)
    ax = axes_or_new(ax)
    areas = LARGEST * weights / weights.max()
    marks = ax.scatter(points[:, 0], points[:, 1], areas, estimator.concentrations_, alpha=0.75, edgecolors="w", linewidths=1)
    for name, point, area, side in zip(names, points, areas, free_sides(points), strict=True):
        beside = tuple((np.sqrt(area / np.pi) + 2) * side)
        across, up = ("right", "center", "left")[side[0] + 1], ("top", "center", "bottom")[side[1] + 1]
        ax.annotate(name, point, beside, textcoords="offset points", fontsize="small", ha=across, va=up)
    ax.figure.colorbar(marks, ax=ax, label="concentration", shrink=0.8)
    ax.set(xlabel=f"first principal component ({shares[0]:.0%} of the variance)", ylabel=f"second ({shares[1]:.0%})")
    ax.set_title("mean directions, areas by weight")
    ax.margins(0.2, 0.12)
    ax.set_aspect("equal")
    return ax


def principal_plane(directions: NDArray[np.float64], weights: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The coordinates of the directions in it, shape (k, 2), and the shares of their weighted variance along both axes."""
    shares = weights / weights.sum()
    centred = directions - shares @ directions
    _, lengths, axes = np.linalg.svd(np.sqrt(shares)[:, None] * centred, full_matrices=False)
    axes = axes * np.where(axes.sum(axis=1) < 0, -1, 1)[:, None]  # either sign is right: take one
    points, variance = np.zeros((len(directions), 2)), np.zeros(2)
    found = min(2, len(lengths))
    points[:, :found], variance[:found] = centred @ axes[:found].T, lengths[:found] ** 2
    return points, variance / max(float((lengths**2).sum()), np.finfo(np.float64).tiny)


def free_sides(points: NDArray[np.float64]) -> NDArray[np.intp]:
    """On which side of each point, (+-1, 0) or (0, +-1), a name is farthest from the other points."""
    sides = np.array([[1, 0], [-1, 0], [0, 1], [0, -1]])
    names = points[:, None] + 0.1 * np.ptp(points, axis=0).max() * sides
    distance = np.linalg.norm(names[:, :, None] - points, axis=3)
    distance[np.arange(len(points)), :, np.arange(len(points))] = np.inf
    chosen: NDArray[np.intp] = sides[distance.min(axis=2).argmax(axis=1)]
    return chosen
