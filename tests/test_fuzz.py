"""Random bit patterns through every function: no crash, NaN exactly outside the domain, and every value within an elementary enclosure.

The enclosures are computed in long double, whose exponents reach ten times as far, so an infinity is accepted only where the true value
may be too large for the type, and a finite number only where it may not be.
"""

from collections.abc import Callable

import numpy as np
import pytest
from domain import is_legal
from reference.contract import registry

import logbessel

Array = np.ndarray
Enclosure = tuple[Array, Array]

NAMES = list(registry())


# ---- random bits -----------------------------------------------------------------------------------------------------------------


def patterns(rng: np.random.Generator, n: int, dtype: type) -> Array:
    """Numbers of any bits, half of them of ordinary size, most of them positive, a few of them special."""
    unsigned, mantissa, bias, sign = {
        np.float64: (np.uint64, 52, 1023, 63),
        np.float32: (np.uint32, 23, 127, 31),
    }[dtype]
    bits = rng.integers(0, 2**64, n, np.uint64).astype(unsigned)
    ordinary = rng.integers(bias - 12, bias + 12, n).astype(unsigned) << unsigned(mantissa)
    bits = np.where(rng.random(n) < 0.5, ordinary | bits & unsigned(2**mantissa - 1), bits)
    bits = np.where(rng.random(n) < 0.875, bits & unsigned(2**sign - 1), bits)
    numbers = bits.view(dtype)
    special = rng.choice(np.array([0, -0.0, 0.5, 1, -1, 2, -3, 1e4, np.inf, -np.inf, np.nan], dtype), n)
    numbers = np.where(rng.random(n) < 0.01, special, numbers)
    return np.where(rng.random(n) < 0.05, np.rint(numbers), numbers)


def unit_interval(rng: np.random.Generator, x: Array) -> Array:
    """Three quarters of x thrown into [0, 1], close to 0 and close to 1."""
    folded = np.minimum(np.abs(x), 1 / np.abs(x))
    folded = np.where(rng.random(x.size) < 0.2, 1 - folded, folded)
    return np.where(rng.random(x.size) < 0.75, folded, x)


# ---- enclosures ------------------------------------------------------------------------------------------------------------------


def around(leading: Array, v: Array, x: Array) -> Enclosure:
    """Of a logarithm: the exponent of Debye's expansion (DLMF 10.41.3), give or take 1% and the factor in front of it."""
    slack = 0.01 * np.abs(leading) + np.abs(np.log(np.hypot(v, x))) + 3
    return leading - slack, leading + slack


def exponent(v: Array, x: Array, scaled: bool) -> Array:
    """v asinh(v/x) - R, and plus x."""
    radius = np.hypot(v, x)
    return v * np.arcsinh(v / x) - (v * (v / (radius + x)) if scaled else radius)


def i_ratio(v: Array, x: Array) -> Enclosure:
    """Amos (1974) for the order v + 1, and one step of the recurrence: I_(v-1)/I_v = 2 v/x + I_(v+1)/I_v."""
    a = v + 0.5
    low, high = x / (a + np.hypot(v + 1.5, x)), x / (a + np.hypot(a, x))
    return 1 / (2 * v / x + high), 1 / (2 * v / x + low)


def i_ratio_c(v: Array, x: Array) -> Enclosure:
    """One minus Amos' bounds x/(a + sqrt(b^2 + x^2)), without cancellation."""
    a = v - 0.5

    def bound(b: Array) -> Array:
        radius = np.hypot(b, x)
        return (a + b * (b / (radius + x))) / (a + radius)

    return bound(a), bound(v + 0.5)


def i_ratio_inverse(v: Array, r: Array, c: Array) -> Enclosure:
    """Amos' bounds solved for x."""
    a, d = v - 0.5, c * (1 + r)
    return r / d * (2 * a), r / d * (a + np.sqrt(a * a + 2 * v * d))


def k_ratio(v: Array, x: Array) -> Enclosure:
    """Segura (2011) for K_(w+1)/K_w, w >= -1/2."""
    w = np.where(v >= 0.5, v - 1, -v)
    low, high = np.maximum((w + np.hypot(w, x)) / x, 1), (w + 0.5 + np.hypot(w + 0.5, x)) / x
    return np.where(v >= 0.5, 1 / high, low), np.where(v >= 0.5, 1 / low, high)


ENCLOSURES: dict[str, Callable[[Array, Array], Enclosure]] = {
    "log_iv": lambda v, x: around(-exponent(v, x, scaled=False), v, x),
    "log_ive": lambda v, x: around(-exponent(v, x, scaled=True), v, x),
    "log_kv": lambda v, x: around(exponent(np.abs(v), x, scaled=False), v, x),
    "log_kve": lambda v, x: around(exponent(np.abs(v), x, scaled=True), v, x),
    "iv_ratio": i_ratio,
    "iv_ratio_c": i_ratio_c,
    "iv_ratio_inv": lambda v, r: i_ratio_inverse(v, r, 1 - r),
    "iv_ratio_c_inv": lambda v, c: i_ratio_inverse(v, 1 - c, c),
    "kv_ratio": k_ratio,
}


# ---- the test --------------------------------------------------------------------------------------------------------------------


def odd_negative_order(name: str, v: Array, x: Array) -> tuple[Array, Array]:
    """Where the order of log I is negative, and where the sign of I_v may be so too: there NaN and a number may both be right."""
    negative = (v < 0) & (x >= 0) & np.isfinite(v) & name.startswith("log_i")
    whole = np.floor(np.abs(v))
    return negative, negative & (np.fmod(whole, 2) == 1) & (whole != np.abs(v))


def offenders(name: str, v: Array, x: Array, y: Array) -> Array:
    """Where y cannot be the value of the function at (v, x)."""
    limits = np.finfo(v.dtype)
    negative, either = odd_negative_order(name, v, x)
    legal = is_legal(name, v, x) | negative
    wrong = (np.isnan(y) == legal) & ~either
    # Limits and poles stand in test_edges; log I of negative order is a sum of two terms.
    inner = legal & ~np.isnan(y) & np.isfinite(v) & np.isfinite(x) & (x > 0) & ~negative & ~(name.endswith("_inv") & (x == 1))
    wide_v, wide_x, wide_y = (a[inner].astype(np.longdouble) for a in (v, x, y))
    low, high = ENCLOSURES[name](wide_v, wide_x)
    low, high = low - np.abs(low) / 1000 - limits.smallest_subnormal, high + np.abs(high) / 1000 + limits.smallest_subnormal
    largest = np.longdouble(limits.max)
    right = np.where(wide_y == np.inf, high >= largest, np.where(wide_y == -np.inf, low <= -largest, (low <= wide_y) & (wide_y <= high)))
    wrong[inner] |= ~right
    return wrong


def fuzz(name: str, dtype: type, n: int, seed: int) -> None:
    rng = np.random.default_rng([seed, NAMES.index(name), np.dtype(dtype).itemsize])
    with np.errstate(all="ignore"):
        v, x = patterns(rng, n, dtype), patterns(rng, n, dtype)
        if name.endswith("_inv"):
            x = unit_interval(rng, x)
        y = getattr(logbessel, name)(v, x)
        assert y.dtype == dtype
        wrong = np.flatnonzero(offenders(name, v, x, y))
    examples = "\n".join(f"  {name}({float(v[i]).hex()}, {float(x[i]).hex()}) = {float(y[i])!r}" for i in wrong[:10])
    assert wrong.size == 0, f"{wrong.size} of {n} {np.dtype(dtype).name} values cannot be right:\n{examples}"


@pytest.mark.parametrize("name", NAMES)
def test_random_bit_patterns(name: str, dtype: type, isa: str) -> None:
    fuzz(name, dtype, 50_000, seed=1)


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES)
def test_many_random_bit_patterns(name: str, dtype: type, isa: str) -> None:
    """With three instruction sets and two types 1.2e8 patterns for each function."""
    for seed in range(100, 120):
        fuzz(name, dtype, 1_000_000, seed)
