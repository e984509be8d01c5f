"""Neighbouring methods agree where one hands over to the other: a few ulps either side of every border in regions.h.

Across a border the argument moves by a few ulps and the function by its derivative times that; the rest of the difference is the
error of the two methods, at most the budget on either side."""

import re
from pathlib import Path

import numpy as np
import pytest
from reference import Table
from reference.contract import budget, registry, unit

import logbessel as lb

HEADER = (Path(__file__).parents[1] / "include" / "logbessel" / "regions.h").read_text()
LOGARITHMS = [name for name, promise in registry().items() if promise.unit == "LOG"]
RATIOS = ["iv_ratio", "iv_ratio_c", "kv_ratio"]
SIZE = 4000


def threshold(name: str, dtype: type) -> float:
    """The constant `name` of regions.h: `= S(1)`, or one number for double and one for float."""
    match = re.search(rf"\b{name}\b[^;]*?=\s*([^;]*);", HEADER)
    assert match, f"regions.h has no threshold {name}"
    numbers = [float(number) for number in re.findall(r"S\(([\d.]+)\)", match[1])]
    return numbers[0] if dtype is np.float64 else numbers[-1]


def across_the_circle(dtype: type, v_low: float) -> tuple[np.ndarray, np.ndarray]:
    """Points on R = disc_radius."""
    radius = threshold("disc_radius", dtype)
    v = np.random.default_rng(21).uniform(v_low, radius - 0.01, SIZE).astype(dtype)
    return v, np.sqrt(radius**2 - v.astype(float) ** 2).astype(dtype)


def across_the_line(dtype: type, v_low: float) -> tuple[np.ndarray, np.ndarray]:
    """Points on x = corner_argument within the disc."""
    v = np.random.default_rng(22).uniform(v_low, threshold("disc_radius", dtype) - 0.1, SIZE).astype(dtype)
    return v, np.full_like(v, threshold("corner_argument", dtype))


def derivative(name: str, v: np.ndarray, x: np.ndarray) -> np.ndarray:
    """d/dx in float64 from the ratios (DLMF 10.29.2): good to many more digits than needed here."""
    v, x = v.astype(float), x.astype(float)
    if name in ("log_iv", "log_ive"):
        return 1 / lb.iv_ratio(v, x) - v / x - (name == "log_ive")
    if name in ("log_kv", "log_kve"):
        return -lb.kv_ratio(v, x) - v / x + (name == "log_kve")
    r, k = lb.iv_ratio(v, x), lb.kv_ratio(v, x)
    slope = 1 - r * r - (2 * v - 1) / x * r
    return {"iv_ratio": slope, "iv_ratio_c": -slope, "kv_ratio": k * k + (2 * v - 1) / x * k - 1}[name]


@pytest.mark.parametrize("border", [across_the_circle, across_the_line])
@pytest.mark.parametrize("name", LOGARITHMS + RATIOS)
def test_methods_agree_across_the_border(name: str, border, dtype: type, isa: str) -> None:
    v, x = border(dtype, 0.5 if name == "iv_ratio_c" else 0.0)
    steps = np.random.default_rng(23).integers(1, 4, x.size).astype(dtype)
    left, right = x - steps * np.spacing(x), x + steps * np.spacing(x)
    function = getattr(lb, name)
    values = [function(v, side) for side in (left, right)]
    expected = derivative(name, v, x) * (right.astype(float) - left)
    allowed = sum(
        (budget(name, table, dtype) + 0.5) * unit(name, table, dtype)
        for table in (
            Table(v, v.astype(float), side.astype(float), value.astype(float), value, np.ones(v.shape))
            for side, value in zip((left, right), values, strict=True)
        )
    )
    jump = np.abs(values[1].astype(float) - values[0] - expected) / allowed
    i = int(np.argmax(jump))
    assert jump[i] <= 1, f"{name} jumps by {jump[i]:.3g} times the allowed size at v = {float(v[i]).hex()}, x = {float(x[i]).hex()}"


def test_points_lie_on_both_sides(dtype: type) -> None:
    v, x = across_the_circle(dtype, 0)
    radius = np.hypot(v.astype(float), x.astype(float))
    assert np.all(np.abs(radius / threshold("disc_radius", dtype) - 1) < 2 * np.finfo(dtype).eps)
