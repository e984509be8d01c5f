"""How one column of the tables is filled: check every rival on the same points, then time them in turns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter

import numpy as np
from sets import LONGEST, Array, Case, Points
from truth import POINTS, errors, reference
from worker import CORES, Worker

CHECKED = 1000


@dataclass(frozen=True)
class Plan:
    """How long to take."""

    sizes: tuple[int, ...]
    rounds: int
    call: float  # seconds that one timed call may last: slow rivals get fewer points ...
    cautious_call: float  # ... and a cautious rival fewer still
    check: float  # seconds for all checked points of a cautious rival; less than its ...
    patience: float  # ... seconds without an answer, after which it is killed


FULL = Plan(sizes=(1, 100, 10_000, LONGEST), rounds=7, call=0.5, cautious_call=0.05, check=2, patience=10)
QUICK = Plan(sizes=(1, 10_000), rounds=3, call=0.05, cautious_call=0.05, check=0.5, patience=3)


@dataclass
class Check:
    """What a rival answered on the first points of a case. None: it answered nothing (finite), or nothing to compare."""

    checked: int
    finite: float | None  # share of the checked points
    max_error: float | None  # in units u, over the finite values that have a reference
    worst: tuple[float, float] | None  # the (v, x) of that error
    seconds: float  # per element
    hung: bool  # some points never returned


@dataclass
class Timing:
    points: int  # fewer than the size asked for when the rival is slow
    ns: float  # per element, the best round
    hung: bool


def references(case: Case, dtypes: set[str]) -> dict[str, Array]:
    """Reference values at the first points as each dtype rounds them."""
    return {dtype: reference(case.function, *case.arguments(0, POINTS, dtype)) for dtype in dtypes}


@dataclass
class Answers:
    """The values at the first points, as far as the time allowed; NaN at the points that never returned."""

    values: Array
    silent: int  # how many those are
    seconds: float  # that the others took


def answers(worker: Worker, points: Points, count: int, block: int, limit: float) -> Answers:
    """Asked for block by block; `limit` is in seconds, restarts included."""
    found, waited = Answers(np.empty(0, worker.rival.dtype), 0, 0.0), 0.0
    if worker.rival.grace:
        worker.values(points, 0, min(block, count))  # compiles
    while (start := found.values.size) < count and waited < limit:
        stop = min(start + block, count)
        begin = perf_counter()
        answer = worker.values(points, start, stop)
        waited += perf_counter() - begin
        if answer is None:
            found.silent += stop - start
            answer = 0.0, np.full(stop - start, np.nan, worker.rival.dtype)
        found.seconds += answer[0]
        found.values = np.append(found.values, answer[1])
    return found


def check(worker: Worker, case: Case, exact: Array, plan: Plan) -> Check:
    found = answers(worker, case, CHECKED, 10 if worker.rival.cautious else CHECKED, plan.check)
    values, spent, hung = found.values[: found.values.size - found.silent], found.seconds, found.silent > 0  # a silence is the end
    if not values.size:
        return Check(0, None, None, None, 0, hung)
    if not worker.rival.cautious and (again := worker.values(case, 0, CHECKED)):  # the first call may have compiled
        spent = again[0]

    known = min(values.size, exact.shape[1])
    v, x = np.broadcast_arrays(*case.arguments(0, known, worker.rival.dtype))
    error = errors(values[:known], exact[:, :known], v, x)
    worst = int(np.nanargmax(error)) if np.isfinite(error).any() else None
    return Check(
        checked=values.size,
        finite=float(np.isfinite(values).mean()),
        max_error=None if worst is None else float(error[worst]),
        worst=None if worst is None else (float(v[worst]), float(x[worst])),
        seconds=spent / values.size,
        hung=hung,
    )


def affordable(size: int, found: Check, call: float) -> int:
    """The largest power of ten of points that fits into one call; 0 if not even one does."""
    if not found.checked:
        return 0
    most = min(size, call / found.seconds, found.checked if found.hung or found.checked < CHECKED else size)
    return power_of_ten(most)


def power_of_ten(most: float) -> int:
    """The largest that is not above; 0 below 1."""
    return int(10 ** np.floor(np.log10(most))) if most >= 1 else 0


def timings(workers: list[Worker], case: Case, checks: dict[str, Check], plan: Plan) -> Iterator[tuple[str, int, Timing]]:
    """(rival, size, timing). Rivals take turns, and each round moves all of them to another core: noise hits all alike."""
    best: dict[tuple[str, int], float] = {}
    for size in plan.sizes:
        points = {
            rival.name: affordable(size, checks[rival.name], plan.cautious_call if rival.cautious else plan.call)
            for rival in (worker.rival for worker in workers)
        }
        new = [worker for worker in workers if (worker.rival.name, points[worker.rival.name]) not in best]
        for turn in range(plan.rounds):
            for worker in new:
                name = worker.rival.name
                if count := points[name]:
                    seconds = worker.seconds(case, count, CORES[turn % len(CORES)])
                    if seconds is None:
                        checks[name].hung, points[name] = True, 0
                    else:
                        best[name, count] = min(best.get((name, count), np.inf), seconds)
        for name, count in points.items():
            found = checks[name]
            if count:
                yield name, size, Timing(count, best[name, count] / count * 1e9, found.hung)
            elif found.checked:  # too slow for a second time
                yield name, size, Timing(found.checked, found.seconds * 1e9, found.hung)
