"""The first call in a fresh process: with no kernel on disk, and with those that an earlier process left there."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from .plan import Plan

ARRAYS = {
    "CuPy": "import cupy; array, wait = cupy.asarray, lambda y: cupy.cuda.Device().synchronize()",
    "PyTorch": "import torch; array, wait = lambda a: torch.from_numpy(a).cuda(), lambda y: torch.cuda.synchronize()",
    "JAX": "import jax; array, wait = jax.numpy.asarray, jax.block_until_ready",
}
FUNCTION = "log_iv"  # takes the longest to compile
PROGRAM = """
import sys, time
import numpy
{arrays}
v, x = (array(numpy.linspace(1, 100, 1000)) for _ in "vx")
wait(x + x)
begin = time.perf_counter()
import logbessel
imported = time.perf_counter()
wait(logbessel.{function}(v, x))
print(imported - begin, time.perf_counter() - imported, int("logbessel._cuda.compiler" in sys.modules))
"""


def rows(plan: Plan) -> Iterator[dict[str, Any] | str]:
    for framework in ARRAYS:
        try:
            cold, warm = zip(*(pair(framework) for _ in range(plan.starts)), strict=True)
        except subprocess.CalledProcessError as reason:
            said = [f"exit code {reason.returncode}", *reason.stderr.strip().splitlines()][-1]
            yield f"{framework}, first call: {said[:200]}"
            continue
        except subprocess.TimeoutExpired as reason:
            yield f"{framework}, first call: nothing within {reason.timeout:.0f} s"
            continue
        for cache, runs in (("cold", cold), ("warm", warm)):
            imports, calls, compilers = zip(*runs, strict=True)
            row = {"framework": framework, "function": FUNCTION, "cache": cache, "import": median(imports), "call": median(calls)}
            yield row | {"compiler": any(map(bool, compilers))}


def pair(framework: str) -> tuple[list[float], list[float]]:
    """With empty caches, then with full ones: seconds of `import logbessel`, of the first call, and whether the compiler was imported."""
    program = PROGRAM.format(arrays=ARRAYS[framework], function=FUNCTION)
    with tempfile.TemporaryDirectory() as folder:
        caches = {"LOGBESSEL_CACHE_DIR": str(Path(folder) / "ours"), "CUDA_CACHE_PATH": str(Path(folder) / "driver")}  # NVRTC has one too
        environment = os.environ | caches | {"JAX_ENABLE_X64": "1", "XLA_PYTHON_CLIENT_PREALLOCATE": "false"}

        def run() -> list[float]:
            done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True, timeout=60)
            return [float(word) for word in done.stdout.split()[-3:]]

        return run(), run()
