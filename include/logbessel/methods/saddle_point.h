// The uniform expansion with few second words, for single precision on a GPU.  Its leading term T = R - v log((v + R)/x) is the value of
//
//   F(c) = (x/c + x c)/2 + v log c
//
// at its minimum c = x/(v + R), and close by F(c) = T + R (dc/c)^2/2.  So any c of half the digits will do, one that its logarithm is easy
// for: neither the root nor the quotient needs a second word.
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

/// The square of R, from where on what stands beside T has an error of a quarter ulp of R/64 in one word, and the series two terms.
template <class T>
constexpr scalar_of<T> far_square = 512 * 512;

/// -2 log c in two words, the last bit of c being 0; relative error about 2^-30.
template <class T>
LOGBESSEL_HD twofold<T> minus_two_log(T c) {
    using C = constants<T>;
    binary<T> m = split(c);
    T numerator = muladd(T(-4), m.mantissa, T(4)), denominator = m.mantissa + T(1), r = reciprocal(denominator);  // exact
    T high = muladd(m.exponent, T(-2 * C::ln2), numerator * r), part = muladd(m.exponent, T(2 * C::ln2), high);  // the second exact
    T rest = fma(-part, denominator, numerator) * r, s = part + rest, q = s * s;
    rest = muladd(s * q, polynomial<coefficients::atanh_of_quarter>(q), rest);
    return {high, muladd(m.exponent, T(-2 * C::ln2_low), rest)};
}

/// 2 T in two words
template <class T>
LOGBESSEL_HD twofold<T> leading_term(T v, T x, radius<T> R) {
    T p = muladd(R.square, R.inverse, v), c = without_last_bits<1>(x * reciprocal(p));
    twofold<T> l = minus_two_log(c);
    T base = without_last_bits<7>(p);  // x/c = base + (x - base c)/c
    T product = v * l.hi, y = x * c, difference = base - product, sum = difference + y;
    T low = muladd(-v, l.lo, fma(-v, l.hi, base - difference));
    return {sum, low + muladd(fma(-c, base, x), reciprocal(c), fma(x, c, difference - sum))};
}

/// log I_v(x) or log K_v(x), R >= 16, x/(v + R) > 2^-126
template <kind which, class T>
LOGBESSEL_HD T logarithm(T v, T x) {
    using coefficients::log_debye, coefficients::log_debye_float;
    using C = coefficients::constants<double>;
    using S = scalar_of<T>;
    const bool first = which == kind::first;
    const T half(first ? 0.5 : -0.5);
    T square = muladd(v, v, x * x);
    radius<T> R{{T(0), T(0)}, square, sqrt_and_inverse(square).inverse};
    T p = first ? R.inverse : -R.inverse;
    twofold<T> t = leading_term(v, x, R);
    if (all(at_least(square, T(far_square<T>)))) {
        const S constant = first ? -4 : -3, scale = first ? S(4.442710622746238e-06) : S(2.490155472756352e-06);  // 4 pi^2 exp(-16), (2/pi)^2 exp(-12)
        T u = v * R.inverse, s = polynomial2<table_for<T, log_debye, log_debye_float>, 1>(u * u, p);
        T rest = muladd(binary_logarithm(square * T(scale)), T(S(-C::ln2 / 4)), muladd(s, p, half * t.lo));
        return muladd(half, t.hi, rest + T(constant));
    }
    twofold<T> rest = uniform_expansion::beside(which, split_log(square), uniform_expansion::series(v, R, p));
    twofold<T> y = two_sum(half * t.hi, rest.hi);
    return y.hi + (muladd(half, t.lo, y.lo) + rest.lo);
}

}  // namespace saddle_point
}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
