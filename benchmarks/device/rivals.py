"""Every library of the comparison: how to install it, and how to load it."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from rivals import paper

from .clock import Laps, by_events, by_wall
from .regions import ONE_ORDER, REGIONS, WHOLE

Function = Callable[[Any, Any], Any]  # of (v, x)
FUNCTIONS = ("log_iv", "log_kv", "log_ive", "log_kve", "iv_ratio", "iv_ratio_c", "iv_ratio_inv", "iv_ratio_c_inv", "kv_ratio")
OURS, ADD = "logbessel", "add"


def itself(value: Any) -> Any:
    return value


def unscaled(function: str, y: Any, x: Any) -> Any:
    """The logarithm without the factor e^-x or e^x."""
    return np.log(y) + x if function == "log_iv" else np.log(y) - x


@dataclass
class Library:
    functions: dict[str, Function]
    version: str
    array: Callable[[Any], Any]  # its own array, of an array of NumPy's
    host: Callable[[Any], Any]  # NumPy's array, of a result
    wait: Callable[[Any], object]  # until a result is there
    laps: Laps = by_events
    finish: Callable[[str, Any, Any], Any] = field(default=lambda function, y, x: y)  # on the host, beside the clock


@dataclass(frozen=True)
class Rival:
    """One row of the tables."""

    name: str
    text: str
    install: str
    load: Callable[[], Library]
    regions: tuple[str, ...] = tuple(REGIONS)
    most: int = 10**7  # elements; on the host, or where memory is short, fewer are asked for


def on_cupy(functions: dict[str, Function], version: str, **others: Any) -> Library:
    import cupy

    return Library(functions, version, to_cupy, cupy.asnumpy, lambda result: cupy.cuda.Device().synchronize(), **others)


def to_cupy(array: Any) -> Any:
    import cupy

    return array if isinstance(array, float) else cupy.asarray(array)


def on_jax(functions: dict[str, Function], version: str, **others: Any) -> Library:
    import jax

    return Library(functions, version, to_jax, np.asarray, jax.block_until_ready, by_wall(jax.block_until_ready), **others)


def to_jax(array: Any) -> Any:
    import jax

    return array if isinstance(array, float) else jax.numpy.asarray(array)


def import_jax() -> Any:
    """With float64, and without most of the GPU's memory."""
    os.environ |= {"JAX_ENABLE_X64": "1", "XLA_PYTHON_CLIENT_PREALLOCATE": "false"}
    import jax

    return jax


def import_torch() -> Any:
    import torch

    return torch


def to_torch(array: Any) -> Any:
    """Without a copy, of what CuPy has put on the GPU."""
    import cupy

    return array if isinstance(array, float) else import_torch().from_dlpack(cupy.asarray(array))


def load_logbessel() -> Library:
    import logbessel

    return on_cupy({name: getattr(logbessel, name) for name in FUNCTIONS}, logbessel.__version__)


def load_add() -> Library:
    import cupy

    return on_cupy(dict.fromkeys(FUNCTIONS[:2], cupy.add), cupy.__version__)


def paper_kernels() -> str:
    text = (paper.METHOD, Path(__file__).with_name("paper.cu"))
    return "\n".join([paper.table(), *(path.read_text(encoding="utf-8") for path in text)])


def load_paper() -> Library:
    import cupy

    module = cupy.RawModule(code=paper_kernels(), options=("--std=c++17", "--device-as-default-execution-space"))

    def function(name: str) -> Function:
        kernels = {np.dtype(dtype): module.get_function(f"{name}_{dtype}") for dtype in ("float64", "float32")}

        def call(v: Any, x: Any) -> Any:
            y = cupy.empty_like(x)
            kernels[x.dtype]((-(-x.size // 256),), (256,), (v, x, y, np.int64(x.size)))
            return y

        return call

    return on_cupy({name: function(name) for name in FUNCTIONS[:2]}, "arXiv 2409.08729")


def load_tfp() -> Library:
    jax = import_jax()
    from tensorflow_probability.substrates.jax.math import log_bessel_ive, log_bessel_kve

    functions = {"log_iv": jax.jit(lambda v, x: log_bessel_ive(v, x) + x), "log_kv": jax.jit(lambda v, x: log_bessel_kve(v, x) - x)}
    return on_jax(functions, f"{version('tfp-nightly')}, JAX {jax.__version__}")


def load_scipy() -> Library:
    from scipy.special import ive, kve

    np.seterr(all="ignore")
    functions = {name: lambda v, x, name=name, f=f: unscaled(name, f(v, x), x) for name, f in (("log_iv", ive), ("log_kv", kve))}
    return Library(functions, version("scipy"), itself, itself, itself, by_wall(itself))


def of_one_order(module: Any, **names: tuple[str, str]) -> dict[str, Function]:
    """Functions of (v, x) made of those of order 0 and of order 1, as far as the module has them."""
    pairs = {name: tuple(getattr(module, word, None) for word in words) for name, words in names.items()}
    return {name: lambda v, x, pair=pair: pair[int(v)](x) for name, pair in pairs.items() if all(pair)}


def load_cupyx() -> Library:
    import cupy
    import cupyx.scipy.special

    functions = of_one_order(cupyx.scipy.special, log_iv=("i0e", "i1e"), log_kv=("k0e", "k1e"))
    return on_cupy(functions, cupy.__version__, finish=unscaled)


def load_torch() -> Library:
    torch = import_torch()
    scaled = ("scaled_modified_bessel_k0", "scaled_modified_bessel_k1")
    functions = of_one_order(torch.special, log_iv=("i0e", "i1e"), log_kv=scaled)
    wait = torch.cuda.synchronize
    return Library(functions, torch.__version__, to_torch, lambda y: y.cpu().numpy(), lambda result: wait(), finish=unscaled)


def load_jax() -> Library:
    jax = import_jax()
    functions = of_one_order(jax.scipy.special, log_iv=("i0e", "i1e"), log_kv=("k0e", "k1e"))
    return on_jax({name: jax.jit(f, static_argnums=0) for name, f in functions.items()}, jax.__version__, finish=unscaled)


RIVALS = (
    Rival(OURS, "on CuPy arrays", "pip install '.[cuda13]'", load_logbessel, most=10**8),
    Rival(ADD, "cupy.add, which reads and writes the same memory and computes nothing", "", load_add, (*WHOLE, "C, v a number"), 10**8),
    Rival("the paper's method", "its expressions in a plain CUDA kernel of ours, paper.h", "", load_paper, WHOLE),
    Rival("TFP", "log_bessel_ive + x, log_bessel_kve - x, JAX, jit", "pip install tfp-nightly 'jax[cuda13]'", load_tfp, WHOLE),
    Rival("SciPy", "log(ive) + x, log(kve) - x, one core of the host", "pip install scipy", load_scipy, WHOLE, 10**5),
    Rival("CuPy, one order", "cupyx.scipy.special.i0e, i1e, k0e, k1e", "", load_cupyx, ONE_ORDER),
    Rival("PyTorch, one order", "torch.special.i0e, i1e, scaled_modified_bessel_k0, k1", "pip install torch", load_torch, ONE_ORDER),
    Rival("JAX, one order", "jax.scipy.special.i0e, i1e, jit", "pip install 'jax[cuda13]'", load_jax, ONE_ORDER),
)


def load(rivals: tuple[Rival, ...]) -> tuple[dict[Rival, Library], list[str]]:
    """Those that load, and remarks on the others."""
    libraries, remarks = {}, []
    for rival in rivals:
        try:
            libraries[rival] = rival.load()
        except Exception as reason:  # whatever keeps one rival from loading, the others go on
            remarks.append(f"{rival.name}: absent; {rival.install}  ({reason})")
    return libraries, remarks
