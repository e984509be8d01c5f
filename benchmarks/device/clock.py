"""The stopwatches: CUDA's events for what CuPy and PyTorch launch, the wall clock for the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import cycle, pairwise
from statistics import median
from time import perf_counter
from typing import Any, NamedTuple

from .plan import Plan

Call = Callable[[], Any]
Laps = Callable[[Iterator[Call], int], list[float]]  # the seconds of each of so many calls, one behind the other


class Times(NamedTuple):
    """Medians, in seconds."""

    idle: float  # of a call that finds the GPU idle: its launch is part of it
    queued: float  # of a call in a queue behind others


def times(laps: Laps, calls: Sequence[Call], plan: Plan) -> Times:
    """Of calls that take turns, after a warm-up."""
    turns = cycle(calls)
    begin = perf_counter()
    laps(turns, 1)  # may compile
    while perf_counter() - begin < plan.warm_up:
        laps(turns, 1)
    rounds = plan.affordable(laps(turns, 1)[0])
    return Times(median(laps(turns, 1)[0] for _ in range(rounds)), median(laps(turns, rounds + 1)[1:]))


def by_events(turns: Iterator[Call], count: int) -> list[float]:
    """Events on CuPy's current stream, which is PyTorch's too as long as nobody chooses another one."""
    import cupy

    marks = [cupy.cuda.Event() for _ in range(count + 1)]
    marks[0].record()
    for mark in marks[1:]:
        next(turns)()
        mark.record()
    marks[-1].synchronize()
    return [cupy.cuda.get_elapsed_time(a, b) / 1e3 for a, b in pairwise(marks)]


def by_wall(wait: Callable[[Any], object]) -> Laps:
    """Many calls and one wait: the mean."""

    def laps(turns: Iterator[Call], count: int) -> list[float]:
        begin = perf_counter()
        for _ in range(count):
            result = next(turns)()
        wait(result)
        return [(perf_counter() - begin) / count] * count

    return laps
