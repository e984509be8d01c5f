"""The functions on PyTorch tensors, as operators ``torch.ops.logbessel.log_iv``, ...

They work under ``torch.compile``, with fake tensors and whatever else follows a program by its operators, and have derivatives of every
kind that PyTorch knows: backward and forward, in ``torch.func``, compiled.  An operator costs more than a short computation, so a call that
nothing follows is none.
"""

import sys
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from logbessel import _derivatives, ufuncs
from logbessel._backends import tensors

torch: Any = sys.modules["torch"]
_unwrap = torch._functorch.utils.unwrap_dead_wrappers  # a transform may have ended by the time of the backward
_in_a_transform = torch._functorch.autograd_function.enable_single_level_autograd_function
_forward_ad = torch.autograd.forward_ad
_is_compiling = torch.compiler.is_dynamo_compiling
_is_grad_enabled = torch.is_grad_enabled
_has_torch_function = torch.overrides.has_torch_function_variadic
_transforms = torch._C._functorch.peek_interpreter_stack
_modes = torch._C._len_torch_dispatch_stack
_is_tracing = torch._C._is_tracing
_strided = torch.strided
_TYPES = {torch.Tensor, torch.nn.Parameter}
_library = torch.library.Library("logbessel", "DEF")


def define(name: str, compute: Callable[[str, Any, Any], Any], derivative: Callable[[int, Any, Any], Any]) -> Callable[..., Any]:
    """A function of two tensors, or a tensor and a number, element by element, as an operator ``torch.ops.logbessel.<name>``.

    Parameters
    ----------
    name : str
    compute : function of (name, v, x)
        The values for tensors that are nothing but memory, or a number.
    derivative : function of (argument, v, x)
        That in the order or in the argument, at a `point`, from operators that PyTorch differentiates again.
    """
    _library.define(f"{name}(Tensor v, Tensor x) -> Tensor", tags=(torch.Tag.pointwise, torch.Tag.pt2_compliant_tag))
    operation = Operation(name, getattr(torch.ops.logbessel, name).default, compute, derivative)
    for device in ("CPU", "CUDA"):
        _library.impl(name, partial(compute, name), device)
    _library.impl(name, partial(_autograd, operation), "Autograd")
    torch.library.register_fake(f"logbessel::{name}", partial(_fake, name), lib=_library)
    torch.library.register_vmap(f"logbessel::{name}", partial(_vmap, operation.operator), lib=_library)

    def function(v: Any, x: Any, out: Any = None, **options: Any) -> Any:
        if options:
            raise TypeError(f"{name} on PyTorch tensors takes no {', '.join(options)}")
        if _is_plain(v, x):
            result = compute(name, v, x)
        else:
            call = partial(_Differentiable.apply, operation) if _is_plain(v, x, but_for_a_graph=True) else operation.operator
            result = call(tensors.tensor(v, x), tensors.tensor(x, v))
        return result if out is None else _put(name, result, out)

    function.__name__ = function.__qualname__ = name
    return function


class Operation(NamedTuple):
    """What `define` knows of a function."""

    name: str
    operator: Any
    compute: Callable[[str, Any, Any], Any]
    derivative: Callable[[int, Any, Any], Any]


def _is_plain(v: Any, x: Any, but_for_a_graph: bool = False) -> bool:
    """Whether no graph, transform, mode or tangent follows the call, and each operand is a number or lies in memory as it is."""
    return (
        not _is_compiling()  # first, as the compiler reads what stands after it
        and not _has_torch_function(v, x)
        and _transforms() is None
        and not _modes()
        and not _is_tracing()
        and _forward_ad._current_level < 0
        and (_is_memory(v, but_for_a_graph) or type(v) in tensors.NUMBERS)
        and (_is_memory(x, but_for_a_graph) or type(x) in tensors.NUMBERS)
    )


def _is_memory(operand: Any, but_for_a_graph: bool) -> bool:
    """Not for a subclass, or a tensor that is sparse, to be negated, fake or only zeros: the last two have no address."""
    return (
        type(operand) in _TYPES
        and operand.layout is _strided
        and (operand.is_cuda or operand.is_cpu)
        and not operand.is_neg()
        and not (operand.requires_grad and _is_grad_enabled() and not but_for_a_graph)
        and operand.data_ptr() != 0
    )


def _put(name: str, result: Any, out: Any) -> Any:
    if not isinstance(out, torch.Tensor) or out.shape != result.shape or out.device != result.device:
        found = f"{tuple(out.shape)} on {out.device}" if isinstance(out, torch.Tensor) else type(out).__name__
        raise ValueError(f"{name}: out must be a tensor of shape {tuple(result.shape)} on {result.device}, not {found}")
    if not torch.can_cast(result.dtype, out.dtype):
        raise TypeError(f"{name}: the result is {result.dtype}, which does not go into an out of {out.dtype}")
    return out.copy_(result)


def _fake(name: str, v: Any, x: Any) -> Any:
    return torch.empty(torch.broadcast_shapes(v.shape, x.shape), dtype=tensors.result_type(v, x), device=tensors.device(name, v, x))


def _vmap(operator: Any, _: Any, dims: Any, v: Any, x: Any) -> tuple[Any, int]:
    """The mapped dimension first, then the others, aligned from the last one.  The type is that of one call."""
    ranks = [operand.dim() - (dim is not None) for operand, dim in zip((v, x), dims, strict=True)]
    kind = tensors.result_type(*(torch.empty((0,) * rank, dtype=a.dtype, device="meta") for a, rank in zip((v, x), ranks, strict=True)))
    moved = []
    for operand, dim, rank in zip((v, x), dims, ranks, strict=True):
        if dim is not None:
            operand = operand.movedim(dim, 0)
            operand = operand.reshape(operand.shape[0], *(1,) * (max(ranks) - rank), *operand.shape[1:])
        moved.append(operand.to(kind))
    return operator(*moved), 0


class _Differentiable(torch.autograd.function._SingleLevelFunction):  # type: ignore[misc]
    """A function whose derivatives are functions of this module, and so differentiable again, in either mode and any transform."""

    @staticmethod
    def forward(ctx: Any, operation: Operation, v: Any, x: Any) -> Any:
        ctx.set_materialize_grads(False)
        ctx.derivative, ctx.like = operation.derivative, [(operand.shape, operand.dtype, operand.device) for operand in (v, x)]
        if _is_plain(v, x):
            y = operation.compute(operation.name, v, x)
        else:  # the transforms outside of this one differentiate too, which PyTorch has switched off in here
            with torch.enable_grad(), _forward_ad._set_fwd_grad_enabled(True), torch._C._AutoDispatchBelowAutograd():
                y = operation.operator(v, x)
        point = _derivatives.point(operation.name, v, x, y)
        ctx.save_for_backward(*point)
        ctx.save_for_forward(*point)
        return y

    @staticmethod
    def backward(ctx: Any, gradient: Any) -> Any:
        point, gradients = _unwrap(ctx.saved_tensors), [None, None]
        for argument, (shape, dtype, device) in enumerate(ctx.like):
            if gradient is not None and ctx.needs_input_grad[1 + argument]:
                product = gradient * ctx.derivative(argument, *point)
                gradients[argument] = product.sum_to_size(shape).to(device, dtype)
        return None, *gradients

    @staticmethod
    def jvp(ctx: Any, _: None, *tangents: Any) -> Any:
        with _forward_ad._set_fwd_grad_enabled(True):  # for the transforms outside of this one, which sees no tangents in here
            point = [_forward_ad.unpack_dual(operand, level=0).primal for operand in ctx.saved_tensors]
            products = [tangent * ctx.derivative(argument, *point) for argument, tangent in enumerate(tangents) if tangent is not None]
            return sum(products[1:], products[0])


def _autograd(operation: Operation, v: Any, x: Any) -> Any:
    """The operator as PyTorch calls it where it may have to keep a graph or follow tangents, transform by transform."""
    if (torch.is_grad_enabled() and (v.requires_grad or x.requires_grad)) or _has_tangent(v) or _has_tangent(x):
        with _in_a_transform():
            return _Differentiable.apply(operation, v, x)
    with torch._C._AutoDispatchBelowAutograd():
        return operation.operator(v, x)


def _has_tangent(operand: Any) -> bool:
    followed = torch._C._is_fwd_grad_enabled() and (_forward_ad._current_level >= 0 or _transforms() is not None)
    return followed and _forward_ad.unpack_dual(operand, level=0).tangent is not None


for _name in ufuncs.__dict__:
    if isinstance(getattr(ufuncs, _name), np.ufunc):
        globals()[_name] = define(_name, tensors.compute, partial(_derivatives.derivative, sys.modules[__name__], _name))
