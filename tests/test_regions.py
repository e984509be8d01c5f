"""Neighbouring methods agree where one hands over to the other: either side of every border, as near to it as the border is sharp.

Across a border the argument moves by some ulps and the function by its derivative times that; the rest of the difference is the
error of the two methods, at most the budget on either side.  The thresholds are read from the headers."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest
from domain import is_legal
from reference import Table
from reference.contract import budget, registry, unit

import logbessel as lb

Array = np.ndarray
Level = Callable[[Array, Array], Array]

INCLUDE = Path(__file__).parents[1] / "include" / "logbessel"
LOGARITHMS = [name for name, promise in registry().items() if promise.unit == "LOG"]
SECOND = [name for name in registry() if name.startswith("log") and name.endswith(("_dx2", "_dvdx", "_dv2"))]
OF_RATIOS = ["iv_ratio_dx", "iv_ratio_dv", "iv_ratio_dx2", "iv_ratio_dvdx", "iv_ratio_dv2"]
OF_K_RATIO = [name for name in registry() if name.startswith("kv_ratio_d")]
RATIOS = [name for name, promise in registry().items() if promise.unit == "RESULT" and name not in SECOND + OF_RATIOS + OF_K_RATIO]
SLOPES = [name for name, promise in registry().items() if promise.unit == "SLOPE"]
INVERSES = [name for name, promise in registry().items() if promise.unit == "INVERSE"]
SIZE = 2000


# ---- thresholds ------------------------------------------------------------------------------------------------------------------


def number(literal: str) -> float:
    """A floating-point literal of C++, or a quotient of two."""
    parts = [float.fromhex(part) if "0x" in part else float(part) for part in literal.removesuffix("f").split("/")]
    return parts[0] / parts[1] if len(parts) == 2 else parts[0]


def threshold(name: str, dtype: type, header: str = "regions.h") -> float:
    """The constant `name` of a header: `= S(1)`, or a number for double and one for float, `? S(34) : S(16)`."""
    match = re.search(rf"\b{name}\b *= ([^;]*);", (INCLUDE / header).read_text())
    assert match, f"{header} has no threshold {name}"
    numbers = [part.strip().removeprefix("S(").removesuffix(")") for part in re.split(r"[?:] ", match[1])]
    return number(numbers[-2 if dtype is np.float64 and len(numbers) > 1 else -1])


def limit(name: str, dtype: type) -> float:
    """`huge` or `tiny` of portable.h."""
    double, single = re.findall(rf"\b{name} = (0x1p[-+]?\d+)", (INCLUDE / "portable.h").read_text())
    return float.fromhex(double if dtype is np.float64 else single)


# ---- points ----------------------------------------------------------------------------------------------------------------------


def uniform(low: float, high: float) -> Array:
    return np.random.default_rng(21).uniform(low, high, SIZE)


def log_uniform(low: float, high: float) -> Array:
    return np.exp(np.random.default_rng(22).uniform(np.log(low), np.log(high), SIZE))


def orders(lowest: float) -> Array:
    """The lowest itself, one time in ten, and orders from there to 1e6."""
    return np.where(np.arange(SIZE) % 10 == 0, lowest, lowest + log_uniform(1e-3, 1e6))


# ---- borders ---------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Border:
    """Where a continuous function of the point, `level`, passes 1: given one coordinate, `at`, the other lies between `low` and `high`."""

    functions: list[str]
    level: Level
    at: Array
    low: Array | float
    high: Array | float
    along: str = "x"
    ulp_of_result: float | None = None  # what holds on either side, where that is not the budget

    def point(self, at: Array, moving: Array) -> tuple[Array, Array]:
        return (at, moving) if self.along == "x" else (moving, at)

    def level_at(self, at: Array, moving: Array) -> Array:
        return self.level(*(a.astype(float) for a in self.point(at, moving)))

    def sides(self, dtype: type) -> tuple[Array, Array, Array]:
        """The coordinates `at`, and left and right of the border, so far apart that no rounding of its formula puts them on one side."""
        at = np.asarray(self.at, dtype)
        low, high = (np.broadcast_to(np.asarray(end, float), at.shape) for end in (self.low, self.high))
        beyond = self.level_at(at, high) > 1
        for _ in range(130):
            middle = 0.5 * (low + high)
            upper = (self.level_at(at, middle) > 1) == beyond
            low, high = np.where(upper, low, middle), np.where(upper, middle, high)
        border, step = high.astype(dtype), np.random.default_rng(23).integers(1, 4, at.size).astype(dtype)
        for _ in range(40):
            left, right = border - step * np.spacing(border), border + step * np.spacing(border)
            levels = np.sort([self.level_at(at, left), self.level_at(at, right)], axis=0)
            apart = np.all(np.abs(levels - 1) > 8 * np.finfo(dtype).eps, axis=0) & (levels[0] < 1) & (levels[1] > 1)
            step = np.where(apart, step, 2 * step)
        assert apart.all(), f"{(~apart).sum()} pairs do not straddle the border"
        assert np.abs(levels - 1).max() < 1 / 64, "a pair is far from the border"
        return at, left, right


def near(functions: list[str], coordinate: str, value: Array | float, at: Array) -> Border:
    """The line v = value or x = value."""
    level = (lambda v, x: v / value) if coordinate == "v" else (lambda v, x: x / value)
    return Border(functions, level, at, 0.75 * value, 1.25 * value, coordinate)


def circle(functions: list[str], radius: float, v: Array) -> Border:
    return Border(functions, lambda v, x: np.hypot(v, x) / radius, v, 0, radius + 1)


def of_logarithms(dtype: type) -> dict[str, Border]:
    disc, corner = threshold("disc_radius", dtype), threshold("corner_argument", dtype)
    without_tail, without_middle = (threshold(name, dtype, "methods/uniform_expansion.h") for name in ("without_tail", "without_middle"))
    huge, tiny = limit("huge", dtype), limit("tiny", dtype)
    return {
        "disc": circle(LOGARITHMS, disc, uniform(0, disc - 0.01)),
        "without a tail": circle(LOGARITHMS, without_tail, uniform(0, without_tail - 0.05)),
        "without a middle": circle(LOGARITHMS, without_middle, uniform(0, without_middle - 0.05)),
        "corner": near(LOGARITHMS, "x", corner, uniform(0, disc - 0.1)),
        "tiny argument": near(LOGARITHMS, "x", tiny, orders(0)),
        "huge argument": near(LOGARITHMS, "x", huge, log_uniform(1e-3, huge**1.02)),
        "huge order": near(LOGARITHMS, "v", huge, log_uniform(huge**0.9, huge**1.02)),
    }


def of_ratios(dtype: type) -> dict[str, Border]:
    without_tail, without_middle = (threshold(name, dtype, "methods/uniform_expansion.h") for name in ("without_tail", "without_middle"))
    disc, huge = threshold("disc_radius", dtype), limit("huge", dtype)
    limit_of_half, excess, argument = (threshold(f"half_order_{name}", dtype) for name in ("limit", "excess", "argument"))
    sums = threshold("smallest_for_sums", dtype, "methods/half_order.h") / 2
    negligible = threshold("negligible_quotient", dtype)
    inside, real_orders, above_half = uniform(0.5, disc - 0.01), uniform(0.1 - disc, disc - 0.1), 0.5 + uniform(0.01, 0.9) * excess
    large_order, far_argument = log_uniform(1.1 * disc, huge), log_uniform(huge, huge**1.5)
    return {
        "disc": circle(RATIOS, disc, inside),
        "disc below 1/2": circle(["iv_ratio"], disc, uniform(0, 0.5)),
        "disc, negative orders": circle(["kv_ratio"], disc, -inside),
        "without a tail": circle(RATIOS, without_tail, uniform(0.5, without_tail - 0.05)),
        "without a middle": circle(RATIOS, without_middle, uniform(0.5, without_middle - 0.05)),
        "Temme's series": near(["kv_ratio"], "x", threshold("temme_ratio_argument", dtype), real_orders),
        "Steed's terms": near(["kv_ratio"], "x", threshold("fewer_from", dtype, "methods/steed.h"), real_orders),
        "half order outside": near(["iv_ratio_c"], "v", limit_of_half, log_uniform(1.1 * disc, huge**0.9)),
        "half order inside": Border(
            ["iv_ratio_c"], lambda v, x: (v - 0.5) / excess, uniform(argument + 0.1, disc - 1), 0.5, 0.5 + 2 * excess, "v"
        ),
        "half order, x": near(["iv_ratio_c"], "x", argument, above_half),
        "half order, sums": near(["iv_ratio_c"], "x", sums, above_half),
        "vanishing argument": near(["iv_ratio", "kv_ratio"], "x", 1 / huge, orders(0)),
        "vanishing argument above 1/2": near(["iv_ratio_c", "kv_ratio"], "x", 1 / huge, orders(0.5)),
        "vanishing argument, v = 3/2": near(["kv_ratio"], "v", 1.5, log_uniform(huge**-1.5, huge**-1.01)),
        "vanishing quotient": near(["kv_ratio"], "x", large_order / huge, large_order),
        "huge argument": near(RATIOS, "x", huge, log_uniform(0.5, huge**1.02)),
        "huge order": near(RATIOS, "v", huge, log_uniform(huge**0.9, huge**1.02)),
        "negligible argument": near(["iv_ratio", "kv_ratio"], "v", far_argument / negligible * huge**-0.1, far_argument * huge**-0.1),
        "negligible argument, both tiny": near(["iv_ratio"], "v", 1 / far_argument / negligible, 1 / far_argument),
        "negligible order": near(["iv_ratio_c"], "v", far_argument * negligible, far_argument),
    }


def of_slopes(dtype: type) -> dict[str, Border]:
    without_tail, without_middle = (threshold(name, dtype, "methods/uniform_expansion.h") for name in ("without_tail", "without_middle"))
    disc, huge, negligible = threshold("disc_radius", dtype), limit("huge", dtype), threshold("negligible_quotient", dtype)
    in_argument = [name for name in SLOPES if name.endswith("_dx")]
    ring_of_i, ring_of_k = threshold("log_i_radius", dtype), threshold("log_k_radius", dtype)
    stirling = threshold("stirling_from", dtype, "methods/i_order_series.h")
    of_k, far_argument = [name for name in in_argument if "_k" in name], log_uniform(huge, huge**1.5)
    return {
        "disc": circle(SLOPES, disc, uniform(0, disc - 0.01)),
        "ring of I": circle(["log_iv_dx", "log_iv_dv"], ring_of_i, uniform(1, ring_of_i - 0.01)),
        "ring of I, small orders": circle(["log_iv_dx"], ring_of_i, uniform(0, 1)),
        "ring of I, first order": near(["log_iv_dv"], "v", threshold("smallest_ring_order", dtype), uniform(ring_of_i + 0.1, disc - 0.1)),
        "ring of K": circle(["log_kv_dx", "log_kv_dv"], ring_of_k, uniform(0, ring_of_k - 0.01)),
        "ring of K, negative orders": circle(["log_kv_dx", "log_kv_dv"], ring_of_k, -uniform(0, ring_of_k - 0.01)),
        "disc, negative orders": circle([*of_k, "log_kv_dv"], disc, -uniform(0, disc - 0.01)),
        "without a tail": circle(SLOPES, without_tail, uniform(0, without_tail - 0.05)),
        "without a middle": circle(SLOPES, without_middle, uniform(0, without_middle - 0.05)),
        "Temme's series": near(of_k, "x", threshold("temme_slope_argument", dtype), uniform(0.1 - disc, disc - 0.1)),
        "Steed's terms": near(of_k, "x", threshold("fewer_from", dtype, "methods/steed.h"), uniform(0.1 - disc, disc - 0.1)),
        "most of Steed's terms": near(of_k, "x", threshold("most_below", dtype, "methods/steed.h"), uniform(0.1 - disc, disc - 0.1)),
        "vanishing argument": near(SLOPES, "x", 1 / huge, orders(0)),
        "huge argument": near(SLOPES, "x", huge, log_uniform(0.5, huge**1.02)),
        "huge order": near(SLOPES, "v", huge, log_uniform(huge**0.9, huge**1.02)),
        "negligible argument": near(in_argument, "v", far_argument / negligible * huge**-0.1, far_argument * huge**-0.1),
        "vanishing quotient": near(in_argument, "x", log_uniform(1.1 * disc, huge) / huge, log_uniform(1.1 * disc, huge)),
        "power series": near(["log_iv_dv"], "x", threshold("corner_argument", dtype), uniform(0, disc - 0.1)),
        "Stirling's series": near(["log_iv_dv"], "v", stirling, uniform(0.001, 1)),
        "nearly an odd function": near(["log_iv_dv"], "v", threshold("smallest_odd_order", dtype), uniform(disc + 1, 60)),
        "Temme's series in the order": near(["log_kv_dv"], "x", threshold("temme_order_argument", dtype), uniform(0.1 - disc, disc - 0.1)),
        "first nodes": near(["log_kv_dv"], "x", 2.0, uniform(0, disc - 3)),
        "last nodes": near(["log_kv_dv"], "x", 8.0 if dtype is np.float64 else 7.0, uniform(0, 5)),
        "one more rung": near(["log_kv_dv"], "v", 1.5, uniform(0.01, 10)),
        "one more rung of I": near(["log_iv_dv"], "v", 2.0, uniform(1, 10)),
    }


def of_second(dtype: type) -> dict[str, Border]:
    without_tail, without_middle = (threshold(name, dtype, "methods/uniform_expansion.h") for name in ("without_tail", "without_middle"))
    disc, huge = threshold("disc_radius", dtype), limit("huge", dtype)
    largest_order, series_order, argument = disc - 0.1, threshold("second_series_order", dtype), threshold("second_series_argument", dtype)
    in_argument, of_k = [name for name in SECOND if name.endswith("_dx2")], [name for name in SECOND if "_k" in name]
    others, far_order = [name for name in SECOND if name not in in_argument], log_uniform(1.1 * disc, huge)
    return {
        "disc": circle(SECOND, disc, uniform(0, disc - 0.01)),
        "disc, negative orders": circle(of_k, disc, -uniform(0, disc - 0.01)),
        "without a tail": circle(SECOND, without_tail, uniform(0, without_tail - 0.05)),
        "without a middle": circle(SECOND, without_middle, uniform(0, without_middle - 0.05)),
        "series": near(of_k, "x", argument, uniform(-series_order, series_order)),
        "series, large orders": near(of_k, "v", series_order, uniform(0.01, argument)),
        "quadrature": near(of_k, "x", 2 * argument, uniform(-largest_order, largest_order)),
        "vanishing argument": near(others, "x", 1 / huge, orders(0)),
        "vanishing argument, not too large": near(in_argument, "x", 1 / huge, uniform(0, disc + 10)),
        "vanishing quotient": near(SECOND, "x", far_order / huge, far_order),
        "huge argument": near(SECOND, "x", huge, log_uniform(0.5, huge**1.02)),
        "huge order": near(SECOND, "v", huge, log_uniform(huge**0.9, huge**1.02)),
        "nearly an odd function": near(["log_iv_dvdx"], "v", threshold("smallest_odd_order", dtype), uniform(disc + 1, 60)),
    }


def of_ratio_derivatives(dtype: type) -> dict[str, Border]:
    without_tail, without_middle = (threshold(name, dtype, "methods/uniform_expansion.h") for name in ("without_tail", "without_middle"))
    limit_of_half, excess, argument = (threshold(f"half_order_{name}", dtype) for name in ("limit", "excess", "argument"))
    disc, huge, sums = (
        threshold("disc_radius", dtype),
        limit("huge", dtype),
        threshold("smallest_for_sums", dtype, "methods/half_order.h") / 2,
    )
    bend_excess, bend_argument = (threshold(f"half_order_bend_{name}", dtype) for name in ("excess", "argument"))
    in_argument, bend, near_half = ["iv_ratio_dx"], ["iv_ratio_dx2"], 0.5 + uniform(-0.9, 0.9) * excess
    vanishing = log_uniform(huge**-1.02, huge**-1.005)  # nothing overflows
    return {
        "disc": circle(OF_RATIOS, disc, uniform(0.5, disc - 0.01)),
        "disc below 1/2": circle(OF_RATIOS, disc, uniform(0, 0.5)),
        "one half": near(OF_RATIOS, "v", 0.5, log_uniform(1e-3, 10 * disc)),
        "without a tail": circle(OF_RATIOS, without_tail, uniform(0.5, without_tail - 0.05)),
        "without a middle": circle(OF_RATIOS, without_middle, uniform(0.5, without_middle - 0.05)),
        "half order outside": near(in_argument + bend, "v", limit_of_half, log_uniform(1.1 * disc, huge**0.9)),
        "half order inside": Border(
            in_argument, lambda v, x: (v - 0.5) / excess, uniform(argument + 0.1, disc - 1), 0.5, 0.5 + 2 * excess, "v"
        ),
        "half order inside, below": Border(
            in_argument, lambda v, x: (0.5 - v) / excess, uniform(argument + 0.1, disc - 1), 0.5 - 2 * excess, 0.5, "v"
        ),
        "half order, x": near(in_argument, "x", argument, near_half),
        "half order, sums": near(in_argument + bend, "x", sums, near_half),
        "half order of the bend": Border(
            bend, lambda v, x: (v - 0.5) / bend_excess, uniform(bend_argument + 0.1, disc - 1), 0.5, 0.5 + 2 * bend_excess, "v"
        ),
        "half order of the bend, below": Border(
            bend, lambda v, x: (0.5 - v) / bend_excess, uniform(bend_argument + 0.1, disc - 1), 0.5 - 2 * bend_excess, 0.5, "v"
        ),
        "half order of the bend, x": near(bend, "x", bend_argument, near_half),
        "two words": near(bend, "v", limit_of_half, uniform(threshold("corner_argument", dtype) + 0.01, disc - 2)),
        "two words, x": near(bend, "x", threshold("corner_argument", dtype), uniform(0.5, limit_of_half - 0.01)),
        "vanishing argument": near(OF_RATIOS, "x", 1 / huge, orders(0.5)),
        "vanishing argument, small orders": near(OF_RATIOS, "x", 1 / huge, log_uniform(1 / huge, 0.5)),
        "vanishing argument, smaller orders": near(in_argument, "x", 1 / huge, log_uniform(huge**-1.3, 1 / huge)),
        "vanishing argument and order": near(OF_RATIOS, "v", vanishing, vanishing),
        "huge argument": near(OF_RATIOS, "x", huge, log_uniform(0.5, huge**1.02)),
        "huge order": near(OF_RATIOS, "v", huge, log_uniform(huge**0.9, huge**1.02)),
    }


def of_k_ratio_derivatives(dtype: type) -> dict[str, Border]:
    without_tail, without_middle = (threshold(name, dtype, "methods/uniform_expansion.h") for name in ("without_tail", "without_middle"))
    disc, huge = threshold("disc_radius", dtype), limit("huge", dtype)
    series_order, argument = threshold("second_series_order", dtype), threshold("second_series_argument", dtype)
    inner, small = uniform(argument, disc / 2), uniform(0.01, argument)
    twice = [name for name in OF_K_RATIO if name.endswith("dx2")]
    others = [name for name in OF_K_RATIO if name not in twice]
    return {
        "disc": circle(OF_K_RATIO, disc, uniform(0, disc - 0.01)),
        "disc, negative orders": circle(OF_K_RATIO, disc, -uniform(0, disc - 0.01)),
        "without a tail": circle(OF_K_RATIO, without_tail, uniform(0, without_tail - 0.05)),
        "without a middle": circle(OF_K_RATIO, without_middle, uniform(0, without_middle - 0.05)),
        "series": near(OF_K_RATIO, "x", argument, uniform(-series_order, series_order)),
        "series, large orders": near(OF_K_RATIO, "v", series_order, small),
        "steep": near(OF_K_RATIO, "v", inner, inner),
        "half as steep": near(OF_K_RATIO, "v", inner / 2, inner),
        "base orders": near(OF_K_RATIO, "v", 9 / 16, small),
        "one more rung": near(OF_K_RATIO, "v", 25 / 16, small),
        "below one": near(OF_K_RATIO, "v", 1.0, small),
        "vanishing argument": near(others, "x", 1 / huge, orders(0)),
        "vanishing argument, not too large": near(twice, "x", 1 / huge, orders(1)),
        "vanishing argument, below one": near(others, "v", 1.0, log_uniform(huge**-1.5, huge**-1.01)),
        "vanishing argument, v = 3/2": near(OF_K_RATIO, "v", 1.5, log_uniform(huge**-1.5, huge**-1.01)),
        "vanishing argument, v = 3": near(OF_K_RATIO, "v", 3.0, log_uniform(huge**-1.5, huge**-1.01)),
        "huge argument": near(OF_K_RATIO, "x", huge, log_uniform(0.5, huge**1.02)),
        "huge order": near(OF_K_RATIO, "v", huge, log_uniform(huge**0.9, huge**1.02)),
    }


def of_inverses(dtype: type) -> dict[str, Border]:
    names = ("small_ratio", "small_complement", "smallest_complement", "largest_order", "exact_ratio")
    small_ratio, small_c, smallest_c, largest, exact = (threshold(f"inverse_{name}", dtype) for name in names)
    inwards, outwards = (threshold(f"inverse_margin_{name}", dtype) for name in ("inwards", "outwards"))
    limit_of_half, excess, argument = (threshold(f"half_order_{name}", dtype) for name in ("limit", "excess", "argument"))
    disc = threshold("disc_radius", dtype)
    ratio, complement = [INVERSES[0]], [INVERSES[1]]

    def start(v: Array, r: Array, c: Array) -> Array:
        """As in methods/ratio_inverse.h."""
        x = r * ((2 * v - r * r) / (c * (1 + r)))
        return np.where((v < 1) & (r >= 0.125), np.maximum(x, 0.5 * np.log((1 + r) / c)), x)

    return {
        "small ratio": near(ratio, "x", small_ratio, orders(0.5)),
        "small complement": near(complement, "x", small_c, orders(limit_of_half)),
        "smallest complement": near(complement, "x", smallest_c, np.minimum(orders(0.5), limit_of_half - 0.001)),
        "largest order": near(INVERSES, "v", largest, uniform(0.01, 0.99)),
        "exact ratio": near(ratio, "x", exact, log_uniform(largest, largest**1.1)),
        "exact ratio of the complement": near(complement, "x", 1 - exact, log_uniform(largest, largest**1.1)),
        "half order": near(INVERSES, "v", limit_of_half, 1 - log_uniform(1e-4, 0.01)),
        "half order of the complement": near(complement, "v", limit_of_half, log_uniform(1e-8, 0.01)),
        "half order, small complement": near(complement, "v", limit_of_half, log_uniform(smallest_c**0.9, small_c)),
        "half order inside": Border(
            complement, lambda v, c: (v - 0.5) / excess, excess / uniform(argument + 1, 0.9 * disc), 0.5, 0.5 + 2 * excess, "v"
        ),
        "half order, x": Border(
            complement, lambda v, c: outwards * start(v, 1 - c, c) / argument, 0.5 + uniform(0.01, 0.9) * excess, 1e-4 * excess, 0.01
        ),
        "disc": Border(ratio, lambda v, r: inwards * np.hypot(v, start(v, r, 1 - r)) / disc, uniform(1, disc), 0.0, 0.999),
        "disc of the complement": Border(
            complement, lambda v, c: inwards * np.hypot(v, start(v, 1 - c, c)) / disc, uniform(0.5 + excess, disc), 1e-30, 1.0
        ),
    }


def of_second_looks() -> dict[str, Border]:
    outside, inside, corner = (threshold(f"doubtful_{name}", np.float64) for name in ("outside", "inside", "corner"))
    disc, corner_argument = threshold("disc_radius", np.float64), threshold("corner_argument", np.float64)

    def size(name: str, v: Array, x: Array) -> Array:
        in_corner = corner * (v + x * x / 4) if name == "log_iv" else np.minimum(1 + v, inside)
        in_disc = np.where(x < corner_argument, in_corner, inside)
        return np.where(np.hypot(v, x) < disc, in_disc, np.maximum(1, (v + x) * outside))

    def border(name: str, sign: int, v: Array, low: Array | float, high: Array | float, ulp: float) -> Border:
        return Border([name], lambda v, x: sign * getattr(lb, name)(v, x) / size(name, v, x), v, low, high, ulp_of_result=ulp)

    small_orders, far_orders = log_uniform(1e-6, 0.05), log_uniform(1.1 * disc, 1e6)
    places = {  # with the ulps of test_accuracy
        ("log_iv", "corner"): (small_orders, 1e-12, 0.99 * corner_argument, 4),
        ("log_kv", "corner"): (small_orders, 1e-12, 0.99 * corner_argument, 1),
        ("log_iv", "disc"): (uniform(4, 20), corner_argument, disc, 1),
        ("log_kv", "disc"): (uniform(4, 20), corner_argument, disc, 1),
        ("log_iv", "outside"): (far_orders, far_orders / 4, far_orders * 2, 1),
        ("log_kv", "outside"): (far_orders, far_orders / 4, far_orders * 2, 1),
    }
    above = {f"{name}, {place}, above": border(name, 1, *points) for (name, place), points in places.items()}
    del places["log_kv", "corner"]  # there log K > -1
    return above | {f"{name}, {place}, below": border(name, -1, *points) for (name, place), points in places.items()}


@lru_cache
def borders(dtype: type) -> dict[str, Border]:
    groups = {"logarithms": of_logarithms(dtype), "ratios": of_ratios(dtype), "slopes": of_slopes(dtype), "inverses": of_inverses(dtype)}
    groups |= {"second derivatives": of_second(dtype), "derivatives of ratios": of_ratio_derivatives(dtype)}
    groups["derivatives of the ratio of K"] = of_k_ratio_derivatives(dtype)
    if dtype is np.float64:  # float32 has no second look
        groups["second look"] = of_second_looks()
    return {f"{group}: {name}": border for group, members in groups.items() for name, border in members.items()}


# ---- the test --------------------------------------------------------------------------------------------------------------------


def wide_difference(function: Callable[[Array], Array], middle: Array, scale: Array) -> tuple[Array, Array]:
    """By how much a function of one variable changes, in float64, over a distance much longer than the step across a border; the distance.

    Their quotient is a derivative good to 1e-9, but may overflow."""
    low, high = middle - scale / 65536, middle + scale / 65536
    return function(high) - function(low), high - low


CASES = [(dtype, name, function) for dtype in (np.float64, np.float32) for name, b in borders(dtype).items() for function in b.functions]


@pytest.mark.parametrize(("dtype", "name", "function_name"), CASES, ids=[f"{d.__name__}-{n}-{f}" for d, n, f in CASES])
def test_methods_agree_across_the_border(dtype: type, name: str, function_name: str, isa: str) -> None:
    border, function = borders(dtype)[name], getattr(lb, function_name)
    at, left, right = border.sides(dtype)
    values = [function(*border.point(at, side)) for side in (left, right)]
    assert all(value.dtype == dtype for value in values)
    middle, at_wide = 0.5 * (left.astype(float) + right), at.astype(float)
    v, x = border.point(at_wide, middle)
    x_scale, condition = x, np.ones(SIZE)
    if function_name in INVERSES:
        x_scale = np.minimum(x, 1 - x)
        change, distance = wide_difference(lambda x: function(v, x), x, x_scale)
        condition = np.abs(change / function(v, x) * (x / distance))
    lowest = np.where((v > 0.5) & ~is_legal(function_name, np.full(SIZE, 0.25), x), 0.5, 0)
    scale = x_scale if border.along == "x" else v - lowest
    change, distance = wide_difference(lambda moving: function(*border.point(at_wide, moving)), middle, scale)
    allowed = np.zeros(SIZE)
    for side, value in zip((left, right), values, strict=True):
        table = Table(np.full(SIZE, name), *border.point(at_wide, side.astype(float)), value.astype(float), np.zeros(SIZE), condition)
        if border.ulp_of_result is None:
            allowed += (budget(function_name, table, dtype) + 0.5) * unit(function_name, table, dtype)
        else:
            allowed += (border.ulp_of_result + 0.5) * np.spacing(np.abs(value))
    jump = np.abs(values[1].astype(float) - values[0] - change * ((right.astype(float) - left) / distance)) / allowed
    i = int(np.argmax(np.where(np.isnan(jump), np.inf, jump)))
    place = ", ".join(float(a[i]).hex() for a in border.point(at, left))
    assert jump[i] <= 1, f"{function_name} jumps by {jump[i]:.3g} times the allowed size at ({place})"
