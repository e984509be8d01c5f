"""The accuracy contract as arithmetic: budgets from the registry, their units, and the error of a computed array in them."""

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np

from . import Table

DISC = {np.float64: 34, np.float32: 16, np.float16: 16}
_SMALL_ORDERS = re.compile(
    r"Small orders of log_iv, 0 <= v <= (\S+), x <= (\S+), .*? within (\d+) ulp of max\(\|y\|, v log\(2/x\)\)"
    r".*? in float64 within (\d+) ulp of y, down to a relative distance of (\S+) from its zero"
)
_LINE = re.compile(r"^LOGBESSEL_FUNCTION\((\w+),\s*(\d+),\s*(\w+),\s*([\d.]+),\s*([\d.]+)\)", re.MULTILINE)


@dataclass(frozen=True)
class Promise:
    unit: str
    outside: float
    inside: float


@lru_cache
def registry() -> dict[str, Promise]:
    """Every public function and its error budgets."""
    text = (files("logbessel") / "functions.def").read_text()
    return {name: Promise(unit, float(outside), float(inside)) for name, _, unit, outside, inside in _LINE.findall(text)}


@dataclass(frozen=True)
class SmallOrders:
    """The promise for log_iv where it is small: orders and arguments up to these are within `ulp` of the larger of the terms that cancel,
    in float64 within `ulp_of_result` of the result itself down to this relative distance of x from its zero."""

    order: float
    argument: float
    ulp: float
    ulp_of_result: float
    distance: float


@lru_cache
def small_orders() -> SmallOrders:
    comment = " ".join((files("logbessel") / "functions.def").read_text().replace("//", " ").split())
    promise = _SMALL_ORDERS.search(comment)
    assert promise, "functions.def does not say how accurate log_iv is at small orders"
    return SmallOrders(*map(float, promise.groups()))


def in_disc(v: np.ndarray, x: np.ndarray, dtype: type) -> np.ndarray:
    with np.errstate(over="ignore", under="ignore"):
        return np.hypot(v, x) < DISC[dtype]


def leading_over_64(name: str, v: np.ndarray, x: np.ndarray) -> np.ndarray:
    """L/64, L = R for log_iv and log_kv, (R - x) + v asinh(v/x) for log_ive and log_kve (without early overflow)."""
    with np.errstate(over="ignore", under="ignore", divide="ignore", invalid="ignore"):
        a, b = np.abs(v) / 64, x / 64
        radius = np.hypot(a, b)
        if name in ("log_iv", "log_kv"):
            return radius
        quotient = np.abs(v) / x
        slope = np.where(quotient < 1e300, np.arcsinh(quotient), np.log(2 * np.abs(v) + (v == 0)) - np.log(x))
        return a * (a / np.maximum(radius + b, 5e-324)) + a * slope


def spacing(y: np.ndarray, dtype: type) -> np.ndarray:
    """One ulp of y in dtype, as float64."""
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        y = np.minimum(np.abs(y), float(np.finfo(dtype).max)).astype(dtype)
        return np.spacing(y).astype(float)


def cancelling_terms(name: str, v: np.ndarray, x: np.ndarray) -> np.ndarray:
    """The size of the terms that cancel at the zeros of a function, 0 where there are none: units SECOND, MIXED, THIRD, TERMS."""
    kind = registry()[name].unit
    with np.errstate(over="ignore", under="ignore", divide="ignore", invalid="ignore"):
        radius = np.maximum(np.hypot(v, x), 1)
        if kind == "THIRD":
            return 1 / radius**3
        size = 0.5 / radius**2 if kind in ("SECOND", "MIXED") or name == "iv_ratio_dvdx" else np.zeros_like(radius)
        if kind == "MIXED":
            near = (v >= 0.5) & (v <= 1) & (x < 1)
            size = np.maximum(size, np.where(near, np.where(near, x, 1.0) ** (2 * np.where(near, v, 1.0) - 2), 0))
        if kind == "TERMS":
            g = 2 * v + x * (x / (v + 1 + np.hypot(v + 1, x)))
            terms = {"iv_ratio_dx": 2 * v / g / g, "iv_ratio_dx2": 6 * v / g * np.minimum(x, 1) / g / g, "iv_ratio_dvdx": 4 * v / g / g / g}
            size = np.maximum(size, np.where((v > 0) & (v < 0.5), terms[name], 0))
        return size


def unit(name: str, table: Table, dtype: type) -> np.ndarray:
    """The unit of the budget at every point.

    The condition number belongs to it for the inverses, and for log I_v of negative orders, where I_v may be the small difference of
    two terms (it is 1 elsewhere)."""
    size = np.abs(table.high)
    if registry()[name].unit == "LOG":
        size = np.maximum(np.maximum(size, leading_over_64(name, table.v, table.x)), 1)
    elif registry()[name].unit == "SLOPE":
        size = np.maximum(size, 0.5 / np.maximum(np.maximum(np.abs(table.v), table.x), 1))
    else:
        size = np.maximum(size, cancelling_terms(name, table.v, table.x))
    return spacing(size, dtype) * np.maximum(table.condition, 1)


def budget(name: str, table: Table, dtype: type) -> np.ndarray:
    promise = registry()[name]
    return np.where(in_disc(table.v, table.x, dtype), promise.inside, promise.outside)


def error(computed: np.ndarray, table: Table, units: np.ndarray) -> np.ndarray:
    """|computed - (high + low)| in units; infinite where only one of the two is a number.

    A true value that rounds to infinity in the dtype of `computed` asks for that infinity; an infinity in the place of a finite
    true value counts as the number after the largest one."""
    largest = float(np.finfo(computed.dtype).max)
    with np.errstate(over="ignore", invalid="ignore"):
        rounded = table.high.astype(computed.dtype)
        away = np.abs((computed.astype(float) - table.high) - table.low) / units
        beyond = np.abs(np.copysign(largest, computed) - table.high) / units + 1
        away = np.where(np.isinf(computed), beyond, away)
        same = (np.isnan(computed) & np.isnan(rounded)) | (np.isinf(rounded) & (computed == rounded))
        return np.where(same, 0.0, np.where(np.isnan(computed) | ~np.isfinite(rounded), np.inf, away))


def region(name: str, table: Table, dtype: type) -> np.ndarray:
    """A word for every point: extreme, crossing, corner, disc, outer (the first that fits)."""
    order, x = np.abs(table.v), table.high if registry()[name].unit == "INVERSE" else table.x
    with np.errstate(over="ignore", under="ignore"):
        radius = np.hypot(order, x)
    far = 1e150 if dtype is np.float64 else 1e15
    extreme = (order > far) | (x > far) | ((order < 1 / far) & (order > 0)) | (x < 1 / far)
    conditions = [table.v < 0, extreme]
    words = ["negative", "extreme"]
    if registry()[name].unit == "LOG":
        conditions.append(np.abs(table.high) < np.maximum(0.1, radius / 64))
        words.append("crossing")
    disc = radius < DISC[dtype]
    return np.select([*conditions, disc & (x < 1), disc], [*words, "corner", "disc"], "outer")


def worst(name: str, table: Table, errors: np.ndarray, dtype: type, count: int = 1) -> str:
    """The worst points in words, with hexadecimal inputs."""
    words = region(name, table, dtype)
    lines = [
        f"{errors[i]:10.4g} at {name}({float(table.v[i]).hex()}, {float(table.x[i]).hex()}) = ({table.v[i]:.17g}, {table.x[i]:.17g})"
        f" region {words[i]}, set {table.set[i]}, true {table.high[i]:.17g}"
        for i in np.argsort(-np.nan_to_num(errors, nan=np.inf), kind="stable")[:count]
    ]
    return "\n".join(lines)
