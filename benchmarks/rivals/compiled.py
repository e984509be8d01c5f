"""C++ rivals: one small source each, compiled into a temporary directory and called on whole arrays through ctypes."""

from __future__ import annotations

import ctypes
import subprocess
from pathlib import Path
from typing import Any

import numpy as np

from . import paper
from .library import Function, Library

HERE = Path(__file__).parent
SYMBOLS = ("log_iv", "log_kv", "expression")  # the last is of the paper's method alone


def _load(build: Path, source: str, *flags: str) -> Library:
    shared = build / f"{source}{''.join(flags)}.so"
    if not shared.exists():  # a process that was killed comes back sooner
        command = ["g++", "-std=c++17", "-O3", "-march=native", "-shared", "-fPIC", f"-I{build}", "-o", str(shared), str(HERE / source)]
        compiler = subprocess.run([*command, *flags], capture_output=True, text=True)
        if compiler.returncode:
            raise ImportError(next(line.partition("error: ")[2] for line in compiler.stderr.splitlines() if "error: " in line))
    library = ctypes.CDLL(str(shared))
    library.version.restype = ctypes.c_char_p
    functions = {name: _vectorize(getattr(library, name)) for name in SYMBOLS if hasattr(library, name)}
    return Library(functions, library.version().decode())


def _vectorize(loop: Any) -> Function:
    """A function of NumPy arrays from `void loop(v, step of v, x, result, n)`; step 0 repeats a scalar v."""
    loop.restype = None
    loop.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t]

    def function(v: Any, x: Any) -> Any:
        result = np.empty_like(x)
        loop(v.ctypes.data, min(v.ndim, 1), x.ctypes.data, result.ctypes.data, x.size)
        return result

    return function


def load_boost(build: Path, promote: bool) -> Library:
    return _load(build, "boost.cc", f"-DPROMOTE={str(promote).lower()}")


def load_gsl(build: Path, log_knu: bool) -> Library:
    return _load(build, "gsl.cc", *(["-DLOG_KNU"] if log_knu else []), "-lgsl", "-lgslcblas")


def load_libstdcxx(build: Path) -> Library:
    return _load(build, "libstdcxx.cc")


def load_r(build: Path) -> Library:
    return _load(build, "r.cc", "-lRmath")


def load_paper(build: Path) -> Library:
    (build / "debye.h").write_text(paper.table(), encoding="utf-8")
    return _load(build, "paper.cc")
