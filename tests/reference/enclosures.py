r"""Rigorous enclosures of the logarithms of modified Bessel functions, their ratios and derivatives (Arb balls, python-flint).

Every function takes exact balls v and x and works at the current precision ``ctx.prec``; `enclose` raises the
precision until the ball is tight.  Four methods, chosen by where each is quick:

=============================  ===========================================================================
max(v, x) > 1000               logarithm of the Debye series with a proved remainder (`debye`)
I, x < 1                       power series DLMF 10.25.2: v log(x/2) - log Gamma(1+v) + log1p(sum), all terms > 0
I, otherwise                   Arb's own ``bessel_i``
K, v > 60 and 8 x < v          Wronskian DLMF 10.28.2 with K_{v+1}/K_v from its continued fraction
K, otherwise                   Arb's own ``bessel_k``
=============================  ===========================================================================
"""

from collections.abc import Callable
from contextlib import AbstractContextManager

from flint import arb, ctx

from . import debye

BITS = 120
"""Relative accuracy of every published enclosure."""

MAX_PREC = 40000


LogF = Callable[[arb, arb], arb]


class NotEnclosed(ArithmeticError):
    """The precision limit was reached before the ball was tight."""


def is_tight(ball: arb, bits: int = BITS) -> bool:
    return bool(ball.is_finite()) and (bool(ball.is_zero()) or ball.rel_accuracy_bits() >= bits)


def enclose(function: Callable[..., arb], *args: float | arb, bits: int = BITS) -> arb:
    """function(*args) as a ball with `bits` good bits; the floats are exact."""
    balls = [arb(a) for a in args]
    old, ctx.prec = ctx.prec, bits + 72 + _bits_below_one(balls[0])
    try:
        while ctx.prec < MAX_PREC:
            value = function(*balls)
            if is_tight(value, bits):
                return value
            ctx.prec = int(1.7 * ctx.prec)
    finally:
        ctx.prec = old
    raise NotEnclosed(function.__name__, args)


def _bits_below_one(v: arb) -> int:
    """Bits after the binary point of v: with these, v + 1 and v - 1 are exact, which Arb needs close to an integer order."""
    mantissa, exponent = v.mid().man_exp()
    return -int(exponent) if mantissa != 0 and exponent < 0 else 0


# ---- logarithms, v >= 0 ------------------------------------------------------------------------------------------


def _power_series_log(v: arb, x: arb) -> arb:
    """log I_v(x) by DLMF 10.25.2, x < 1; the terms fall faster than 4^-k, so the rest is below the last term."""
    z = x * x / 4
    term = total = z / (1 + v)
    k = 2
    while term > total * arb(2) ** -ctx.prec:
        term = term * z / (k * (k + v))
        total += term
        k += 1
    total += arb(0, term.abs_upper())
    return v * (x / 2).log() - (1 + v).lgamma() + total.log1p()


def _log_i(v: arb, x: arb) -> arb:
    return _power_series_log(v, x) if x < 1 else x.bessel_i(v).log()


def _steps(v: arb, x: arb) -> int:
    """Steps of `_k_quotient` for this precision: each gains a factor rho_m rho_{m-1} > (2m/x)^2."""
    gain = 2 * (v / x).log() / arb.const_log2()
    return int(float((ctx.prec + 64) / gain)) + 2


def _k_quotient(v: arb, x: arb) -> arb:
    """K_{v+1}(x)/K_v(x) for v > 60, 8 x < v: rho_m = 2m/x + 1/rho_{m-1}, begun with 2m/x <= rho_m <= 2m/x + 1 (m >= 1/2)."""
    steps = _steps(v, x)
    low = 2 * (v - steps) / x
    rho = low.union(low + 1)
    for j in reversed(range(steps)):
        rho = 2 * (v - j) / x + 1 / rho
    return rho


def _by_wronskian(v: arb, x: arb) -> bool:
    return bool(v > 60) and bool(8 * x < v) and _steps(v, x) < v - 1


def _log_k(v: arb, x: arb) -> arb:
    if _by_wronskian(v, x):
        i_quotient = (_log_i(v + 1, x) - _log_i(v, x)).exp()
        return -x.log() - _log_i(v, x) - (i_quotient + _k_quotient(v, x)).log()
    return x.bessel_k(v).log()


def _unsigned_log_iv(v: arb, x: arb) -> arb:
    return debye.log_parts(v, x, +1, False) if debye.applies(v, x) else _log_i(v, x)


def log_kv(v: arb, x: arb) -> arb:
    v = abs(v)
    return debye.log_parts(v, x, -1, False) if debye.applies(v, x) else _log_k(v, x)


def log_kve(v: arb, x: arb) -> arb:
    v = abs(v)
    return debye.log_parts(v, x, -1, True) if debye.applies(v, x) else _log_k(v, x) + x


def _unsigned_log_ive(v: arb, x: arb) -> arb:
    return debye.log_parts(v, x, +1, True) if debye.applies(v, x) else _log_i(v, x) - x


# ---- negative orders: I_{-a} = I_a + (2/pi) sin(pi a) K_a, DLMF 10.27.2 ------------------------------------------


def _with_reflection(log_i: arb, v: arb, x: arb) -> arb:
    """log I_v from log I_|v| (scaled or not) for v < 0; not a number where I_v < 0."""
    a = abs(v)
    sine = 2 * a.sin_pi() / arb.pi()
    if v.is_integer():
        return log_i
    gap = log_kv(a, x) - _unsigned_log_iv(a, x)  # log(K/I)
    if gap > 0:
        quotient = (-gap).exp() if gap < 100000 else arb(0, arb(2) ** -100000)
        return log_i + gap + (sine + quotient).log()
    quotient = gap.exp() if gap > -100000 else arb(0, arb(2) ** -100000)
    return log_i + (sine * quotient).log1p()


def is_positive_iv(v: float, x: float) -> bool:
    """Sign of I_v(x) for negative non-integer v; the double zero cannot occur at an exact pair of doubles."""
    a = abs(v)

    def value(a: arb, x: arb) -> arb:
        gap = log_kv(a, x) - _unsigned_log_iv(a, x)
        sine = 2 * a.sin_pi() / arb.pi()
        if gap > 100000 or gap < -100000:
            return sine if gap > 0 else arb(1)
        return 1 + sine * gap.exp()

    return bool(enclose(value, a, x, bits=8) > 0)


def log_iv(v: arb, x: arb) -> arb:
    value = _unsigned_log_iv(abs(v), x)
    return value if v >= 0 else _with_reflection(value, v, x)


def log_ive(v: arb, x: arb) -> arb:
    value = _unsigned_log_ive(abs(v), x)
    return value if v >= 0 else _with_reflection(value, v, x)


# ---- ratios ------------------------------------------------------------------------------------------------------


def iv_ratio(v: arb, x: arb) -> arb:
    """I_v/I_{v-1}, v >= 0; I_{v-1} = I_{v+1} + (2v/x) I_v keeps every order and every term positive."""
    if debye.applies(v, x):
        r = (v * v + x * x).sqrt()
        return x / (r + v + debye.correction(v, x, +1))
    return 1 / (2 * v / x + (_log_i(v + 1, x) - _log_i(v, x)).exp())


def iv_ratio_c(v: arb, x: arb) -> arb:
    """1 - I_v/I_{v-1}, v >= 1/2; at v = 1/2 it is 1 - tanh x."""
    if 2 * v == 1:
        return 2 / ((2 * x if x < 10**6 else arb(2 * 10**6)).exp() + 1)
    if debye.applies(v, x):
        r = (v * v + x * x).sqrt()
        correction = debye.correction(v, x, +1)
        return (v + v * v / (r + x) + correction) / (r + v + correction)
    return 1 - iv_ratio(v, x)


def kv_ratio(v: arb, x: arb) -> arb:
    """K_{v-1}/K_v for any real v."""
    if debye.applies(abs(v), x):
        r = (v * v + x * x).sqrt()
        sum_ = x * x / (r + v) if v > 0 else r - v
        return (sum_ - debye.correction(v, x, -1)) / x
    if v > 0 and _by_wronskian(v - 1, x):
        return 1 / _k_quotient(v - 1, x)
    if v < 0 and _by_wronskian(-v, x):
        return _k_quotient(-v, x)
    if abs(v) < 0.5:  # Wronskian again: Arb is slow for orders very close to 1
        a = abs(v)
        up = 1 / (x * (_log_i(a, x) + _log_k(a, x)).exp()) - (_log_i(a + 1, x) - _log_i(a, x)).exp()
        return up if v < 0 else up - 2 * v / x
    return x.bessel_k(abs(v - 1)) / x.bessel_k(abs(v))


def _log_slope(v: arb, x: arb, r: arb) -> arb:
    """x r'(x) for r = I_v/I_{v-1}: x (1 - r^2) - (2v - 1) r."""
    if 2 * v == 1:
        return x * 4 / ((x.exp() + (-x).exp()) ** 2 if x < 10**6 else (2 * x).exp())
    return x * (1 - r * r) - (2 * v - 1) * r


# ---- derivatives -------------------------------------------------------------------------------------------------


def _excess_of_radius(v: arb, x: arb) -> arb:
    """R - x"""
    return v * v / ((v * v + x * x).sqrt() + x)


def log_iv_dx(v: arb, x: arb) -> arb:
    """v/x + I_{v+1}/I_v, v >= 0"""
    if debye.applies(v, x):
        return ((v * v + x * x).sqrt() + debye.correction(v, x, +1)) / x
    return v / x + (_log_i(v + 1, x) - _log_i(v, x)).exp()


def log_ive_dx(v: arb, x: arb) -> arb:
    if debye.applies(v, x):
        return (_excess_of_radius(v, x) + debye.correction(v, x, +1)) / x
    return log_iv_dx(v, x) - 1


def log_kv_dx(v: arb, x: arb) -> arb:
    """-(v/x + K_{v-1}/K_v) for v >= 0, even in v"""
    v = abs(v)
    if debye.applies(v, x):
        return (debye.correction(v, x, -1) - (v * v + x * x).sqrt()) / x
    return -(v / x + kv_ratio(v, x))


def log_kve_dx(v: arb, x: arb) -> arb:
    v = abs(v)
    if debye.applies(v, x):
        return (debye.correction(v, x, -1) - _excess_of_radius(v, x)) / x
    return log_kv_dx(v, x) + 1


RADIUS = arb(1) / 8
"""Of the disc of complex orders over which `_difference_quotient` bounds a function."""


def _log_of_largest_i(v: arb, x: arb) -> arb:
    """A bound of log |I_u(x)| for |u - v| <= RADIUS: |I_{a+ib}| <= cosh(pi b)^(1/2) I_a for a >= 0 (DLMF 10.32.2, 5.4.4)."""
    factor = (arb.pi() * RADIUS).cosh().log() / 2
    if v > 1:
        return factor + _log_i(v - RADIUS, x)
    raised = _log_i(1 - RADIUS, x)  # I_u = I_{u+2} + 2 (u + 1)/x I_{u+1}
    return factor + raised + (1 + 2 * (v + RADIUS + 1) / x).log()


def _log_of_largest_k(v: arb, x: arb) -> arb:
    """The same of K: |K_{a+ib}| <= K_a"""
    return _log_k(v + RADIUS, x)


def _difference_quotient(log_f: LogF, log_largest: LogF, v: arb, x: arb) -> arb:
    """The derivative of F in the order over F, by a central difference with step h; Cauchy's estimate of the third one bounds its error."""
    h = arb(2) ** -(ctx.prec // 3)
    middle, below = log_f(v, x), abs(v - h) if log_f is _log_k else v - h
    difference = ((log_f(v + h, x) - middle).exp() - (log_f(below, x) - middle).exp()) / (2 * h)
    error = h * h * (log_largest(v, x) - middle).exp() / (RADIUS - h) ** 3
    return difference + arb(0, error.abs_upper())


def _bits_to_lose(x_of_k: arb | None) -> AbstractContextManager:
    """Twice the precision, of which differences lose half; for K besides the 4 x bits and less that it loses inside Arb, which is a hundred
    times as slow without them, where its asymptotic series does not serve."""
    bits = 2 * ctx.prec
    return ctx.workprec(bits + (int(float(4 * x_of_k)) if x_of_k is not None and 3 * x_of_k < bits else 0))


def _log_growth_of_i(v: arb, x: arb) -> arb:
    """A bound of log |I_u/I_v| for |u - v| <= RADIUS"""
    return _log_of_largest_i(v, x) - _log_i(v, x)


def _log_growth_of_k(v: arb, x: arb) -> arb:
    """The same of K, which is logarithmically convex in the order and from v to v + 1 grows by (v + 1/2 + sqrt((v + 1/2)^2 + x^2))/x
    at most (Segura 2011)"""
    order = v + arb(1) / 2
    return RADIUS * ((order + (order * order + x * x).sqrt()) / x).log()


def _differences(log_f: LogF, log_growth: LogF, v: arb, x: arb) -> tuple[arb, arb, arb]:
    """log F, F'/F and F''/F in the order, by central differences; Cauchy's estimates of the next derivatives but one bound their errors."""
    h = arb(2) ** -(ctx.prec // 4)
    middle, below = log_f(v, x), abs(v - h) if log_f is _log_k else v - h
    up, down = (log_f(v + h, x) - middle).expm1(), (log_f(below, x) - middle).expm1()
    with ctx.workprec(64):
        error = h * h * log_growth(v, x).exp() / (RADIUS - h) ** 3
        errors = arb(0, error.abs_upper()), arb(0, (2 * error / (RADIUS - h)).abs_upper())
    return middle, (up - down) / (2 * h) + errors[0], (up + down) / (h * h) + errors[1]


def _second_difference(log_f: LogF, log_growth: LogF, v: arb, x: arb) -> arb:
    """The second derivative of log F in the order"""
    with _bits_to_lose(x if log_f is _log_k else None):
        _, slope, bend = _differences(log_f, log_growth, v, x)
        return bend - slope * slope


def log_iv_dv(v: arb, x: arb) -> arb:
    """d/dv log I_v(x), v >= 0; at v = 0 it is -K_0/I_0 (DLMF 10.38.4)"""
    if v == 0:
        gap = log_kv(v, x) - _unsigned_log_iv(v, x)
        return -(arb(-100000) if gap < -100000 else gap).exp()
    return debye.order_slope(v, x, +1) if debye.applies(v, x) else _difference_quotient(_log_i, _log_of_largest_i, v, x)


def log_kv_dv(v: arb, x: arb) -> arb:
    """d/dv log K_v(x), odd in v; for v -> 0 it is v times the second derivative over K, to within v^3, by a difference of second order"""
    if v < 0:
        return -log_kv_dv(-v, x)
    if v == 0:
        return arb(0)
    if debye.applies(v, x):
        return debye.order_slope(v, x, -1)
    if v > arb(2) ** -200:
        return _difference_quotient(_log_k, _log_of_largest_k, v, x)
    h, middle = arb(2) ** -(ctx.prec // 4), _log_k(arb(0), x)
    error = (h * h + v * v) * 24 * (_log_of_largest_k(arb(0), x) - middle).exp() / (RADIUS - h) ** 4
    return v * (2 * (_log_k(h, x) - middle).expm1() / (h * h) + arb(0, error.abs_upper()))


# ---- second derivatives, and derivatives of the ratios -----------------------------------------------------------


def _slope_of_ratio(log_f: LogF, log_growth: LogF, v: arb, below: arb, x: arb) -> arb:
    """The derivative of F_v/F_below in the order, v - below = +-1; for K of any sign, K_-v = K_v"""
    with _bits_to_lose(x if log_f is _log_k else None):
        upper, lower = (_differences(log_f, log_growth, abs(order), x) for order in (v, below))
        slopes = (-s if order < 0 else s for order, (_, s, _) in ((v, upper), (below, lower)))
        return (upper[0] - lower[0]).exp() * (next(slopes) - next(slopes))


def _bend_of_ratio(log_f: LogF, log_growth: LogF, v: arb, below: arb, x: arb) -> arb:
    """The second derivative of F_v/F_below in the order, both orders positive"""
    with _bits_to_lose(x if log_f is _log_k else None):
        (log_upper, up_1, up_2), (log_lower, low_1, low_2) = (_differences(log_f, log_growth, order, x) for order in (v, below))
        return (log_upper - log_lower).exp() * (up_2 - 2 * up_1 * low_1 - low_2 + 2 * low_1 * low_1)


def log_iv_dx2(v: arb, x: arb) -> arb:
    """1 - r^2 - (2v + 1) r/x - v/x^2 for r = I_{v+1}/I_v, v >= 0 (DLMF 10.29.2)"""
    if debye.applies(v, x):
        return debye.second_argument(v, x, +1)
    r = (_log_i(v + 1, x) - _log_i(v, x)).exp()
    return 1 - r * r - (2 * v + 1) * r / x - v / x**2


def log_iv_dvdx(v: arb, x: arb) -> arb:
    """1/x + dr/dv for r = I_{v+1}/I_v, v >= 0; at v = 0 it is 1/(x I_0^2), the derivative of -K_0/I_0 (DLMF 10.28.2)"""
    if debye.applies(v, x):
        return debye.second_mixed(v, x, +1)
    if v == 0:
        return (-2 * _log_i(v, x)).exp() / x
    return 1 / x + _slope_of_ratio(_log_i, _log_growth_of_i, v + 1, v, x)


def log_iv_dv2(v: arb, x: arb) -> arb:
    return debye.second_order(v, x, +1) if debye.applies(v, x) else _second_difference(_log_i, _log_growth_of_i, v, x)


def log_kv_dx2(v: arb, x: arb) -> arb:
    """v/x^2 - d/dx K_{v-1}/K_v, even in v"""
    return debye.second_argument(abs(v), x, -1) if debye.applies(abs(v), x) else abs(v) / x**2 - kv_ratio_dx(abs(v), x)


def log_kv_dvdx(v: arb, x: arb) -> arb:
    """-1/x - d/dv K_{v-1}/K_v, odd in v; for v -> 0 it is v times the second derivative in v of K'/K, to within v^3: a difference of second
    order, with an ample error that is not proved"""
    if v < 0:
        return -log_kv_dvdx(-v, x)
    if v == 0:
        return arb(0)
    if debye.applies(v, x):
        return debye.second_mixed(v, x, -1)
    if v > arb(2) ** -100:
        return -1 / x - kv_ratio_dv(v, x)
    h = arb(2) ** -(ctx.prec // 4)
    bend = 2 * (log_kv_dx(h, x) - log_kv_dx(arb(0), x)) / (h * h)
    return v * bend * (1 + arb(0, 1) * (h * h + v * v) * (1 + x.log() ** 2) * 1000)


def log_kv_dv2(v: arb, x: arb) -> arb:
    v = abs(v)
    return debye.second_order(v, x, -1) if debye.applies(v, x) else _second_difference(_log_k, _log_growth_of_k, v, x)


def iv_ratio_dx(v: arb, x: arb) -> arb:
    """d/dx I_v/I_{v-1}, v >= 0"""
    return _log_slope(v, x, iv_ratio(v, x)) / x


def iv_ratio_dv(v: arb, x: arb) -> arb:
    """d/dv I_v/I_{v-1} = -r^2 d/dv 1/r with 1/r = 2 v/x + s, s = I_{v+1}/I_v, ds/dv = d2/dvdx log I_v - 1/x; v >= 0"""
    return -(iv_ratio(v, x) ** 2) * (1 / x + log_iv_dvdx(v, x))


def iv_ratio_dx2(v: arb, x: arb) -> arb:
    """Riccati's equation of r = I_v/I_{v-1}, v >= 0, differentiated: -2 r r' - (2v - 1) (r'/x - r/x^2); at v = 1/2 tanh''"""
    if 2 * v == 1:
        return -2 * x.tanh() * iv_ratio_dx(v, x)
    r, slope = iv_ratio(v, x), iv_ratio_dx(v, x)
    return -2 * r * slope - (2 * v - 1) * (slope - r / x) / x


def iv_ratio_dvdx(v: arb, x: arb) -> arb:
    """The same equation differentiated in v: -2 r dr/dv - ((2v - 1) dr/dv + 2 r)/x"""
    r, slope = iv_ratio(v, x), iv_ratio_dv(v, x)
    return -2 * r * slope - ((2 * v - 1) * slope + 2 * r) / x


def iv_ratio_dv2(v: arb, x: arb) -> arb:
    """r^2 (2 r (2/x + ds/dv)^2 - d2s/dv2) for r = I_v/I_{v-1} = 1/(2v/x + s), s = I_{v+1}/I_v; v >= 0"""
    r, slope = iv_ratio(v, x), 1 / x + log_iv_dvdx(v, x)
    bend = debye.third_order(v, x, +1) / x if debye.applies(v, x) else _bend_of_ratio(_log_i, _log_growth_of_i, v + 1, v, x)
    return r * r * (2 * r * slope * slope - bend)


def kv_ratio_dx(v: arb, x: arb) -> arb:
    """d/dx K_{v-1}/K_v = q^2 + (2v - 1) q/x - 1, which is 0 at v = 1/2 (DLMF 10.29.2); minus 2 |v|/x^2 it belongs to -v, as do the next
    ones with a term of their own, because d/dx log K_v = -v/x - q is even in v"""
    if 2 * v == 1:
        return arb(0)
    if debye.applies(abs(v), x):
        return debye.k_ratio_argument(abs(v), x) + (2 * v / x**2 if v < 0 else 0)
    q = kv_ratio(v, x)
    return q * q + (2 * v - 1) * q / x - 1


def kv_ratio_dv(v: arb, x: arb) -> arb:
    """d/dv K_{v-1}/K_v"""
    if debye.applies(abs(v), x):
        y = debye.k_ratio_order(abs(v), x)
        return -2 / x - y if v < 0 else y
    if abs(v) < arb(2) ** -100:
        return -1 / x - log_kv_dvdx(v, x)
    return _slope_of_ratio(_log_k, _log_growth_of_k, v - 1, v, x)


def kv_ratio_dx2(v: arb, x: arb) -> arb:
    """d2/dx2 K_{v-1}/K_v by the derivative of Riccati's equation"""
    if 2 * v == 1:
        return arb(0)
    if debye.applies(abs(v), x):
        return debye.k_ratio_argument_twice(abs(v), x) - (4 * v / x**3 if v < 0 else 0)
    q, slope = kv_ratio(v, x), kv_ratio_dx(v, x)
    return 2 * q * slope + (2 * v - 1) * (slope - q / x) / x


FROM = 16
"""Arguments from which on differences in the order are slow for some orders, and the trapezoidal rule serves."""


def _cumulants(v: arb, x: arb) -> tuple[arb, arb]:
    """k(exp(-t), t) and k(exp(-t), t, t) under the density exp(v t - x cosh t), v >= 0: the derivatives in the order of the mean of
    exp(-t), which is K_{v-1}/K_v (DLMF 10.32.9), by the trapezoidal rule in s = t - asinh(v/x).  Its error falls like exp(-2 pi/h); the
    bound is ample, not proved."""
    radius = (v * v + x * x).sqrt()
    bits = ctx.prec
    h = 6 / (radius + bits)
    with ctx.workprec(2 * bits):
        means = [arb(0)] * 6  # of s^j and exp(-s) s^j
        for sign in (1, -1):
            j = 0 if sign == 1 else 1
            while True:
                s = sign * h * j
                weight = (v * s - radius * (s.cosh() - 1) - v * s.sinh()).exp()
                terms = [weight * factor * s**k for factor in (arb(1), (-s).exp()) for k in range(3)]
                means = [mean + term for mean, term in zip(means, terms, strict=True)]
                if j > 1 and all(abs(term) < arb(2) ** (-bits - 8) for term in terms):
                    break
                j += 1
    total, *means = (mean + arb(0, 1) * arb(2) ** -bits for mean in means)
    t, tt, e, et, ett = (mean / total for mean in means)
    unit = x / (radius + v)
    return unit * (et - e * t), unit * (ett - e * tt - 2 * t * et + 2 * e * t * t)


def kv_ratio_dvdx(v: arb, x: arb) -> arb:
    """d2/dvdx K_{v-1}/K_v by the derivative of Riccati's equation"""
    if v < 0:
        return 2 / x**2 - kv_ratio_dvdx(-v, x)
    if debye.applies(v, x):
        return debye.k_ratio_argument_and_order(v, x)
    q, slope = kv_ratio(v, x), _cumulants(v, x)[0] if x > FROM else kv_ratio_dv(v, x)
    return 2 * q * slope + (2 * q + (2 * v - 1) * slope) / x


def kv_ratio_dv2(v: arb, x: arb) -> arb:
    """d2/dv2 K_{v-1}/K_v, even in v"""
    v = abs(v)
    if debye.applies(v, x):
        return debye.k_ratio_order_twice(v, x)
    if x > FROM:
        return _cumulants(v, x)[1]
    with _bits_to_lose(x):
        below, slope_below, bend_below = _differences(_log_k, _log_growth_of_k, abs(v - 1), x)
        middle, slope, bend = _differences(_log_k, _log_growth_of_k, v, x)
        slope_below = slope_below if v > 1 else -slope_below
        return (below - middle).exp() * (bend_below - bend - 2 * slope * (slope_below - slope))


# ---- inverses of the ratio ---------------------------------------------------------------------------------------


def _log_odds(v: arb, x: arb) -> tuple[arb, arb]:
    """log(r/c) for r = I_v/I_{v-1} = 1 - c, and its derivative with respect to log x."""
    r = iv_ratio(v, x)
    c = iv_ratio_c(v, x) if debye.applies(v, x) else 1 - r
    return (r / c).log(), _log_slope(v, x, r) / (r * c)


def _inverse(v: arb, r: arb, c: arb, bits: int) -> arb:
    """The x with I_v/I_{v-1} = r = 1 - c, v >= 1/2, proved by a change of sign.

    Newton's method in log x for the log-odds of r, nearly linear at both ends; bisection where it leaves the bracket."""
    if 2 * v == 1:
        return ((1 + r) / c).log() / 2
    target = (r / c).log()
    log_x = (r * (2 * v - r * r) / (c * (1 + r))).log().mid()  # Banerjee et al. 2005, dimension 2v
    low = high = None
    for _ in range(200):
        value, slope = _log_odds(v, log_x.exp().mid())
        step = ((target - value) / slope).mid()
        if not step.is_finite():
            return arb("nan")
        if abs(step) < arb(2) ** -(bits // 2 + 10):
            break
        low, high = (log_x, high) if value < target else (low, log_x)
        following = (log_x + max(min(step, arb(30)), arb(-30))).mid()
        if low is not None and high is not None and not (low < following < high):
            following = ((low + high) / 2).mid()
        log_x = following
    x = (log_x + step).exp().mid()
    spread = arb(2) ** -(bits + 4)
    below, above = (x * (1 - spread)).mid(), (x * (1 + spread)).mid()
    if _log_odds(v, below)[0] < target and _log_odds(v, above)[0] > target:
        return below.union(above)
    return arb("nan")


def iv_ratio_inv(v: arb, r: arb, bits: int = BITS) -> arb:
    return _inverse(v, r, 1 - r, bits)


def iv_ratio_c_inv(v: arb, c: arb, bits: int = BITS) -> arb:
    return _inverse(v, 1 - c, c, bits)


def iv_ratio_inv_condition(v: arb, r: arb, x: arb) -> arb:
    """|dlog x/dlog r| at x = iv_ratio_inv(v, r)."""
    return r / _log_slope(v, x, r)


def iv_ratio_c_inv_condition(v: arb, c: arb, x: arb) -> arb:
    """|dlog x/dlog c| at x = iv_ratio_c_inv(v, c)."""
    return c / _log_slope(v, x, 1 - c)
