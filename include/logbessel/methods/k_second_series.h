// The second derivatives of log K_v(x) for x < 3/8 and v < 8: for v = m + n, n >= 1, -7/16 <= m < 9/16, up the ladder of orders from m.
//
// In units of (x/2)^-m Gamma(1+m)/2, with S(m) and G(m) of k_second_small_order.h, z = x^2/4 and the derivative in z at a fixed phi,
//
//   K_m = u,    (x/2) K_(m+1) = S(m) - z du/dz,    (x/2)^2 K_(m+2) = (1 + m) S(m) - 2 z dS(m)/dz + z^2 d2u/dz2,
//
//   u = (S(m) - S(-m))/m + phi S(-m),    phi = (1 - exp(-2 m L) G(-m)/G(m))/m,    L = -log(x/2) - gamma.
//
// These are log K_v but for log Gamma(v) and smooth terms, and nearly constant: their second derivatives are small beside psi'(v).  From
// one order to the next, d = x K_(v-1)/K_v (DLMF 10.29.1):
//
//   d_(v+1) = 4 z/(2 v + d_v),    K_(v+1) = (2 v/x) K_v (1 + d_v/(2 v)).
#pragma once

#include "k_second_small_order.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {
namespace k_second_series {

/// psi'(v) by Stirling's series at v + 8 (DLMF 5.15.8, 5.15.5)
template <class T>
LOGBESSEL_HD T trigamma(T v) {
    T r = T(1) / (v + T(8)), q = r * r, sum = r + q * muladd(r, polynomial<coefficients::trigamma_stirling>(q), T(0.5));
    LOGBESSEL_ROLLED
    for (int k = 7; k >= 0; k--) {
        r = T(1) / (v + T(k));
        sum = muladd(r, r, sum);
    }
    return sum;
}

/// int_0^1 exp(-u t) dt as a function of m, u = 2 m L.  Its derivatives have factors t and t^2: from the last of the three integrals down by
/// parts for small u, and up for others.
template <class T>
LOGBESSEL_HD jet<T> exponential_integral(T u, T exponential, T L) {
    const T limit(2.5);
    auto small = abs(u) < limit;
    T y = select(small, u, T(0)), far = select(small, T(1), u), last(0);
    LOGBESSEL_UNROLL
    for (int k = format<T>::is_double ? 26 : 16; k >= 0; k--) {
        last = muladd(-y * T(1.0 / (k + 1)), last, T(1.0 / (k + 3)));
    }
    T inverse = T(1) / far, first = (T(1) - exponential) * inverse, middle = (first - exponential) * inverse;
    last = select(small, last, (middle + middle - exponential) * inverse);
    middle = select(small, T(0.5) * muladd(y, last, exponential), middle);
    first = select(small, muladd(y, middle, exponential), first);
    return {first, T(-2) * L * middle, T(4) * L * L * last};
}

template <class T>
LOGBESSEL_METHOD second_derivatives<T> of_large_order(T n, T m, T x, T z, T L, factors<T> const& f) {
    T order = m + n, y = max(T(2) * m * L, T(-64)), exponential = exp(-y);  // of a smaller y comes z = 0
    jet<T> next{m + T(1), T(1), T(0)}, power = exponential * jet<T>{T(1), T(-2) * L, T(4) * L * L};
    jet<T> phi = T(2) * L * exponential_integral(y, exponential, L) + T(2) * power * even(f.o, m) / (even(f.a, m) + odd(f.o, m));

    // Of S(m) and S(-m), z dS/dz and z^2 d2S/dz2, the terms of z^2 and more, and those of z, which cancel in the third sum
    jet<T> plus = even(f.even, m) + odd(f.odd, m), minus = even(f.even, m) - odd(f.odd, m);
    jet<T> plus_rise = even(f.even_rise, m) + odd(f.odd_rise, m), minus_rise = even(f.even_rise, m) - odd(f.odd_rise, m);
    jet<T> minus_bend = even(f.even_bend, m) - odd(f.odd_bend, m);
    jet<T> first = even(f.first, m), first_plus = first + odd(f.first, m), first_minus = first - odd(f.first, m);
    jet<T> u = T(2) * (first + even(f.odd, m)) + phi * (f.one + (first_minus + minus));
    jet<T> excess = (first_plus + plus) - (T(2) * (first + even(f.odd_rise, m)) + phi * (first_minus + minus_rise));
    jet<T> rest = next * plus - T(2) * plus_rise + (T(2) * even(f.odd_bend, m) + phi * minus_bend);

    auto lowest = n < T(1.5);
    T dv2 = trigamma(order) + select(lowest, bend_of_log1p(excess), bend_of_log1p((rest - z * f.one) / next));
    jet<T> d = T(2) * z * u / (f.one + excess);
    LOGBESSEL_ROLLED
    for (int k = 1; k < 8; k++) {
        auto more = n > T(k);
        if (!any(more)) {
            break;
        }
        jet<T> twice = T(2) * (next + T(k - 1) * f.one), up = T(4) * z * f.one / (twice + d);
        dv2 = dv2 + (k == 1 ? T(0) : select(more, bend_of_log1p(d / twice), T(0)));
        d = select(more, up, d);
    }
    return {muladd(x, x, order + d.value * ((T(1) - (order + order)) - d.value)), -(T(1) + d.first), dv2};
}

template <class T>
LOGBESSEL_HD second_derivatives<T> at(T v, T x, twofold<T> log_half_x) {
    using C = logbessel::constants<T>;
    T n = round(v - T(1.0 / 16)), m = v - n, half = T(0.5) * x, z = half * half;
    T L = -sum(log_half_x + twofold<T>{T(C::euler_gamma), T(C::euler_gamma_low)});
    factors<T> f(m, z);
    second_derivatives<T> y = of_small_order(m, x, L, f);
    auto large = n > T(0.5);
    if (any(large)) {
        second_derivatives<T> other = of_large_order(n, m, x, z, L, f);
        y = {select(large, other.dx2, y.dx2), select(large, other.dvdx, y.dvdx), select(large, other.dv2, y.dv2)};
    }
    return y;
}

template <class T>
LOGBESSEL_METHOD T dx2(T v, T x, twofold<T> log_half_x) {
    return at(v, x, log_half_x).dx2 / x / x;
}
template <class T>
LOGBESSEL_METHOD T dvdx(T v, T x, twofold<T> log_half_x) {
    return at(v, x, log_half_x).dvdx / x;
}
template <class T>
LOGBESSEL_METHOD T dv2(T v, T x, twofold<T> log_half_x) {
    return at(v, x, log_half_x).dv2;
}

}  // namespace k_second_series
}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
