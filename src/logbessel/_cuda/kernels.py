"""The kernels of the functions: looked for in memory, then on disk, then compiled."""

import hashlib
from functools import cache
from pathlib import Path

from logbessel import _core
from logbessel._cuda import cache as disk

SOURCE = Path(__file__).parent / "source"
LAYOUTS = ("contiguous", "single_order", "single_argument", "strided")
STORAGE = ("float64", "float32", "float16", "bfloat16")


@cache
def kernel(function: str, storage: str, layout: str, device: int) -> int:
    """The handle of a kernel, for `_core.cuda_launch`.

    Parameters
    ----------
    function : str
        A function of the registry.
    storage : {'float64', 'float32', 'float16', 'bfloat16'}
        The type of its operands and its result.
    layout : {'contiguous', 'single_order', 'single_argument', 'strided'}
        Where the operands lie; see ``arguments.h``.
    device : int
        A CUDA device.
    """
    return _load(function, storage, layout, _core.cuda_compute_capability(device))


@cache
def _load(function: str, storage: str, layout: str, capability: int) -> int:
    name = _name(function, storage, layout, capability)
    binary = disk.read(name)
    if binary is not None:
        try:
            return _core.cuda_load(binary)
        except RuntimeError:
            pass  # of another toolkit, say: made anew
    from logbessel._cuda import compiler

    binary = compiler.compile_binary(TEXT, options(function, storage, layout), f"sm_{capability}")
    handle = _core.cuda_load(binary)
    disk.write(name, binary)
    return handle


TEXT = '#include "elementwise.cu"\n'


_OPTIONS = ("--std=c++17", "--fmad=false", "--split-compile=0")  # contraction would break error-free transformations


def options(function: str, storage: str, layout: str) -> list[str]:
    """Of the compiler."""
    return [
        *_OPTIONS,
        f"--include-path={SOURCE}",
        f"--include-path={SOURCE / 'gpu'}",
        f"--define-macro=LOGBESSEL_KERNEL={function}",
        f"--define-macro=LOGBESSEL_STORAGE={storage}",
        f"--define-macro=LOGBESSEL_LAYOUT={layout}",
    ]


def _name(function: str, storage: str, layout: str, capability: int) -> str:
    made_of = f"{_source_digest()} {_OPTIONS} {_core.cuda_driver_version()}"
    return f"{function}-{storage}-{layout}-sm_{capability}-{hashlib.sha256(made_of.encode()).hexdigest()[:16]}.cubin"


@cache
def _source_digest() -> str:
    digest = hashlib.sha256()
    for path in sorted(SOURCE.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(SOURCE).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
