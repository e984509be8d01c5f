"""The functions on PyTorch tensors, as operators ``torch.ops.logbessel.log_iv``, ...

A tensor on a CPU goes to NumPy's ufuncs without a copy, one on a GPU to the CUDA kernels, on PyTorch's current stream.  The operators work
under ``torch.compile``, ``torch.func.vmap`` and with fake tensors.  They have no derivatives yet: what needs one raises.
"""

import sys
from collections.abc import Callable
from typing import Any

import numpy as np

from logbessel import ufuncs
from logbessel._cuda.elementwise import Operand, launch

torch: Any = sys.modules["torch"]
_Tensor = torch.Tensor
_STORAGE = {torch.float64: "float64", torch.float32: "float32", torch.float16: "float16", torch.bfloat16: "bfloat16"}
_library = torch.library.Library("logbessel", "DEF")


def _function(name: str) -> Callable[..., Any]:
    _library.define(f"{name}(Tensor v, Tensor x) -> Tensor", tags=(torch.Tag.pointwise, torch.Tag.pt2_compliant_tag))
    operator = getattr(torch.ops.logbessel, name).default
    _library.impl(name, lambda v, x: _on_cpu(name, v, x), "CPU")
    _library.impl(name, lambda v, x: _on_cuda(name, v, x), "CUDA")
    _library.impl(name, lambda v, x: _without_derivative(name, operator, v, x), "Autograd")
    torch.library.register_fake(f"logbessel::{name}", _fake, lib=_library)
    torch.library.register_vmap(f"logbessel::{name}", lambda info, dims, v, x: _vmap(operator, dims, v, x), lib=_library)

    def function(v: Any, x: Any, out: Any = None, **options: Any) -> Any:
        if options:
            raise TypeError(f"{name} on PyTorch tensors takes no {', '.join(options)}")
        result = operator(_tensor(v, x), _tensor(x, v))
        return result if out is None else out.copy_(result)

    function.__name__ = function.__qualname__ = name
    return function


def _tensor(operand: Any, other: Any) -> Any:
    """A number becomes a tensor without dimensions, which adapts to the type and the device of the other one."""
    if isinstance(operand, _Tensor):
        return operand
    if isinstance(operand, bool | int | float | np.generic):
        return torch.tensor(float(operand), dtype=other.dtype if other.dtype in _STORAGE else torch.get_default_dtype())
    raise TypeError(f"a {type(operand).__name__} meets a PyTorch tensor: convert it with torch.as_tensor, or the tensor to NumPy's")


def _result_type(v: Any, x: Any) -> Any:
    """As PyTorch promotes; integers give its default type."""
    kind = torch.result_type(v, x)
    if kind in _STORAGE:
        return kind
    if kind.is_complex:
        raise TypeError(f"real tensors are needed, not {kind}")
    return torch.get_default_dtype()


def _fake(v: Any, x: Any) -> Any:
    device = v.device if v.dim() or v.device.type != "cpu" else x.device
    return torch.empty(torch.broadcast_shapes(v.shape, x.shape), dtype=_result_type(v, x), device=device)


def _vmap(operator: Any, dims: Any, v: Any, x: Any) -> tuple[Any, int]:
    """The mapped dimension first, then the others, aligned from the last one."""
    ranks = [operand.dim() - (dim is not None) for operand, dim in zip((v, x), dims, strict=True)]
    moved = []
    for operand, dim, rank in zip((v, x), dims, ranks, strict=True):
        if dim is not None:
            operand = operand.movedim(dim, 0)
            operand = operand.reshape(operand.shape[0], *(1,) * (max(ranks) - rank), *operand.shape[1:])
        moved.append(operand)
    return operator(*moved), 0


def _without_derivative(name: str, operator: Any, v: Any, x: Any) -> Any:
    if torch.is_grad_enabled() and (v.requires_grad or x.requires_grad):
        raise NotImplementedError(f"{name} has no derivatives yet: detach() its arguments, or call it under torch.no_grad()")
    if torch.autograd.forward_ad._current_level >= 0:
        for operand in (v, x):
            if torch.autograd.forward_ad.unpack_dual(operand).tangent is not None:
                raise NotImplementedError(f"{name} has no derivatives yet, in forward mode either")
    with torch._C._AutoDispatchBelowAutograd():
        return operator(v, x)


def _on_cpu(name: str, v: Any, x: Any) -> Any:
    kind = _result_type(v, x)
    computed = torch.float32 if kind is torch.bfloat16 else kind
    out = torch.empty(torch.broadcast_shapes(v.shape, x.shape), dtype=computed)
    with np.errstate(all="ignore"):
        getattr(ufuncs, name)(*(operand.detach().to(computed).numpy() for operand in (v, x)), out=out.numpy())
    return out.to(kind)


def _on_cuda(name: str, v: Any, x: Any) -> Any:
    kind = _result_type(v, x)
    numbers = [operand.dim() == 0 and operand.device.type == "cpu" for operand in (v, x)]
    places = {operand.device for operand, number in zip((v, x), numbers, strict=True) if not number}
    if len(places) != 1:
        raise RuntimeError(f"{name}: the tensors lie on different devices, {' and '.join(sorted(map(str, places)))}")
    (device,) = places
    shape = torch.broadcast_shapes(v.shape, x.shape)
    out = torch.empty(shape, dtype=kind, device=device)
    # Converted tensors must outlive the launch; PyTorch's allocator keeps their memory until the stream has used it.
    operands = [operand.item() if number else operand.to(kind) for operand, number in zip((v, x), numbers, strict=True)]
    stream = torch._C._cuda_getCurrentRawStream(device.index)
    launch(name, _STORAGE[kind], device.index, stream, tuple(shape), _place(out, shape), *(_place(operand, shape) for operand in operands))
    return out


def _place(operand: Any, shape: Any) -> Any:
    if not isinstance(operand, _Tensor):
        return float(operand)
    return Operand(operand.data_ptr(), operand.expand(shape).stride())


for _name in ufuncs.__dict__:
    if isinstance(getattr(ufuncs, _name), np.ufunc):
        globals()[_name] = _function(_name)
