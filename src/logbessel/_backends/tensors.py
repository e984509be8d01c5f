"""Values on PyTorch tensors that are nothing but memory.

On a CPU they are those of NumPy's ufuncs, without a copy (but of bfloat16, which NumPy lacks), on a GPU those of the CUDA kernels, on
PyTorch's current stream.
"""

import sys
from typing import Any

import numpy as np

from logbessel import ufuncs
from logbessel._cuda.elementwise import Operand, launch, launch_in_step

torch: Any = sys.modules["torch"]
_Tensor = torch.Tensor
_empty_like = torch.empty_like
_STORAGE = {torch.float64: "float64", torch.float32: "float32", torch.float16: "float16", torch.bfloat16: "bfloat16"}
_DIRECT = {torch.float64, torch.float32}  # computed in their own precision
_current_stream: Any = getattr(torch._C, "_cuda_getCurrentRawStream", None)  # none in a build without CUDA
NUMBERS = {float, int}  # types that are taken as they are; their subclasses take the longer way


def compute(name: str, v: Any, x: Any) -> Any:
    """The values for two tensors, or a tensor and a number."""
    if _in_step(v, x):
        model = v if type(x) in NUMBERS else x
        out = _empty_like(model)
        if model.is_cuda:
            index = model.get_device()
            of_v = float(v) if type(v) in NUMBERS else v.data_ptr()
            of_x = float(x) if type(x) in NUMBERS else x.data_ptr()
            launch_in_step(name, _STORAGE[model.dtype], index, _current_stream(index), model.numel(), out.data_ptr(), of_v, of_x)
        else:
            _evaluate(name, v, x, out)
        return out
    v, x = tensor(v, x), tensor(x, v)
    place, kind, shape = device(name, v, x), result_type(v, x), torch._C._infer_size(v.shape, x.shape)
    if place.type == "cuda":
        out = torch.empty(shape, dtype=kind, device=place)
        # Converted tensors must outlive the launch; PyTorch's allocator keeps their memory until the stream has used it.
        operands = v.to(kind), x.to(kind)
        launch(
            name,
            _STORAGE[kind],
            place.index,
            _current_stream(place.index),
            shape,
            *(_place(operand, shape) for operand in (out, *operands)),
        )
        return out
    computed = torch.float32 if kind is torch.bfloat16 else kind
    out = torch.empty(shape, dtype=computed, device=place)
    _evaluate(name, v.to(computed), x.to(computed), out)
    return out.to(kind)


def _in_step(v: Any, x: Any) -> bool:
    """Whether the operands, but for a number, lie element by element as the result does."""
    if type(v) in NUMBERS:
        return x.dtype in _DIRECT and x.is_contiguous()
    if type(x) in NUMBERS:
        return v.dtype in _DIRECT and v.is_contiguous()
    kind = x.dtype
    return (
        kind is v.dtype
        and kind in _DIRECT
        and x.is_contiguous()
        and v.is_contiguous()
        and v.shape == x.shape
        and v.get_device() == x.get_device()
    )


def _evaluate(name: str, v: Any, x: Any, out: Any) -> None:
    with np.errstate(all="ignore"):
        getattr(ufuncs, name)(_array(v), _array(x), out.numpy())


def _array(operand: Any) -> Any:
    if type(operand) in NUMBERS:
        return float(operand)  # which takes the type of the other one
    return (operand.detach() if operand.requires_grad else operand).numpy()


def _place(operand: Any, shape: tuple[int, ...]) -> Any:
    return Operand(operand.data_ptr(), operand.expand(shape).stride()) if operand.is_cuda else operand.item()


def tensor(operand: Any, other: Any) -> Any:
    """A number becomes a tensor without dimensions, which adapts to the type and the device of the other one."""
    if isinstance(operand, _Tensor):
        return operand
    if isinstance(operand, bool | int | float | np.generic):
        kind = other.dtype if other.dtype in _STORAGE else torch.get_default_dtype()
        return torch.tensor(float(operand), dtype=kind, device="cpu")
    raise TypeError(f"a {type(operand).__name__} meets a PyTorch tensor: convert it with torch.as_tensor, or the tensor to NumPy's")


def result_type(v: Any, x: Any) -> Any:
    """As PyTorch promotes; integers give its default type."""
    kind = torch.result_type(v, x)
    if kind in _STORAGE:
        return kind
    if kind.is_complex:
        raise TypeError(f"real tensors are needed, not {kind}")
    return torch.get_default_dtype()


def device(name: str, v: Any, x: Any) -> Any:
    """The common one; a tensor without dimensions on the CPU goes to the other's."""
    bound = [operand.device for operand in (v, x) if operand.dim() or operand.device.type != "cpu"] or [v.device]
    if bound[0] != bound[-1]:
        raise RuntimeError(f"{name}: the tensors lie on different devices, {' and '.join(sorted(map(str, bound)))}")
    if bound[0].type not in ("cpu", "cuda", "meta"):
        raise TypeError(f"{name} computes on CPUs and NVIDIA GPUs, not on {bound[0]}: move the tensor with .cpu()")
    return bound[0]
