"""Value and derivatives in one call: within the budget of each function, at every point of its reference table, and as three calls say."""

import numpy as np
import pytest
from reference import load
from reference.contract import budget, error, unit, worst

import logbessel

LOGARITHMS = ("log_iv", "log_kv")
PARTS = ("", "_dv", "_dx")


def together(name: str, v: np.ndarray, x: np.ndarray) -> tuple[np.ndarray, ...]:
    with np.errstate(all="ignore"):
        result = getattr(logbessel, f"{name}_value_and_grad")(v, x)
    assert result == (result.value, result.dv, result.dx)
    return tuple(result)


@pytest.mark.parametrize("part", range(3), ids=["value", "dv", "dx"])
@pytest.mark.parametrize("name", LOGARITHMS)
def test_each_result_is_within_the_budget_of_its_function(name: str, part: int, dtype: type, isa: str) -> None:
    function = name + PARTS[part]
    table = load(function).representable(dtype)
    y = together(name, table.v.astype(dtype), table.x.astype(dtype))[part]
    assert y.dtype == dtype
    errors = error(y, table, unit(function, table, dtype))
    failing = ~(errors <= budget(function, table, dtype))
    assert not failing.any(), worst(function, table.where(failing), errors[failing], dtype, 8)


@pytest.mark.parametrize("name", LOGARITHMS)
def test_points_that_share_no_work_are_those_of_three_calls(name: str, dtype: type, isa: str) -> None:
    """Inside the disc, negative, infinite, NaN: the same bits, wherever they lie among others."""
    rng = np.random.default_rng(7)
    v, x = rng.uniform(0, 40, (2, 3000)).astype(dtype)
    v[::7] *= -1
    v[5::97], x[11::89], x[3::101], v[8::103] = np.inf, np.nan, 0, 0
    inside = ~(np.hypot(v, x) >= (34 if dtype is np.float64 else 16)) | (v < 0) | ~np.isfinite(v + x)
    with np.errstate(all="ignore"):
        apart = [getattr(logbessel, name + part)(v, x) for part in PARTS]
    for one, other in zip(together(name, v, x), apart, strict=True):
        assert np.array_equal(one[inside], other[inside], equal_nan=True)


def test_shapes_types_and_strides() -> None:
    v, x = np.arange(6.0)[:, None] + 40, np.arange(4)[None, ::-1] + 1
    value, dv, dx = logbessel.log_kv_value_and_grad(v, x)
    assert value.shape == dv.shape == dx.shape == (6, 4)
    assert np.array_equal(logbessel.log_kv_value_and_grad(v.ravel()[::2], 3.0).dx, dx[::2, 1])
    assert [y.dtype for y in logbessel.log_iv_value_and_grad(np.float16(40), np.float16(3))] == [np.float16] * 3
    scalar = logbessel.log_iv_value_and_grad(50, 3)
    assert all(isinstance(y, np.float64) for y in scalar)
    assert logbessel.log_iv_value_and_grad([50, 50], 3).dv.tolist() == [scalar.dv] * 2


def test_a_result_may_take_the_place_of_an_argument() -> None:
    v, x = np.random.default_rng(5).uniform(0, 200, (2, 1000))
    expected = logbessel.log_iv_value_and_grad(v, x)
    out = (v, np.empty_like(v), x)
    logbessel.special.value_and_grad.namespace(v, x).log_iv_value_and_grad(v, x, out=out)
    for one, other in zip(out, expected, strict=True):
        assert np.array_equal(one, other)


def test_what_is_out_of_the_domain_warns_once_of_each() -> None:
    with np.errstate(all="raise"):
        logbessel.log_kv_value_and_grad(3.0, 2.0)
        with pytest.raises(FloatingPointError, match="invalid"):
            logbessel.log_iv_value_and_grad(2.0, -1.0)
