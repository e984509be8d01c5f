"""``logbessel sample FILE``: random directions of a von Mises-Fisher distribution, written to a file."""

import argparse
from pathlib import Path

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from logbessel.cli.errors import UsageError
from logbessel.cli.outputs import replacing
from logbessel.cli.progress import Progress
from logbessel.stats import VonMisesFisher

DESCRIPTION = """
Write random unit vectors to an .npy file, about the first axis of --dim dimensions or about the mean direction in another .npy file.
They are drawn and written in blocks, so there may be more of them than memory holds; FILE appears when it is complete.
"""
BLOCK_BYTES = 1 << 24


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("sample", help="draw random directions", description=DESCRIPTION)
    parser.add_argument("file", metavar="FILE", type=Path, help="the .npy file to write")
    parser.add_argument("-n", "--rows", metavar="N", type=int, required=True, help="how many")
    parser.add_argument("-k", "--concentration", metavar="K", type=float, required=True, help="0 is the uniform distribution")
    direction = parser.add_mutually_exclusive_group(required=True)
    direction.add_argument("-p", "--dim", metavar="P", type=int, help="dimensions; the mean direction is the first axis")
    direction.add_argument("--mean", metavar="FILE", type=Path, help="an .npy file with the mean direction, a vector of any length but 0")
    parser.add_argument("--seed", metavar="S", type=int, help="the same number, the same directions")
    parser.add_argument("--float32", action="store_true", help="write single precision (default: double)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> None:
    for name, value, least in (("--rows", options.rows, 0), ("--dim", options.dim, 2), ("--seed", options.seed, 0)):
        if value is not None and value < least:
            raise UsageError(f"{name} must be at least {least}, not {value}")
    distribution = VonMisesFisher(_mean_direction(options), options.concentration)
    dtype, rng = np.dtype(np.float32 if options.float32 else np.float64), np.random.default_rng(options.seed)
    step = max(1, BLOCK_BYTES // (distribution.dim * dtype.itemsize))
    header = {"descr": npy.dtype_to_descr(dtype), "fortran_order": False, "shape": (options.rows, distribution.dim)}
    with replacing(options.file) as file, Progress(options.rows) as progress:
        npy.write_array_header_1_0(file, header)
        for first in range(0, options.rows, step):
            block = distribution.rvs(min(step, options.rows - first), rng=rng, dtype=dtype)
            file.write(block.data)
            progress.advance(len(block))


def _mean_direction(options: argparse.Namespace) -> NDArray[np.float64]:
    if options.mean is None:
        axis: NDArray[np.float64] = np.eye(1, options.dim)[0]
        return axis
    vector = np.load(options.mean, allow_pickle=False)
    if vector.ndim != 1 or vector.dtype.kind not in "fiu":
        raise ValueError(f"{options.mean} has shape {vector.shape} and type {vector.dtype}: a vector of real numbers is needed")
    vector = vector.astype(np.float64)
    norm = np.linalg.norm(vector)
    if not 0 < norm < np.inf:
        raise ValueError(f"{options.mean} has no direction: its norm is {norm}")
    unit: NDArray[np.float64] = vector / norm
    return unit
