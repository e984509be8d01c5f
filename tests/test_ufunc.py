"""The functions behave as NumPy's ufuncs do."""

import pickle
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from domain import domain_points
from reference.contract import registry

import logbessel
from logbessel import ufuncs

NAMES = list(registry())
FLOATS = [np.float16, np.float32, np.float64]


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def ufunc(name: str) -> np.ufunc:
    return getattr(ufuncs, name)


@pytest.fixture
def public(name: str) -> Callable[..., Any]:
    return getattr(logbessel, name)


def test_is_a_real_ufunc(ufunc: np.ufunc, name: str) -> None:
    assert type(ufunc) is np.ufunc
    assert (ufunc.nin, ufunc.nout, ufunc.__name__) == (2, 1, name)
    assert ufunc.types == ["bb->d", "BB->d", "hh->d", "HH->d", "ee->e", "ff->f", "dd->d"]


def test_scalars_give_scalars(public: Callable[..., Any], name: str) -> None:
    v, x = domain_points(name, 1)
    result = public(float(v[0]), float(x[0]))
    assert type(result) is np.float64
    assert type(public(np.array(v[0]), np.array(x[0]))) is np.float64
    assert type(public(np.float32(v[0]), np.float32(x[0]))) is np.float32
    assert type(public(np.float16(v[0]), np.float16(x[0]))) is np.float16


@pytest.mark.parametrize(
    ("v_type", "x_type", "result"),
    [
        *((t, t, t) for t in FLOATS),
        (np.float16, np.float32, np.float32),
        (np.float32, np.float64, np.float64),
        *((t, t, np.float64) for t in (np.bool_, np.int8, np.uint8, np.int16, np.uint16, np.int32, np.uint32, np.int64, np.uint64)),
        (np.int8, np.float32, np.float32),
        (np.uint16, np.float32, np.float32),
        (np.int8, np.float16, np.float16),
        (np.int32, np.float32, np.float64),
        (np.int64, np.float16, np.float64),
    ],
)
def test_result_types(ufunc: np.ufunc, v_type: type, x_type: type, result: type) -> None:
    one = np.ones(3, v_type), np.ones(3, x_type)
    with np.errstate(divide="ignore"):  # the inverses have a pole at 1
        assert ufunc(*one).dtype == result
        assert ufunc(one[0][:1], one[1]).dtype == result


@pytest.mark.parametrize("dtype", FLOATS)
def test_python_scalars_are_weak(ufunc: np.ufunc, dtype: type) -> None:
    half = np.full(3, 0.5, dtype)
    assert ufunc(2.0, half).dtype == dtype
    assert ufunc(2, half).dtype == dtype
    assert ufunc(half, 0.5).dtype == dtype


@pytest.mark.parametrize("dtype", ["longdouble", "complex128", "object", "datetime64[s]"])
def test_other_types_are_refused(public: Callable[..., Any], dtype: str) -> None:
    with pytest.raises(TypeError):
        public(np.zeros(3, dtype), np.zeros(3, dtype))


def test_dtype_and_casting(public: Callable[..., Any], name: str) -> None:
    v, x = domain_points(name, 100)
    single = public(v.astype(np.float32), x.astype(np.float32))
    np.testing.assert_array_equal(public(v, x, dtype=np.float32, casting="same_kind"), single)
    np.testing.assert_array_equal(public(v, x, signature="ff->f", casting="same_kind"), single)
    with pytest.raises(TypeError):
        public(v, x, dtype=np.float32, casting="safe")


def test_float16_is_rounded_float32(ufunc: np.ufunc, name: str) -> None:
    v, x = (a.astype(np.float16) for a in domain_points(name, 5000))
    with np.errstate(over="ignore"):
        expected = ufunc(v.astype(np.float32), x.astype(np.float32)).astype(np.float16)
        np.testing.assert_array_equal(ufunc(v, x), expected)


@pytest.mark.parametrize("dtype", [np.int8, np.uint8, np.int16, np.uint16, np.int32])
def test_integers_are_float64(ufunc: np.ufunc, dtype: type) -> None:
    rng = np.random.default_rng(1)
    v, x = rng.integers(0, 100, (2, 5000)).astype(dtype)
    with np.errstate(all="ignore"):
        np.testing.assert_array_equal(ufunc(v, x), ufunc(v.astype(float), x.astype(float)))


def test_broadcasting(ufunc: np.ufunc, name: str) -> None:
    v, x = domain_points(name, 30)
    table = ufunc(v[:, None], x)
    assert table.shape == (30, 30)
    np.testing.assert_array_equal(table, ufunc.outer(v, x))
    for i, order in enumerate(v):
        np.testing.assert_array_equal(table[i], ufunc(order, x))
        np.testing.assert_array_equal(table[i], [ufunc(order, argument) for argument in x])
    np.testing.assert_array_equal(ufunc(np.broadcast_to(v, (4, 30)), x), np.broadcast_to(ufunc(v, x), (4, 30)))


@pytest.mark.parametrize("shape", [(0,), (3, 0), (), (1,), (1, 1)])
def test_shapes(public: Callable[..., Any], shape: tuple[int, ...]) -> None:
    assert np.shape(public(np.full(shape, 2.0), np.full(shape, 0.5))) == shape


@pytest.mark.parametrize("dtype", FLOATS)
def test_strides(ufunc: np.ufunc, name: str, dtype: type, isa: str) -> None:
    v, x = (a.astype(dtype) for a in domain_points(name, 1201))
    with np.errstate(all="ignore"):
        expected = ufunc(v, x)
        for step in (-1, 2, -2, 3):
            np.testing.assert_array_equal(ufunc(v[::step], x[::step]), expected[::step])
        out = np.zeros((1201, 3), dtype)
        ufunc(v, x, out=out[:, 1])
        np.testing.assert_array_equal(out[:, 1], expected)
        assert not out[:, [0, 2]].any()
        grid = ufunc(np.asfortranarray(v[:1200].reshape(40, 30)), x[:1200].reshape(40, 30))
        np.testing.assert_array_equal(grid, expected[:1200].reshape(40, 30))
        odd = np.zeros(1201, [("pad", np.int8), ("v", dtype), ("x", dtype)])  # misaligned
        odd["v"], odd["x"] = v, x
        np.testing.assert_array_equal(ufunc(odd["v"], odd["x"]), expected)
        np.testing.assert_array_equal(ufunc(v.astype(v.dtype.newbyteorder()), x), expected)


def test_the_value_does_not_depend_on_the_neighbours(ufunc: np.ufunc, name: str, isa: str) -> None:
    v, x = domain_points(name, 2000)
    expected = [ufunc(a, b) for a, b in zip(v, x, strict=True)]
    np.testing.assert_array_equal(ufunc(v, x), expected)
    shuffled = np.random.default_rng(2).permutation(len(v))
    np.testing.assert_array_equal(ufunc(v[shuffled], x[shuffled]), np.asarray(expected)[shuffled])


def test_out(public: Callable[..., Any], name: str) -> None:
    v, x = domain_points(name, 1000)
    expected = public(v, x)
    out = np.empty(1000)
    assert public(v, x, out) is out
    np.testing.assert_array_equal(out, expected)
    out[:] = 0
    assert public(v, x, out=out) is out
    np.testing.assert_array_equal(out, expected)
    out[:] = 0
    assert public(v, x, out=(out,)) is out
    np.testing.assert_array_equal(out, expected)
    np.testing.assert_array_equal(public(v, x, out=None), expected)
    with pytest.raises(ValueError, match="broadcast"):
        public(v, x, out=np.empty(7))
    with pytest.raises(TypeError):
        public(v, x, out=np.empty(1000, np.float32), casting="safe")


@pytest.mark.skipif(np.lib.NumpyVersion(np.__version__) < "2.3.0", reason="NumPy knows out=... from 2.3 on")
def test_out_may_ask_for_an_array(public: Callable[..., Any]) -> None:
    assert type(public(2.0, 0.5, out=...)) is np.ndarray


@pytest.mark.parametrize("n", [1, 5, 8, 1000, 100_000])
def test_out_may_be_an_input(ufunc: np.ufunc, name: str, n: int) -> None:
    v, x = domain_points(name, n)
    expected = ufunc(v, x)
    for which in (0, 1):
        arguments = [v.copy(), x.copy()]
        ufunc(*arguments, out=arguments[which])
        np.testing.assert_array_equal(arguments[which], expected)


def test_out_may_overlap_an_input(ufunc: np.ufunc, name: str) -> None:
    v, x = domain_points(name, 1000)
    expected = ufunc(v, x)
    for shift in (1, 3, 8, 500):
        for first, second in ((0, shift), (shift, 0)):
            memory = np.zeros(1000 + shift)
            memory[first : first + 1000] = v
            ufunc(memory[first : first + 1000], x, out=memory[second : second + 1000])
            np.testing.assert_array_equal(memory[second : second + 1000], expected)
    memory = v.copy()
    ufunc(memory[::-1], x, out=memory)
    np.testing.assert_array_equal(memory, ufunc(v[::-1], x))
    pairs = np.stack([v, np.zeros(1000)], axis=1)
    ufunc(pairs[:, 0], x, out=pairs[:, 1])
    np.testing.assert_array_equal(pairs[:, 1], expected)


def test_where(public: Callable[..., Any], name: str) -> None:
    v, x = domain_points(name, 1000)
    chosen = np.random.default_rng(3).random(1000) < 0.5
    out = np.full(1000, -5.0)
    public(v, x, out=out, where=chosen)
    np.testing.assert_array_equal(out, np.where(chosen, public(v, x), -5.0))


def test_accumulate_and_reduce(name: str) -> None:
    if name in ("iv_ratio_inv", "iv_ratio_c_inv"):  # accumulated values leave their domain
        return
    ufunc = getattr(ufuncs, name)
    x = np.linspace(0.6, 3, 40)
    with np.errstate(all="ignore"):
        expected = [x[0]]
        for value in x[1:]:
            expected.append(ufunc(expected[-1], value))
        np.testing.assert_array_equal(ufunc.accumulate(x), expected)
        np.testing.assert_array_equal(ufunc.reduce(x), expected[-1])


def test_at(ufunc: np.ufunc) -> None:
    a = np.array([2.0, 3.0, 4.0])
    ufunc.at(a, [0, 2], [0.5, 0.25])
    np.testing.assert_array_equal(a, [ufunc(2.0, 0.5), 3.0, ufunc(4.0, 0.25)])


def test_pickle(ufunc: np.ufunc, public: Callable[..., Any]) -> None:
    assert pickle.loads(pickle.dumps(ufunc)) is ufunc
    assert pickle.loads(pickle.dumps(public)) is public


class Tagged:
    """Something that is not an array and says itself what ufuncs do with it."""

    def __init__(self, value: float) -> None:
        self.value = value

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **kwargs: Any) -> tuple[Any, ...]:
        assert method == "__call__"
        return "tagged", ufunc.__name__, *(i.value if isinstance(i, Tagged) else i for i in inputs), kwargs


def test_array_ufunc_protocol(public: Callable[..., Any], name: str) -> None:
    assert public(Tagged(2.0), 0.5) == ("tagged", name, 2.0, 0.5, {})
    assert public(2.0, Tagged(0.5), where=True) == ("tagged", name, 2.0, 0.5, {"where": True})


class Column(np.ndarray):
    pass


def test_subclasses_stay(public: Callable[..., Any]) -> None:
    column = np.full(3, 0.5).view(Column)
    assert type(public(2.0, column)) is Column
    assert type(public(2.0, column, subok=False)) is np.ndarray


def test_dask_stays_lazy(public: Callable[..., Any], name: str) -> None:
    import dask.array as dask

    v, x = domain_points(name, 100)
    lazy = public(v, dask.from_array(x, chunks=30))
    assert type(lazy) is dask.Array
    np.testing.assert_array_equal(lazy.compute(scheduler="synchronous"), public(v, x))


# ---- floating-point exceptions ---------------------------------------------------------------------------------------------------

# A point of each kind for every function: outside the domain, at a pole, both legal neighbours of trouble.
OUTSIDE = {name: (1.0, -1.0) for name in NAMES}
POLE = {name: (1.0, 0.0) for name in NAMES} | {
    "iv_ratio": (0.0, 0.0),
    "iv_ratio_inv": (2.0, 1.0),
    "kv_ratio": (0.25, 0.0),
    "kv_ratio_dv": (0.25, 0.0),
    "kv_ratio_dv2": (0.25, 0.0),
    "log_kv_dv2": (0.0, 0.0),
}
NO_POLE = {"iv_ratio_c", "log_iv_dv2", "iv_ratio_dx", "iv_ratio_dv", "iv_ratio_dx2", "iv_ratio_dvdx", "iv_ratio_dv2"}


def among(point: tuple[float, float], name: str, n: int) -> tuple[np.ndarray, np.ndarray]:
    """n legal points with `point` in their midst."""
    v, x = domain_points(name, n)
    v[n // 2], x[n // 2] = point
    return v, x


@pytest.mark.parametrize("n", [1, 100_000])
def test_legal_points_raise_nothing(ufunc: np.ufunc, name: str, n: int) -> None:
    with np.errstate(all="raise"):
        ufunc(*domain_points(name, n))
        ufunc(*among((np.nan, 0.5), name, n))
        ufunc(*among((1.0, np.nan), name, n))


@pytest.mark.parametrize("n", [1, 100_000])
def test_invalid(ufunc: np.ufunc, name: str, n: int) -> None:
    v, x = among(OUTSIDE[name], name, n)
    with np.errstate(all="raise", invalid="ignore"):
        assert np.isnan(ufunc(v, x)[n // 2])
    with np.errstate(all="ignore", invalid="raise"), pytest.raises(FloatingPointError, match="invalid value"):
        ufunc(v, x)
    with pytest.warns(RuntimeWarning, match=f"invalid value encountered in {name}"):
        ufunc(v, x)


@pytest.mark.parametrize("n", [1, 100_000])
@pytest.mark.parametrize("name", [name for name in NAMES if name not in NO_POLE])
def test_poles(name: str, n: int) -> None:
    ufunc = getattr(ufuncs, name)
    v, x = among(POLE[name], name, n)
    with np.errstate(all="raise", divide="ignore"):
        assert np.isinf(ufunc(v, x)[n // 2])
    with np.errstate(all="ignore", divide="raise"), pytest.raises(FloatingPointError, match="divide by zero"):
        ufunc(v, x)


@pytest.mark.parametrize("n", [1, 100_000])
def test_overflow(n: int) -> None:
    v, x = among((1e308, 1e-300), "log_kv", n)
    with np.errstate(all="ignore", over="raise"), pytest.raises(FloatingPointError, match="overflow"):
        ufuncs.log_kv(v, x)
    with np.errstate(all="raise", over="ignore"):
        assert ufuncs.log_kv(v, x)[n // 2] == np.inf
    with np.errstate(all="ignore", over="raise"), pytest.raises(FloatingPointError, match="overflow"):
        ufuncs.log_kv(np.float16(60000), np.float16(0.001))


def test_flags_of_others_do_not_leak() -> None:
    with np.errstate(all="raise", divide="ignore"):
        np.divide(1.0, 0.0)
        ufuncs.log_iv(1.0, 2.0)
