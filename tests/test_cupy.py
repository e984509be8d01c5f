"""The functions on CuPy arrays, and the accuracy of the kernels on a GPU: ``make gpu-test`` on a machine that has one."""

import subprocess
import sys

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from reference import load
from reference.contract import budget, error, registry, unit, worst

import logbessel

pytestmark = pytest.mark.gpu
cupy = pytest.importorskip("cupy", reason="CuPy arrays need a GPU")

NAMES = list(registry())


def x_of(n: int, dtype: type = np.float64) -> "cupy.ndarray":
    return cupy.linspace(0.1, 80, n, dtype=dtype)


@pytest.mark.parametrize("name", NAMES)
def test_error_is_within_the_budget(name: str, dtype: type) -> None:
    """The whole reference of the CPU's tests, and the same budgets."""
    table = load(name).representable(dtype)
    computed = cupy.asnumpy(getattr(logbessel, name)(cupy.asarray(table.v.astype(dtype)), cupy.asarray(table.x.astype(dtype))))
    assert computed.dtype == dtype
    errors = error(computed, table, unit(name, table, dtype))
    failing = ~(errors <= budget(name, table, dtype))
    assert not failing.any(), worst(name, table.where(failing), errors[failing], dtype, 8)


@pytest.mark.parametrize("part", range(3), ids=["value", "dv", "dx"])
@pytest.mark.parametrize("name", ["log_iv", "log_kv"])
def test_error_of_value_and_grad_is_within_the_budgets(name: str, part: int, dtype: type) -> None:
    function = name + ("", "_dv", "_dx")[part]
    table = load(function).representable(dtype)
    operands = (cupy.asarray(a.astype(dtype)) for a in (table.v, table.x))
    computed = cupy.asnumpy(getattr(logbessel, f"{name}_value_and_grad")(*operands)[part])
    assert computed.dtype == dtype
    errors = error(computed, table, unit(function, table, dtype))
    failing = ~(errors <= budget(function, table, dtype))
    assert not failing.any(), worst(function, table.where(failing), errors[failing], dtype, 8)


def test_value_and_grad_of_any_shape() -> None:
    v, x = x_of(21)[::-1] - 0.1, x_of(34)
    for operands in ((v[:, None], x), (v[::3, None], x[::-2]), (v[4].item(), x), (v, x[7].item()), (v[4], x[5]), (v[:0], 2.0)):
        result = logbessel.log_kv_value_and_grad(*operands)
        for y, function in zip(result, (logbessel.log_kv, logbessel.log_kv_dv, logbessel.log_kv_dx), strict=True):
            expected = function(*operands)
            assert y.shape == expected.shape
            cupy.testing.assert_allclose(y, expected, rtol=1e-14, atol=1e-15)
    with pytest.raises(TypeError, match="takes out and dtype, not where"):
        logbessel.log_iv_value_and_grad(v, 2.0, where=True)


def test_types() -> None:
    x = x_of(100)
    assert logbessel.log_iv(2, x.astype(np.float32)).dtype == np.float32
    assert logbessel.log_iv(2.5, x.astype(np.float16)).dtype == np.float16
    assert logbessel.log_iv(x.astype(np.int8), x.astype(np.int64)).dtype == np.float64
    assert logbessel.log_iv(x, x.astype(np.float32)).dtype == np.float64
    assert logbessel.log_iv(2.5, x, dtype=np.float32).dtype == np.float32
    assert isinstance(logbessel.log_iv(x[3], x[4]), cupy.ndarray)


def test_broadcasting_and_strides() -> None:
    v, x = x_of(21)[::-1] - 0.1, x_of(34)
    truth = logbessel.log_kv(cupy.asnumpy(v)[:, None], cupy.asnumpy(x))

    def check(result: "cupy.ndarray", truth: np.ndarray) -> None:
        assert result.shape == truth.shape
        np.testing.assert_allclose(cupy.asnumpy(result), truth, rtol=1e-14, atol=1e-15)

    check(logbessel.log_kv(v[:, None], x), truth)
    check(logbessel.log_kv(v[::3, None], x[::-2]), truth[::3, ::-2])
    check(logbessel.log_kv(cupy.broadcast_to(v, (3, 21)).T, x[:3]), truth[:, :3])
    check(logbessel.log_kv(v[4].item(), x), truth[4])
    check(logbessel.log_kv(v, x[7].item()), truth[:, 7])
    check(logbessel.log_kv(v[4], x), truth[4])
    check(logbessel.log_kv(np.float64(v[4].item()), x[7:8]), truth[4, 7:8])
    check(logbessel.log_kv(v[4], np.float64(x[7].item())), truth[4, 7])
    check(logbessel.log_kv(v[:0], x[:1]), truth[:0, 0])
    check(logbessel.log_kv(cupy.asfortranarray(cupy.broadcast_to(v[:, None], (21, 34))), x), truth)


def test_out_and_overlap() -> None:
    x = x_of(1000)
    truth = logbessel.log_iv(2.5, x)
    out = cupy.empty_like(x)
    assert logbessel.log_iv(2.5, x, out=out) is out
    assert_array_equal(cupy.asnumpy(out), cupy.asnumpy(truth))
    memory = cupy.concatenate([x, x[:3]])
    logbessel.log_iv(2.5, memory[:-3], out=memory[3:])
    assert_array_equal(cupy.asnumpy(memory[3:]), cupy.asnumpy(truth))
    with pytest.raises(ValueError, match=r"shape \(1000,\)"):
        logbessel.log_iv(2.5, x, out=cupy.empty(7))


def test_streams_are_kept_in_order() -> None:
    stream = cupy.cuda.Stream(non_blocking=True)
    with stream:
        x = cupy.zeros(1_000_000)
        for _ in range(20):
            x += 1
        result = logbessel.log_iv(2.5, x)
        x += 1e6
    stream.synchronize()
    assert_array_equal(cupy.asnumpy(result), np.full(1_000_000, float(cupy.asnumpy(logbessel.log_iv(2.5, cupy.full(1, 20.0)))[0])))


def test_devices() -> None:
    if cupy.cuda.runtime.getDeviceCount() < 2:
        pytest.skip("one GPU")
    with cupy.cuda.Device(1):
        x = x_of(1000)
    with cupy.cuda.Device(0):
        result = logbessel.log_iv(2.5, x)
        other = x_of(1000)
    assert result.device.id == 1
    np.testing.assert_allclose(cupy.asnumpy(result), logbessel.log_iv(2.5, cupy.asnumpy(x)), rtol=1e-14, atol=1e-15)
    with pytest.raises(ValueError, match="cuda:0 and cuda:1"):
        logbessel.log_iv(other, x)


def test_more_than_2_to_the_31_elements() -> None:
    """Beyond what 32 bits of an index can name: the head, the border and the tail."""
    pattern = np.linspace(0.1, 80, 1_000_003).astype(np.float16)  # of a length that no power of two divides
    n = 2149 * pattern.size
    assert n > 2**31
    if cupy.cuda.runtime.memGetInfo()[0] < 15 * n // 2:  # three arrays of two bytes an element, and room
        pytest.skip("too little memory on the GPU")
    x = cupy.tile(cupy.asarray(pattern), 2149)
    v = x[::-1].copy()
    places = [slice(0, 1000), slice(2**31 - 1000, 2**31 + 1000), slice(n - 1000, n)]
    for name, order in (("log_iv", 2.5), ("log_iv", v), ("log_kv", v)):
        result = getattr(logbessel, name)(order, x)
        assert (result.shape, result.dtype) == ((n,), np.float16)
        for place in places:
            few = [a if isinstance(a, float) else cupy.asnumpy(a[place]) for a in (order, x)]
            truth = getattr(logbessel, name)(*few).astype(float)
            np.testing.assert_allclose(cupy.asnumpy(result[place]).astype(float), truth, rtol=2e-3, atol=2e-3)
        del result
    outer = logbessel.log_iv(cupy.asarray([[1], [30]], np.float16), x[: n // 2 + 1])
    for row, order in enumerate((1.0, 30.0)):
        truth = logbessel.log_iv(order, cupy.asnumpy(x[n // 2 - 999 : n // 2 + 1])).astype(float)
        np.testing.assert_allclose(cupy.asnumpy(outer[row, -1000:]).astype(float), truth, rtol=2e-3, atol=2e-3)


def test_dask_blocks_of_cupy_arrays() -> None:
    da = pytest.importorskip("dask.array", reason="Dask is tested where it is installed")
    x = x_of(1000)
    blocks = da.from_array(x, chunks=((1, 299, 300, 400),), asarray=False, name=False)
    for v, argument in ((2.5, blocks), (blocks, blocks), (blocks, 2.5)):
        lazy = da.map_blocks(logbessel.log_iv, v, argument)
        assert lazy.chunks == blocks.chunks
        assert all(isinstance(block.compute(scheduler="threads"), cupy.ndarray) for block in lazy.blocks)
        computed = lazy.compute(scheduler="threads")
        assert isinstance(computed, cupy.ndarray)
        truth = logbessel.log_iv(*(cupy.asnumpy(x) if operand is blocks else operand for operand in (v, argument)))
        np.testing.assert_allclose(cupy.asnumpy(computed), truth, rtol=1e-14, atol=1e-15)


@pytest.mark.parametrize("shape", [(), (1,), (1, 1)])
def test_one_element_and_a_number(shape: tuple[int, ...]) -> None:
    """Either is the order, and the number not an address."""
    for v, x in ((cupy.full(shape, 2.5), 3.5), (2.5, cupy.full(shape, 3.5)), (cupy.full(shape, 2), 3), (2, cupy.full(shape, 3))):
        truth = logbessel.log_iv(*(operand.item() if isinstance(operand, cupy.ndarray) else operand for operand in (v, x)))
        result = logbessel.log_iv(v, x)
        assert (type(result), result.shape, result.dtype) == (cupy.ndarray, shape, np.float64)
        np.testing.assert_allclose(cupy.asnumpy(result), np.full(shape, truth), rtol=1e-14, atol=1e-15)


def test_errors_name_both_sides() -> None:
    with pytest.raises(TypeError, match="ndarray meets a CuPy array"):
        logbessel.log_iv(np.ones(3), cupy.ones(3))
    with pytest.raises(TypeError, match="takes out and dtype, not where"):
        logbessel.log_iv(1.0, cupy.ones(3), where=True)


PROGRAM = """
import sys, time
import cupy, logbessel
x = cupy.linspace(1, 100, 1000) * 1.0
v = x * 1.0
cupy.cuda.Device().synchronize()
start = time.perf_counter()
y = logbessel.log_iv(v, x)
cupy.cuda.Device().synchronize()
print("logbessel._cuda.compiler" in sys.modules, float(y[0]), time.perf_counter() - start, file=sys.stdout)
"""


def test_disk_cache_survives_damage_and_needs_no_compiler(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("LOGBESSEL_CACHE_DIR", str(tmp_path))

    def run() -> list[str]:
        return subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True).stdout.split()[:2]

    compiled = run()
    assert compiled[0] == "True"
    (file,) = tmp_path.iterdir()
    assert run() == ["False", compiled[1]]
    for damage in (lambda b: b[: len(b) // 2], lambda b: b[:100] + b"\0" + b[101:], lambda b: b""):
        file.write_bytes(damage(file.read_bytes()))
        assert run() == compiled
        assert run()[0] == "False"
