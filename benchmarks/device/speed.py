"""Evaluations a second of long arrays, and how many digits of them are right."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

import logbessel

from .clock import times
from .plan import Plan
from .regions import REGIONS, WHOLE, points
from .rivals import ADD, FUNCTIONS, RIVALS, Library, load

SAMPLE = 100_000


def rows(plan: Plan) -> Iterator[dict[str, Any] | str]:
    libraries, remarks = load(RIVALS)
    yield from remarks
    for rival, library in libraries.items():
        yield f"{rival.name} {library.version}: {rival.text}"
    cases = [(region, dtype, plan.n) for region in REGIONS for dtype in ("float64", "float32")]
    if plan.large:
        cases += [(region, dtype, plan.large) for region in WHOLE for dtype in ("float64", "float32")]
    for region, dtype, n in cases:
        large = n == plan.large
        sets = [points(region, n, dtype, seed) for seed in range(1 if large else plan.sets)]
        native: dict[Any, Any] = {}  # the sets as arrays of a library, which two rivals can share
        for rival, library in libraries.items():
            if region not in rival.regions or (large and rival.most < n):
                continue
            for function in FUNCTIONS[:2] if large or region not in WHOLE else FUNCTIONS:
                if function not in library.functions:
                    continue
                size = min(n, rival.most)
                try:
                    given = [arguments(function, v, x, size) for v, x in sets]
                    key = (library.array, size, function if function.endswith("_inv") else "")
                    if key not in native:
                        native[key] = [tuple(map(library.array, pair)) for pair in given]
                    row = measure(library, function, native[key], plan)
                    row |= quality(library, function, native[key][0], given[0]) if rival.name != ADD else {}
                except Exception as reason:  # short of memory, say
                    yield f"{rival.name}: {function}, {region}, {dtype}, n = {n}: {type(reason).__name__}: {str(reason)[:200]}"
                else:
                    case = {"rival": rival.name, "function": function, "region": region, "dtype": dtype, "n": n, "points": size}
                    yield case | row


def arguments(function: str, v: Any, x: Any, n: int) -> tuple[Any, Any]:
    """The first n points; for an inverse, ratios in the place of the arguments."""
    v, x = (v if isinstance(v, float) else v[:n]), x[:n]
    if function.endswith("_inv"):
        v = np.maximum(v, v.dtype.type(0.5))
        x = getattr(logbessel, function.removesuffix("_inv"))(v, x)
    return v, x


def measure(library: Library, function: str, sets: list[tuple[Any, Any]], plan: Plan) -> dict[str, float]:
    """Evaluations a second."""
    call, n = library.functions[function], sets[0][1].shape[0]
    measured = times(library.laps, [lambda v=v, x=x: call(v, x) for v, x in sets], plan)
    return {"idle": n / measured.idle, "queued": n / measured.queued}


def quality(library: Library, function: str, native: tuple[Any, Any], points: tuple[Any, Any]) -> dict[str, float | None]:
    """The share of finite answers, and the largest error of those relative to max(|y|, 1), against logbessel's float64 on the host."""
    v, x = (a if isinstance(a, float) else a[:SAMPLE].astype(float) for a in points)
    y = library.host(library.functions[function](*native)[:SAMPLE]).astype(float)
    with np.errstate(all="ignore"):
        y, truth = library.finish(function, y, x), getattr(logbessel, function)(v, x)
    known = np.isfinite(truth)
    finite = known & np.isfinite(y)
    error = np.abs(y - truth)[finite] / np.maximum(np.abs(truth[finite]), 1)
    return {"finite": float(finite.sum() / known.sum()), "error": float(error.max()) if error.size else None}
