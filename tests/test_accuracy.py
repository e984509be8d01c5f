"""Every function, dtype and instruction set held to its budget in functions.def, at every point of the reference tables."""

import numpy as np
import pytest
from reference import Table, load
from reference.contract import budget, error, registry, spacing, unit, worst

import logbessel


def evaluate(name: str, table: Table, dtype: type) -> np.ndarray:
    with np.errstate(all="ignore"):
        return getattr(logbessel, name)(table.v.astype(dtype), table.x.astype(dtype))


def require(name: str, table: Table, dtype: type, errors: np.ndarray, allowed: np.ndarray | float) -> None:
    failing = ~(errors <= allowed)
    if failing.any():
        points = worst(name, table.where(failing), errors[failing], dtype, 8)
        pytest.fail(f"{name} {dtype.__name__}: {failing.sum()} of {len(table)} points over budget, the worst:\n{points}", pytrace=False)


@pytest.mark.parametrize("name", registry())
def test_error_is_within_the_budget(name: str, dtype: type, isa: str) -> None:
    table = load(name).representable(dtype)
    assert len(table) >= 2500
    errors = error(evaluate(name, table, dtype), table, unit(name, table, dtype))
    require(name, table, dtype, errors, budget(name, table, dtype))


@pytest.mark.parametrize("name", registry())
def test_float16_is_the_rounded_truth(name: str, isa: str) -> None:
    """Half a ulp of float16 beside the float32 budget."""
    table = load(name).representable(np.float16)
    assert len(table) >= 100
    half_ulp = 0.5 * spacing(table.high, np.float16)
    allowed = half_ulp + budget(name, table, np.float32) * unit(name, table, np.float32)
    require(name, table, np.float16, error(evaluate(name, table, np.float16), table, allowed), 1.0)


def test_log_iv_of_tiny_arguments_and_orders_is_accurate_in_the_tiny_result(dtype: type, isa: str) -> None:
    """log I_0(x) ~ x^2/4, x -> 0, to 4 ulp of the result itself; log I_v(x) ~ v log(x/2) + x^2/4, v tiny, too, and close to its zero
    to 4 ulp of the two terms that cancel there."""
    table = load("log_iv").representable(dtype)
    table = table.where((table.v >= 0) & (table.v <= 1e-5) & (table.x <= 1))
    assert len(table) >= 400
    size = np.maximum(np.abs(table.high), table.v * (np.log(2) - np.log(table.x)))
    require("log_iv", table, dtype, error(evaluate("log_iv", table, dtype), table, spacing(size, dtype)), 4)


@pytest.mark.parametrize("name", registry())
def test_tables_reach_the_ends_of_the_number_line(name: str) -> None:
    table = load(name)
    number = table.where(np.isfinite(table.high))
    assert np.all(np.abs(number.low) <= 0.5 * spacing(number.high, np.float64))
    if "inv" not in name:
        assert len(table) >= 20_000
        assert table.v.max() > 1e308
        assert table.x.max() > 1e308
        assert table.v[table.v > 0].min() < 1e-323
        assert table.x.min() < 1e-323


@pytest.mark.parametrize("name", ["log_iv", "log_kv"])
def test_logarithms_are_accurate_in_the_result_down_to_their_zeros(name: str, isa: str) -> None:
    """Beyond the contract, float64: an ulp of the result itself down to a relative distance of x of 1e-12 from the zero of the logarithm
    (closer: an ulp of the logarithm at that distance); log I for x < 1, where it may be small all over, 4 ulp."""
    table = load(name)
    table = table.where(table.v >= 0)
    with np.errstate(over="ignore", under="ignore"):
        slope = np.hypot(table.v, table.x)  # |x d/dx log K|, about
        if name == "log_iv":
            slope = np.minimum(slope, table.v + table.x * table.x / 2)
        units = spacing(np.maximum(np.abs(table.high), np.where(table.x < 1e10, 1e-12 * slope, 0)), np.float64)
    allowed = np.where((name == "log_iv") & (table.x < 1), 4.0, 1.0)
    require(name, table, np.float64, error(evaluate(name, table, np.float64), table, units), allowed)
