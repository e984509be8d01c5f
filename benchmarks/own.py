"""What concerns logbessel alone: its threads, the overhead of a call, the time of its import."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np
from sets import LONGEST, Case
from timing import Call, taking_turns

Figures = dict[str, float]


def isa() -> str:
    from logbessel import _core

    return str(_core.isa())


def threads(rounds: int) -> Figures:
    """How much faster two threads are than one: at plain work, which shows what the machine gives, and at log_iv on `small`."""
    import logbessel

    inputs = np.linspace(0, 1, 30_000)  # this and its exponentials fit into a core's cache
    outputs = np.empty((2, inputs.size))

    def exponentials(thread: int) -> None:
        for _ in range(100):
            np.exp(inputs, out=outputs[thread])

    def control(pool: ThreadPoolExecutor, threads: int) -> Call:
        share = pool.map if threads == 2 else map
        return lambda: list(share(exponentials, range(2)))

    def log_iv(n: int, threads: int) -> Call:
        v, x = Case("log_iv", "small", "array").arguments(0, n)

        def call() -> None:
            logbessel.set_num_threads(threads)
            logbessel.log_iv(v, x)

        return call

    with ThreadPoolExecutor(2) as pool:
        works = {"plain control": partial(control, pool)}
        works |= {f"log_iv, n = {n}": partial(log_iv, n) for n in (1_000, LONGEST)}
        calls = {f"{name} {count}": work(count) for name, work in works.items() for count in (1, 2)}
        best = taking_turns(calls, 2 * rounds, at_least=0.05)
    return {name: best[f"{name} 1"] / best[f"{name} 2"] for name in works}


def overhead(rounds: int) -> Figures:
    """Seconds of a call with two Python floats."""
    import scipy.special

    import logbessel.ufuncs

    calls: dict[str, Call] = {
        "logbessel.log_iv": lambda: logbessel.log_iv(70.5, 80.5),
        "logbessel.ufuncs.log_iv": lambda: logbessel.ufuncs.log_iv(70.5, 80.5),
        "scipy.special.iv": lambda: scipy.special.iv(70.5, 80.5),
    }
    return taking_turns(calls, rounds, at_least=0.01)


def imports(rounds: int) -> Figures:
    """Seconds that `import numpy` takes, and `import logbessel` after it, in a fresh interpreter."""
    code = "from time import perf_counter as now; a = now(); import numpy; b = now(); import logbessel; c = now(); print(b - a, c - b)"
    outputs = [subprocess.check_output([sys.executable, "-c", code], text=True) for _ in range(rounds)]
    numpy, logbessel = np.array([output.split() for output in outputs], float).min(axis=0)
    return {"numpy": float(numpy), "logbessel": float(logbessel)}


def everything(rounds: int) -> dict[str, Figures]:
    return {"threads": threads(rounds), "overhead": overhead(rounds), "imports": imports(rounds)}
