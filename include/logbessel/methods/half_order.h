// 1 - I_v/I_(v-1) for orders near 1/2 and x large, where it is as small as (v - 1/2)/x or exp(-2 x), with that factor taken out.
//
// In Hankel's expansion (DLMF 10.40.1, 10.40.5) with v = 1/2 + d, z = 2 x, the terms of I_(v-1) - I_v share the factor d:
//
//   I_(v-1) - I_v ~ e^x/sqrt(pi z) (2 d/z A + 2 e^-z),    A = sum_j (1^2 - d^2) ... (j^2 - d^2)/(j! z^j),
//   I_(v-1)       ~ e^x/sqrt(pi z) (B + e^-z),            B = sum_j (d)_j (1 - d)_j/(j! z^j),
//
// the sums taken as Borel's principal values.  The exponentials count only where d is tiny; to the first order in d, A = z e^-z Ei(z)
// (DLMF 6.12.2) and B = 1 + d A/z, which serves where z is too small for the sums.
#pragma once

#include "../coefficients/ratios.h"
#include "../elementary.h"
#include "ratio.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {
namespace half_order {

/// At z = 68 and |d| <= 1 the next term is below 1e-19 (float: at z = 32, 1e-9).
template <class S>
constexpr int terms = format<S>::is_double ? 20 : 12;
/// From here on the sums, below it the exponential integral.
template <class S>
constexpr S smallest_for_sums = format<S>::is_double ? S(66) : S(31);

/// exp(-z), z >= 0, down to the smallest subnormal number
template <class T>
LOGBESSEL_HD T exp_minus(T z) {
    reduced_exp<T> e = reduce_exp(max(-z, T(format<T>::is_double ? -800 : -120)));
    T first = round(T(0.5) * e.k), value = T(1) + (e.r + muladd(e.r * e.r, e.tail, e.r_low));
    return (value * power_of_two(first)) * power_of_two(e.k - first);
}

/// For v >= 1/2, outside the disc v <= 3/2
template <class T>
LOGBESSEL_METHOD ratio<T> iv_ratio_and_slope(T v, T x) {
    using namespace coefficients;
    using S = scalar_of<T>;
    T d = v - T(0.5), dd = d * d, z = x + x, y = T(1) / z, a(0), b(0);  // A - 1 and B - 1
    LOGBESSEL_LOOP
    for (int j = terms<S>; j >= 1; j--) {
        T factor = y * T(1 / S(j)), in_a = factor * (T(S(j) * j) - dd), in_b = factor * ((d + T(j - 1)) * (T(j) - d));
        a = muladd(in_a, a, in_a);
        b = muladd(in_b, b, in_b);
    }
    auto sums = z >= T(smallest_for_sums<S>);
    if (!all(sums)) {
        T integral = y * polynomial<table_for<T, exponential_integral, exponential_integral_float>>(y);
        a = select(sums, a, integral);
        b = select(sums, b, d * y * (T(1) + integral));
    }
    T e = exp_minus(z);
    twofold<T> numerator = two_sum(d, muladd(d, a, z * e)), denominator = fast_two_sum(x, x * (b + e));
    T c = (numerator / denominator).hi, r = T(1) - c;
    // beyond x = 1000, d log c/d log x = -1 - (1 - d)/z to within 1/z^2; before, Riccati's equation has digits to spare
    T slope = select(z > T(2000), c * muladd(y, T(1) - d, T(1)), x * (c * (T(1) + r)) - (d + d) * r) / r;
    return {r, c, slope};
}

/// d/dx I_v/I_(v-1) near v = 1/2, outside the disc for 0 <= v <= 3/2: with N = d A + z e, D = B + e and e = exp(-z), 1 - I_v/I_(v-1) = N/(x D), and
///
///   its slope = (2 d/z (A - z A') + 2 z e - 2 N (e - B')/D)/(x D)
template <class T>
LOGBESSEL_METHOD T iv_ratio_dx(T v, T x) {
    using namespace coefficients;
    using S = scalar_of<T>;
    T d = v - T(0.5), dd = d * d, z = x + x, y = T(1) / z, a(0), b(0), fall_a(0), fall_b(0);  // A - 1, B - 1, -z A', -z B'
    LOGBESSEL_LOOP
    for (int j = terms<S>; j >= 1; j--) {
        T factor = y * T(1 / S(j)), in_a = factor * (T(S(j) * j) - dd), in_b = factor * ((d + T(j - 1)) * (T(j) - d));
        a = muladd(in_a, a, in_a);
        b = muladd(in_b, b, in_b);
        fall_a = muladd(in_a, fall_a, a);
        fall_b = muladd(in_b, fall_b, b);
    }
    auto sums = z >= T(smallest_for_sums<S>);
    if (!all(sums)) {
        T integral = polynomial<table_for<T, exponential_integral, exponential_integral_float>>(y), rest = y * integral;
        a = select(sums, a, rest);
        fall_a = select(sums, fall_a, (integral - T(1)) - rest);
        b = select(sums, b, d * y * (T(1) + rest));
        fall_b = select(sums, fall_b, d * y * (T(1) + rest + fall_a));
    }
    T e = exp_minus(z), numerator = muladd(d, T(1) + a, z * e), denominator = T(1) + (b + e);
    T fall = muladd(y, fall_b, e) * (numerator / denominator);
    return (d * y * (T(1) + (a + fall_a)) + muladd(z, e, -fall)) / (T(0.5) * x * denominator);
}

/// d2/dx2 I_v/I_(v-1) near v = 1/2, outside the disc for 0 <= v <= 3/2: with F* = -z F' and C = (d A/z + e)/D, half of 1 - I_v/I_(v-1),
///
///   x^2 times it = -2 (C* + C**) = -2 (d/z (2 A + 3 A* + A**) + z^2 e - C (B* + B** + z^2 e) - 2 C* (B* + z e))/D.
///
/// To the first order in d, 2 A + 3 A* + A** = z (z (A - 1) - 1).
template <class T>
LOGBESSEL_METHOD T iv_ratio_dx2(T v, T x) {
    using namespace coefficients;
    using S = scalar_of<T>;
    T d = v - T(0.5), dd = d * d, z = x + x, y = T(1) / z, a(0), b(0), fall_a(0), fall_b(0), bend_a(0), bend_b(0);
    LOGBESSEL_LOOP
    for (int j = terms<S>; j >= 1; j--) {  // of A and B, A - 1 and B - 1, A* and B*, A** and B**
        T factor = y * T(1 / S(j)), in_a = factor * (T(S(j) * j) - dd), in_b = factor * ((d + T(j - 1)) * (T(j) - d));
        a = muladd(in_a, a, in_a);
        b = muladd(in_b, b, in_b);
        bend_a = muladd(in_a, fall_a + bend_a, muladd(in_a, fall_a, a));
        bend_b = muladd(in_b, fall_b + bend_b, muladd(in_b, fall_b, b));
        fall_a = muladd(in_a, fall_a, a);
        fall_b = muladd(in_b, fall_b, b);
    }
    T both_a = muladd(T(3), fall_a, muladd(T(2), a, bend_a)) + T(2), both_b = fall_b + bend_b;
    auto sums = z >= T(smallest_for_sums<S>);
    if (!all(sums)) {
        using Table = table_for<T, exponential_integral, exponential_integral_float>;
        T above_one = muladd(y, polynomial<Table, 1>(y), T(Table::c[0] - 1)), rest = muladd(y, above_one, y);
        a = select(sums, a, rest);
        fall_a = select(sums, fall_a, above_one - rest);
        both_a = select(sums, both_a, z * above_one);
        b = select(sums, b, d * y * (T(1) + rest));
        fall_b = select(sums, fall_b, d * y * (T(1) + rest + fall_a));
        both_b = select(sums, both_b, d * above_one);
    }
    T e = exp_minus(z), grown = z * e, dy = d * y, denominator = T(1) + (b + e), slope = fall_b + grown;
    T c = muladd(dy, T(1) + a, e) / denominator, fall = (muladd(dy, T(1) + (a + fall_a), grown) - c * slope) / denominator;
    T numerator = muladd(dy, both_a, z * grown) - muladd(c, muladd(z, grown, both_b), T(2) * fall * slope);
    return T(-2) * (numerator / denominator / x) / x;
}

}  // namespace half_order
}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
