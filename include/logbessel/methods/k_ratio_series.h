// Derivatives of q = K_(v-1)/K_v for v >= 0 and x < 3/8, v < 8: for v = m + n, -7/16 <= m < 9/16, up the ladder of orders from m.  With u,
// S, phi and z of k_second_series.h, P = exp(-2 m L) G(-m)/G(m) and the derivative in z at a fixed phi,
//
//   d_m = x K_(m-1)/K_m = 2 (P S(-m) - P z d(u/P)/dz)/u,      g_(m+1) = K_m/(x K_(m+1)) = u/(2 (S(m) - z du/dz)),
//
//   g_(v+1) = 1/(2 v + d_v),    d_v = x^2 g_v                                                                         (DLMF 10.29.1)
//
// as functions of m.  The derivatives in x are those of Riccati's equation, x q' = q (2 v - 1 + d_v - x^2/d_v)         (DLMF 10.29.2)
// for v < 1 and, without the cancellation of its large terms, q' = g_v (1 + e), e = d_v - d_(v-1), for v >= 1.
#pragma once

#include "k_second_series.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {
namespace k_ratio_series {

using k_second_series::factors;

template <class T>
struct derivatives {
    T dx, dv, dx2, dvdx, dv2;
};

/// d_m and g_(m+1)
template <class T>
struct foot {
    jet<T> d, g;
};
template <class T>
LOGBESSEL_METHOD foot<T> start(T m, T x, twofold<T> two_words) {
    T half = T(0.5) * x, L = two_words.hi;
    twofold<T> exponent = two_words * (m + m);
    T y = exponent.hi, exponential = exp(-y);
    exponential = muladd(-exponent.lo, exponential, exponential);
    factors<T> f(m, half * half);
    jet<T> power = exponential * jet<T>{T(1), T(-2) * L, T(4) * L * L};
    jet<T> gamma = even(f.a, m) + odd(f.o, m), P = power * ((even(f.a, m) - odd(f.o, m)) / gamma);
    jet<T> phi = T(2) * L * k_second_series::exponential_integral(y, exponential, L) + T(2) * power * even(f.o, m) / gamma;

    jet<T> first = even(f.first, m), plus_first = first + odd(f.first, m), minus_first = first - odd(f.first, m);
    jet<T> plus = even(f.even, m) + odd(f.odd, m), minus = even(f.even, m) - odd(f.odd, m);
    jet<T> plus_rise = even(f.even_rise, m) + odd(f.odd_rise, m), minus_rise = even(f.even_rise, m) - odd(f.odd_rise, m);
    jet<T> common = T(2) * (first + even(f.odd_rise, m));
    jet<T> u = T(2) * (first + even(f.odd, m)) + phi * (f.one + (minus_first + minus));
    jet<T> above = f.one + ((plus_first + plus) - (common + phi * (minus_first + minus_rise)));
    jet<T> below = P * (f.one + ((minus_first + minus) - common)) - phi * (plus_first + plus_rise);
    return {T(2) * below / u, T(0.5) * u / above};
}

/// v < 1
template <class T>
LOGBESSEL_HD derivatives<T> of_small_order(T v, T x, jet<T> d) {
    jet<T> f = d - x * x * jet<T>{T(1), T(0), T(0)} / d, h = jet<T>{v + v - T(1), T(2), T(0)} + f;
    T b = v + v - T(1), twice = d.value + d.value, bend = muladd(b, (b - T(1)) + (f.value + twice), twice * f.value);
    return {(d.value / x) * h.value / x, d.first / x, (d.value / x) * bend / x / x, ((d * h).first / x) / x, d.second / x};
}

/// v >= 1
template <class T>
LOGBESSEL_HD derivatives<T> of_large_order(T n, T m, T x, foot<T> at) {
    const jet<T> one{T(1), T(0), T(0)};
    T xx = x * x, v = m + n;
    LOGBESSEL_ROLLED
    for (int k = 1; k < 8; k++) {
        auto more = n > T(k);
        if (!any(more)) {
            break;
        }
        jet<T> d = xx * at.g, up = one / (jet<T>{T(2) * (m + T(k)), T(2), T(0)} + d);
        at = {select(more, d, at.d), select(more, up, at.g)};
    }
    jet<T> d = xx * at.g, e = d - at.d, slope = at.g * (one + e);
    T bend = muladd(e.value, (v + v - T(1)) + (d.value + d.value), d.value + d.value);
    return {slope.value, x * at.g.first, (at.g.value / x) * bend, slope.first, x * at.g.second};
}

template <class T>
LOGBESSEL_METHOD derivatives<T> at(T v, T x, twofold<T> log_half_x) {
    using C = logbessel::constants<T>;
    T n = round(v - T(1.0 / 16)), m = v - n;
    foot<T> foot = start(m, x, -(log_half_x + twofold<T>{T(C::euler_gamma), T(C::euler_gamma_low)}));
    derivatives<T> y = of_small_order(v, x, select(n < T(0.5), foot.d, x * x * foot.g));
    auto large = v >= T(1);
    if (any(large)) {
        derivatives<T> other = of_large_order(n, m, x, foot);
        y = {select(large, other.dx, y.dx), select(large, other.dv, y.dv), select(large, other.dx2, y.dx2),
             select(large, other.dvdx, y.dvdx), select(large, other.dv2, y.dv2)};
    }
    return y;
}

}  // namespace k_ratio_series
}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
