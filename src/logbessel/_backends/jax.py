"""The functions on JAX arrays, as calls of XLA's foreign-function interface: on their device, under ``jit``, ``vmap``, ``shard_map``.

An operand that broadcasts stays as small as it is.  The derivatives are functions of this module again; what is not differentiated costs
nothing, and integers are not.
"""

import re
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from logbessel import _core, _derivatives, ufuncs
from logbessel._cuda.kernels import kernel

jax: Any = sys.modules["jax"]
if not (hasattr(jax, "ffi") and hasattr(jax, "typeof")):
    raise ImportError(
        f"logbessel computes on the arrays of JAX 0.6.2 or later, and this is JAX {jax.__version__}: pip install --upgrade jax"
    )
jnp: Any = jax.numpy
_OPERANDS = (jax.Array, np.ndarray, np.generic, bool, int, float, complex)
_functions = sys.modules[__name__]
_FLOATS = ("float64", "float32", "float16", "bfloat16")


def _register() -> None:
    jax.devices()  # JAX that has started says at once if it refuses a target; a target that waits for the start would make that fail
    try:
        for name, platform, stages in _core.xla_targets(kernel):
            jax.ffi.register_ffi_target(name, stages, platform=platform)
    except Exception as error:
        raise ImportError(f"JAX {jax.__version__} does not register logbessel's functions: {_reason(error)}") from error


def _reason(error: Exception) -> str:
    found = re.search(r"framework's API version \(([\d.]+)\)", str(error))
    if found is None:
        return f"{type(error).__name__}: {error}"
    return (
        f"they need version 0.1 of XLA's foreign-function interface, and this JAX has {found[1]}, which does not take them; "
        f"JAX 0.6.2 to 0.12.0 does: install one of those, or a newer logbessel ({error})"
    )


def _function(name: str) -> Callable[..., Any]:
    def call(v: Any, x: Any) -> Any:
        result = _result(name, v, x)
        operands = (_operand(operand, result) for operand in (v, x))
        return jax.ffi.ffi_call(f"logbessel.{name}", result, vmap_method="expand_dims")(*operands)

    def derivative(primals: Any, tangents: Any) -> Any:
        v, x = primals
        value: Any = function(v, x)
        point, total = _derivatives.point(name, v, x, value), jnp.zeros_like(value)
        for argument, tangent in enumerate(tangents):
            if not isinstance(tangent, jax.custom_derivatives.SymbolicZero) and tangent.dtype != jax.dtypes.float0:
                total += (tangent * _derivatives.derivative(_functions, name, argument, *point)).astype(value.dtype)
        return value, total

    call.__name__ = name  # which JAX shows in its programs
    differentiable = jax.custom_jvp(call)
    differentiable.defjvp(derivative, symbolic_zeros=True)
    jitted = jax.jit(differentiable, inline=True)

    def function(v: Any, x: Any, out: Any = None, **options: Any) -> Any:
        if out is not None or options:
            raise TypeError(f"{name} on JAX arrays takes no {', '.join([*(['out'] if out is not None else []), *options])}")
        for operand in (v, x):
            if not isinstance(operand, _OPERANDS):
                raise TypeError(f"a {type(operand).__name__} meets a JAX array: convert it with jax.numpy.asarray")
        return jitted(v, x)

    function.__name__ = function.__qualname__ = name
    return function


def _result(name: str, v: Any, x: Any) -> Any:
    """The type of the result.  That of a sum has its shape, knows whether it is weak, and how it varies over a mesh."""
    (total,) = jax.make_jaxpr(jnp.add)(v, x).out_avals
    return total.update(dtype=_float(name, v, x))


def _float(name: str, v: Any, x: Any) -> Any:
    """As JAX promotes; integers give its default type."""
    kind = jnp.result_type(v, x)
    if jnp.issubdtype(kind, jnp.integer) or jnp.issubdtype(kind, jnp.bool_):
        kind = jnp.result_type(float)
    if kind.name not in _FLOATS:
        raise TypeError(f"{name} takes real arrays, {', '.join(_FLOATS)} or integers, not {kind}")
    return kind


def _operand(operand: Any, result: Any) -> Any:
    """In the type of the result, with as many dimensions, varying over the same axes of a mesh."""
    operand = jnp.asarray(operand, result.dtype)
    operand = jax.lax.expand_dims(operand, range(result.ndim - operand.ndim))
    missing = _axes(result) - _axes(jax.typeof(operand))
    return _vary(operand, tuple(missing)) if missing else operand


def _axes(aval: Any) -> Any:
    return aval.manual_axis_type.varying if hasattr(aval, "manual_axis_type") else aval.vma


_vary = partial(jax.lax.pcast, to="varying") if hasattr(jax.lax, "pcast") else jax.lax.pvary

_register()
for _name in ufuncs.__dict__:
    if isinstance(getattr(ufuncs, _name), np.ufunc):
        globals()[_name] = _function(_name)
