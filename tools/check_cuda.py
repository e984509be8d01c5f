"""Compiles every function of the registry for a GPU, with NVRTC: ``python tools/check_cuda.py [ARCHITECTURE]``.

It needs no GPU, only NVRTC's library: ``pip install nvidia-cuda-nvrtc``, or a CUDA toolkit.  What compiles there includes no standard
header and calls no host function.
"""

import ctypes
import ctypes.util
import importlib.util
import re
import sys
import time
from pathlib import Path

INCLUDE = Path(__file__).resolve().parent.parent / "include"
KERNEL = """
extern "C" __global__ void {name}_{scalar}(const {scalar}* v, const {scalar}* x, {scalar}* y, long long n) {{
    long long i = blockIdx.x * (long long)blockDim.x + threadIdx.x;
    if (i < n) y[i] = logbessel::evaluate<logbessel::{name}>(v[i], x[i]);
}}
"""


def registry() -> list[str]:
    """The names in functions.def."""
    text = (INCLUDE / "logbessel" / "functions.def").read_text(encoding="utf-8")
    return re.findall(r"^LOGBESSEL_FUNCTION\((\w+),", text, re.MULTILINE)


def library() -> ctypes.CDLL:
    """NVRTC from a wheel of NVIDIA's, or else the system's."""
    package = importlib.util.find_spec("nvidia")
    for folder in package.submodule_search_locations or [] if package else []:
        for path in sorted(Path(folder).glob("*/lib/libnvrtc.so.*")):
            return ctypes.CDLL(str(path))
    name = ctypes.util.find_library("nvrtc")
    if name is None:
        sys.exit("there is no NVRTC: pip install nvidia-cuda-nvrtc")
    return ctypes.CDLL(name)


def compile_kernels(nvrtc: ctypes.CDLL, source: str, architecture: str) -> bytes:
    """The machine code of `source`; a compiler's message ends the program."""

    def call(function: str, *arguments: object) -> None:
        if getattr(nvrtc, function)(*arguments):
            size = ctypes.c_size_t()
            nvrtc.nvrtcGetProgramLogSize(program, ctypes.byref(size))
            log = ctypes.create_string_buffer(size.value)
            nvrtc.nvrtcGetProgramLog(program, log)
            sys.exit(f"{function} failed:\n{log.value.decode()}")

    program = ctypes.c_void_p()
    call("nvrtcCreateProgram", ctypes.byref(program), source.encode(), b"registry.cu", 0, None, None)
    options = [f"--gpu-architecture={architecture}", f"--include-path={INCLUDE}", "--std=c++17", "--fmad=false"]
    call("nvrtcCompileProgram", program, len(options), (ctypes.c_char_p * len(options))(*(o.encode() for o in options)))
    size = ctypes.c_size_t()
    call("nvrtcGetCUBINSize", program, ctypes.byref(size))
    code = ctypes.create_string_buffer(size.value)
    call("nvrtcGetCUBIN", program, code)
    return code.raw


def main(architecture: str) -> None:
    names = registry()
    kernels = [KERNEL.format(name=name, scalar=scalar) for name in names for scalar in ("double", "float")]
    nvrtc, start = library(), time.perf_counter()
    code = compile_kernels(nvrtc, '#include "logbessel/functions.h"\n' + "".join(kernels), architecture)
    print(f"{architecture}: {len(kernels)} kernels, {len(code):,} bytes, compiled in {time.perf_counter() - start:.1f} s")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "sm_90")
