"""A process per rival: kept on one core, timed one at a time, and killed when it does not answer.

Boost, GSL, libstdc++ and mpmath need minutes for some points, and a loop in C++ cannot be interrupted; JAX starts
threads. In a process of its own a rival does neither the run nor its neighbours any harm.
"""

from __future__ import annotations

import multiprocessing
import os
from functools import lru_cache
from multiprocessing.connection import Connection
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import numpy as np
import timing
from rivals import Rival
from rivals.library import Library
from sets import Array, Points

CORES = sorted(os.sched_getaffinity(0))


class Desk:
    """The side of the process: the requests that it answers."""

    def __init__(self, library: Library, dtype: str) -> None:
        @lru_cache(maxsize=4)
        def native_arguments(points: Points, start: int, stop: int) -> tuple[Any, Any]:
            v, x = points.arguments(start, stop, dtype)
            return library.asarray(v), library.asarray(x)

        self.arguments = native_arguments
        self.functions = library.functions

    def values(self, points: Points, start: int, stop: int) -> tuple[float, Array]:
        v, x = self.arguments(points, start, stop)
        begin = perf_counter()
        result = self.functions[points.function](v, x)
        return perf_counter() - begin, np.asarray(result)

    def seconds(self, points: Points, n: int, core: int | None) -> float:
        if core is not None:
            os.sched_setaffinity(0, {core})
        v, x = self.arguments(points, 0, n)
        function = self.functions[points.function]
        return timing.seconds(lambda: function(v, x), at_least=1e-2, clock=perf_counter if core is None else process_time)


def serve(rival: Rival, build: Path, cores: list[int], connection: Connection) -> None:
    os.sched_setaffinity(0, cores)  # before JAX counts the cores
    try:
        library = rival.load(build)
    except Exception as reason:  # whatever keeps one rival from loading, the others go on
        connection.send((False, str(reason)))
        return
    connection.send((True, library.version, set(library.functions)))
    desk = Desk(library, rival.dtype)
    while True:
        method, *request = connection.recv()
        connection.send(getattr(desk, method)(*request))


class Worker:
    """The side of the caller: asks, and replaces a process that crashed or kept silent too long."""

    version: str
    functions: set[str]

    def __init__(self, rival: Rival, build: Path, patience: float, cores: list[int] = CORES[:1]) -> None:
        self.rival = rival
        self._build = build
        self._cores = cores
        self._patience = patience + rival.grace if rival.cautious else 300  # JAX compiles
        self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(self.rival, self._build, self._cores, theirs), daemon=True)
        self._process.start()
        theirs.close()

    def open(self) -> None:
        """Wait until the rival is loaded; raise ImportError when it cannot be."""
        loaded, *answer = self._connection.recv()
        if not loaded:
            raise ImportError(*answer)
        self.version, self.functions = answer

    def close(self) -> None:
        self._process.kill()
        self._process.join()
        self._connection.close()

    def values(self, points: Points, start: int, stop: int) -> tuple[float, Array] | None:
        """The seconds taken and the values at points start..stop, or None when they never came."""
        answer: tuple[float, Array] | None = self._ask("values", points, start, stop)
        return answer

    def seconds(self, points: Points, n: int, core: int | None = None) -> float | None:
        """Processor seconds of one call on the first n points on a given core; without one, seconds. None when it never returned."""
        answer: float | None = self._ask("seconds", points, n, core)
        return answer

    def _ask(self, *request: object) -> Any:
        self._connection.send(request)
        try:
            if self._connection.poll(self._patience):
                return self._connection.recv()
        except EOFError:
            pass  # the process crashed
        self.close()
        self._start()
        self.open()
        return None
