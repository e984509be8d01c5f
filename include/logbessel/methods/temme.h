// log K_v(x) for 0 < x < 1 inside the disc, after Temme (1975): the difference of I_(-m) and I_m of DLMF 10.27.4 with its cancellation
// divided out (tools/coefficients/temme.py has the formulas), m = v - round(v), then upwards in the order.
//
// In units of half the leading factor of I, K^_n = 2 (x/2)^n K_n(x)/Gamma(n) tends to 1 as x -> 0, and with e_n = K^_n - 1, z = x^2/4,
//
//   e_(n+1) = e_n + z (1 + e_(n-1))/(n (n - 1))                                                                       (DLMF 10.29.1)
//
//   log K_v(x) = -log((x/2)^v/Gamma(1 + v)) + log(K^_v/(2 v)).
#pragma once

#include "../coefficients/temme.h"
#include "power_series.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {
namespace temme {

/// From the order 10.5 on the finite part of the series of K alone gives e_v: what is left out is below 1e-19.
constexpr int steps = 10;

/// E = (exp(m l) - 1)/m in two words, l for m -> 0; beyond the limit it meets z = 0 only, or is -1/m to the last bit.
template <class T>
LOGBESSEL_HD twofold<T> expm1_ratio(T m, twofold<T> l) {
    const scalar_of<T> limit = format<T>::is_double ? scalar_of<T>(640) : scalar_of<T>(76);
    const scalar_of<T> negligible = format<T>::is_double ? scalar_of<T>(0x1p-200) : scalar_of<T>(0x1p-50f);
    auto small = abs(m) < T(negligible);
    m = select(small, T(1), m);
    twofold<T> s = l * m;
    reduced_exp<T> e = reduce_exp(min(max(s.hi, T(-limit)), T(limit)));
    T power = power_of_two(e.k), tail = muladd(e.r * e.r, e.tail, e.r_low + s.lo);
    twofold<T> value = two_sum(power - T(1), power * e.r);
    value = fast_two_sum(value.hi, value.lo + power * muladd(e.r, s.lo, tail));
    return select(small, l, value / twofold<T>{m, T(0)});
}

/// e_v for v > steps: sum_{k>=1} (-z)^k/(k! (v-1) ... (v-k)), the finite part of DLMF 10.31.1 continued to real order
template <class T>
LOGBESSEL_HD T excess_of_large_order(T v, T z) {
    T numerator(0), denominator(1);
    LOGBESSEL_UNROLL
    for (int k = 9; k >= 1; k--) {
        T next = -z * (denominator + numerator);
        denominator = denominator * (T(k) * (v - T(k)));
        numerator = next;
    }
    return quotient(numerator, denominator);
}

template <class T>
LOGBESSEL_METHOD twofold<T> log_k(T v, T x, normalised<T> normal_x) {
    using namespace coefficients;
    using C = logbessel::constants<T>;
    T n = round(v), m = v - n, half = T(0.5) * x, z = half * half, z_low = fma(half, half, -z);
    twofold<T> log_half_x = log_twofold(normal_x.value, normal_x.offset - T(1)),
               l = log_half_x + twofold<T>{T(C::euler_gamma), T(C::euler_gamma_low)};
    l = {l.hi + l.hi, l.lo + l.lo};

    twofold<T> E = expm1_ratio(m, l);
    T a0 = polynomial2<table_for<T, temme_a0, temme_a0_float>>(m, z), b0 = polynomial2<table_for<T, temme_b0, temme_b0_float>>(m, z);
    T a1 = polynomial2<table_for<T, temme_a1, temme_a1_float>>(m, z), b1 = polynomial2<table_for<T, temme_b1, temme_b1_float>>(m, z);
    twofold<T> mm = two_prod(m, m), unit = fast_two_sum(T(1), -mm.hi);  // 1 - m^2
    unit.lo = unit.lo - mm.lo;
    twofold<T> h = (two_sum(b0, -E.hi) + -(a0 * E.hi)) + -E.lo;           // (1 - m^2) 2 (x/2)^m K_m/Gamma(1+m)
    twofold<T> e1 = ((two_sum(b1, E.hi) + a1 * E.hi) + E.lo) / unit;      // (K^_(1+m) - 1)/z
    e1 = e1 * twofold<T>{z, z_low};

    twofold<T> below = h / unit, e = e1;  // the first step has z h/(1 + m) in the place of z K^_m/((1 + m) m)
    LOGBESSEL_ROLLED
    for (int i = 1; i < steps; i++) {
        auto above = n > T(i);
        if (!any(above)) {
            break;
        }
        T order = m + T(i);
        twofold<T> k = i == 1 ? below : below + T(1);
        T factor = i == 1 ? quotient(z, order) : quotient(z, order * (order - T(1)));
        twofold<T> next = e + twofold<T>{k.hi * factor, fma(k.hi, factor, -(k.hi * factor))};
        below = select(above, e, below);
        e = select(above, next, e);
    }
    auto large = n > T(steps);
    if (any(large)) {
        e = select(large, twofold<T>{excess_of_large_order(max(v, T(steps)), z), T(0)}, e);
    }

    auto zero = n < T(0.5);
    twofold<T> numerator = select(zero, below, e + T(1));
    T denominator = T(2) * select(zero, T(1), v);
    return log_quotient(numerator, denominator) - power_series::log_leading_factor(v, log_half_x);
}

}  // namespace temme
}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
