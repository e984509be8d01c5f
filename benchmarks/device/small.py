"""What a call on a small array costs beside the same framework's own addition, in turns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np

import logbessel

from .clock import Call
from .plan import Plan
from .regions import points
from .rivals import import_jax, import_torch, to_torch

ROUNDS = 31


@dataclass
class Framework:
    array: Callable[[Any], Any]
    ours: Callable[[Any, Any], Any]
    add: Callable[[Any, Any], Any]
    wait: Callable[[Any], object]


def cupy_arrays() -> Framework:
    import cupy

    return Framework(cupy.asarray, logbessel.log_iv, cupy.add, lambda result: cupy.cuda.Device().synchronize())


def torch_tensors() -> Framework:
    torch = import_torch()
    return Framework(to_torch, logbessel.log_iv, torch.add, lambda result: torch.cuda.synchronize())


def jax_arrays() -> Framework:
    jax = import_jax()
    return Framework(jax.numpy.asarray, jax.jit(logbessel.log_iv), jax.jit(jax.numpy.add), jax.block_until_ready)


FRAMEWORKS = {"CuPy": cupy_arrays, "PyTorch": torch_tensors, "JAX, jit": jax_arrays}


def rows(plan: Plan) -> Iterator[dict[str, Any] | str]:
    for name, load in FRAMEWORKS.items():
        try:
            framework = load()
            for n in plan.small:
                yield {"framework": name, "n": n} | measure(framework, n, plan)
        except Exception as reason:  # whatever keeps one framework from it, the others go on
            yield f"{name}, small arrays: {type(reason).__name__}: {str(reason)[:200]}"


def measure(framework: Framework, n: int, plan: Plan) -> dict[str, float]:
    """Medians, in microseconds: of a call without waiting for its result, and with."""
    v, x = map(framework.array, points("A", n, "float64"))
    calls: dict[str, Call] = {"ours": lambda: framework.ours(v, x), "add": lambda: framework.add(v, x)}
    laps: dict[str, list[float]] = {f"{name}{kind}": [] for name in calls for kind in ("", "_waiting")}
    for turn in range(ROUNDS + 3):
        for name, call in calls.items():
            launched, waited = lap(call, framework.wait, plan.calls)
            if turn >= 3:  # warm
                laps[name].append(launched)
                laps[f"{name}_waiting"].append(waited)
    return {name: 1e6 * median(seconds) for name, seconds in laps.items()} | {
        "ratio": float(np.median(np.divide(laps["ours"], laps["add"])))
    }


def lap(call: Call, wait: Callable[[Any], object], count: int) -> tuple[float, float]:
    begin = perf_counter()
    for _ in range(count):
        result = call()
    launched = perf_counter() - begin
    wait(result)
    begin = perf_counter()
    for _ in range(count // 5):
        wait(call())
    return launched / count, (perf_counter() - begin) / (count // 5)
