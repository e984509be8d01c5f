"""Rows of numbers, streamed to disk: a file of float32 rows, as long as what is done.

A run that was stopped goes on with the first row that is not there; it loses at most the block that it was at.  Each block is written to
the place of its rows, so that not even two runs at the same time do each other harm.  After a crash, some file systems leave zeros in place
of what was written last: rows of zeros at the end are not there either.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from logbessel.cli.progress import Progress

BLOCK = 64  # images: 0.2 to 3 s on one core
ITEMSIZE = np.dtype(np.float32).itemsize
Extractor = Callable[[NDArray[np.uint8]], NDArray[np.float32]]


def stream(path: Path, pixels: NDArray[np.uint8], dim: int, features: Extractor) -> NDArray[np.float32]:
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

    Raises
    ------
    OSError
        The file cannot be written; a full disk, too, is told with its name.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    done, n = rows_in(path, dim), len(pixels)
    try:
        if done < n:
            append(path, pixels, dim, features, done)
    except OSError as error:
        error.filename = error.filename or str(path)
        raise
    return np.memmap(path, np.float32, "r", shape=(n, dim))


def rows_in(path: Path, dim: int) -> int:
    """The number of rows that are in the file."""
    n = stored = path.stat().st_size // (dim * ITEMSIZE)
    rows = np.memmap(path, np.float32, "r", shape=(n, dim)) if n else np.empty((0, dim))
    while n and not rows[n - 1].any():
        n -= 1
    return n if n == stored else max(0, n - 1)  # the zeros may begin in the middle of a row


def append(path: Path, pixels: NDArray[np.uint8], dim: int, features: Extractor, done: int) -> None:
    with path.open("r+b") as file, Progress(len(pixels) - done, "images") as progress:
        file.seek(done * dim * ITEMSIZE)
        for first in range(done, len(pixels), BLOCK):
            block = np.ascontiguousarray(features(pixels[first : first + BLOCK]), np.float32)
            if block.shape != (len(pixels[first : first + BLOCK]), dim):
                raise ValueError(f"features must be {dim} for each image, not of shape {block.shape}")
            file.write(block)
            file.flush()
            progress.advance(len(block))
