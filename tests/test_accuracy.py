"""Every function, dtype and instruction set held to its budget in functions.def, at every point of the reference tables."""

import inspect
import math
from collections.abc import Callable
from functools import lru_cache, partial
from importlib.resources import files

import numpy as np
import pytest
from reference import Table, enclosures, load
from reference.contract import budget, error, registry, small_orders, spacing, unit, worst
from reference.enclosures import enclose
from reference.generate import cancellation, high_low
from reference.points import crossing

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


@lru_cache
def zeros_of_small_orders() -> Table:
    """log I_v(x) near its zero, x^2 ~ 4 v log(1/v), v tiny: relative distances of x from 1e-13 on, on either side; half are floats."""
    rng = np.random.default_rng(31)
    v = 10 ** np.concatenate([rng.uniform(-300, -5, 20), rng.uniform(-30, -5, 60)])
    root = np.array([crossing(enclosures.log_iv, order) for order in v])
    v, x = np.repeat(v, 8), np.repeat(root, 8)
    x = x * (1 + 10 ** rng.uniform(-13, -0.5, x.size) * rng.choice([-1, 1], x.size))
    floats = np.arange(v.size) % 2 == 1
    v, x = np.where(floats, v.astype(np.float32), v), np.where(floats, x.astype(np.float32), x)
    v, x = v[x > 0], x[x > 0]
    values = np.array([high_low(enclose(enclosures.log_iv, *point)) for point in zip(v.tolist(), x.tolist(), strict=True)])
    return Table(np.full(v.size, "fresh"), v, x, *values.T, np.ones(v.size))


@pytest.mark.parametrize("points", [partial(load, "log_iv"), zeros_of_small_orders], ids=["tables", "zeros"])
def test_log_iv_of_small_orders_is_accurate_in_the_small_result(points: Callable[[], Table], dtype: type, isa: str) -> None:
    """log I_v(x) ~ v log(x/2) + x^2/4 for v, x -> 0: in float64 to some ulp of the result, in float32 to as many of the larger term."""
    promise, table = small_orders(), points().representable(dtype)
    table = table.where((table.v >= 0) & (table.v <= promise.order) & (table.x <= promise.argument))
    assert len(table) >= 250
    if dtype is np.float64:
        slope = table.v + table.x**2 / 2  # x d/dx log I
        size, ulp = np.maximum(np.abs(table.high), promise.distance * slope), promise.ulp_of_result
    else:
        size, ulp = np.maximum(np.abs(table.high), table.v * (np.log(2) - np.log(table.x))), promise.ulp
    require("log_iv", table, dtype, error(evaluate("log_iv", table, dtype), table, spacing(size, dtype)), ulp)


@lru_cache
def zeros_of_negative_orders(name: str) -> Table:
    """Near the zeros of I_v(x), v < 0: condition numbers up to 1e12; half of the points are floats."""
    rng = np.random.default_rng(32)
    rows = []
    for whole in rng.integers(0, 15, 40):
        v = -float(np.float32(2 * whole + 1 + rng.uniform(0.01, 0.99)))  # I_v < 0 for small x
        low, high = 1e-6, 60.0
        for _ in range(45):
            middle = 0.5 * (low + high)
            low, high = (low, middle) if enclosures.is_positive_iv(v, middle) else (middle, high)
        for k, distance in enumerate(10 ** rng.uniform(-12, -0.5, 8)):
            x = high * (1 + distance)
            x = float(np.float32(x)) if k % 2 else x
            if enclosures.is_positive_iv(v, x):
                rows.append(("fresh", v, x, *high_low(enclose(getattr(enclosures, name), v, x)), cancellation(v, x)))
    words, *columns = zip(*rows, strict=True)
    return Table(np.array(words), *map(np.array, columns))


@pytest.mark.parametrize("name", ["log_iv", "log_ive"])
def test_error_at_negative_orders_is_within_the_condition_number(name: str, dtype: type, isa: str) -> None:
    table = zeros_of_negative_orders(name).representable(dtype)
    assert len(table) >= 100
    assert table.condition.max() > 1e5
    errors = error(evaluate(name, table, dtype), table, unit(name, table, dtype))
    require(name, table, dtype, errors, budget(name, table, dtype))


@lru_cache
def zeros_below_one_half(name: str) -> Table:
    """Near the zeros of a derivative of iv_ratio for 0 < v < 1/2: the nearest numbers, and relative distances of x from 1e-13 on; half of
    the points are floats."""
    rng, function = np.random.default_rng(33), getattr(enclosures, name)
    rows = []
    for v in map(float, np.concatenate([10 ** rng.uniform(-12, -2, 15), rng.uniform(0.01, 0.45, 25)]).astype(np.float32)):
        low, high = 1e-7, 100.0
        for _ in range(54):
            middle = math.sqrt(low * high)
            before = (enclose(function, v, middle, bits=12) > 0) == (name == "iv_ratio_dx")  # what it is for small x
            low, high = (middle, high) if before else (low, middle)
        for k, distance in enumerate(10 ** rng.uniform(-13, -0.5, 8)):
            x = high * (1 + distance * rng.choice([-1, 1])) if k > 1 else high
            x = float(np.float32(x)) if k % 2 else x
            rows.append(("fresh", v, x, *high_low(enclose(function, v, x))))
    words, *columns = zip(*rows, strict=True)
    return Table(np.array(words), *map(np.array, columns), np.ones(len(rows)))


@pytest.mark.parametrize("name", ["iv_ratio_dx", "iv_ratio_dx2", "iv_ratio_dvdx"])
def test_error_near_the_zeros_below_one_half(name: str, dtype: type, isa: str) -> None:
    table = zeros_below_one_half(name).representable(dtype)
    assert len(table) >= 150
    assert np.sign(table.high).min() < np.sign(table.high).max()
    errors = error(evaluate(name, table, dtype), table, unit(name, table, dtype))
    require(name, table, dtype, errors, budget(name, table, dtype))


def documentation(name: str) -> str:
    return " ".join((inspect.getdoc(getattr(logbessel, name)) or "").split())


@pytest.mark.parametrize("name", ["log_iv", "log_ive"])
def test_condition_number_of_negative_orders_is_documented(name: str) -> None:
    sentence = "Negative orders of log_iv and log_ive: the unit is multiplied by the condition number max(1, I_|v|/I_v)"
    assert sentence in (files("logbessel") / "functions.def").read_text()
    factor = r"multiplied by the condition number :math:`\max(1, I_{|v|}/I_v)`, large near a zero of :math:`I_v`"
    assert f"At negative orders the bound is {factor}." in documentation(name)


def test_accuracy_at_small_orders_is_documented() -> None:
    promise = small_orders()
    assert (
        rf"For :math:`0 \le v \le` {promise.order:g} and :math:`x \le {promise.argument:g}`, where the result is small, it is within "
        rf"{promise.ulp:g} ulp of :math:`\max(|y|, v \log(2/x))`, in float64 within {promise.ulp_of_result:g} ulp of itself, "
        rf"down to a relative distance of {promise.distance:g} from its zero."
    ) in documentation("log_iv")


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
