"""Estimates by steps, from one start or many: the best one wins, and an interrupt leaves the best so far."""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable
from typing import Protocol, TypeVar

from sklearn.exceptions import ConvergenceWarning


class Course(Protocol):
    """Where the steps of one start have led; its string is what `verbose` tells."""

    @property
    def objective(self) -> float:
        """The larger, the better."""

    @property
    def steps(self) -> int: ...

    @property
    def interrupted(self) -> bool: ...


C = TypeVar("C", bound=Course)


def best_of(starts: int, run: Callable[[], C], verbose: int) -> tuple[C, bool]:
    """The best course of so many starts, the first one of equals, and whether an interrupt ended them; it is raised if nothing is there to
    keep."""
    best: C | None = None
    for start in range(starts):
        began = time.perf_counter()
        try:
            course = run()
        except KeyboardInterrupt:
            if best is None:
                raise
            return best, True
        if verbose:
            print(f"start {start + 1}: {course}, {time.perf_counter() - began:.1f} s")
        if best is None or course.objective > best.objective:
            best = course
        if course.interrupted:
            return best, True
    assert best is not None
    return best, False


def warn_of_interrupt(steps: int, stacklevel: int) -> None:
    message = f"interrupted: the estimates are those after {steps} whole steps, and a fit with warm_start=True goes on from them"
    warnings.warn(message, ConvergenceWarning, stacklevel=stacklevel + 1)
