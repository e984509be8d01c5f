// K_(w+1)/K_w for x < 1/2 and w >= -1/2, by Temme's series (1975) for m = w - round(w), |m| <= 1/2.  The difference of I_(-m) and I_m in
// DLMF 10.27.4 with the factor m divided out, z = x^2/4:
//
//   x K_(m+1)/K_m = sum_k t_k (p_k - 2 k f_k) / sum_k t_k f_k,       t_k = z^k/(k! (1^2 - m^2) ... (k^2 - m^2)),
//   p_k = (k + m) p_(k-1),  p_0 = 1,       f_k = (k - m) f_(k-1) + p_(k-1),  f_0 = (1 - (x/2)^(2m) Gamma(1-m)/Gamma(1+m))/(2 m).
//
// Then upwards in the order by x K_(n+1)/K_n = 2 n + x^2/(x K_n/K_(n-1)) (DLMF 10.29.1), for the last few steps only: each loses so much
// of its predecessor's error that where they begin is of no account.
#pragma once

#include "../coefficients/ratios.h"
#include "../elementary.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {
namespace temme_ratio {

/// The terms of the series that count at x = 1/2, and the steps upwards.
template <class S>
constexpr int terms = format<S>::is_double ? 7 : 4;
template <class S>
constexpr int steps = format<S>::is_double ? 9 : 5;

template <class T>
struct quotient {
    T numerator, denominator;
};

/// f_0 = value 2^exponent
template <class T>
struct scaled_start {
    twofold<T> value;
    T exponent;
};
template <class T>
LOGBESSEL_HD scaled_start<T> start(T m, T normal_x, T offset) {
    using Quotient = table_for<T, coefficients::gamma_quotient, coefficients::gamma_quotient_float>;
    const T least(format<T>::tiny), large(format<T>::is_double ? 100 : 30);
    m = select(abs(m) < least, least, m);  // the limit m -> 0
    T m2 = m + m, s = m * m;
    twofold<T> q = fast_two_sum(T(constants<T>::euler_gamma), s * polynomial<Quotient>(s));  // gamma + zeta(3) m^2/3 + ...
    q.lo = q.lo + T(constants<T>::euler_gamma_low);
    twofold<T> y = (log_twofold(normal_x, offset - T(1)) + q) * m2;
    reduced_exp<T> e = reduce_exp(y.hi);  // exp(y) = 2^k (1 + r + rest)
    T low = e.r_low + y.lo, square = e.r * e.r * e.tail, rest = muladd(low, e.r + square, square + low);
    auto is_large = e.k > large;
    T power = select(is_large, T(1), power_of_two(max(min(e.k, large), -large))), one = select(is_large, T(0), T(1));
    twofold<T> expm1 = two_sum(power - one, power * e.r);
    expm1 = fast_two_sum(expm1.hi, expm1.lo + power * rest);
    return {expm1 / twofold<T>{-m2, T(0)}, select(is_large, e.k, T(0))};
}

/// x K_(m+1)/K_m.  Both sums are divided by 1 - m and, from k = 2 on, have a common denominator; the terms k = 0 and 1 are
/// 1 + m - z (1 + 2 f_0) above and (1 + m + z) f_0 + z/(1 - m) below.
template <class T>
LOGBESSEL_HD quotient<T> of_small_order(T m, T x) {
    scaled_start<T> s = start(m, x, T(0));
    T scale = power_of_two(s.exponent), f0 = s.value.hi * scale, f0_low = s.value.lo * scale;
    T half = T(0.5) * x, z = half * half, z_low = fma(half, half, -z), mm = m * m, one_minus = T(1) - m;
    T p = T(1) + m, f = muladd(one_minus, f0, T(1)), power = z, above(0), below(0), product = one_minus;
    LOGBESSEL_UNROLL
    for (int k = 2; k <= terms<scalar_of<T>>; k++) {
        T factor = T(k) * (T(k * k) - mm);
        f = muladd(T(k) - m, f, p);
        p = p * (T(k) + m);
        power = power * z;
        product = product * factor;
        above = muladd(above, factor, power * (p - T(2 * k) * f));
        below = muladd(below, factor, power * f);
    }
    T inverse = T(1) / product, z2 = z + z;
    twofold<T> plus = fast_two_sum(T(1), m), less = two_sum(plus.hi, -z), more = two_sum(plus.hi, z);
    T numerator = muladd(-z2, f0, less.hi) + muladd(above, inverse, muladd(-z2, f0_low, (less.lo + plus.lo) - z_low));
    T denominator = muladd(more.hi, f0_low, f0 * (more.lo + plus.lo)) + muladd(below, inverse, z / one_minus);
    return {numerator, muladd(more.hi, f0, denominator)};
}

template <class T>
LOGBESSEL_METHOD twofold<T> x_times_kv_ratio(T w, T x) {
    T n = round(w), xx = x * x;
    quotient<T> y = of_small_order(w - n, x);
    LOGBESSEL_LOOP
    for (int i = steps<scalar_of<T>> - 1; i >= 0; i--) {
        auto upwards = n > T(i);
        if (any(upwards)) {
            T next = muladd(T(2) * (w - T(i)), y.numerator, xx * y.denominator);
            y.denominator = select(upwards, y.numerator, y.denominator);
            y.numerator = select(upwards, next, y.numerator);
        }
    }
    return twofold<T>{y.numerator, T(0)} / twofold<T>{y.denominator, T(0)};
}

/// K_(m+1)/K_m or its inverse where z vanishes: 1/(x f_0), formed at a scale where nothing is subnormal or overflows too early
template <class S>
LOGBESSEL_HD S of_tiny_argument(S m, S x, bool inverse) {
    const S up = format<S>::is_double ? S(0x1p200) : S(0x1p40);
    normalised<S> n = normalise(x);
    scaled_start<S> s = start(m, n.value, n.offset);
    S first = round(S(0.5) * s.exponent), a = (((x * up) * power_of_two(first)) * power_of_two(s.exponent - first)) * s.value.hi;
    return inverse ? a / up : up / a;
}

}  // namespace temme_ratio
}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
