"""CuPy's and PyTorch's arrays on a GPU, as far as benchmarks need them: random numbers, products, waiting, freeing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import Any, NamedTuple


class Library(NamedTuple):
    """A library of arrays on one device."""

    name: str
    device: str
    free_bytes: int
    normal: Callable[[int, int], Any]  # float32, of a shape
    zeros: Callable[[int, int], Any]
    product: Callable[[Any, Any, Any], Any]  # into the last argument
    wait: Callable[[], None]
    free: Callable[[], None]


def libraries() -> Iterator[Library]:
    """Those found: on a GPU where there is one, else PyTorch on the CPU, which shows whether a benchmark runs."""
    if find_spec("torch"):
        yield pytorch()
    if find_spec("cupy"):
        import cupy

        if cupy.cuda.is_available():
            yield of_cupy()


def pytorch() -> Library:
    import torch

    on_gpu = torch.cuda.is_available()
    device = "cuda" if on_gpu else "cpu"
    torch.manual_seed(0)
    return Library(
        name=f"PyTorch {torch.__version__.partition('+')[0]}",
        device=torch.cuda.get_device_name() if on_gpu else "CPU",
        free_bytes=torch.cuda.mem_get_info()[0] if on_gpu else 1 << 33,
        normal=lambda n, p: torch.randn(n, p, device=device),
        zeros=lambda n, p: torch.zeros(n, p, device=device),
        product=lambda a, b, out: torch.matmul(a, b, out=out),
        wait=torch.cuda.synchronize if on_gpu else lambda: None,
        free=torch.cuda.empty_cache if on_gpu else lambda: None,
    )


def of_cupy() -> Library:
    import cupy

    name = cupy.cuda.runtime.getDeviceProperties(cupy.cuda.Device().id)["name"]
    random = cupy.random.RandomState(0)
    return Library(
        name=f"CuPy {cupy.__version__}",
        device=name.decode() if isinstance(name, bytes) else str(name),
        free_bytes=cupy.cuda.runtime.memGetInfo()[0],
        normal=lambda n, p: random.standard_normal((n, p), dtype="float32"),
        zeros=lambda n, p: cupy.zeros((n, p), dtype="float32"),
        product=lambda a, b, out: cupy.dot(a, b, out=out),
        wait=lambda: cupy.cuda.Device().synchronize(),
        free=lambda: cupy.get_default_memory_pool().free_all_blocks(),
    )
