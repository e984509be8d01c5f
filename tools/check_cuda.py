"""Compiles the kernels for GPUs with NVRTC, which needs no GPU: ``python tools/check_cuda.py [ARCHITECTURE ...]``.

Every function in float64 and float32 for every architecture, for the first one in every layout, and one function in every storage format.
Fails when a kernel of method 0 spills registers to local memory (the inverses apart: their method 0 is a loop of steps) or a float32 one
has double in it.
"""

import re
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from logbessel._cuda import compiler, kernels

ARCHITECTURES = ("sm_90", "sm_75", "sm_80", "sm_100", "sm_120")
REGISTRY = Path(__file__).resolve().parent.parent / "include" / "logbessel" / "functions.def"
SPILLS = re.compile(r"Function properties for elementwise\n.*?(\d+) bytes spill stores")
DOUBLE = re.compile(r"^\s+(?:@\S+\s+)?[a-z][\w.]*\.f64.*$", re.MULTILINE)  # an instruction


def functions() -> list[str]:
    return re.findall(r"^LOGBESSEL_(?:FUNCTION|JOINT)\((\w+),", REGISTRY.read_text(encoding="utf-8"), re.MULTILINE)


def check(nvrtc: object, architecture: str, function: str, storage: str, layout: str) -> list[str]:
    name = f"{architecture}: {function}, {storage}, {layout}"
    options = kernels.options(function, storage, layout)
    _, log = compiler.compile_with_log(nvrtc, kernels.TEXT, [*options, "--ptxas-options=-v"], architecture)
    failures = []
    spilled = int(SPILLS.search(log)[1])
    if spilled and not function.endswith("_inv"):
        failures.append(f"{name}: {spilled} bytes of registers are spilled")
    if storage != "float64":
        assembly = compiler.assembly(nvrtc, kernels.TEXT, options, architecture.replace("sm_", "compute_"))
        failures += [f"{name}: double precision: {line.strip()}" for line in DOUBLE.findall(assembly)[:1]]
    return failures


def tasks(architectures: tuple[str, ...]) -> list[tuple[str, str, str, str]]:
    every = [(a, f, s, "contiguous") for a in architectures for f in functions() for s in ("float64", "float32")]
    first = architectures[0]
    every += [(first, f, s, layout) for f in functions() for s in ("float64", "float32") for layout in kernels.LAYOUTS]
    every += [(first, f, s, layout) for f in functions()[:1] for s in kernels.STORAGE for layout in kernels.LAYOUTS]
    return list(dict.fromkeys(every))


def main(architectures: tuple[str, ...]) -> int:
    nvrtc, start = compiler.find(99), time.perf_counter()
    if nvrtc is None:
        sys.exit("there is no NVRTC: pip install nvidia-cuda-nvrtc")
    todo = tasks(architectures)
    with ThreadPoolExecutor() as pool:
        failures = [failure for found in pool.map(lambda task: check(nvrtc, *task), todo) for failure in found]
    for failure in failures:
        print(failure, file=sys.stderr)
    print(
        f"check_cuda: {len(todo)} kernels for {', '.join(architectures)} in {time.perf_counter() - start:.0f} s, {len(failures)} failures"
    )
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(tuple(sys.argv[1:]) or ARCHITECTURES))
