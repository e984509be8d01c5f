// Branch-free log, exp, sin(pi x) and log Gamma, and the logarithm as two words.
#pragma once

#include "coefficients/elementary.h"
#include "polynomial.h"
#include "twofold.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {

template <class T>
using constants = coefficients::constants<scalar_of<T>>;

// ---- logarithm -----------------------------------------------------------------------------------------------------------------

/// 2 atanh(s) for |s| <= 0.2004, s in two words; relative error about 2^-66, of float and where nothing is looked at twice 2^-59 (2^-30).
template <class T>
LOGBESSEL_HD twofold<T> two_atanh(twofold<T> s) {
    using C = constants<T>;
    if constexpr (!(format<T>::is_double && second_looks)) {
        using Tail = table_for<T, coefficients::atanh_quick, coefficients::atanh_quick_float>;
        T q = s.hi * s.hi, low = s.lo + s.lo;  // s.lo may be more than an ulp of s.hi: its derivative is 2 (1 + q) and a little
        return {s.hi + s.hi, muladd(s.hi * q, polynomial<Tail>(q), muladd(low, q, low))};
    }
    using Tail = coefficients::atanh_tail;
    T q = s.hi * s.hi, q_low = fma(s.hi, s.hi, -q) + T(2) * s.hi * s.lo;
    T cube = s.hi * q, cube_low = fma(s.hi, q, -cube) + muladd(s.hi, q_low, s.lo * q);
    T third = cube * T(C::two_thirds),
      third_low = fma(cube, T(C::two_thirds), -third) + muladd(cube_low, T(C::two_thirds), cube * T(C::two_thirds_low));
    twofold<T> y = fast_two_sum(s.hi + s.hi, third);
    y.lo = y.lo + (muladd(cube * q, polynomial<Tail>(q), third_low) + (s.lo + s.lo));
    return y;
}

/// k log 2 + y, |y| < 0.41, k an integer.
template <bool tight = true, class T>
LOGBESSEL_HD twofold<T> add_multiple_of_ln2(T k, twofold<T> y) {
    const T ln2(constants<T>::ln2), high = muladd(k, ln2, y.hi);  // k ln2 is exact
    twofold<T> s{high, (y.hi - muladd(-k, ln2, high)) + muladd(k, T(constants<T>::ln2_low), y.lo)};
    return tight ? fast_two_sum(s.hi, s.lo) : s;
}

/// log(2^offset a/b) = (offset + k) log 2 + 2 atanh((a - 2^k b)/(a + 2^k b)) for positive normal a, b, a/b > 2^-1000 (float: 2^-126), a not
/// among the largest.
/// Relative error about 2^-64 (float: 2^-30), also where the ratio is near 1.  Not `tight`: near 1 only the error of one word is promised,
/// and the second word may be as large as 0.006.
template <bool tight = true, class T, class Offset = nothing>
LOGBESSEL_HD twofold<T> log_ratio(twofold<T> a, T b, Offset offset = {}) {
    using F = format<T>;
    using I = integer_of<T>;
    // Bits are nearly a binary logarithm: the rounded difference of those of a and b is a k with a/(2^k b) between 0.666 and 1.502.
    const I half(F::sign_bit >> (F::exponent_bits + 1)), bias(F::sign_bit >> 1);
    I k = (to_bits(a.hi) - to_bits(b) + (bias | half)) >> F::mantissa_bits;
    T c = from_bits(to_bits(b) + (k << F::mantissa_bits) - bias);
    twofold<T> difference = {a.hi - c, a.lo};
    if constexpr (tight) {
        difference = fast_two_sum(difference.hi, difference.lo);
    }
    T high = muladd(T(2), c, difference.hi);
    twofold<T> sum{high, (difference.hi - muladd(T(-2), c, high)) + difference.lo};
    return add_multiple_of_ln2<tight>(from_integer<T>(k, scalar_of<T>(1 << (F::exponent_bits - 1))) + offset,
                                      two_atanh(quotient(difference, sum)));
}

/// The same for rare points, as a function that a GPU calls
template <class T>
LOGBESSEL_METHOD twofold<T> log_quotient(twofold<T> a, T b, T offset = T(0)) {
    return log_ratio(a, b, offset);
}

/// log(2^offset a) in two words, a positive and normal.
template <class T>
LOGBESSEL_METHOD twofold<T> log_twofold(T a, T offset = T(0)) {
    binary<T> m = split(a);
    twofold<T> s = twofold<T>{m.mantissa - T(1), T(0)} / two_sum(m.mantissa, T(1));
    return add_multiple_of_ln2(m.exponent + offset, two_atanh(s));
}

/// log a = exponent log 2 + rest, the rest good to an ulp (|rest| < 0.35).
template <class T>
struct log_parts {
    T exponent, rest;
};
template <class T>
LOGBESSEL_HD log_parts<T> split_log(T a) {
    using Tail = table_for<T, coefficients::atanh_quick, coefficients::atanh_quick_float>;
    binary<T> m = split(a);
    T f = m.mantissa - T(1), s = quotient(f, m.mantissa + T(1)), q = s * s;
    return {m.exponent, muladd(-s, muladd(-q, polynomial<Tail>(q), f), f)};  // log m = 2 s + s q tail = f - s (f - q tail)
}

/// The exact multiple of log 2, and the rest.
template <class T>
LOGBESSEL_HD twofold<T> log_quick(T a) {
    using C = constants<T>;
    log_parts<T> y = split_log(a);
    return {y.exponent * T(C::ln2), muladd(y.exponent, T(C::ln2_low), y.rest)};
}

/// log(1 + u) for 0 <= u <= 0.5, good to a few ulp of the result.
template <class T>
LOGBESSEL_HD twofold<T> log1p_ratio(twofold<T> numerator, T denominator) {
    return two_atanh(numerator / (two_sum(denominator + denominator, numerator.hi) + numerator.lo));
}

/// A positive number, subnormal or not, as normal 2^-offset.
template <class T>
struct normalised {
    T value, offset;
};
template <class T>
LOGBESSEL_HD normalised<T> normalise(T x) {
    const T shift(format<T>::mantissa_bits + 1);
    auto subnormal = x < T(format<T>::smallest_normal);
    return {select(subnormal, x * power_of_two(shift), x), select(subnormal, -shift, T(0))};
}

// ---- exponential ---------------------------------------------------------------------------------------------------------------

/// x = k log 2 + r: exp(x) = 2^k (1 + r + r^2 tail)
template <class T>
struct reduced_exp {
    T k, r, r_low, tail;
};
template <class T>
LOGBESSEL_HD reduced_exp<T> reduce_exp(T x) {
    using C = constants<T>;
    using Tail = table_for<T, coefficients::exp_tail, coefficients::exp_tail_float>;
    T k = round(x * T(C::log2_e));
    T high = fma(-k, T(C::ln2), x), low = -k * T(C::ln2_low);
    T r = high + low;
    return {k, r, (high - r) + low, polynomial<Tail>(r)};
}

/// exp(x), clamped to the normal numbers.
template <class T>
LOGBESSEL_HD T exp(T x) {
    const scalar_of<T> limit = format<T>::is_double ? scalar_of<T>(708) : scalar_of<T>(87);
    x = min(max(x, T(-limit)), T(limit));
    reduced_exp<T> e = reduce_exp(x);
    return muladd(e.r, muladd(e.r, e.tail, T(1)), T(1)) * power_of_two(e.k);
}

/// 1 - exp(-x) for x >= 0, to an ulp or two of the result
template <class T>
LOGBESSEL_HD T one_minus_exp(T x) {
    const scalar_of<T> limit = format<T>::is_double ? scalar_of<T>(708) : scalar_of<T>(87);
    reduced_exp<T> e = reduce_exp(-min(x, T(limit)));
    T power = power_of_two(e.k);
    return muladd(-power, muladd(e.r * e.r, e.tail, e.r), T(1) - power);
}

// ---- sums in log space ---------------------------------------------------------------------------------------------------------

/// log(e^a + sign e^b), NaN where there is none
template <class S>
LOGBESSEL_HD S log_sum(twofold<S> a, S sign, twofold<S> b) {
    const S limit(format<S>::is_double ? 700 : 80);
    S gap = b.hi - a.hi;
    if (gap < -limit) {
        return sum(a);
    }
    if (sign > S(0) && gap > limit) {
        return sum(b);
    }
    twofold<S> d = b - a;
    if (sign < S(0) && !(d.hi < S(0))) {
        return d.hi == S(0) ? S(-format<S>::infinity) : S(format<S>::not_a_number);
    }
    twofold<S> high = d.hi > S(0) ? b : a;
    d = d.hi > S(0) ? -d : d;
    reduced_exp<S> e = reduce_exp(d.hi);
    S power = power_of_two(e.k), rest = power * muladd(e.r * e.r, e.tail, e.r + (e.r_low + d.lo));  // e^d = power + rest
    return sum(high + log_quotient(two_sum(S(1) + sign * power, sign * rest), S(1)));
}

// ---- sine -----------------------------------------------------------------------------------------------------------------------

/// log |sin(pi f)| = log(2 s) + log(1 - s^2)/2, s = sin(pi f/2), for 0 < |f| <= 1/2
template <class S>
LOGBESSEL_HD twofold<S> log_abs_sin_pi(S f) {
    using C = constants<S>;
    using Ratio = table_for<S, coefficients::sin_pi_ratio, coefficients::sin_pi_ratio_float>;
    normalised<S> y = normalise(abs(f));
    S half = S(0.5) * f, q = half * half;
    twofold<S> ratio = fast_two_sum(S(C::pi), muladd(q, polynomial<Ratio, 1>(q), S(C::pi_low))), s = ratio * half;  // s/half
    twofold<S> log_square = log_quotient(-(s * s) + S(1), S(1));
    return log_quotient(ratio * y.value, S(1), y.offset) + twofold<S>{S(0.5) * log_square.hi, S(0.5) * log_square.lo};
}

// ---- Gamma ---------------------------------------------------------------------------------------------------------------------

/// log Gamma(1 + v)/v for 0 <= v <= 1
template <class T>
LOGBESSEL_HD twofold<T> log_gamma_ratio(T v) {
    using Table = table_for<T, coefficients::log_gamma_ratio, coefficients::log_gamma_ratio_float>;
    T y = v - T(0.5);
    return two_sum(T(Table::c[0]), y * polynomial<Table, 1>(y));
}

/// log Gamma(1 + v) for v >= 0 as Stirling's series at V = v + 13 minus the logarithm of (v + 1) ... (v + 12)   (DLMF 5.11.1, 5.5.1)
template <class T>
LOGBESSEL_HD twofold<T> log_gamma1p(T v) {
    using C = constants<T>;
    const int shift = 12;
    twofold<T> product = two_sum(v, T(1));
    LOGBESSEL_UNROLL_LONG
    for (int j = 2; j <= shift; j++) {
        product = product * two_sum(v, T(j));
    }
    twofold<T> V = two_sum(v, T(shift + 1));
    T inverse = reciprocal(V.hi);
    T series = inverse * polynomial<coefficients::stirling>(inverse * inverse);
    twofold<T> log_v = log_twofold(V.hi);
    log_v.lo = log_v.lo + V.lo * inverse;
    twofold<T> y = (log_v - twofold<T>{T(1), T(0)}) * (V + T(-0.5));
    twofold<T> constant{T(C::half_log_2pi), T(C::half_log_2pi_low)};
    twofold<T> log_product = log_quotient(product, T(1));
    return ((y + constant) - log_product) + (series - T(0.5));
}

}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
