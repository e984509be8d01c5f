"""Every library of the comparison: how to install it, and how to load it inside a worker process."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from .compiled import load_boost, load_gsl, load_libstdcxx, load_paper, load_r
from .library import Function, Library


@dataclass(frozen=True)
class Rival:
    """One row of the tables. A `cautious` rival may take very long on some points, so they go in small blocks."""

    name: str
    text: str
    install: str
    load: Callable[[Path], Library]
    dtype: str = "float64"
    cautious: bool = False
    grace: float = 0  # seconds more for one that compiles


def cores() -> int:
    """Of this process, which is kept to some."""
    return len(os.sched_getaffinity(0))


def load_logbessel(build: Path) -> Library:
    import logbessel

    logbessel.set_num_threads(cores())
    return Library({"log_iv": logbessel.log_iv, "log_kv": logbessel.log_kv}, logbessel.__version__)


def load_scipy(build: Path) -> Library:
    from scipy.special import iv, kv

    np.seterr(all="ignore")
    return Library({"log_iv": lambda v, x: np.log(iv(v, x)), "log_kv": lambda v, x: np.log(kv(v, x))}, version("scipy"))


def load_scipy_scaled(build: Path) -> Library:
    from scipy.special import ive, kve

    np.seterr(all="ignore")
    return Library({"log_iv": lambda v, x: np.log(ive(v, x)) + x, "log_kv": lambda v, x: np.log(kve(v, x)) - x}, version("scipy"))


def import_jax() -> Any:
    """On as many cores as the process may use."""
    os.environ |= {"JAX_PLATFORMS": "cpu", "JAX_ENABLE_X64": "1"}
    if cores() == 1:
        os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
    import jax

    return jax


def load_tfp(build: Path) -> Library:
    jax = import_jax()
    from tensorflow_probability.substrates.jax.math import log_bessel_ive, log_bessel_kve

    log_iv = jax.jit(lambda v, x: log_bessel_ive(v, x) + x)
    log_kv = jax.jit(lambda v, x: log_bessel_kve(v, x) - x)
    return Library(
        {
            "log_iv": lambda v, x: log_iv(v, x).block_until_ready(),
            "log_kv": lambda v, x: log_kv(v, x).block_until_ready(),
        },
        f"{version('tfp-nightly')}, JAX {jax.__version__}",
        jax.numpy.asarray,
    )


def load_logbesselk(build: Path, module: str) -> Library:
    jax = import_jax()
    log_kv = jax.jit(jax.vmap(import_module(module).log_bessel_k))
    functions = {"log_kv": lambda v, x: log_kv(*jax.numpy.broadcast_arrays(v, x)).block_until_ready()}
    return Library(functions, f"{version('logbesselk')}, JAX {jax.__version__}", jax.numpy.asarray)


def load_mpmath(build: Path) -> Library:
    import mpmath

    def each(function: Function) -> Function:
        def log_value(v: float, x: float) -> float:
            try:
                return float(mpmath.log(function(v, x)))
            except (ValueError, ZeroDivisionError, TypeError, mpmath.mp.NoConvergence):
                return np.nan

        return np.vectorize(log_value, otypes=[float])

    return Library({"log_iv": each(mpmath.besseli), "log_kv": each(mpmath.besselk)}, version("mpmath"))


OURS, PAPER = "logbessel", "the paper's method"
RIVALS = (
    Rival(OURS, "log_iv, log_kv", "pip install .", load_logbessel),
    Rival("logbessel f32", "the same, in float32", "pip install .", load_logbessel, dtype="float32"),
    Rival(PAPER, "its expressions in C++ of ours, paper.h", "apt-get install g++", load_paper),
    Rival("SciPy", "log(iv), log(kv)", "pip install scipy", load_scipy),
    Rival("SciPy scaled", "log(ive) + x, log(kve) - x", "pip install scipy", load_scipy_scaled),
    Rival("TFP", "log_bessel_ive + x, log_bessel_kve - x, JAX, jit", "pip install tfp-nightly jax", load_tfp),
    Rival(
        "Boost",
        "log(cyl_bessel_i), log(cyl_bessel_k), through long double",
        "apt-get install g++ libboost-math-dev",
        partial(load_boost, promote=True),
        cautious=True,
    ),
    Rival(
        "Boost double",
        "the same, in double",
        "apt-get install g++ libboost-math-dev",
        partial(load_boost, promote=False),
        cautious=True,
    ),
    Rival(
        "GSL",
        "log(Inu_scaled) + x, log(Knu_scaled) - x",
        "apt-get install g++ libgsl-dev",
        partial(load_gsl, log_knu=False),
        cautious=True,
    ),
    Rival("GSL lnKnu", "lnKnu", "apt-get install g++ libgsl-dev", partial(load_gsl, log_knu=True), cautious=True),
    Rival(
        "libstdc++",
        "log(std::cyl_bessel_i), log(std::cyl_bessel_k)",
        "apt-get install g++",
        load_libstdcxx,
        cautious=True,
    ),
    Rival("R", "log(bessel_i(x, v, TRUE)) + x, log(bessel_k(x, v, TRUE)) - x", "apt-get install g++ r-mathlib", load_r, cautious=True),
    Rival(
        "logbesselk",
        "log_bessel_k, JAX, vmap, jit",
        "pip install logbesselk jax",
        partial(load_logbesselk, module="logbesselk.jax"),
        cautious=True,
        grace=10,
    ),
    Rival(
        "logbesselk sca",
        "its other way, logbesselk.jax.sca",
        "pip install logbesselk jax",
        partial(load_logbesselk, module="logbesselk.jax.sca"),
        cautious=True,
        grace=10,
    ),
    Rival("mpmath", "log(besseli), log(besselk), 53 bits", "pip install mpmath", load_mpmath, cautious=True),
)
