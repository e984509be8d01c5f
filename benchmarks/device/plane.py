"""Nanoseconds an element on a GPU, at the points of the plane that paper_speed.py has drawn."""

from __future__ import annotations

from dataclasses import replace
from time import monotonic
from typing import Any

import numpy as np
from sets import Stored

from .clock import times
from .plan import FULL, QUICK
from .rivals import OURS, RIVALS, load

MOST = {OURS: 10**7, "the paper's method": 10**7, "TFP": 10**6}  # elements, enough to fill the GPU
Times = dict[tuple[str, Stored], float]  # by rival and points


def repeated(array: Any, n: int) -> Any:
    """To n elements, on the device."""
    return array.__array_namespace__().tile(array, -(-n // array.size))[:n]


def measure(of_all: list[Stored], of_ours: list[Stored], quick: bool, seconds: float) -> tuple[str, Times, list[str]]:
    """The GPU's name, the times, and remarks on what is absent; the seconds are those after which no more is begun."""
    import cupy

    begin = monotonic()
    name = cupy.cuda.runtime.getDeviceProperties(0)["name"].decode()
    plan = QUICK if quick else replace(FULL, warm_up=0.02, rounds=7, patience=0.1)
    libraries, remarks = load(tuple(rival for rival in RIVALS if rival.name in MOST))
    found: Times = {}
    for done, points in enumerate(of_all + of_ours):
        if monotonic() - begin > seconds:
            remarks.append(f"GPU: the time was up after {done} of {len(of_all + of_ours)} sets of points")
            break
        own = np.load(points.path)
        for rival, library in libraries.items():
            if rival.name != OURS and points in of_ours:
                continue
            n, call = min(plan.n, MOST[rival.name]), library.functions[points.function]
            try:
                native = [repeated(library.array(row), n) for row in own]
                best = times(library.laps, [lambda call=call, native=native: call(*native)], plan).idle
            except Exception as reason:  # short of memory, say
                remarks.append(f"GPU: {rival.name}, {points.path.stem}: {type(reason).__name__}: {str(reason)[:200]}")
            else:
                found[rival.name, points] = 1e9 / n * best
    return name, found, remarks
