// Debye's uniform expansion again, with few second words: for single precision on a GPU.  Its leading term T = R - v log((v + R)/x) is
//
//   F(c) = (x/c + x c)/2 + v log c      (x cosh t - v t with c = exp(-t), the exponent in the integrals of DLMF 10.32)
//
// at its saddle point c = x/(v + R), and nearby F(c) = T + R (dc/c)^2/2.  So c may be any number that is right to half of the digits, and
// is one that 1 + c is exact for: neither the root nor the quotient needs a second word, log c has one argument instead of two.
#pragma once

#include "uniform_expansion.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {
namespace saddle_point {

using uniform_expansion::kind;
using uniform_expansion::radius;

/// Is it in use?
template <class T>
constexpr bool serves = !format<T>::is_double && !second_looks;

/// From this R^2 on what stands beside T is good to a quarter ulp of R/64 as one word.
template <class T>
constexpr scalar_of<T> far_square = 512 * 512;

/// -2 log c in two words, for c with a last bit 0: log 2 times an integer and 4 atanh(s/4), s = 4 (1 - m)/(1 + m).  Error about 2^-31.
template <class T>
LOGBESSEL_HD twofold<T> minus_two_log(T c) {
    using C = constants<T>;
    binary<T> m = split(c);
    T numerator = muladd(T(-4), m.mantissa, T(4)), denominator = m.mantissa + T(1), r = reciprocal(denominator);  // both exact
    T high = muladd(m.exponent, T(-2 * C::ln2), numerator * r), part = muladd(m.exponent, T(2 * C::ln2), high);
    T rest = fma(-part, denominator, numerator) * r, s = part + rest, q = s * s;  // part: what of s went into the high word, exactly
    rest = muladd(s * q, polynomial<coefficients::atanh_of_quarter>(q), rest);
    return {high, muladd(m.exponent, T(-2 * C::ln2_low), rest)};
}

/// 2 T in two words
template <class T>
LOGBESSEL_HD twofold<T> leading_term(T v, T x, radius<T> R) {
    T p = muladd(R.square, R.inverse, v), c = without_last_bits<1>(x * reciprocal(p));
    twofold<T> l = minus_two_log(c);
    T base = without_last_bits<7>(p);  // x/c = base + (x - base c)/c; a coarse number, so that the two sums are exact in this order
    T product = v * l.hi, y = x * c, difference = base - product, sum = difference + y;
    T low = muladd(-v, l.lo, fma(-v, l.hi, base - difference));
    return {sum, low + muladd(fma(-c, base, x), reciprocal(c), fma(x, c, difference - sum))};
}

/// log I_v(x) or log K_v(x) far out, from 2 T: what stands beside T in one word.
template <kind which, class T>
LOGBESSEL_HD T far_out(T v, radius<T> R, twofold<T> t) {
    using coefficients::log_debye, coefficients::log_debye_float;
    using S = scalar_of<T>;
    const bool first = which == kind::first;
    const S constant = first ? -4 : -3, shrink = first ? constants<T>::shrink_first : constants<T>::shrink_second;
    const T half(first ? 0.5 : -0.5);
    T u = v * R.inverse, p = first ? R.inverse : -R.inverse;
    T s = polynomial2<table_for<T, log_debye, log_debye_float>, 1>(u * u, p);
    T rest = muladd(binary_logarithm(R.square * T(shrink)), T(S(-coefficients::constants<double>::ln2 / 4)), muladd(s, p, half * t.lo));
    return muladd(half, t.hi, rest + T(constant));
}

/// The same anywhere, R >= 16.  High words cut to 2^-8: for |T| < 2^16 the error of their sum with T takes three operations.
template <kind which, class T>
LOGBESSEL_HD T not_far(T v, radius<T> R, twofold<T> t) {
    using S = scalar_of<T>;
    using C = coefficients::constants<double>;
    const bool first = which == kind::first;
    const double ln2 = 0.171875, constant = first ? -0.91796875 : 0.2265625;  // a quarter of log 2, and half a log 2 pi or pi/2
    const double constant_low = (first ? -C::half_log_2pi : C::half_log_half_pi) - constant;
    const T half(first ? 0.5 : -0.5);
    log_parts<T> l = split_log(R.square);
    T low = muladd(T(-0.25), l.rest, muladd(l.exponent, T(S(ln2 - C::ln2 / 4)), T(S(constant_low))));
    T high = muladd(l.exponent, T(S(-ln2)), T(S(constant))), y = muladd(half, t.hi, high);
    return y + (fma(half, t.hi, high - y) +
                muladd(half, t.lo,
                       low + uniform_expansion::series<uniform_expansion::scaling::none, uniform_expansion::reach::outer>(which, v, R)));
}

/// log I_v(x) or log K_v(x), R >= 16, v, x < 2^60, x > 2^-60.  The lanes of a pack do not depend on one another.
template <kind which, class T>
LOGBESSEL_HD T logarithm(T v, T x) {
    T square = muladd(v, v, x * x);
    radius<T> R{{T(0), T(0)}, square, sqrt_and_inverse(square).inverse};
    twofold<T> t = leading_term(v, x, R);
    auto far = at_least(square, T(far_square<T>));
    if (all(far)) {
        return far_out<which>(v, R, t);
    }
    T y = not_far<which>(v, R, t);
    return any(far) ? select(far, far_out<which>(v, R, t), y) : y;
}

}  // namespace saddle_point
}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
