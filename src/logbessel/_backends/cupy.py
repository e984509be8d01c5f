"""The functions on CuPy arrays: computed on their device, on the current stream, in CuPy's memory."""

import sys
from collections.abc import Callable
from typing import Any

import numpy as np

from logbessel import ufuncs
from logbessel._cuda.elementwise import Operand, launch, launch_in_step

cupy: Any = sys.modules["cupy"]
_array = cupy.ndarray
_empty = cupy.empty
_current_stream = cupy.cuda.get_current_stream
_current_device = cupy.cuda.runtime.getDevice
_FLOATS = {np.dtype(name): name for name in ("float64", "float32", "float16")}


def _function(name: str) -> Callable[..., Any]:
    def function(v: Any, x: Any, out: Any = None, **options: Any) -> Any:
        if (
            out is None
            and type(x) is _array
            and (type(v) is float or (type(v) is _array and v.shape == x.shape and v.dtype is x.dtype and v.flags.c_contiguous))
            and x.flags.c_contiguous
            and not options
        ):
            storage, device = _FLOATS.get(x.dtype), x.device.id
            if storage is not None and x.size and device == _current_device() and (type(v) is float or v.device.id == device):
                result = _empty(x.shape, x.dtype)
                of_v = v if type(v) is float else v.data.ptr
                launch_in_step(name, storage, device, _current_stream().ptr, x.size, result.data.ptr, of_v, x.data.ptr)
                return result
        return _call(name, v, x, out, options)

    function.__name__ = function.__qualname__ = name
    return function


def _read(name: str, v: Any, x: Any, options: dict[str, Any], *others: Any) -> tuple[int, np.dtype[Any], tuple[int, ...], Any, Any]:
    """The device on which all arrays lie, type and shape of the result, the operands in that type."""
    dtype = options.pop("dtype", None)
    if options:
        raise TypeError(f"{name} on CuPy arrays takes out and dtype, not {', '.join(options)}")
    places = {operand.device.id for operand in (v, x, *others) if isinstance(operand, _array)}
    if len(places) > 1:
        raise ValueError(f"{name}: the arrays lie on different devices, {' and '.join(f'cuda:{p}' for p in sorted(places))}")
    (device,) = places
    kind = _result_type(name, v, x, dtype)
    shape = np.broadcast_shapes(*(operand.shape for operand in (v, x) if isinstance(operand, _array)))
    with cupy.cuda.Device(device):
        return device, kind, shape, _operand(v, kind), _operand(x, kind)


def _call(name: str, v: Any, x: Any, out: Any, options: dict[str, Any]) -> Any:
    device, kind, shape, v, x = _read(name, v, x, options, out)
    storage = _FLOATS[kind]
    with cupy.cuda.Device(device):
        if out is None:
            target = result = _empty(shape, kind)
        else:
            if not isinstance(out, _array) or out.shape != shape:
                raise ValueError(f"{name}: out must be a CuPy array of shape {shape}, not {getattr(out, 'shape', type(out).__name__)}")
            if not np.can_cast(kind, out.dtype, "same_kind"):
                raise TypeError(f"{name}: the result is {kind}, which does not go into an out of {out.dtype}")
            target, result = (out if out.dtype == kind and not _overlap(out, v, x) else _empty(shape, kind)), out
        launch(name, storage, device, _current_stream().ptr, shape, _place(target, shape), _place(v, shape), _place(x, shape))
        if target is not result:
            result[...] = target
    return result


def _joint_function(name: str) -> Callable[..., Any]:
    """A function of three results, which a kernel puts one behind the other."""

    def function(v: Any, x: Any, **options: Any) -> Any:
        device, kind, shape, v, x = _read(name, v, x, options)
        with cupy.cuda.Device(device):
            results = _empty((3, *shape), kind)
            first = _place(results[0], shape)
            launch(f"{name}_value_and_grad", _FLOATS[kind], device, _current_stream().ptr, shape, first, _place(v, shape), _place(x, shape))
        return tuple(results)

    function.__name__ = function.__qualname__ = f"{name}_value_and_grad"
    return function


def _result_type(name: str, v: Any, x: Any, dtype: Any) -> np.dtype[Any]:
    """As NumPy's ufunc has it; Python's numbers take the type of the array."""
    kinds = (np.dtype(dtype),) * 2 if dtype is not None else (_type(v), _type(x))
    result: np.dtype[Any] = getattr(ufuncs, name).resolve_dtypes((*kinds, None))[2]
    return result


def _type(operand: Any) -> Any:
    if isinstance(operand, _array):
        return operand.dtype
    return type(operand) if type(operand) in (int, float) else np.asarray(operand).dtype  # NumPy's numbers are floats as well


def _operand(operand: Any, kind: np.dtype[Any]) -> Any:
    """An array of the type of the computation, or a float."""
    if isinstance(operand, _array):
        return operand.astype(kind, copy=False)
    value = np.asarray(operand)
    if value.ndim:
        raise TypeError(f"a {type(operand).__name__} meets a CuPy array: convert it with cupy.asarray, or the other with cupy.asnumpy")
    return float(value.astype(kind))


def _place(operand: Any, shape: tuple[int, ...]) -> Any:
    if isinstance(operand, float):
        return operand
    missing = len(shape) - operand.ndim
    strides = tuple(0 if length == 1 else step // operand.itemsize for length, step in zip(operand.shape, operand.strides, strict=True))
    return Operand(operand.data.ptr, (0,) * missing + strides)


def _overlap(out: Any, *inputs: Any) -> bool:
    """Whether an element might be read after another one was written in its place."""
    return any(isinstance(a, _array) and a is not out and cupy.may_share_memory(a, out) for a in inputs)


for _name in ufuncs.__dict__:
    if isinstance(getattr(ufuncs, _name), np.ufunc):
        globals()[_name] = _function(_name)
for _name in ("log_iv", "log_kv"):
    globals()[f"{_name}_value_and_grad"] = _joint_function(_name)
