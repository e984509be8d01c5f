"""The stopwatch that every figure of the benchmark is read from."""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from time import perf_counter
from timeit import Timer

Call = Callable[[], object]
SLICE = 1e-3  # seconds: shorter than a scheduler's turn


def seconds(call: Call, at_least: float, clock: Callable[[], float] = perf_counter) -> float:
    """Seconds of a call: the best of the slices, each of as many calls as fit, that fill `at_least` seconds."""
    timer = Timer(call, timer=clock)
    once = timer.timeit(1)
    if once > at_least:
        return once
    calls = max(1, round(SLICE / once))
    slices = max(1, round(at_least / (calls * once)))
    return min(timer.repeat(slices, calls)) / calls


def taking_turns(calls: dict[str, Call], rounds: int, at_least: float) -> dict[str, float]:
    """The best of several rounds in which all calls run, so that noise hits all alike."""
    best = dict.fromkeys(calls, inf)
    for _ in range(rounds):
        for name, call in calls.items():
            best[name] = min(best[name], seconds(call, at_least))
    return best
