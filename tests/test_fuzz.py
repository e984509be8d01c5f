"""Random bit patterns through every function: no crash, NaN exactly outside the domain, and every value within an elementary enclosure.

The enclosures are computed in long double, whose exponents reach ten times as far, so an infinity is accepted only where the true value
may be too large for the type, and a finite number only where it may not be.  The long test checks every NaN and every infinity so, of
the finite values one in `SHARE`, for an enclosure takes longer than the value.
"""

import math
from collections.abc import Callable

import numpy as np
import pytest
from domain import is_legal
from reference.contract import registry

import logbessel
from logbessel import _core

Array = np.ndarray
Enclosure = tuple[Array, Array]

NAMES = list(registry())
PATTERNS, ROUND, SHARE = 100_000_000, 1_000_000, 4  # of the long test: at least so many for each function, so many at a time


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


def log_i(v: Array, x: Array, scaled: bool) -> Enclosure:
    return around(-exponent(np.abs(v), x, scaled), np.abs(v), x)


def second_term(v: Array, x: Array, scaled: bool) -> tuple[Array, Enclosure]:
    """Of I_v = I_|v| + (2/pi) sin(|v| pi) K_|v| for v < 0 (DLMF 10.27.2): the sign of the second term, and the logarithm of its size."""
    order = np.abs(v)
    nearest = np.rint(order)
    sine = np.sin(np.pi * (order - nearest)) * np.where(np.fmod(nearest, 2) == 1, -1, 1)
    shift = np.log(2 / np.pi * np.abs(sine)) - (x if scaled else 0)
    low, high = around(exponent(order, x, scaled=False), order, x)
    return np.sign(sine), (low + shift, high + shift)


def log_i_of_negative_order(v: Array, x: Array, scaled: bool) -> Enclosure:
    """The larger term and at most twice that, or their difference, which between two numbers of a type is not below e^-200 of them."""
    low, high = log_i(v, x, scaled)
    sign, (low_2, high_2) = second_term(v, x, scaled)
    difference = low + np.log1p(-np.exp(np.minimum(high_2 - low, -1e-18)))
    low = np.where(sign > 0, np.maximum(low, low_2), np.where(sign < 0, np.maximum(difference, low - 200), low))
    return low, np.where(sign > 0, np.maximum(high, high_2) + np.log(2), high)


def signs_of_negative_order(v: Array, x: Array) -> tuple[Array, Array]:
    """Where I_v > 0 for certain, and where I_v < 0 for certain, v < 0."""
    low, high = log_i(v, x, scaled=False)
    sign, (low_2, high_2) = second_term(v, x, scaled=False)
    return (sign >= 0) | (high_2 < low), (sign < 0) & (low_2 > high)


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


def at_zero(v: Array, x: Array) -> Array:
    """The unit of the derivatives where they vanish, ample for what float32 may lose there: the bounds may coincide but for it."""
    return 2e-6 / np.maximum(np.maximum(np.abs(v), x), 1)


def i_slope(v: Array, x: Array) -> Enclosure:
    """v/x + I_(v+1)/I_v by Amos' bounds of the ratio."""
    low, high = x / (v + 0.5 + np.hypot(v + 1.5, x)), x / (v + 0.5 + np.hypot(v + 0.5, x))
    return v / x + low, v / x + high


def i_slope_scaled(v: Array, x: Array) -> Enclosure:
    """The same bounds minus 1; for large x as what they are beside x, R - x = b^2/(R + x)."""

    def beside(b: Array) -> Array:
        return b * (b / (np.hypot(b, x) + x)) - 0.5

    low, high = (beside(v + 1.5) - (2 * v + 2) / (v + 0.5 + np.hypot(v + 1.5, x))) / x, beside(v + 0.5) / x
    near_low, near_high = i_slope(v, x)
    unit = at_zero(v, x)
    return np.where(x < 1, near_low - 1, low) - unit, np.where(x < 1, near_high - 1, high) + unit


def k_slope_beside(v: Array, x: Array) -> Enclosure:
    """-x K_v'/K_v - x, v >= 0, by Segura's bounds (2011) of K_(v-1)/K_v."""

    def beside(b: Array) -> Array:
        return b * (b / (np.hypot(b, x) + x))

    large = v >= 0.5
    return np.where(large, 0.5 + beside(v - 0.5), v), np.where(large, 1 + beside(v - 1), 0.5 + beside(0.5 - v))


def k_slope(v: Array, x: Array, scaled: bool) -> Enclosure:
    low, high = k_slope_beside(np.abs(v), x)
    return -high / x - (0 if scaled else 1), -low / x - (0 if scaled else 1)


def log_of_ratio(a: Array, b: Array, x: Array) -> Array:
    """log((a + sqrt(b^2 + x^2))/x)"""
    return np.log1p((a + b * (b / (np.hypot(b, x) + x))) / x)


def i_order_slope(v: Array, x: Array) -> Enclosure:
    """log I_v is concave in v: its slope lies between log(I_v/I_(v-1)) and log(I_(v+1)/I_v), of which Amos has bounds."""
    return -log_of_ratio(v + 0.5, v + 1.5, x), np.where(v >= 1, -log_of_ratio(v - 0.5, v - 0.5, x), 0)


def k_order_slope(v: Array, x: Array) -> Enclosure:
    """log K_v is convex in v and even: its slope lies between log(K_v/K_(v-1)) and log(K_(v+1)/K_v), of which Segura has bounds."""
    order = np.abs(v)
    low, high = np.where(order >= 1, log_of_ratio(order - 1, order - 1, x), 0), log_of_ratio(order + 0.5, order + 0.5, x)
    return np.where(v < 0, -high, low), np.where(v < 0, -low, high)


def i_second_argument(v: Array, x: Array) -> Enclosure:
    """-v/x^2 + r' for r = I_(v+1)/I_v, a concave function of x: r' lies between 0 and r/x, of which Amos has a bound."""
    low = -(v / x) / x
    return low, low + 1 / (v + 0.5 + np.hypot(v + 0.5, x))


def i_second_mixed(v: Array, x: Array) -> Enclosure:
    """x times it is the mean of v/(v + k) in the series of I_v^2, above the value at the mean of k (Jensen), which Amos' bound tells; and
    below Debye's v/R and the 2 pi x exp(-2 x) of v = 0, with a margin."""
    slope = v + x * (x / (v + 0.5 + np.hypot(v + 0.5, x)))
    return v / x / slope, np.minimum(1, 1.5 * v / np.hypot(v, x) + 8 * (1 + x) * np.exp(-2 * x)) / x


def i_second_order(v: Array, x: Array) -> Enclosure:
    """About -1/R, with a margin for the disc."""
    radius = np.hypot(v + 0.6, x)
    return -1.6 / radius, -0.95 / radius


class Next:
    """What the derivatives of r = x/G for v < 1/2 are made of, G = 2 v + x q with q = I_(v+1)/I_v: bounds of A = x^2 q_x, and of the terms
    v and A of N = A - 2 v divided by G."""

    def __init__(self, v: Array, x: Array) -> None:
        self.v, self.x, (self.low, self.high) = v, x, i_ratio(v, x)  # r/x = 1/G
        wide = np.hypot(v + 1, x)
        self.a = x / wide * (v + 0.5) * (x / (wide + v + 1))
        self.a_low, self.a_high = 0.9 * self.a, 2.6 * self.a

    def over_g(self, low: Array, high: Array) -> Enclosure:
        """Bounds of a quotient by G."""
        to_low, to_high = self.low / self.x, self.high / self.x
        return np.minimum(low * to_low, low * to_high), np.maximum(high * to_low, high * to_high)

    def n_over_g(self) -> Enclosure:
        return self.over_g(self.a_low - 2 * self.v, self.a_high - 2 * self.v)


def below_half(v: Array, x: Array, at_half: Callable[[Array, Array], Enclosure], below: Callable[[Next], Enclosure]) -> Enclosure:
    """The bounds `at_half` for v >= 1/2, those of `below` for smaller orders."""
    bounds = np.array(at_half(np.maximum(v, np.longdouble(0.5)), x))
    small = v < 0.5
    bounds[:, small] = below(Next(v[small], x[small]))
    return bounds[0], bounds[1]


def i_ratio_argument(v: Array, x: Array) -> Enclosure:
    """r' for r = I_v/I_(v-1), for v >= 1/2 a concave function of x: it lies below r/x; about (v - 1/2)/(R (R + v)) and 4 exp(-2 x) from
    below.  For v < 1/2 it is -N/G^2."""

    def from_half(v: Array, x: Array) -> Enclosure:
        radius = np.hypot(v, x)
        return 0.9 * (v - 0.5) / radius / (radius + v), i_ratio(v, x)[1] / x

    def below(of: Next) -> Enclosure:
        low, high = of.n_over_g()
        return of.over_g(-high, -low)

    return below_half(v, x, from_half, below)


def i_ratio_order(v: Array, x: Array) -> Enclosure:
    """About -x/(R (R + v)); for v < 1/2 -x C/G^2 with 1 < C < 2"""

    def from_half(v: Array, x: Array) -> Enclosure:
        radius = np.hypot(v, x)
        size = x / radius / (radius + v)
        return -3 * size, -0.75 * size

    return below_half(v, x, from_half, lambda of: of.over_g(-2 * of.high, -of.low))


def i_ratio_argument_twice(v: Array, x: Array) -> Enclosure:
    """About -v x (2 R + v)/(R^3 (R + v)^2), the more nearly the smaller x is beside v; the more below it the nearer v is to 1/2.  For
    v < 1/2 ((2 A^2 - 4 v (2 A + x q))/G - x^3 q_xx)/(x G^2), 0 < -x^3 q_xx < 3 A, with x q = G - 2 v and so below G"""

    def from_half(v: Array, x: Array) -> Enclosure:
        radius = np.hypot(v, x)
        size = v / radius * (x / radius) * ((2 * radius + v) / radius) / (radius + v) ** 2
        return -2.2 * size, -0.85 * ((v - 0.5) / v) * size

    def below(of: Next) -> Enclosure:
        (_, a), (_, v) = of.over_g(of.a_low, of.a_high), of.over_g(of.v, of.v)
        product = of.x * (of.x / (of.v + 0.5 + np.hypot(of.v + 0.5, of.x)))  # an upper bound of x q
        low, high = -4 * v * (2 * of.a_high + product), 2 * a * of.a_high + 3 * of.a_high
        low, high = of.over_g(low, high)
        low, high = of.over_g(low, high)
        return low / of.x, high / of.x

    return below_half(v, x, from_half, below)


def i_ratio_mixed(v: Array, x: Array) -> Enclosure:
    """About ((x^2 - v^2)/R^2 - (v/R)^3)/(R + v)^2, to the next order in 1/R, with a margin for the disc; for v < 1/2
    (2 N C/G - x^2 q_vx + 2)/G^2, 1 < C < 2, -1 < x^2 q_vx < 1"""

    def from_half(v: Array, x: Array) -> Enclosure:
        radius = np.hypot(v, x)
        sine, cosine = v / radius, x / radius
        middle = ((cosine - sine) * (cosine + sine) - sine**3) / (radius + v) ** 2
        margin = (np.minimum(1.2, 3.3 / radius) + 2e-6) / radius**2
        return middle - margin, middle + margin

    def below(of: Next) -> Enclosure:
        low, high = of.n_over_g()
        low, high = of.over_g(2 * np.minimum(low, 2 * low) + 1, 2 * np.maximum(high, 2 * high) + 3)
        return of.over_g(low, high)

    return below_half(v, x, from_half, below)


def i_ratio_order_twice(v: Array, x: Array) -> Enclosure:
    """About x/R^3; for v < 1/2 x/G^3 times a number between 1/2 and 8"""

    def from_half(v: Array, x: Array) -> Enclosure:
        radius = np.hypot(v, x)
        size = x / radius / radius**2
        return 0.95 * size, 4.6 * size

    def below(of: Next) -> Enclosure:
        low, high = of.over_g(0.5 * of.low, 8 * of.high)
        return of.over_g(low, high)

    return below_half(v, x, from_half, below)


def k_ratio_argument(v: Array, x: Array) -> Enclosure:
    """q' for q = K_(v-1)/K_v, for v > 1/2 a concave function of x: it lies below q/x; about (v - 1/2)/(R (R + v)) from below.  For v < 1/2
    that of 1/q."""
    radius, low_q, high_q = np.hypot(v, x), *k_ratio(v, x)
    order = np.where(v >= 0.5, v, 1 - v)
    low, high = 0.9 * (order - 0.5) / np.hypot(order, x) / (np.hypot(order, x) + order), k_ratio(order, x)[1] / x
    unit = 4e-6 / np.maximum(radius, 1) ** 2
    return np.where(v >= 0.5, low, -high * high_q * high_q) - unit, np.where(v >= 0.5, high, -low * low_q * low_q) + unit


def k_ratio_order(v: Array, x: Array) -> Enclosure:
    """For v >= 1 the slope of 1/q = 2 (v - 1)/x + K_(v-2)/K_(v-1) lies between 1/x and 2/x; for 0 <= v < 1 that of q between -1/x and, with
    a margin, -x/(R (R + v)).  Those of v and -v sum to -2/x."""
    order = np.abs(v)
    low_q, high_q = k_ratio(order, x)
    radius = np.hypot(order, x)
    low, high = (
        np.where(order >= 1, -2 * high_q * (high_q / x), -1 / x),
        np.where(order >= 1, -low_q * (low_q / x), -0.5 * x / radius / (radius + order)),
    )
    return np.where(v < 0, -2 / x - high, low), np.where(v < 0, -2 / x - low, high)


def k_ratio_argument_twice(v: Array, x: Array) -> Enclosure:
    """q'' for v >= 1/2: -3 V/x + k with V = q/x - q' and k the variance and the third cumulant of exp(-t), both positive; below
    -x (v - 1/2)/R^4, with a margin.  For 0 <= v < 1/2 positive, and below the positive terms of Riccati's equation, differentiated.  Those
    of v and -v differ by 4 v/x^3."""
    order = np.abs(v)
    radius, q = np.hypot(order, x), k_ratio(order, x)[1]
    falling = (1 - 2 * order) * (q / x - k_ratio_argument(order, x)[0]) / x
    low = np.where(order >= 0.5, -3 * q / x / x, 0)
    high = np.where(order >= 0.5, -0.5 * (x / radius) * ((order - 0.5) / radius) / radius / radius, falling)
    odd, unit = np.where(v < 0, 4 * (order / x) / x / x, 0), 5e-6 / np.maximum(radius, 1) ** 3
    return low + odd - unit, high + odd + unit


def k_ratio_argument_and_order(v: Array, x: Array) -> Enclosure:
    """Riccati's equation, differentiated: 2 q s + (2 q + (2 v - 1) s)/x, s the slope in the order."""
    (low_q, high_q), (low, high), factor = k_ratio(v, x), k_ratio_order(v, x), 2 * v - 1
    unit = 5e-6 / np.maximum(np.hypot(v, x), 1) ** 2 + 1e-12 * (high_q / x + np.abs(low * factor / x))  # the bounds may coincide
    return (
        2 * high_q * low + (2 * low_q + np.minimum(factor * low, factor * high)) / x - unit,
        2 * low_q * high + (2 * high_q + np.maximum(factor * low, factor * high)) / x + unit,
    )


def k_ratio_order_twice(v: Array, x: Array) -> Enclosure:
    """About x/R^3, with a margin; for small x and v below 4 (1 + log(1 + 1/x))/x."""
    order = np.abs(v)
    wide, radius = np.hypot(order + 1, x), np.hypot(order, x)
    high = np.where(order < 2, 4 * (1 + np.log1p(1 / x)) / x / (1 + x), 10 * x / radius / radius / radius)
    return 0.25 * x / wide / wide / wide, high


def k_second_argument(v: Array, x: Array) -> Enclosure:
    """x^2 times it is v minus x^2 times the slope of K_(v-1)/K_v, which rises in x for v > 1/2 and falls for v < 1/2; Debye's v^2/R from
    below, and for small v what K_0 has, with a margin."""
    order = np.abs(v)
    small = np.maximum(order, 0.35 / (1 - np.log(np.minimum(x, 1))))
    low, high = np.where(order < 0.5, small, np.maximum(0.9 * order * (order / np.hypot(order, x)), 0.45)), np.maximum(order, 0.5)
    return low / x / x, high / x / x


def k_second_mixed(v: Array, x: Array) -> Enclosure:
    """About -v/(x R); for small x and v the slope is at most v (1 + log(1 + 1/x))."""
    order = np.abs(v)
    low, high = order / np.hypot(order, x + 1) / x, np.minimum(order / np.hypot(order, x), order * (1 + np.log1p(1 / x))) / x
    return np.where(v < 0, low, -high), np.where(v < 0, high, -low)


def k_second_order(v: Array, x: Array) -> Enclosure:
    """The variance of t under exp(v t - x cosh t): below that without cosh, psi'(v) < 1/v + 1/v^2, and 1/x, for the exponent bends by x at
    least; about 1/R from below."""
    order = np.abs(v)
    wide = (1 + np.log1p(1 / x)) ** 2
    return 0.8 / np.hypot(order + 0.5, x), np.minimum(np.minimum(1 / order + 1 / order / order, 1 / x), wide)


def log_i_of_any_order(v: Array, x: Array, scaled: bool) -> Enclosure:
    bounds = np.array(log_i(v, x, scaled))
    negative = v < 0
    bounds[:, negative] = log_i_of_negative_order(v[negative], x[negative], scaled)
    return bounds[0], bounds[1]


ENCLOSURES: dict[str, Callable[[Array, Array], Enclosure]] = {
    "log_iv": lambda v, x: log_i_of_any_order(v, x, scaled=False),
    "log_ive": lambda v, x: log_i_of_any_order(v, x, scaled=True),
    "log_kv": lambda v, x: around(exponent(np.abs(v), x, scaled=False), v, x),
    "log_kve": lambda v, x: around(exponent(np.abs(v), x, scaled=True), v, x),
    "iv_ratio": i_ratio,
    "iv_ratio_c": i_ratio_c,
    "iv_ratio_inv": lambda v, r: i_ratio_inverse(v, r, 1 - r),
    "iv_ratio_c_inv": lambda v, c: i_ratio_inverse(v, 1 - c, c),
    "kv_ratio": k_ratio,
    "log_iv_dx": i_slope,
    "log_ive_dx": i_slope_scaled,
    "log_kv_dx": lambda v, x: k_slope(v, x, scaled=False),
    "log_kve_dx": lambda v, x: k_slope(v, x, scaled=True),
    "log_iv_dv": i_order_slope,
    "log_kv_dv": k_order_slope,
    "log_iv_dx2": i_second_argument,
    "log_kv_dx2": k_second_argument,
    "log_iv_dvdx": i_second_mixed,
    "log_kv_dvdx": k_second_mixed,
    "log_iv_dv2": i_second_order,
    "log_kv_dv2": k_second_order,
    "iv_ratio_dx": i_ratio_argument,
    "iv_ratio_dv": i_ratio_order,
    "iv_ratio_dx2": i_ratio_argument_twice,
    "iv_ratio_dvdx": i_ratio_mixed,
    "iv_ratio_dv2": i_ratio_order_twice,
    "kv_ratio_dx": k_ratio_argument,
    "kv_ratio_dv": k_ratio_order,
    "kv_ratio_dx2": k_ratio_argument_twice,
    "kv_ratio_dvdx": k_ratio_argument_and_order,
    "kv_ratio_dv2": k_ratio_order_twice,
}


# ---- the test --------------------------------------------------------------------------------------------------------------------


def legality(name: str, v: Array, x: Array) -> tuple[Array, Array]:
    """Where the value must be a number, and where it must be NaN; near a zero of I_v, v < 0, the enclosures leave it open."""
    number = is_legal(name, v, x)
    nan = ~number
    if name in ("log_iv", "log_ive"):
        negative = (v < 0) & (x >= 0) & np.isfinite(v)
        number, nan = number | negative, nan & ~negative
        inner = np.flatnonzero(negative & (x > 0) & np.isfinite(x) & (v != np.rint(v)))
        number[inner], nan[inner] = signs_of_negative_order(v[inner].astype(np.longdouble), x[inner].astype(np.longdouble))
        at_zero = negative & (x == 0) & (v != np.rint(v))  # (2/pi) sin(|v| pi) times infinity
        even = np.fmod(np.floor(np.abs(v)), 2) == 0
        number, nan = np.where(at_zero, even, number), np.where(at_zero, ~even, nan)
    return number, nan


def offenders(name: str, v: Array, x: Array, y: Array, share: int) -> Array:
    """Where y cannot be the value of the function at (v, x); of the finite values one in `share` is looked at."""
    limits = np.finfo(v.dtype)
    number, nan = legality(name, v, x)
    wrong = np.where(np.isnan(y), number, nan)
    # Limits and poles stand in test_edges.
    inner = ~nan & ~np.isnan(y) & np.isfinite(v) & np.isfinite(x) & (x > 0) & ~(name.endswith("_inv") & (x == 1))
    inner &= np.isinf(y) | (np.arange(y.size) % share == 0)
    wide_v, wide_x, wide_y = (a[inner].astype(np.longdouble) for a in (v, x, y))
    low, high = ENCLOSURES[name](wide_v, wide_x)
    low, high = low - np.abs(low) / 1000 - limits.smallest_subnormal, high + np.abs(high) / 1000 + limits.smallest_subnormal
    largest = np.longdouble(limits.max)
    right = np.where(wide_y == np.inf, high >= largest, np.where(wide_y == -np.inf, low <= -largest, (low <= wide_y) & (wide_y <= high)))
    wrong[inner] |= ~right
    return wrong


def fuzz(name: str, dtype: type, isa: str, n: int, seed: int, share: int) -> None:
    """The instruction set belongs to the seed: no two see the same patterns."""
    rng = np.random.default_rng([seed, NAMES.index(name), np.dtype(dtype).itemsize, *isa.encode()])
    with np.errstate(all="ignore"):
        v, x = patterns(rng, n, dtype), patterns(rng, n, dtype)
        if name.endswith("_inv"):
            x = unit_interval(rng, x)
        y = getattr(logbessel, name)(v, x)
        assert y.dtype == dtype
        wrong = np.flatnonzero(offenders(name, v, x, y, share))
    examples = "\n".join(f"  {name}({float(v[i]).hex()}, {float(x[i]).hex()}) = {float(y[i])!r}" for i in wrong[:10])
    assert wrong.size == 0, f"{wrong.size} of {n} {np.dtype(dtype).name} values cannot be right:\n{examples}"


@pytest.mark.parametrize("name", NAMES)
def test_random_bit_patterns(name: str, dtype: type, isa: str) -> None:
    fuzz(name, dtype, isa, 50_000, seed=1, share=1)


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES)
def test_many_random_bit_patterns(name: str, dtype: type, isa: str) -> None:
    """Both types and all instruction sets together see `PATTERNS` different patterns of each function."""
    rounds = math.ceil(PATTERNS / (2 * len(_core.available_isas()) * ROUND))
    for seed in range(100, 100 + rounds):
        fuzz(name, dtype, isa, ROUND, seed, SHARE)
