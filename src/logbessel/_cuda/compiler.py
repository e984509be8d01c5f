"""NVRTC, the compiler that comes as a library: found where pip, the CUDA toolkit or the system put it."""

import ctypes
import ctypes.util
import os
import re
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from logbessel import _core

INSTALL = "pip install 'logbessel[cuda12]' or 'logbessel[cuda13]', whichever the driver supports (nvidia-smi shows it)"


class CompilerNotFound(ImportError):
    """NVRTC is needed and is not here."""


def compile_binary(source: str, options: Sequence[str], architecture: str) -> bytes:
    """The machine code of a CUDA C++ source for an architecture such as ``sm_90``.

    Raises
    ------
    CompilerNotFound
        There is no NVRTC that the driver understands.
    RuntimeError
        The compiler refuses, with its log.
    """
    return compile_with_log(_nvrtc(), source, options, architecture)[0]


def compile_with_log(nvrtc: ctypes.CDLL, source: str, options: Sequence[str], architecture: str) -> tuple[bytes, str]:
    """The machine code and what the compiler said."""
    return _compile(nvrtc, source, options, architecture, "CUBIN")


def assembly(nvrtc: ctypes.CDLL, source: str, options: Sequence[str], architecture: str) -> str:
    """PTX for a virtual architecture such as ``compute_90``."""
    return _compile(nvrtc, source, options, architecture, "PTX")[0].decode()


def _compile(nvrtc: ctypes.CDLL, source: str, options: Sequence[str], architecture: str, what: str) -> tuple[bytes, str]:
    program = ctypes.c_void_p()
    _check(nvrtc, nvrtc.nvrtcCreateProgram(ctypes.byref(program), source.encode(), b"logbessel.cu", 0, None, None))
    try:
        words = [f"--gpu-architecture={architecture}", *options]
        status = nvrtc.nvrtcCompileProgram(program, len(words), (ctypes.c_char_p * len(words))(*(word.encode() for word in words)))
        log = _bytes(nvrtc, program, "ProgramLog").rstrip(b"\0").decode(errors="replace")
        if status:
            raise RuntimeError(f"NVRTC cannot compile for {architecture}: {log}")
        return _bytes(nvrtc, program, what), log
    finally:
        nvrtc.nvrtcDestroyProgram(ctypes.byref(program))


def _bytes(nvrtc: ctypes.CDLL, program: ctypes.c_void_p, what: str) -> bytes:
    size = ctypes.c_size_t()
    _check(nvrtc, getattr(nvrtc, f"nvrtcGet{what}Size")(program, ctypes.byref(size)))
    text = ctypes.create_string_buffer(size.value)
    _check(nvrtc, getattr(nvrtc, f"nvrtcGet{what}")(program, text))
    return text.raw


def _check(nvrtc: ctypes.CDLL, status: int) -> None:
    if status:
        nvrtc.nvrtcGetErrorString.restype = ctypes.c_char_p
        raise RuntimeError(f"NVRTC: {nvrtc.nvrtcGetErrorString(status).decode()}")


@cache
def _nvrtc() -> ctypes.CDLL:
    """The newest NVRTC whose CUDA the driver supports."""
    newest = _core.cuda_driver_version() // 1000
    found = find(newest)
    if found is None:
        raise CompilerNotFound(f"no NVRTC (libnvrtc.so) for CUDA {newest} or older is installed: {INSTALL}")
    return found


def find(newest: int) -> ctypes.CDLL | None:
    """An NVRTC of CUDA 12 .. newest."""
    for major in range(newest, 11, -1):
        for name in _candidates(major):
            try:
                return ctypes.CDLL(name)
            except OSError:
                continue
    return None


def _candidates(major: int) -> Iterator[str]:
    library = f"libnvrtc.so.{major}"
    for folder in sys.path:
        yield from map(str, sorted(Path(folder or ".").glob(f"nvidia/*/lib/{library}")))
    for variable in ("CUDA_PATH", "CUDA_HOME", "CUDA_ROOT"):
        if root := os.environ.get(variable):
            yield str(Path(root) / "lib64" / library)
    yield library  # wherever the system's linker looks
    if (name := ctypes.util.find_library("nvrtc")) and re.search(rf"\.so\.{major}\b", name):
        yield name
