"""What a classifier or a mixture makes of the rows of each true class."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from logbessel.plots.axes import Axes, axes_or_new, names_of


def plot_posterior_confusion(estimator: Any, X: Any, y: ArrayLike, *, labels: Sequence[Any] | None = None, ax: Axes | None = None) -> Axes:
    """Draw the mean probability of each class, or component, over the rows of each true class.

    Parameters
    ----------
    estimator : VonMisesFisherClassifier or VonMisesFisherMixture
        Fitted; or anything with `predict_proba`.
    X : array_like of shape (n, p)
    y : array_like of shape (n,)
        The true class of each row.
    labels : sequence of str, optional
        The names of the classes: of the `classes_` of a classifier, or of the labels in y, in their order.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default in a new figure.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ValueError
        y is not one label for each row, or `labels` are not one for each class.
    """
    truth, probability = np.asarray(y), np.asarray(estimator.predict_proba(X))
    if truth.shape != probability.shape[:1]:
        raise ValueError(f"y must have shape {probability.shape[:1]}, one label for each row, not {truth.shape}")
    present, classifies = np.unique(truth).tolist(), hasattr(estimator, "classes_")
    classes = np.asarray(estimator.classes_).tolist() if classifies else present
    names = names_of(labels, classes)
    columns = names if classifies else [str(k) for k in range(probability.shape[1])]
    name = dict(zip(classes, names, strict=True))
    mean = np.array([probability[truth == label].mean(axis=0, dtype=np.float64) for label in present])
    ax = axes_or_new(ax, figsize=(1.8 + 0.42 * len(columns), 1.4 + 0.42 * len(present)))
    ax.imshow(mean, vmin=0, vmax=1, cmap="Blues", aspect="auto")
    for (row, column), share in np.ndenumerate(mean):
        if share >= 0.005:
            ax.text(column, row, f"{100 * share:.0f}", ha="center", va="center", fontsize="small", color="w" if share > 0.55 else "k")
    slanted: dict[str, Any] = {"rotation": 45, "ha": "right", "rotation_mode": "anchor"} if max(map(len, columns)) > 2 else {}
    ax.set_xticks(range(len(columns)), columns, **slanted)
    ax.set_yticks(range(len(present)), [name.get(label, str(label)) for label in present])
    ax.set(xlabel="class" if classifies else "component", ylabel="true class", title="mean posterior probability, %")
    return ax
