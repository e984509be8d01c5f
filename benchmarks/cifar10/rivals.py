"""The maximum-likelihood equation A_p(kappa) = R with the Bessel functions of one library or another.

All else is the same for all: A_p is exp(log I_{p/2}(kappa) - log I_{p/2-1}(kappa)), and Brent's method looks for the root no farther than
1 % from the usual approximation, R (p - R^2)/(1 - R^2).  What a library answers is shown as it is, an error too.
"""

from __future__ import annotations

import math
import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from time import perf_counter
from typing import Any

import numpy as np

SECONDS = 120  # that a library has to answer


def logbessel_log_iv(v: float, x: float) -> float:
    from logbessel import log_iv

    return float(log_iv(v, x))


def log_of_scipy_iv(v: float, x: float) -> float:
    from scipy.special import iv

    return float(np.log(iv(v, x)))


def log_of_scipy_ive(v: float, x: float) -> float:
    from scipy.special import ive

    return float(np.log(ive(v, x)) + x)


def log_of_mpmath_besseli(v: float, x: float) -> float:
    """In mpmath's own numbers, which have exponents of any size."""
    import mpmath

    return float(mpmath.log(mpmath.besseli(v, x)))


def log_of_mpmath_double(v: float, x: float) -> float:
    """Of what mpmath gives to a program that computes in doubles."""
    import mpmath

    return float(np.log(float(mpmath.besseli(v, x))))


LOG_IV: dict[str, Callable[[float, float], float]] = {
    "logbessel.log_iv": logbessel_log_iv,
    "log(scipy.special.iv)": log_of_scipy_iv,
    "log(scipy.special.ive) + x": log_of_scipy_ive,
    "mpmath.log(besseli)": log_of_mpmath_besseli,
    "log(float(mpmath.besseli))": log_of_mpmath_double,
}


def solve(rival: str, dim: int, length: float, n: int) -> dict[str, Any]:
    """The concentration, the log-likelihood of n rows, and the seconds that both took; or what went wrong."""
    from scipy.optimize import brentq

    order, log_iv = dim / 2 - 1, LOG_IV[rival]
    near = length * (dim - length**2) / (1 - length**2)
    at_start = value_of(log_iv, order, near)  # which also imports the library

    def excess(kappa: float) -> float:
        return math.exp(log_iv(order + 1, kappa) - log_iv(order, kappa)) - length

    start = perf_counter()
    try:
        with np.errstate(all="ignore"):
            kappa = brentq(excess, 0.99 * near, 1.01 * near, xtol=1e-10)
            log_normalizer = order * math.log(kappa) - dim / 2 * math.log(2 * math.pi) - log_iv(order, kappa)
    except Exception as error:
        return {"rival": rival, "failure": f"log I_{order:g}({near:.0f}) = {at_start}", "message": str(error)}
    return {
        "rival": rival,
        "concentration": kappa,
        "log_likelihood": n * (log_normalizer + kappa * length),
        "seconds": perf_counter() - start,
    }


def value_of(log_iv: Callable[[float, float], float], v: float, x: float) -> str:
    try:
        with np.errstate(all="ignore"):
            return f"{log_iv(v, x):.10g}"
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def solve_in_time(rival: str, dim: int, length: float, n: int, seconds: float = SECONDS) -> dict[str, Any]:
    """`solve` in a process of its own, which is ended when the time is up."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_serve, args=(theirs, rival, dim, length, n), daemon=True)
    process.start()
    theirs.close()
    try:
        if ours.poll(seconds):
            return ours.recv()
        return {"rival": rival, "failure": f"no answer in {seconds:g} s"}
    except EOFError:
        process.join()
        return {"rival": rival, "failure": f"its process died, exit code {process.exitcode}"}
    finally:
        process.kill()
        process.join()


def _serve(connection: Connection, *arguments: Any) -> None:
    connection.send(solve(*arguments))
