"""Identities of the modified Bessel functions at random points, through the public functions alone."""

import numpy as np
import pytest
from reference import Table
from reference.contract import budget, unit
from scipy.special import exp1, expi

import logbessel as lb

SIZE = 20_000


def points(seed: int, dtype: type, order_step: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    """Orders and arguments, uniform and log-uniform, v >= 0; with order_step the orders are its multiples (so that v + 1 is exact)."""
    rng = np.random.default_rng(seed)
    decades = 3 if dtype is np.float32 else 6
    v = np.concatenate([rng.uniform(0, 60, SIZE // 2), 10 ** rng.uniform(-3, decades, SIZE // 2)])
    x = np.concatenate([rng.uniform(0, 60, SIZE // 2), 10 ** rng.uniform(-decades, decades, SIZE // 2)])
    if order_step:
        v = np.round(v / order_step) * order_step
    return v.astype(dtype), x.astype(dtype)


def exact_step(dtype: type) -> float:
    return 2.0**-8 if dtype is np.float32 else 2.0**-24


def slack(name: str, v: np.ndarray, x: np.ndarray, value: np.ndarray) -> np.ndarray:
    """The error that the contract allows at these points, in absolute size; plus half a ulp for the value being rounded."""
    dtype = value.dtype.type
    v, x, value = (np.atleast_1d(a).astype(float) for a in (v, x, value))
    table = Table(v, v, x, value, value, np.ones_like(v))
    return (budget(name, table, dtype) + 0.5) * unit(name, table, dtype)


def close(left: np.ndarray, right: np.ndarray, allowed: np.ndarray, v: np.ndarray, x: np.ndarray) -> None:
    excess = np.abs(np.asarray(left, float) - right) / allowed
    i = int(np.argmax(np.where(np.isnan(excess), np.inf, excess)))
    assert excess[i] <= 1, f"{excess[i]:.3g} times the allowed difference at v = {float(v[i]).hex()}, x = {float(x[i]).hex()}"


def test_wronskian(dtype: type) -> None:
    """I_v K_{v+1} + I_{v+1} K_v = 1/x (DLMF 10.28.2)."""
    v, x = points(1, dtype, exact_step(dtype))
    total, allowed = np.full(v.shape, -np.inf), np.zeros(v.shape)
    for a, b in ((v, v + 1), (v + 1, v)):
        i, k = lb.log_iv(a, x), lb.log_kv(b, x)
        total = np.logaddexp(total, i.astype(float) + k)
        allowed = np.maximum(allowed, slack("log_iv", a, x, i) + slack("log_kv", b, x, k))
    close(total, -np.log(x.astype(float)), allowed + 1e-14 * (1 + np.abs(np.log(x.astype(float)))), v, x)


def test_recurrence_of_the_ratio_of_i(dtype: type) -> None:
    """I_{v-1}/I_v = 2v/x + I_{v+1}/I_v (DLMF 10.29.1)."""
    v, x = points(2, dtype, exact_step(dtype))
    r, following = lb.iv_ratio(v, x).astype(float), lb.iv_ratio(v + 1, x).astype(float)
    right = 1 / (2 * v.astype(float) / x + following)
    close(r, right, slack("iv_ratio", v, x, right.astype(dtype)) + 4.5 * np.finfo(dtype).eps * right, v, x)


def test_recurrence_of_the_ratio_of_k(dtype: type) -> None:
    """K_{v+1}/K_v = 2v/x + K_{v-1}/K_v (DLMF 10.29.1)."""
    v, x = points(3, dtype, exact_step(dtype))
    k, following = lb.kv_ratio(v, x).astype(float), lb.kv_ratio(v + 1, x).astype(float)
    right = 1 / (2 * v.astype(float) / x + k)
    close(following, right, slack("kv_ratio", v + 1, x, right.astype(dtype)) + 4.5 * np.finfo(dtype).eps * right, v, x)


@pytest.mark.parametrize(("log_name", "ratio_name", "sign"), [("log_iv", "iv_ratio", 1), ("log_kv", "kv_ratio", -1)])
def test_ratio_is_the_quotient(log_name: str, ratio_name: str, sign: int, dtype: type) -> None:
    v, x = points(4, dtype, exact_step(dtype))
    v = v + 1
    above, below = getattr(lb, log_name)(v, x), getattr(lb, log_name)(v - 1, x)
    ratio = getattr(lb, ratio_name)(v, x)
    allowed = slack(log_name, v, x, above) + slack(log_name, v - 1, x, below) + 5 * np.finfo(dtype).eps
    close(sign * (above.astype(float) - below), np.log(ratio.astype(float)), allowed, v, x)


def test_ratio_and_complement_sum_to_one(dtype: type) -> None:
    v, x = points(5, dtype)
    v = v + dtype(0.5)
    r, c = lb.iv_ratio(v, x), lb.iv_ratio_c(v, x)
    close(r.astype(float) + c, np.ones(v.shape), slack("iv_ratio", v, x, r) + slack("iv_ratio_c", v, x, c), v, x)


@pytest.mark.parametrize(("log_name", "scaled_name", "sign"), [("log_iv", "log_ive", 1), ("log_kv", "log_kve", -1)])
def test_scaled_and_plain_differ_by_the_argument(log_name: str, scaled_name: str, sign: int, dtype: type) -> None:
    v, x = points(6, dtype)
    plain, scaled = getattr(lb, log_name)(v, x), getattr(lb, scaled_name)(v, x)
    close(plain.astype(float) - scaled, sign * x.astype(float), slack(log_name, v, x, plain) + slack(scaled_name, v, x, scaled), v, x)


def test_wronskian_of_the_slopes(dtype: type) -> None:
    """d/dx log I_v - d/dx log K_v = 1/(x I_v K_v) (DLMF 10.28.2)."""
    v, x = points(18, dtype)
    wide_x, allowed = x.astype(float), np.zeros(v.shape)
    slopes = [getattr(lb, name)(v, x) for name in ("log_iv_dx", "log_kv_dx")]
    logs = [getattr(lb, name)(v, x) for name in ("log_iv", "log_kv")]
    right = np.exp(-logs[0].astype(float) - logs[1]) / wide_x
    for name, log in zip(("log_iv", "log_kv"), logs, strict=True):
        allowed += slack(name, v, x, log) * right
    for name, slope in zip(("log_iv_dx", "log_kv_dx"), slopes, strict=True):
        allowed += slack(name, v, x, slope)
    close(slopes[0].astype(float) - slopes[1], right, allowed + 1e-14 * right, v, x)


@pytest.mark.parametrize(("plain", "scaled", "sign"), [("log_iv_dx", "log_ive_dx", 1), ("log_kv_dx", "log_kve_dx", -1)])
def test_plain_and_scaled_slopes_differ_by_one(plain: str, scaled: str, sign: int, dtype: type) -> None:
    v, x = points(19, dtype)
    a, b = getattr(lb, plain)(v, x), getattr(lb, scaled)(v, x)
    close(a.astype(float) - b, np.full(v.shape, float(sign)), slack(plain, v, x, a) + slack(scaled, v, x, b), v, x)


def test_slope_of_i_is_a_sum_of_ratios(dtype: type) -> None:
    """d/dx log I_v = v/x + I_(v+1)/I_v (DLMF 10.29.2)."""
    v, x = points(20, dtype, exact_step(dtype))
    slope, ratio = lb.log_iv_dx(v, x), lb.iv_ratio(v + 1, x)
    right = v.astype(float) / x + ratio
    close(slope.astype(float), right, slack("log_iv_dx", v, x, slope) + slack("iv_ratio", v + 1, x, ratio), v, x)


@pytest.mark.parametrize("name", ["log_iv", "log_kv", "log_ive", "log_kve"])
@pytest.mark.parametrize("variable", ["dv", "dx"])
def test_slopes_integrate_to_the_logarithm(name: str, variable: str) -> None:
    """Simpson's rule over a short interval."""
    v, x = points(21, np.float64)
    v, x = v[: SIZE // 2], np.maximum(x[: SIZE // 2], 0.01)
    function, slope = getattr(lb, name), getattr(lb, f"{name.removesuffix('e')}_dv" if variable == "dv" else f"{name}_dx")
    at = (lambda t: (v + t, x)) if variable == "dv" else (lambda t: (v, x * (1 + t)))
    (first, middle, last), step = (at(t / 256) for t in (0, 1, 2)), 1 / 768 * (1 if variable == "dv" else x)
    rise = function(*last) - function(*first)
    rule = step * (slope(*first) + 4 * slope(*middle) + slope(*last))
    close(rise, rule, 2 * slack(name, v, x, function(v, x)) + 2e-12 * (1 + v), v, x)


@pytest.mark.parametrize("name", ["log_iv", "log_kv", "iv_ratio"])
@pytest.mark.parametrize(
    ("second", "slope", "variable"), [("dx2", "dx", "x"), ("dvdx", "dx", "v"), ("dvdx", "dv", "x"), ("dv2", "dv", "v")]
)
def test_second_derivatives_integrate_to_the_slopes(name: str, second: str, slope: str, variable: str) -> None:
    """Simpson's rule over a short interval."""
    v, x = points(24, np.float64)
    v, x = v[: SIZE // 2] + (name == "iv_ratio") / 2, np.maximum(x[: SIZE // 2], 0.01)
    at = (lambda t: (v + t, x)) if variable == "v" else (lambda t: (v, x * (1 + t)))
    (first, middle, last), step = (at(t / 256) for t in (0, 1, 2)), 1 / 768 * (1 if variable == "v" else x)
    function, derivative = getattr(lb, f"{name}_{slope}"), getattr(lb, f"{name}_{second}")
    rise = function(*last) - function(*first)
    terms = step * derivative(*first), 4 * step * derivative(*middle), step * derivative(*last)
    allowed = 2 * slack(f"{name}_{slope}", v, x, function(v, x)) + 2e-9 * np.abs(sum(terms)) + 4e-9 * step / np.hypot(v, x) ** 2
    close(rise, sum(terms), allowed, v, x)


@pytest.mark.parametrize(("name", "sign"), [("log_kv_dv", -1), ("log_kv_dvdx", -1), ("log_kv_dx2", 1), ("log_kv_dv2", 1)])
def test_derivatives_of_k_are_even_or_odd_in_the_order(name: str, sign: int, dtype: type) -> None:
    v, x = points(22, dtype)
    np.testing.assert_array_equal(getattr(lb, name)(-v, x), sign * getattr(lb, name)(v, x))


def test_slope_of_i_at_order_zero(dtype: type) -> None:
    """d/dv log I_v = -K_0/I_0 at v = 0 (DLMF 10.38.4), its derivative in x is 1/(x I_0^2): to a few ulp of themselves, however small."""
    x = (10 ** np.random.default_rng(23).uniform(-3, 1.5 if dtype is np.float32 else 2.4, SIZE)).astype(dtype)
    zero, wide = np.zeros_like(x), x.astype(float)
    right = -np.exp(lb.log_kve(0.0, wide) - lb.log_ive(0.0, wide) - 2 * wide)
    close(lb.log_iv_dv(zero, x), right, (4.5 * np.finfo(dtype).eps + 1e-15 * (1 + 2 * wide)) * np.abs(right), zero, x)
    right = np.exp(-2 * lb.log_ive(0.0, wide) - 2 * wide) / wide
    close(lb.log_iv_dvdx(zero, x), right, (16.5 * np.finfo(dtype).eps + 1e-15 * (1 + 2 * wide)) * right, zero, x)


@pytest.mark.parametrize(("derivative", "sign"), [("dx", -1), ("dv", 1)])
def test_ratio_of_k_is_one_over_that_of_the_reflected_order(derivative: str, sign: int, dtype: type) -> None:
    """K_(v-1)/K_v = 1/q for q = K_-v/K_(1-v)."""
    v, x = points(25, dtype, exact_step(dtype))
    v = v + 1
    name = f"kv_ratio_{derivative}"
    here, there = getattr(lb, name)(v, x), getattr(lb, name)(1 - v, x)
    square = lb.kv_ratio(1 - v.astype(float), x.astype(float)) ** 2
    allowed = slack(name, v, x, here) * square + slack(name, 1 - v, x, there) + 1e-14 * np.abs(there)
    close(sign * here * square, there.astype(float), allowed, v, x)


@pytest.mark.parametrize(("derivative", "of", "variable"), [
    ("dx", "", "x"), ("dv", "", "v"), ("dx2", "_dx", "x"), ("dvdx", "_dx", "v"), ("dvdx", "_dv", "x"), ("dv2", "_dv", "v"),
])  # fmt: skip
def test_derivatives_of_the_ratio_of_k_integrate(derivative: str, of: str, variable: str) -> None:
    """Simpson's rule over a short interval."""
    v, x = points(26, np.float64)
    v, x = v[: SIZE // 2] * np.where(np.arange(SIZE // 2) % 2, 1, -1), np.maximum(x[: SIZE // 2], 0.01)
    at = (lambda t: (v + t, x)) if variable == "v" else (lambda t: (v, x * (1 + t)))
    (first, middle, last), step = (at(t / 256) for t in (0, 1, 2)), 1 / 768 * (1 if variable == "v" else x)
    function, slope = getattr(lb, f"kv_ratio{of}"), getattr(lb, f"kv_ratio_{derivative}")
    rise, rule = function(*last) - function(*first), step * (slope(*first) + 4 * slope(*middle) + slope(*last))
    size = np.maximum(np.abs(function(*first)), np.abs(function(*last)))
    close(rise, rule, 1e-14 * size + 4e-9 * (np.abs(rule) + step / np.hypot(v, x) ** 2), v, x)


def half_integer_forms(x: np.ndarray) -> dict[tuple[str, float], np.ndarray]:
    """Closed forms in float64 (DLMF 10.38.6, 10.38.7, 10.39.1, 10.39.2, 10.49.12), x > 0."""
    log_sinh = x + np.log(-np.expm1(-2 * x)) - np.log(2)
    log_cosh = x + np.log1p(np.exp(-2 * x)) - np.log(2)
    root = 0.5 * np.log(2 / (np.pi * x))
    k_half = 0.5 * np.log(np.pi / (2 * x)) - x
    return {
        ("log_iv", 0.5): root + log_sinh,
        ("log_iv", -0.5): root + log_cosh,
        ("log_ive", 0.5): root + log_sinh - x,
        ("log_kv", 0.5): k_half,
        ("log_kv", -0.5): k_half,
        ("log_kve", 0.5): k_half + x,
        ("log_kv", 1.5): k_half + np.log1p(1 / x),
        ("log_kv", 2.5): k_half + np.log1p(3 / x * (1 + 1 / x)),
        ("iv_ratio", 0.5): np.tanh(x),
        ("iv_ratio_c", 0.5): 2 / (np.exp(2 * x) + 1),
        ("iv_ratio_dx", 0.5): (2 / (np.exp(x) + np.exp(-x))) ** 2,
        ("iv_ratio_dx2", 0.5): -2 * np.tanh(x) * (2 / (np.exp(x) + np.exp(-x))) ** 2,
        ("kv_ratio", 0.5): np.ones_like(x),
        ("kv_ratio", 1.5): x / (1 + x),
        ("kv_ratio", -0.5): 1 + 1 / x,
        ("kv_ratio_dx", 0.5): np.zeros_like(x),
        ("kv_ratio_dx", 1.5): 1 / (1 + x) ** 2,
        ("kv_ratio_dx", -0.5): -1 / x**2,
        ("kv_ratio_dx2", 0.5): np.zeros_like(x),
        ("kv_ratio_dx2", 1.5): -2 / (1 + x) ** 3,
        ("kv_ratio_dx2", -0.5): 2 / x**3,
        ("kv_ratio_dv", 0.5): -2 * exp1(2 * x) * np.exp(2 * x),
        ("kv_ratio_dv", -0.5): 2 * exp1(2 * x) * np.exp(2 * x) - 2 / x,
        ("log_iv_dx", 0.5): 1 / np.tanh(x) - 0.5 / x,
        ("log_kv_dx", 0.5): -1 - 0.5 / x,
        ("log_kv_dx", -1.5): -1 - 0.5 / x - 1 / (x * (1 + x)),
        ("log_kve_dx", 0.5): -0.5 / x,
        ("log_iv_dv", 0.5): -(exp1(2 * x) * np.exp(x) + expi(2 * x) * np.exp(-x)) / (2 * np.sinh(x)),
        ("log_kv_dv", 0.5): exp1(2 * x) * np.exp(2 * x),
        ("log_kv_dv", -0.5): -exp1(2 * x) * np.exp(2 * x),
        ("log_kve_dx", 1.5): -0.5 / x - 1 / (x * (1 + x)),
        ("log_iv_dx2", 0.5): 0.5 / x**2 - 1 / np.sinh(x) ** 2,
        ("log_kv_dx2", 0.5): 0.5 / x**2,
        ("log_kv_dx2", -1.5): 0.5 / x**2 + (1 + 2 * x) / (x * (1 + x)) ** 2,
        ("log_kv_dvdx", 0.5): 2 * exp1(2 * x) * np.exp(2 * x) - 1 / x,
        ("log_kv_dvdx", -0.5): 1 / x - 2 * exp1(2 * x) * np.exp(2 * x),
    }


@pytest.mark.parametrize(("name", "order"), half_integer_forms(np.ones(1)))
def test_half_integer_orders(name: str, order: float, dtype: type) -> None:
    x = (10 ** np.random.default_rng(7).uniform(-3, 2.4, SIZE)).astype(dtype)
    x = x[x < 40] if dtype is np.float32 and name == "iv_ratio_c" else x  # 1 - tanh x is subnormal beyond
    v = np.full_like(x, order)
    form = half_integer_forms(x.astype(float))[name, order]
    cancelled = 2 / x**2 if name.endswith("dx2") else 2 / x if name.endswith(("dx", "iv_dv")) else 0
    rounding = 1e-15 * (np.abs(form) + x + cancelled) if name.startswith("log") else 4e-16 * (1 + 2 * x) * np.abs(form)
    close(getattr(lb, name)(v, x), form, slack(name, v, x, form.astype(dtype)) + rounding, v, x)


def test_inverse_of_the_hyperbolic_tangent(dtype: type) -> None:
    """I_{1/2}/I_{-1/2} = tanh, so its inverse is artanh."""
    r = np.random.default_rng(8).uniform(1e-4, 0.9, SIZE).astype(dtype)
    x = np.arctanh(r.astype(float))
    condition = r / (x * (1 - r.astype(float) ** 2))
    close(lb.iv_ratio_inv(dtype(0.5), r), x, (4.5 * condition.clip(1) + 2) * np.finfo(dtype).eps * x, np.full_like(r, 0.5), r)


def test_amos_bounds(dtype: type) -> None:
    """x/(v - 1/2 + sqrt(x^2 + (v + 1/2)^2)) <= I_v/I_{v-1} <= x/(v - 1/2 + sqrt(x^2 + (v - 1/2)^2)), v >= 1 (Amos 1974)."""
    v, x = points(9, dtype)
    v = v + 1
    order, argument, r = v.astype(float), x.astype(float), lb.iv_ratio(v, x)
    lower, upper = (argument / (order - 0.5 + np.hypot(argument, order + shift)) for shift in (0.5, -0.5))
    allowed = slack("iv_ratio", v, x, r)
    assert np.all(r >= lower - allowed)
    assert np.all(r <= upper + allowed)


@pytest.mark.parametrize(("name", "in_order", "in_argument"), [
    ("log_iv", -1, 1), ("log_kv", 1, -1), ("log_ive", -1, None), ("log_kve", 1, -1), ("iv_ratio", -1, None), ("kv_ratio", -1, 1),
    ("iv_ratio_c", 1, -1), ("iv_ratio_inv", 1, 1), ("iv_ratio_c_inv", 1, -1),
    ("log_iv_dx", 1, None), ("log_ive_dx", 1, None), ("log_kv_dx", -1, 1), ("log_kve_dx", -1, 1),
    ("log_iv_dv", -1, 1), ("log_kv_dv", 1, -1), ("log_kv_dx2", 1, -1), ("log_iv_dv2", 1, None), ("log_kv_dv2", -1, None),
])  # fmt: skip
def test_monotonic(name: str, in_order: int, in_argument: int | None, dtype: type) -> None:
    """v >= 1/2: signs of the derivatives in the order and in the argument (None: not monotonic, or not of one sign)."""
    function = getattr(lb, name)
    v, x = points(10, dtype)
    v = v + dtype(0.5)
    if "inv" in name:
        x = np.random.default_rng(11).uniform(0.01, 0.99, v.size).astype(dtype)
    value = function(v, x)
    slope_in_ulps = 64 if "inv" in name else 1  # the budget of an inverse is multiplied by its condition number
    for sign, v2, x2 in ((in_order, v * dtype(1.01), x), (in_argument, v, x * dtype(1.01))):
        if sign is not None:
            step = sign * (function(v2, x2).astype(float) - value)
            assert np.all(step >= -2 * slope_in_ulps * slack(name, v, x, value)), name


@pytest.mark.parametrize("complement", [False, True])
def test_inverse_round_trip(complement: bool, dtype: type) -> None:
    """ratio(v, inverse(v, r)) = r: 4 ulp of the ratio, 4 of the inverse (its condition number undone by the slope of the ratio)."""
    forward, inverse = (lb.iv_ratio_c, lb.iv_ratio_c_inv) if complement else (lb.iv_ratio, lb.iv_ratio_inv)
    v, _ = points(12, dtype)
    v = v + 1
    rng = np.random.default_rng(13)
    r = np.where(rng.random(v.size) < 0.5, rng.uniform(0, 1, v.size), 10 ** rng.uniform(-6, 0, v.size)).astype(dtype)
    r = r.clip(np.finfo(dtype).tiny, 1 - np.finfo(dtype).eps)
    back = forward(v, inverse(v, r))
    slope = np.maximum(1, (1 - r.astype(float)) / r) if complement else 1  # |dlog r/dlog x| is below this
    close(back, r.astype(float), (4.5 + 5 * slope) * np.finfo(dtype).eps * r.astype(float), v, r)


def test_k_is_even_in_the_order(dtype: type) -> None:
    v, x = points(14, dtype)
    for function in (lb.log_kv, lb.log_kve, lb.log_kv_dx, lb.log_kve_dx):
        np.testing.assert_array_equal(function(-v, x), function(v, x))


def test_i_is_even_in_integer_orders(dtype: type) -> None:
    _, x = points(15, dtype)
    n = np.random.default_rng(15).integers(0, 100, x.size).astype(dtype)
    for name in ("log_iv", "log_ive"):
        positive = getattr(lb, name)(n, x)
        close(getattr(lb, name)(-n, x), positive.astype(float), 2 * slack(name, n, x, positive), n, x)


def test_reflection_of_negative_orders(dtype: type) -> None:
    """I_{-v} = I_v + (2/pi) sin(pi v) K_v (DLMF 10.27.2) where sin(pi v) > 0, and not a number where I_{-v} < 0."""
    rng = np.random.default_rng(16)
    fraction = rng.uniform(0.05, 0.95, SIZE).astype(np.float16).astype(dtype)
    v = rng.integers(0, 60, SIZE) + fraction
    x = (10 ** rng.uniform(-3, 2.5, SIZE)).astype(dtype)
    sine = np.sin(np.pi * fraction.astype(float)) * np.where(np.floor(v) % 2 == 0, 1, -1)
    i, k = lb.log_iv(v, x), lb.log_kv(v, x)
    with np.errstate(invalid="ignore"):  # where it is not a number
        computed = lb.log_iv(-v, x)
    positive = sine > 0
    total = np.logaddexp(i.astype(float), np.log(2 / np.pi * np.abs(sine)) + k)
    allowed = slack("log_iv", v, x, computed) + np.maximum(slack("log_iv", v, x, i), slack("log_kv", v, x, k)) + 1e-14
    close(computed[positive], total[positive], allowed[positive], v[positive], x[positive])
    surely_negative = ~positive & (np.log(2 / np.pi * np.abs(sine)) + k > i + 0.01)
    assert surely_negative.sum() > 1000
    assert np.isnan(computed[surely_negative]).all()


def test_reflection_of_negative_orders_at_huge_arguments(dtype: type) -> None:
    """There K_v vanishes beside I_v, up to the largest number, of which the double cannot be formed."""
    rng = np.random.default_rng(17)
    v = (10 ** rng.uniform(-20, 6, SIZE)).astype(dtype)
    x = (np.finfo(dtype).max * 10 ** -rng.uniform(0, 15, SIZE)).astype(dtype)
    for name in ("log_iv", "log_ive"):
        np.testing.assert_array_equal(getattr(lb, name)(-v, x), getattr(lb, name)(v, x))
