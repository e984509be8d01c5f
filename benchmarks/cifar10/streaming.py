"""Rows of numbers, streamed to disk: a file of float32 rows, as long as what is done.

A run that was stopped goes on with the first row that is not there; it loses at most the block that it was at.  Each block is written to
the place of its rows, so that not even two runs at the same time do each other harm.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from logbessel.cli.progress import Progress

BLOCK = 64  # images: 0.2 to 3 s on one core


def stream(
    path: Path, pixels: NDArray[np.uint8], dim: int, features: Callable[[NDArray[np.uint8]], NDArray[np.float32]]
) -> NDArray[np.float32]:
    """The features of all images, shape (n, dim), as a memory map of `path`; those that are not in the file are computed.

    Parameters
    ----------
    path : Path
        The file; one with more rows is taken as it is.
    pixels : uint8 array of shape (n, ...)
        The images.
    dim : int
        The number of features of an image.
    features : callable
        The features of a block of images, shape (images, dim).
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    row = dim * np.dtype(np.float32).itemsize
    done, n = path.stat().st_size // row, len(pixels)
    if done < n:
        with path.open("r+b") as file, Progress(n - done, "images") as progress:
            file.seek(done * row)
            for first in range(done, n, BLOCK):
                block = np.ascontiguousarray(features(pixels[first : first + BLOCK]), np.float32)
                if block.shape != (len(pixels[first : first + BLOCK]), dim):
                    raise ValueError(f"features must be {dim} for each image, not of shape {block.shape}")
                file.write(block)
                file.flush()
                progress.advance(len(block))
    return np.memmap(path, np.float32, "r", shape=(n, dim))
