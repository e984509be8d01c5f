"""Axes to draw into, and how things on them are named."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

try:
    from matplotlib.axes import Axes as Axes
except ImportError as error:
    raise ImportError(f"logbessel.plots needs matplotlib: pip install 'logbessel[plots]' ({error})") from error


def axes_or_new(ax: Axes | None, **size: Any) -> Axes:
    """`ax`, or the Axes of a new figure."""
    if ax is not None:
        return ax
    from matplotlib import pyplot  # here, since it takes its time and chooses a window system

    return pyplot.subplots(layout="constrained", **size)[1]


def names_of(labels: Sequence[Any] | None, default: Sequence[Any]) -> list[str]:
    """One name for each of `default`, which is the default."""
    if labels is not None and len(labels) != len(default):
        raise ValueError(f"labels must be {len(default)}, one for each, not {len(labels)}")
    return [str(name) for name in (default if labels is None else labels)]
