"""One call of a kernel: how operands that broadcast and have strides become a layout, and the launch."""

from collections.abc import Sequence
from math import prod
from typing import NamedTuple

from logbessel import _core
from logbessel._cuda.kernels import kernel


class Operand(NamedTuple):
    """Data on a device: its address, and its shape and strides in elements, already those of the result."""

    address: int
    strides: tuple[int, ...]


def launch(
    function: str, storage: str, device: int, stream: int, shape: tuple[int, ...], out: Operand, v: Operand | float, x: Operand | float
) -> None:
    """Appends ``out = function(v, x)`` to a stream.

    A number in the place of an operand stands for all of its elements.  `shape` is that of `out`; an operand that broadcasts has strides
    of zero.
    """
    still = (0,) * len(shape)
    strides = (out.strides, *(operand.strides if isinstance(operand, Operand) else still for operand in (v, x)))
    shape, strides = collapse(shape, strides)
    n = prod(shape)
    if n == 0:
        return
    steps = tuple(column[0] for column in strides)
    layout = _LAYOUTS.get(steps, "strided") if len(shape) == 1 else "strided"
    numbers = isinstance(v, float), isinstance(x, float)
    if all(numbers) or (n == 1 and any(numbers)):  # one element is contiguous whatever its strides, a number is nowhere
        layout = "strided"
    handle = kernel(function, storage, layout, device)
    of_v, of_x = (operand.address if isinstance(operand, Operand) else operand for operand in (v, x))
    if layout == "strided":
        _core.cuda_launch(handle, stream, device, n, out.address, of_v, of_x, shape, *strides)
    else:
        _core.cuda_launch(handle, stream, device, n, out.address, of_v, of_x)


def launch_in_step(function: str, storage: str, device: int, stream: int, n: int, out: int, v: int | float, x: int | float) -> None:
    """The shortest way, for `n` elements at these addresses that follow one another; one operand may be a number."""
    if n:
        layout = "single_order" if type(v) is float else "single_argument" if type(x) is float else "contiguous"
        _core.cuda_launch(kernel(function, storage, layout, device), stream, device, n, out, v, x)


# The strides of the result, the order and the argument.
_LAYOUTS: dict[tuple[int, ...], str] = {(1, 1, 1): "contiguous", (1, 0, 1): "single_order", (1, 1, 0): "single_argument"}


def collapse(shape: Sequence[int], strides: Sequence[Sequence[int]]) -> tuple[tuple[int, ...], tuple[tuple[int, ...], ...]]:
    """The fewest dimensions, last one first, that visit the same elements in the same order."""
    merged: list[list[int]] = []  # length and strides of each dimension
    for d in reversed(range(len(shape))):
        steps = [s[d] for s in strides]
        if shape[d] == 1:
            continue
        if merged and all(step == merged[-1][0] * inner for step, inner in zip(steps, merged[-1][1:], strict=True)):
            merged[-1][0] *= shape[d]
        else:
            merged.append([shape[d], *steps])
    if not merged:
        merged.append([1, *(1 for _ in strides)])
    lengths, *columns = zip(*merged, strict=True)
    return lengths, tuple(columns)
