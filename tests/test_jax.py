"""The functions on JAX arrays: values, types, transforms, errors.  On a GPU too where there is one."""

import importlib
import importlib.util
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from domain import domain_points
from numpy.testing import assert_array_equal
from reference import load
from reference.contract import budget, error, registry, unit, worst

import logbessel
from logbessel import _core
from logbessel._derivatives import ARGUMENT, ORDER, RULES, derivative, point

pytestmark = [pytest.mark.frameworks, pytest.mark.filterwarnings("default")]  # what JAX warns about is not ours to fix
os.environ.setdefault("XLA_PYTHON_CLIENT_PREALLOCATE", "false")  # other frameworks are tested in this process too
jax = pytest.importorskip("jax", reason="JAX is tested where it is installed")
jax.config.update("jax_num_cpu_devices", 2)
jnp = jax.numpy
P = jax.sharding.PartitionSpec
check_grads = importlib.import_module("jax.test_util").check_grads

NAMES = list(registry())


def has_gpu() -> bool:
    """Without starting JAX, as this is asked before any test runs."""
    try:
        _core.cuda_driver_version()
    except RuntimeError:
        return False
    return any(importlib.util.find_spec(f"jax_cuda{version}_plugin") for version in (12, 13))


@pytest.fixture(params=["cpu", *(["cuda"] if has_gpu() else [])], autouse=True)
def device(request: pytest.FixtureRequest) -> Iterator[Any]:
    """Where the arrays of a test are made; in double precision."""
    jax.config.update("jax_enable_x64", True)
    device = jax.devices(request.param)[0]
    with jax.default_device(device):
        yield device
    jax.config.update("jax_enable_x64", False)


def points(name: str, dtype: Any = np.float64) -> tuple[Any, Any]:
    return tuple(jnp.asarray(a, dtype) for a in domain_points(name, 1000))


def close(result: Any, truth: Any) -> None:
    """The same on a CPU; on a GPU to 8 ulp of the larger of the value and 1, as the accuracy tests do the rest."""
    result, truth = np.asarray(result), np.asarray(truth)
    assert (result.shape, result.dtype) == (truth.shape, truth.dtype)
    if jnp.zeros(()).device.platform == "cpu":
        assert_array_equal(result, truth)
        return
    with np.errstate(invalid="ignore"):
        near = np.abs(result.astype(float) - truth) <= 8 * np.spacing(np.maximum(np.abs(truth), 1)).astype(float)
    assert_array_equal(result[~near], truth[~near])  # infinities and NaN


def numpys(name: str, v: Any, x: Any) -> Any:
    with np.errstate(all="ignore"):
        return getattr(logbessel, name)(np.asarray(v), np.asarray(x))


# ---- values and types --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_error_is_within_the_budget(name: str, dtype: type, device: Any) -> None:
    """The whole reference of the other tests, and the same budgets."""
    table = load(name).representable(dtype)
    computed = np.asarray(getattr(logbessel, name)(jnp.asarray(table.v, dtype), jnp.asarray(table.x, dtype)))
    assert computed.dtype == dtype
    errors = error(computed, table, unit(name, table, dtype))
    failing = ~(errors <= budget(name, table, dtype))
    assert not failing.any(), worst(name, table.where(failing), errors[failing], dtype, 8)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", [np.float64, np.float32, np.float16])
def test_values(name: str, kind: type, device: Any) -> None:
    v, x = points(name, kind)
    result = getattr(logbessel, name)(v, x)
    assert isinstance(result, jax.Array)
    assert result.device == device
    close(result, numpys(name, v, x))
    close(jax.jit(getattr(logbessel, name))(v, x), numpys(name, v, x))


def test_bfloat16_is_the_rounded_float32() -> None:
    v, x = points("log_iv", jnp.bfloat16)
    result = logbessel.log_iv(v, x)
    assert result.dtype == jnp.bfloat16
    single = logbessel.log_iv(v.astype(np.float32), x.astype(np.float32))
    assert_array_equal(result.astype(np.float32), single.astype(jnp.bfloat16).astype(np.float32))


def test_subnormal_numbers_are_kept_whatever_xla_does() -> None:
    v, x = jnp.asarray([1.0, 0.0, 5e-324]), jnp.asarray([5e-324, 1e-160, 1.0])
    for result in (logbessel.log_iv(v, x), jax.jit(lambda v, x: logbessel.log_iv(v, x))(v, x)):
        close(result, logbessel.log_iv(np.asarray(v), np.asarray(x)))
        assert 0 < np.asarray(result)[1] < 1e-319


def test_types_are_those_of_jax() -> None:
    x, single = jnp.linspace(0.1, 50, 100), jnp.linspace(0.1, 50, 100, dtype=np.float32)
    integers = jnp.arange(1, 5)
    for v, other in [(2.5, single), (2, single), (single, 2), (True, single), (x, single), (np.float32(2), x), (np.float64(2), single)]:
        assert logbessel.log_iv(v, other).dtype == jnp.add(v, other).dtype
    assert logbessel.log_iv(np.linspace(1, 2, 100), single).dtype == np.float64
    assert logbessel.log_iv(single.astype(jnp.bfloat16), single.astype(np.float16)).dtype == np.float32
    assert logbessel.log_iv(integers, integers).dtype == logbessel.log_iv(integers.astype(np.int8), True).dtype == np.float64
    assert logbessel.log_iv(integers, single[:4].astype(np.float16)).dtype == np.float16
    assert jax.jit(logbessel.log_iv)(2.5, 3).dtype == np.float64
    close(logbessel.log_iv(2, single), logbessel.log_iv(np.float32(2), np.asarray(single)))
    jax.config.update("jax_enable_x64", False)
    assert logbessel.log_iv(np.linspace(1, 2, 100), single).dtype == np.float32
    assert logbessel.log_iv(integers, integers).dtype == jax.jit(logbessel.log_iv)(2.5, 3).dtype == np.float32


# ---- shapes ------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("of_v", "of_x"),
    [
        ((), ()),
        ((), (7,)),
        ((7,), ()),
        ((7, 1), (5,)),
        ((5,), (7, 1)),
        ((7, 5), (7, 5)),
        ((3, 1, 5), (7, 1)),
        ((3, 1, 5), (3, 4, 1)),
        ((1, 4, 1, 5), (3, 1, 2, 1)),
        ((2, 3, 1, 1), (4, 5)),
        ((1, 1), (1,)),
        ((0,), (1,)),
        ((0, 4), (4,)),
        ((2, 1) * 8, (1, 2) * 8),
        ((200, 1), (300,)),
    ],
)
def test_broadcasting(of_v: tuple[int, ...], of_x: tuple[int, ...]) -> None:
    v = np.linspace(0, 60, int(np.prod(of_v))).reshape(of_v)
    x = np.linspace(0.1, 80, int(np.prod(of_x))).reshape(of_x)
    close(logbessel.log_kv(jnp.asarray(v), jnp.asarray(x)), np.asarray(logbessel.log_kv(v, x)))


def test_more_dimensions_than_kernels_take() -> None:
    with pytest.raises(jax.errors.JaxRuntimeError, match="logbessel: more than 16 dimensions that do not collapse"):
        logbessel.log_kv(jnp.ones((2, 1) * 9), jnp.ones((1, 2) * 9)).block_until_ready()


def test_strides_are_jaxs_affair() -> None:
    v, x = jnp.linspace(0, 60, 21), jnp.linspace(0.1, 80, 34)
    truth = logbessel.log_kv(np.asarray(v)[:, None], np.asarray(x))
    close(jax.jit(lambda v, x: logbessel.log_kv(v[::2, None], x[::-3]))(v, x), truth[::2, ::-3])
    close(jax.jit(lambda v, x: logbessel.log_kv(v, x[:, None]).T)(v, x), truth)


@pytest.mark.parametrize("shape", [(), (1,), (1000, 1)])
def test_an_operand_that_broadcasts_stays_small(shape: tuple[int, ...]) -> None:
    v, x = jnp.full(shape, 2.5), jnp.linspace(0.1, 50, 1000)
    for function in (logbessel.log_iv, jax.vmap(logbessel.log_iv, in_axes=(0, None)) if shape else logbessel.log_iv):
        memory = jax.jit(function).lower(v, x).compile().memory_analysis()
        assert memory.temp_size_in_bytes < 4096


def test_large_enough_for_every_thread_and_queue() -> None:
    """All regions in one call, more elements than one block takes."""
    rng = np.random.default_rng(5)
    v, x = rng.uniform(-2, 60, 200_000), np.exp(rng.uniform(-700, 6, 200_000))
    close(logbessel.log_iv(jnp.asarray(v), jnp.asarray(x)), numpys("log_iv", v, x))
    v, x = rng.uniform(-2, 60, (3, 1, 40_000)), np.exp(rng.uniform(-700, 6, (5, 1)))
    close(logbessel.log_iv(jnp.asarray(v), jnp.asarray(x)), numpys("log_iv", v, x))


# ---- transforms --------------------------------------------------------------------------------------------------------------------


def test_vmap() -> None:
    v, x = jnp.linspace(0, 9, 4), jnp.linspace(1, 40, 12).reshape(4, 3)
    truth = numpys("log_iv", v[:, None], x)
    close(jax.vmap(logbessel.log_iv)(v, x), truth)
    close(jax.vmap(logbessel.log_iv, in_axes=(0, 1))(v, x.T), truth)
    close(jax.vmap(lambda x: logbessel.log_iv(2.5, x))(x), numpys("log_iv", 2.5, x))
    close(jax.vmap(jax.vmap(logbessel.log_iv, in_axes=(None, 0)))(v, x), truth)
    close(jax.vmap(jax.vmap(logbessel.log_iv, in_axes=(0, None)), in_axes=(None, 0))(v, x[0]), numpys("log_iv", v, x[0][:, None]))
    close(jax.jit(jax.vmap(logbessel.log_iv, in_axes=(None, 0)))(v[:3], x), numpys("log_iv", v[:3], x))
    close(jax.vmap(logbessel.log_iv, in_axes=(0, None))(x, x), numpys("log_iv", x[:, None, :], x))


def test_loops_and_branches() -> None:
    x = jnp.linspace(0.5, 40, 30)
    orders = jnp.arange(5.0)
    truth = numpys("log_iv", orders[:, None], x)
    close(jax.lax.scan(lambda carry, v: (carry, logbessel.log_iv(v, x)), 0, orders)[1], truth)
    close(jax.lax.map(lambda v: logbessel.log_iv(v, x), orders), truth)
    sums = jax.lax.fori_loop(0, 5, lambda v, total: total + logbessel.log_iv(v, x), jnp.zeros_like(x))
    np.testing.assert_allclose(sums, truth.sum(axis=0), rtol=1e-14, atol=1e-13)
    branch = jax.jit(lambda p: jax.lax.cond(p, lambda: logbessel.log_iv(1.0, x), lambda: logbessel.log_kv(1.0, x)))
    close(branch(True), truth[1])
    close(branch(False), numpys("log_kv", 1.0, x))


def mesh_of_all(device: Any, kind: str) -> Any:
    axis_type = getattr(jax.sharding.AxisType, kind)
    return jax.make_mesh((jax.device_count(device.platform),), ("i",), axis_types=(axis_type,), devices=jax.devices(device.platform))


@pytest.mark.parametrize("kind", ["Auto", "Explicit"])
@pytest.mark.parametrize("check_vma", [True, False])
def test_shard_map_computes_each_part_where_it_is(kind: str, check_vma: bool, device: Any) -> None:
    mesh = mesh_of_all(device, kind)
    x = jax.device_put(jnp.linspace(0.5, 40, 24).reshape(8, 3), jax.sharding.NamedSharding(mesh, P("i")))
    v = jax.device_put(jnp.arange(3.0), jax.sharding.NamedSharding(mesh, P()))
    parts = jax.shard_map(
        lambda v, x: logbessel.log_iv(v, x) + logbessel.log_iv(2.5, x),
        mesh=mesh,
        in_specs=(P(), P("i")),
        out_specs=P("i"),
        check_vma=check_vma,
    )
    result = jax.jit(parts)(v, x)
    assert "all-gather" not in jax.jit(parts).lower(v, x).compile().as_text()
    assert len(result.sharding.device_set) == mesh.size
    close(result, numpys("log_iv", v, x) + numpys("log_iv", 2.5, x))


@pytest.mark.parametrize("kind", ["Auto", "Explicit"])
def test_sharded_arrays_under_jit(kind: str, device: Any) -> None:
    sharding = jax.sharding.NamedSharding(mesh_of_all(device, kind), P("i"))
    x = jax.device_put(jnp.linspace(0.5, 40, 24).reshape(8, 3), sharding)
    close(logbessel.log_iv(2.5, x), numpys("log_iv", 2.5, x))
    close(jax.jit(logbessel.log_iv)(x, x), numpys("log_iv", x, x))


def test_pmap(device: Any) -> None:
    x = jnp.linspace(0.5, 40, 3 * jax.device_count(device.platform)).reshape(-1, 3)
    close(jax.pmap(lambda x: logbessel.log_iv(2.5, x), backend=device.platform)(x), numpys("log_iv", 2.5, x))


def test_export(device: Any) -> None:
    export = importlib.import_module("jax.export")
    platforms = ["cpu" if device.platform == "cpu" else "cuda"]  # else JAX's default, whatever the default device is
    x = jnp.linspace(0.5, 40, 30)
    safe = [export.DisabledSafetyCheck.custom_call("logbessel.log_iv")]
    exported = export.export(jax.jit(lambda x: logbessel.log_iv(2.5, x)), platforms=platforms, disabled_checks=safe)(x)
    close(exported.call(x), numpys("log_iv", 2.5, x))
    if importlib.util.find_spec("flatbuffers"):  # which JAX needs for it
        close(export.deserialize(exported.serialize()).call(x), numpys("log_iv", 2.5, x))
    (rows,) = export.symbolic_shape("rows")
    exported = export.export(jax.jit(logbessel.log_iv), platforms=platforms, disabled_checks=safe)(
        jax.ShapeDtypeStruct((rows, 1), x.dtype), jax.ShapeDtypeStruct((30,), x.dtype)
    )
    close(exported.call(x[:7, None], x), numpys("log_iv", x[:7, None], x))


def test_threads(device: Any) -> None:
    x = jax.device_put(jnp.linspace(0.5, 40, 50_000), device)  # other threads have no default device
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda v: logbessel.log_iv(v, x) + 0, np.arange(24.0)))
    for v, result in enumerate(results):
        close(result, numpys("log_iv", float(v), x))


# ---- derivatives -------------------------------------------------------------------------------------------------------------------

DIFFERENTIATE: dict[str, Callable[[Any, Any], Any]] = {
    "grad": lambda function, x: jax.grad(lambda x: function(x).sum())(x),
    "jvp": lambda function, x: jax.jvp(function, (x,), (jnp.ones_like(x),))[1],
    "vjp": lambda function, x: jax.vjp(function, x)[1](jnp.ones_like(x))[0],
    "linearize": lambda function, x: jax.linearize(function, x)[1](jnp.ones_like(x)),
    "jacrev": lambda function, x: jnp.diagonal(jax.jacrev(function)(x)),
    "jacfwd": lambda function, x: jnp.diagonal(jax.jacfwd(function)(x)),
    "vmap of grad": lambda function, x: jax.vmap(jax.grad(function))(x),
    "grad of vmap": lambda function, x: jax.grad(lambda x: jax.vmap(function)(x).sum())(x),
    "jit of grad": lambda function, x: jax.jit(jax.grad(lambda x: function(x).sum()))(x),
    "grad of jit": lambda function, x: jax.grad(lambda x: jax.jit(function)(x).sum())(x),
    "grad of scan": lambda function, x: jax.grad(lambda x: jax.lax.scan(lambda sum_, x: (sum_ + function(x), None), 0.0, x)[0])(x),
    "grad of checkpoint": lambda function, x: jax.grad(lambda x: jax.checkpoint(function)(x).sum())(x),
}


def rule(name: str, argument: int, v: Any, x: Any) -> Any:
    """The derivative by NumPy's functions."""
    v, x = np.asarray(v), np.asarray(x)
    value = numpys(name, v, x) if name.endswith("_inv") else None
    return np.asarray(derivative(logbessel, name, argument, *point(name, v, x, value)))


def nearly(result: Any, truth: Any, rtol: float = 1e-12) -> None:
    np.testing.assert_allclose(np.asarray(result), np.asarray(truth), rtol=rtol)


@pytest.mark.parametrize("name", NAMES)
def test_derivatives_in_both_arguments(name: str) -> None:
    """Of the first order, and of the second where it is known."""
    v = jnp.asarray([1.75, 2.5, 7.25, 3.0])
    x = jnp.asarray([0.375, 0.5, 0.625, 0.25] if name.endswith("_inv") else [2.5, 1.25, 6.0, 3.5])
    function = getattr(logbessel, name)
    known = [rule_ is not None for rule_ in RULES[name]]
    if all(known):
        in_order, in_argument = jax.grad(lambda v, x: function(v, x).sum(), (0, 1))(v, x)
        nearly(in_order, rule(name, ORDER, v, x))
        nearly(in_argument, rule(name, ARGUMENT, v, x))
        check_grads(lambda v, x: function(v[:, None], x), (v, x), order=1)
    if known[ARGUMENT]:
        nearly(jax.grad(lambda x: function(v, x).sum())(x), rule(name, ARGUMENT, v, x))
        check_grads(lambda x: function(v, x), (x,), order=2, rtol=1e-4)
    if name in ("log_iv", "log_kv", "log_ive", "log_kve", "iv_ratio", "iv_ratio_c", "iv_ratio_inv", "iv_ratio_c_inv"):
        check_grads(function, (v, x), order=2)


@pytest.mark.parametrize("way", DIFFERENTIATE)
def test_every_way_to_a_derivative(way: str) -> None:
    x = jnp.linspace(0.5, 40, 5)
    for argument, function in ((ORDER, lambda v: logbessel.log_iv(v, 2.5)), (ARGUMENT, lambda x: logbessel.log_iv(2.5, x))):
        at = (x, 2.5) if argument == ORDER else (2.5, x)
        nearly(DIFFERENTIATE[way](function, x), rule("log_iv", argument, *at))
    nearly(DIFFERENTIATE[way](lambda x: logbessel.log_iv(2, x), x), rule("log_iv", ARGUMENT, 2, x))


@pytest.mark.parametrize("second", ["grad", "jvp", "jacrev", "jacfwd", "jit of grad"])
@pytest.mark.parametrize("first", ["grad", "jvp", "jacrev", "jacfwd", "grad of jit"])
def test_every_way_to_a_second_derivative(first: str, second: str) -> None:
    x = jnp.linspace(0.5, 20, 5)
    found = DIFFERENTIATE[second](lambda x: DIFFERENTIATE[first](lambda x: logbessel.log_kv(2.5, x), x), x)
    nearly(found, rule("log_kv_dx", ARGUMENT, 2.5, x), rtol=1e-10)


def test_the_derivative_of_a_sharded_function_stays_sharded(device: Any) -> None:
    mesh = mesh_of_all(device, "Explicit")
    x = jax.device_put(jnp.linspace(0.5, 40, 24).reshape(8, 3), jax.sharding.NamedSharding(mesh, P("i")))
    v = jax.device_put(jnp.arange(1.5, 4), jax.sharding.NamedSharding(mesh, P()))
    gradients = jax.jit(
        jax.shard_map(
            jax.grad(lambda v, x: (logbessel.log_iv(v, x) + logbessel.log_iv(2.5, x)).sum(), (0, 1)),
            mesh=mesh,
            in_specs=(P(), P("i")),
            out_specs=(P(), P("i")),
        )
    )
    in_order, in_argument = gradients(v, x)
    assert "all-gather" not in gradients.lower(v, x).compile().as_text()
    nearly(in_order, rule("log_iv", ORDER, v, x).sum(axis=0))
    nearly(in_argument, rule("log_iv", ARGUMENT, v, x) + rule("log_iv", ARGUMENT, 2.5, x))


def test_what_is_not_differentiated_costs_nothing() -> None:
    x = jnp.linspace(0.5, 40, 5)
    for gradient, calls in (
        (jax.grad(lambda x: logbessel.log_iv(2.5, x).sum()), {"log_iv", "log_iv_dx"}),
        (jax.grad(lambda v: logbessel.log_iv(v, x).sum()), {"log_iv", "log_iv_dv"}),
        (jax.grad(lambda y: logbessel.log_iv(jax.lax.stop_gradient(y), x) @ y), {"log_iv"}),
    ):
        assert set(re.findall(r"target_name=logbessel\.(\w+)", str(jax.make_jaxpr(gradient)(x)))) == calls


def test_integers_are_not_differentiated() -> None:
    x, integers = jnp.linspace(0.5, 40, 30), jnp.arange(1, 31)
    no_tangent = np.zeros(30, jax.dtypes.float0)
    nearly(jax.grad(lambda n, x: logbessel.log_iv(n, x).sum(), 1)(integers, x), rule("log_iv", ARGUMENT, integers, x))
    nearly(jax.jvp(logbessel.log_iv, (integers, x), (no_tangent, jnp.ones(30)))[1], rule("log_iv", ARGUMENT, integers, x))
    assert_array_equal(jax.jvp(lambda n: logbessel.log_iv(2.5, n), (integers,), (no_tangent,))[1], np.zeros(30))
    with pytest.raises(TypeError, match="int"):
        jax.grad(lambda n: logbessel.log_iv(n, x).sum())(integers)


@pytest.mark.parametrize("kind", [np.float32, np.float16, jnp.bfloat16])
def test_derivatives_keep_the_type_of_the_operand(kind: Any) -> None:
    v, x = jnp.asarray([1.75, 2.5, 7.25], kind), jnp.asarray([2.5, 1.25, 6.0], kind)
    in_order, in_argument = jax.grad(lambda v, x: logbessel.log_iv(v, x).sum(), (0, 1))(v, x)
    assert (in_order.dtype, in_argument.dtype) == (kind, kind)
    assert_array_equal(in_order, logbessel.log_iv_dv(v, x))
    in_order, in_argument = jax.grad(lambda v, x: logbessel.log_iv(v, x).sum(), (0, 1))(v, x.astype(np.float64))
    assert (in_order.dtype, in_argument.dtype) == (kind, np.float64)


def test_an_unknown_derivative_is_refused_not_zero() -> None:
    x = jnp.linspace(2.0, 40, 30)
    slope = lambda v: logbessel.log_iv_dv(v, x)  # noqa: E731
    for differentiate in (
        jax.jacfwd(jax.jacfwd(slope)),
        jax.hessian(lambda v: slope(v).sum()),
        jax.jit(jax.grad(lambda v: logbessel.log_iv_dv2(v, x).sum())),
    ):
        with pytest.raises(NotImplementedError, match="log_iv_dv2 has no derivative in its order"):
            differentiate(x)


# ---- errors ------------------------------------------------------------------------------------------------------------------------


def test_errors_name_both_sides() -> None:
    x = jnp.ones(3)
    with pytest.raises(TypeError, match="a list meets a JAX array"):
        logbessel.log_iv([1.0, 2.0, 3.0], x)
    with pytest.raises(TypeError, match="log_iv on JAX arrays takes no out, where"):
        logbessel.log_iv(1.0, x, out=x, where=True)
    for other in (1j, x.astype(np.complex64), x.astype(jnp.float8_e4m3fn)):
        with pytest.raises(TypeError, match=r"log_iv takes real arrays, .*, not (complex|float8)"):
            logbessel.log_iv(other, other if isinstance(other, jax.Array) else x)
    with pytest.raises((TypeError, ValueError), match=r"\(2,\).*\(3,\)"):
        logbessel.log_iv(x[:2], x)
    with pytest.raises(TypeError, match="ShapeDtypeStruct"):
        logbessel.log_iv(jax.ShapeDtypeStruct((3,), x.dtype), x)


@pytest.mark.parametrize("missing", ["ffi", "typeof"])
def test_a_jax_that_is_too_old_is_named(missing: str) -> None:
    program = f"import jax.numpy as jnp, jax, logbessel; x = jnp.ones(3); del jax.{missing}\nlogbessel.log_iv(1.0, x)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert f"ImportError: logbessel computes on the arrays of JAX 0.6.2 or later, and this is JAX {jax.__version__}" in done.stderr


REFUSED = """
import ctypes, jax, logbessel
from logbessel import _core
from logbessel._derivatives import ARGUMENT, ORDER, RULES, derivative, point

@ctypes.PYFUNCTYPE(None, ctypes.POINTER(ctypes.c_void_p))
def of_the_future(call):  # answers that it was made for version 0.99
    metadata = ctypes.cast(call[1], ctypes.POINTER(ctypes.c_void_p))[3]
    version = ctypes.cast(metadata + 24, ctypes.POINTER(ctypes.c_int))
    version[0], version[1] = 0, 99

def out_of_memory():
    raise MemoryError("no room for a list")

_core.xla_targets = lambda *_: {targets}
compute = jax.jit(lambda x: logbessel.log_iv(1.0, x))
for _ in range(2):
    try:
        compute(3.0)
    except ImportError as error:
        print(type(error.__cause__).__name__, error)
print(jax.numpy.ones(3).sum())
"""


@pytest.mark.parametrize(
    ("targets", "words"),
    [
        (
            '[("logbessel.test", "cpu", {"execute": jax.ffi.pycapsule(of_the_future)})]',
            ["JaxRuntimeError", "need version 0.1 of XLA's foreign-function interface", "JAX 0.6.2 to 0.12.0", "(0.99)"],
        ),
        (
            '[("logbessel.test", "cpu", {"initialize": jax.ffi.pycapsule(of_the_future)})]',
            ["JaxRuntimeError: ", "must provide an execute implementation"],
        ),
        ("out_of_memory()", ["MemoryError", "functions: MemoryError: no room for a list"]),
    ],
    ids=["version", "stage", "memory"],
)
def test_a_jax_that_refuses_the_handlers_says_why_and_goes_on(targets: str, words: list[str]) -> None:
    done = subprocess.run([sys.executable, "-c", REFUSED.replace("{targets}", targets)], capture_output=True, text=True)
    first, second, total = done.stdout.strip().rsplit("\n", 2) if done.stdout.count("\n") == 3 else (done.stderr, "", "")
    assert first == second
    assert f"JAX {jax.__version__} does not register logbessel's functions" in first
    assert all(word in first for word in words), first
    assert ("foreign-function" in first) == ("0.99" in first)
    assert total == "3.0"
