"""Evaluations a second of log_iv against the length of the array, region A, by one who waits for each result."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .clock import by_wall, times
from .plan import Plan
from .regions import points
from .rivals import ADD, OURS, RIVALS, Library, load


def rows(plan: Plan) -> Iterator[dict[str, Any] | str]:
    libraries, _ = load(tuple(rival for rival in RIVALS if "A" in rival.regions))  # `speed` has told who is absent
    for dtype in ("float64", "float32"):
        points_of_dtype = points("A", max(plan.curve), dtype)
        for rival, library in libraries.items():
            if dtype == "float32" and rival.name not in (OURS, ADD):
                continue
            sizes = plan.curve if rival.name != "TFP" else plan.curve[::2]  # TFP is compiled for each of them
            for n in (size for size in sizes if size <= rival.most):
                try:
                    seconds = call_and_wait(library, *(library.array(a[:n]) for a in points_of_dtype), plan)
                except Exception as reason:
                    yield f"{rival.name}: log_iv, {dtype}, n = {n}: {type(reason).__name__}: {str(reason)[:200]}"
                    break
                yield {"rival": rival.name, "dtype": dtype, "n": n, "per_second": n / seconds}


def call_and_wait(library: Library, v: Any, x: Any, plan: Plan) -> float:
    return times(by_wall(library.wait), [lambda: library.functions["log_iv"](v, x)], plan).idle
