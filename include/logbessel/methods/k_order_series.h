// d/dv log K_v(x) for x < 1/8, by Temme's series (1975) for two small orders and their derivatives, then upwards.
//
//   K_m = sum_k c_k f_k,    (x/2) K_(m+1) = sum_k c_k (p_k - k f_k),    c_k = z^k/k!,  z = x^2/4,
//
//   p_k = p_(k-1)/(k - m),  q_k = q_(k-1)/(k + m),  f_k = (k f_(k-1) + p_(k-1) + q_(k-1))/(k^2 - m^2),  f_0 = (p_0 - q_0)/m,
//   p_0 = (x/2)^-m Gamma(1+m)/2,  q_0 = (x/2)^m Gamma(1-m)/2.
//
// P = p + q, N = (p - q)/m and f are even in m, and so are their derivatives in m divided by m, which have positive terms only:
//
//   P_k = (k P + m^2 N)/(k^2 - m^2),    N_k = (k N + P)/(k^2 - m^2).
//
// With g(m) = exp(gamma m) Gamma(1+m) = a + m o, a and o even, and s = m L, L = -log(x/2) - gamma > 2,
//
//   P_0 = a cosh(s) + m o sinh(s),    N_0 = f_0 = a sinh(s)/m + o cosh(s).
#pragma once

#include "../coefficients/digamma.h"
#include "even_function.h"
#include "k_order_ladder.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {
namespace k_order_series {

/// The terms of the series that count at x = 1/8
template <class S>
constexpr int terms = format<S>::is_double ? 6 : 4;

/// d/dm log f_0 for |m L| up to 3/2, from f_0 = a sinh(s)/m (1 + o/a m coth(s))
template <class T>
LOGBESSEL_HD T leading_slope_near_zero(T m, twofold<T> L) {
    using namespace coefficients;
    twofold<T> LL = L * L;
    T w = m * m, y = min(w * LL.hi, T(2.25));
    T bend = muladd(y, polynomial<table_for<T, coth_rest, coth_rest_float>>(y), T(1.0 / 3));  // (s coth(s) - 1)/s^2
    T coth = muladd(y, bend, T(1)) / L.hi, odd = w * polynomial<table_for<T, odd_ratio, odd_ratio_float>>(w);
    T slope = polynomial<table_for<T, even_slope_ratio, even_slope_ratio_float>>(w);
    slope = muladd(polynomial<table_for<T, odd_slope_ratio, odd_slope_ratio_float>>(w), coth, muladd(odd, L.hi, slope));
    return ((LL * bend + slope) * m / fast_two_sum(T(1), odd * coth)).hi;
}

/// The same for larger ones: nearly that of p_0/m, d log p/dm - 1/m, and taken as the difference to it.  `rate` is d log p/dm for m > 0.
template <class T>
LOGBESSEL_HD T leading_slope_far(T m, T L, twofold<T> rate, even_function<T> a, even_function<T> o, T exponential) {
    T b = max(abs(m), T(format<T>::tiny)), plus = muladd(b, o.value, a.value), minus = muladd(-b, o.value, a.value);
    T common = muladd(b * b, o.slope, o.value), of_p = muladd(b, a.slope, common) / plus + L,
      of_q = muladd(-b, a.slope, common) / minus + L;
    auto positive = m > T(0);
    rate = {select(positive, rate.hi, of_p), select(positive, rate.lo, T(0))};
    T q = minus / (exponential * exponential);  // q_0/p_0 = q/plus, for b
    twofold<T> difference = two_sum(rate.hi, T(-1) / b);
    T slope = difference.hi + (difference.lo + muladd(q / (plus - q), rate.hi + of_q, rate.lo));
    return select(positive, slope, -slope);
}

template <class T>
LOGBESSEL_METHOD T order_slope(T v, T x, twofold<T> log_half_x) {
    using namespace coefficients;
    using C = logbessel::constants<T>;
    k_order_ladder::split_order<T> order(v);
    T m = order.m, w = m * m, half = T(0.5) * x, z = half * half;
    twofold<T> L = -(log_half_x + twofold<T>{T(C::euler_gamma), T(C::euler_gamma_low)});

    hyperbolic<T> h(m, L.hi);
    even_function<T> mm{w, T(2)}, inverse{T(1) / (T(1) - w), T(0)};
    inverse.slope = T(2) * inverse.value * inverse.value;
    even_function<T> a = even_polynomial<table_for<T, gamma_even, gamma_even_float>>(w) * inverse;
    even_function<T> o = mm * even_polynomial<table_for<T, gamma_odd, gamma_odd_float>>(w) * inverse;
    even_function<T> P = a * h.cosh + mm * o * h.sinh, N = a * h.sinh + o * h.cosh, f = N;

    // d/dm log K_m and d/dm log K_(m+1) are d/dm log f_0 and d/dm log p_0 and a little
    twofold<T> rate = L + m * polynomial<table_for<T, central_digamma_ratio, central_digamma_ratio_float>>(m);
    T start = rate.hi + rate.lo, first = f.value, leading = leading_slope_near_zero(m, L);
    auto far = abs(m) * L.hi > T(1.5);
    if (any(far)) {
        leading = select(far, leading_slope_far(m, L.hi, rate, a, o, max(h.exponential, T(1) / h.exponential)), leading);
    }
    even_function<T> rest{T(0), T(0)};
    T p = muladd(m, o.value, a.value) * h.exponential, c(1), above = p, log_rise(0), above_rise(0);
    LOGBESSEL_UNROLL
    for (int k = 1; k < terms<scalar_of<T>>; k++) {
        T below = T(1) / (T(k) - m), d = below / (T(k) + m);
        even_function<T> factor{d, T(2) * d * d};
        f = (T(k) * f + P) * factor;
        even_function<T> next = (T(k) * P + mm * N) * factor;
        N = (T(k) * N + P) * factor;
        P = next;
        p = p * below;
        log_rise = log_rise + below;
        c = c * (z * T(1.0 / k));
        rest = rest + c * f;
        above = muladd(c, muladd(T(-2 * k), f.value, p), above);
        above_rise = muladd(c, muladd(p, log_rise, T(2 * k) * muladd(start, f.value, -m * f.slope)), above_rise);
    }
    T K = first + rest.value, lower = leading + muladd(m, rest.slope, -leading * rest.value) / K;
    return k_order_ladder::climb(order, x, {above / K - x, lower, rate.hi + (rate.lo + above_rise / above)});
}

}  // namespace k_order_series
}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
