r"""The logarithm of the Debye series with a proved remainder, in ball arithmetic.

Put :math:`\theta = x\,d/dx`, :math:`R^2 = v^2 + x^2`, :math:`p = 1/R`, :math:`w = (v/R)^2`.  The function
:math:`U = \theta \log I_v` (or :math:`\theta \log K_v`) solves the Riccati equation of Bessel's equation

.. math:: \theta U + U^2 = R^2 .

Insert :math:`U \sim \pm R + \sum_{m \ge 0} (\pm p)^m D_m(w)`, upper sign for I, lower for K.  With
:math:`\theta R = R(1-w)`, :math:`\theta p = -p(1-w)` and :math:`\theta w = -2w(1-w)` the power :math:`p^m` gives

.. math:: -2 D_{m+1} = -(1-w)\,(m D_m + 2 w D_m') + \sum_{j=0}^{m} D_j D_{m-j}, \qquad D_0 = -(1-w)/2 ,

and integrating term by term (every :math:`D_m` is a multiple of :math:`1-w`)

.. math:: \log I_v &= +T - \tfrac12 \log(2 \pi R) + \sum_{k=1}^{N}   p^k Q_k(w) + \varepsilon_I \\
          \log K_v &= -T + \tfrac12 \log(\pi / 2R) + \sum_{k=1}^{N} (-p)^k Q_k(w) + \varepsilon_K

with :math:`T = R - v \operatorname{asinh}(v/x)` and :math:`-(1-w)(k Q_k + 2 w Q_k') = D_k`.

**Remainder.**  The truncated :math:`\tilde U` (terms up to :math:`D_N`) misses the Riccati equation by the finite sum
:math:`\rho = \sum_{m=N}^{2N} (\pm p)^m E_m(w)`, :math:`E_N = -2 D_{N+1}`, :math:`E_m = \sum_{j+k=m;\,j,k \le N} D_j D_k`, and
:math:`|E_m| \le (1-w)\,e_m` with :math:`e_m` the sum of the absolute coefficients of :math:`E_m/(1-w)`.
The error :math:`\epsilon = U - \tilde U` obeys :math:`\theta \epsilon = -(U + \tilde U)\,\epsilon - \rho`.

*K.*  :math:`U \le -R`, :math:`\tilde U \le 0`, and :math:`\epsilon \to 0` as :math:`x \to \infty`.  Integrating from infinity,
where the weight :math:`\exp \int (U + \tilde U)` decays at least like :math:`\exp(-\int R)` and :math:`|\rho|/(1-w)` falls,

.. math:: |\epsilon| \le \sum_m e_m p^{m+1} (1-w), \qquad |\varepsilon_K| \le \sum_m e_m p^{m+1}/(m+1) .

The second follows from the first by :math:`dp = -p(1-w)\,dx/x` and the known limit of K at infinity.

*I.*  :math:`R - 1 \le U \le R` (Amos), :math:`|\tilde U - R| \le 2` (`self_check`), so :math:`U + \tilde U \ge R` wherever
:math:`R \ge R_0 = 4N + 4`.  There :math:`p^{m+1} \exp(\tfrac12 \int R\,dx/x)` grows with x for every :math:`m \le 2N`.  Integrating
from :math:`x_0`, the place with :math:`R = R_0` (from 0, where :math:`\epsilon = 0`, if :math:`v \ge R_0`), gives twice the bounds of K
plus what is left of :math:`|\epsilon(x_0)| \le 3`, that is :math:`3 e^{-(x - x_0)}`.

Nothing is assumed about v or x but :math:`v \ge 0`, :math:`x > 0`, :math:`R \ge R_{\min}`.
"""

from collections.abc import Callable
from functools import lru_cache

from flint import arb, arb_poly, ctx, fmpq, fmpq_poly

R_MIN = 1000
"""The series is used from here on; the remainder is then below 2^-190."""


def _terms(radius: arb) -> int:
    """Number of terms N that makes the remainder smaller than 2^-190."""
    return 40 if radius < 1e5 else 16 if radius < 1e9 else 8


@lru_cache
def _derivative_polynomials(count: int) -> list[fmpq_poly]:
    """D_0 .. D_count, exactly."""
    w, one_minus_w = fmpq_poly([0, 1]), fmpq_poly([1, -1])
    d = [one_minus_w * fmpq(-1, 2)]
    for m in range(count):
        square = sum((d[j] * d[m - j] for j in range(m + 1)), fmpq_poly())
        d.append((square - one_minus_w * (m * d[m] + 2 * w * d[m].derivative())) * fmpq(-1, 2))
    return d


@lru_cache
def _over_one_minus_w(count: int) -> list[fmpq_poly]:
    """D_k/(1-w) for k = 0 .. count."""
    return [d // fmpq_poly([1, -1]) for d in _derivative_polynomials(count)]


@lru_cache
def _log_polynomials(count: int) -> list[fmpq_poly]:
    """Q_1 .. Q_count: the coefficient of w^j is -d_kj / (k + 2j)."""
    return [fmpq_poly([-c / (k + 2 * j) for j, c in enumerate(d.coeffs())]) for k, d in enumerate(_over_one_minus_w(count)[1:], start=1)]


@lru_cache
def _order_polynomials(count: int) -> list[fmpq_poly]:
    """k Q_k - 2 (1-w) Q_k', k = 0 .. count, with the 1/2 of -log(R)/2 for k = 0."""
    q, two_less = _log_polynomials(count), fmpq_poly([2, -2])
    return [fmpq_poly([fmpq(1, 2)]), *(k * q_k - two_less * q_k.derivative() for k, q_k in enumerate(q, start=1))]


@lru_cache
def _mixed_polynomials(count: int) -> list[fmpq_poly]:
    """J_k = (k+2) G_k + 2 w G_k', k = 0 .. count, with those of `_order_polynomials` for G_k."""
    w = fmpq_poly([0, 1])
    return [(k + 2) * g + 2 * w * g.derivative() for k, g in enumerate(_order_polynomials(count))]


@lru_cache
def _second_order_polynomials(count: int) -> list[fmpq_poly]:
    """H_k = (1 - (k+2) w) G_k + 2 w (1-w) G_k', k = 0 .. count."""
    bend = fmpq_poly([0, 2, -2])
    return [fmpq_poly([1, -(k + 2)]) * g + bend * g.derivative() for k, g in enumerate(_order_polynomials(count))]


@lru_cache
def _third_order_polynomials(count: int) -> list[fmpq_poly]:
    """(k+2) H_k + 2 w H_k', k = 0 .. count, with those of `_second_order_polynomials` for H_k."""
    return _in_argument(_second_order_polynomials(count))


@lru_cache
def _argument_polynomials(count: int) -> list[fmpq_poly]:
    """E_k = (1 - 2 w + k (1-w)) D_k + 2 w (1-w) D_k', k = 0 .. count, x d/dx (-log(R)/2 + sum_k p^k Q_k) = -(1-w) sum_k p^k D_k."""
    d, bend = [-d_k for d_k in _over_one_minus_w(count)], fmpq_poly([0, 2, -2])
    return [fmpq_poly([1 + k, -(k + 2)]) * d_k + bend * d_k.derivative() for k, d_k in enumerate(d)]


def _in_argument(polynomials: list[fmpq_poly]) -> list[fmpq_poly]:
    """F_k = (k+2) f_k + 2 w f_k': d/dx p^2 sum_k p^k f_k = -x p^4 sum_k p^k F_k."""
    two_w = fmpq_poly([0, 2])
    return [(k + 2) * f + two_w * f.derivative() for k, f in enumerate(polynomials)]


def _in_order(polynomials: list[fmpq_poly]) -> list[fmpq_poly]:
    """F_k = (k+2) f_k - 2 (1-w) f_k': d/dv p^2 sum_k p^k f_k = -v p^4 sum_k p^k F_k."""
    two_less = fmpq_poly([2, -2])
    return [(k + 2) * f - two_less * f.derivative() for k, f in enumerate(polynomials)]


@lru_cache
def _argument_twice_polynomials(count: int) -> list[fmpq_poly]:
    return _in_argument(_argument_polynomials(count))


@lru_cache
def _argument_and_order_polynomials(count: int) -> list[fmpq_poly]:
    return _in_order(_argument_polynomials(count))


@lru_cache
def _residual_sizes(count: int) -> list[tuple[int, fmpq]]:
    """Pairs (m, e_m), m = N .. 2N."""
    d, one_minus_w = _derivative_polynomials(count + 1), fmpq_poly([1, -1])
    sizes = []
    for m in range(count, 2 * count + 1):
        residual = -2 * d[count + 1] if m == count else sum((d[j] * d[m - j] for j in range(m - count, count + 1)), fmpq_poly())
        sizes.append((m, sum((abs(c) for c in (residual // one_minus_w).coeffs()), fmpq(0))))
    return sizes


def _series(polynomials: list[fmpq_poly], p: arb, w: arb) -> arb:
    """Horner's rule for sum_k p^k polynomial_k(w), k = 0, 1, ..."""
    total = arb(0)
    for polynomial in reversed(polynomials):
        total = total * p + arb_poly(polynomial)(w)
    return total


def _radius(v: arb, x: arb) -> arb:
    return (v * v + x * x).sqrt()


def _start_up(count: int, v: arb, x: arb) -> arb:
    """3 exp(-(x - x_0)), the memory of the place where R = R_0; zero for v >= R_0."""
    r0 = 4 * count + 4
    if v >= r0:
        return arb(0)
    x0 = (arb(r0 * r0) - v * v).sqrt()
    gap = x - x0
    return 3 * (-(gap if gap < 100000 else arb(100000))).exp()


def _plus_minus(bound: arb) -> arb:
    return arb(0, bound.abs_upper())


def applies(v: arb, x: arb) -> bool:
    """True where the series is used."""
    return bool(v > R_MIN or x > R_MIN)


def log_parts(v: arb, x: arb, sign: int, scaled: bool) -> arb:
    """log I_v(x) (sign = +1) or log K_v(x) (sign = -1); scaled: without the exponential exp(+-x)."""
    r = _radius(v, x)
    p, w, n = 1 / r, (v / r) ** 2, _terms(r)
    slant = v * ((v + r) / x).log() if v > x else v * (v / x).asinh()
    lead = (v * v / (r + x) if scaled else r) - slant
    half_log = -(2 * arb.pi() * r).log() / 2 if sign > 0 else (arb.pi() / (2 * r)).log() / 2
    error = sum((arb(e) * p ** (m + 1) / (m + 1) for m, e in _residual_sizes(n)), arb(0))
    if sign > 0:
        error = 2 * error + _start_up(n, v, x)
    tail = _series([fmpq_poly(), *_log_polynomials(n)], sign * p, w)
    return sign * lead + half_log + tail + _plus_minus(error)


def correction(v: arb, x: arb, sign: int) -> arb:
    """U -+ R, that is x I'/I - R (sign = +1) or x K'/K + R (sign = -1), to full relative accuracy."""
    r = _radius(v, x)
    p, w, n = 1 / r, (v / r) ** 2, _terms(r)
    one_minus_w = (x / r) ** 2
    error = one_minus_w * sum((arb(e) * p ** (m + 1) for m, e in _residual_sizes(n)), arb(0))
    if sign > 0:
        error = 2 * error + _start_up(n, v, x)
    return one_minus_w * _series(_over_one_minus_w(n), sign * p, w) + _plus_minus(error)


def order_slope(v: arb, x: arb, sign: int) -> arb:
    r"""d/dv log I_v(x) (sign = +1) or d/dv log K_v(x) (sign = -1), the series differentiated term by term:

    .. math:: \mp \operatorname{asinh}(v/x) - v p^2 \sum_{k \ge 0} (\pm p)^k (k Q_k - 2 (1-w) Q_k'), \qquad k = 0: \tfrac12 .

    For the remainder see `_unproved_series`."""
    r = _radius(v, x)
    slant = ((v + r) / x).log() if v > x else (v / x).asinh()
    return -sign * slant - v / r**2 * _unproved_series(_order_polynomials, v, r, sign)


def _unproved_series(polynomials: Callable[[int], list[fmpq_poly]], v: arb, r: arb, sign: int) -> arb:
    """The series of a derivative in the order.  Its remainder is put at a thousand times the first term left out; that is no proof:
    `generate.check` compares it with Arb."""
    p, w, n = 1 / r, (v / r) ** 2, _terms(r)
    *kept, next_one = polynomials(n + 1)
    left_out = 1000 * p ** (n + 1) * arb(sum((abs(c) for c in next_one.coeffs()), fmpq(0)))
    return _series(kept, sign * p, w) + _plus_minus(left_out)


def second_argument(v: arb, x: arb, sign: int) -> arb:
    """d2/dx2 of the logarithm, by the Riccati equation: x^2 times it is R^2 - U^2 - U."""
    c = correction(v, x, sign)
    return -(sign * _radius(v, x) * (1 + 2 * c) + c + c * c) / x**2


def second_mixed(v: arb, x: arb, sign: int) -> arb:
    r"""d2/dvdx of the logarithm:

    .. math:: \frac{v}{x R} \left(\pm 1 + (1-w) p \sum_{k \ge 0} (\pm p)^k ((k+2) G_k + 2 w G_k')\right) ,
              \qquad G_k = k Q_k - 2 (1-w) Q_k', \quad G_0 = \tfrac12 ."""
    r = _radius(v, x)
    return v / (x * r) * (sign + (x / r) ** 2 / r * _unproved_series(_mixed_polynomials, v, r, sign))


def second_order(v: arb, x: arb, sign: int) -> arb:
    r"""d2/dv2 of the logarithm:

    .. math:: \mp p - p^2 \sum_{k \ge 0} (\pm p)^k ((1 - (k+2) w) G_k + 2 w (1-w) G_k') ."""
    r = _radius(v, x)
    return -sign / r - _unproved_series(_second_order_polynomials, v, r, sign) / r**2


def third_order(v: arb, x: arb, sign: int) -> arb:
    r"""x d/dx of d2/dv2 of the logarithm:

    .. math:: (1-w) \left(\pm p + p^2 \sum_{k \ge 0} (\pm p)^k ((k+2) H_k + 2 w H_k')\right) ,
              \qquad H_k = (1 - (k+2) w) G_k + 2 w (1-w) G_k' ."""
    r = _radius(v, x)
    return (x / r) ** 2 * (sign / r + _unproved_series(_third_order_polynomials, v, r, sign) / r**2)


def k_ratio_argument(v: arb, x: arb) -> arb:
    r"""d/dx K_{v-1}/K_v for v >= 0, v/x^2 - d2/dx2 log K_v without its cancellation:

    .. math:: p^2 \left(\frac{v}{1 + v p} - \sum_{k \ge 0} (-p)^k E_k(w)\right) ."""
    r = _radius(v, x)
    return (v / (1 + v / r) - _unproved_series(_argument_polynomials, v, r, -1)) / r**2


def k_ratio_order(v: arb, x: arb) -> arb:
    r"""d/dv K_{v-1}/K_v for v >= 0, -1/x - d2/dvdx log K_v without its cancellation:

    .. math:: -x p^2 \left(\frac{1}{1 + v p} + v p^2 \sum_{k \ge 0} (-p)^k ((k+2) G_k + 2 w G_k')\right) ."""
    r = _radius(v, x)
    return -x / r**2 * (1 / (1 + v / r) + v / r**2 * _unproved_series(_mixed_polynomials, v, r, -1))


def k_ratio_argument_twice(v: arb, x: arb) -> arb:
    """d2/dx2 K_{v-1}/K_v for v >= 0: `k_ratio_argument`, differentiated"""
    r = _radius(v, x)
    lead = -v * (2 * r + v) / (r + v) ** 2
    return x / r**3 * (lead + _unproved_series(_argument_twice_polynomials, v, r, -1) / r)


def k_ratio_argument_and_order(v: arb, x: arb) -> arb:
    """d2/dvdx K_{v-1}/K_v for v >= 0: `k_ratio_argument`, differentiated"""
    r = _radius(v, x)
    sine = v / r
    return ((1 - sine - sine**2) / (1 + sine) + sine / r * _unproved_series(_argument_and_order_polynomials, v, r, -1)) / r**2


def k_ratio_order_twice(v: arb, x: arb) -> arb:
    """d2/dv2 K_{v-1}/K_v, which is even in v: d/dx of minus `second_order`"""
    return -third_order(v, x, -1) / x


def self_check(count: int = 40) -> None:
    """The two inequalities on which the remainder of I rests, at R_0."""
    old, ctx.prec = ctx.prec, 128
    try:
        p = arb(1) / (4 * count + 4)
        spread = sum((arb(sum((abs(c) for c in d.coeffs()), fmpq(0))) * p**m for m, d in enumerate(_derivative_polynomials(count))), arb(0))
        assert spread <= 2, spread  # |U~ - R| <= 2 suffices: (R - 1) + (R - 2) >= R
        assert 4 * count + 4 >= 2 * (2 * count + 1)
    finally:
        ctx.prec = old
