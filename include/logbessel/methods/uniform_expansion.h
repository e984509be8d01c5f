// Debye's uniform expansion as a logarithm, for R = sqrt(v^2 + x^2) large (DLMF 10.41.3, 10.41.4):
//
//   log I_v(x) =  T - log(R)/2 - log(2 pi)/2 + S(1/R),     T = R - v log((v + R)/x),
//   log K_v(x) = -T - log(R)/2 + log(pi/2)/2 + S(-1/R),    S(p) = sum_k p^k Q_k((v/R)^2).
//
// T comes in two words with a relative error of about 2^-62 (where nothing is looked at twice 2^-59, float 2^-30); everything after it is
// small beside it or added with its rounding error.
#pragma once

#include "../coefficients/log_debye.h"
#include "../elementary.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {
namespace uniform_expansion {

/// I is the modified Bessel function of the first kind, K that of the second.
enum class kind { first, second };

/// Is the factor exp(-x) of I and exp(x) of K taken out?
enum class scaling { none, exponential };

/// R in two words, with R^2 and 1/R
template <class T>
struct radius {
    twofold<T> r;
    T square, inverse;
};
/// `nearest`: so that R - x is right also where v vanishes beside x
template <bool nearest, class T>
LOGBESSEL_HD radius<T> polar_radius(T v, T x) {
    twofold<T> s = sum_of_squares(v, x);
    root<T> r = sqrt_and_inverse(s.hi);
    if constexpr (nearest) {
        r.value = nearest_root(s.hi, r);
    }
    T rest = fma(-r.value, r.value, s.hi) + s.lo;
    return {{r.value, T(0.5) * r.inverse * rest}, s.hi, r.inverse};
}

/// So many rows of a middle have full precision beside a result as small as the series: all.
constexpr int every_row = 99;

/// The rows of a middle, from row `wide` on as narrow as the tail after them
template <class Middle, int wide, int k = 0, class N, class T>
LOGBESSEL_HD T middle_rows(T c, T p, N tail) {
    if constexpr (k == wide || k == Middle::rows) {
        return T(polynomial2<Middle, k>(N(c), N(p), tail));
    } else {
        return muladd(middle_rows<Middle, wide, k + 1>(c, p, tail), p, polynomial_row<Middle, k>(c));
    }
}

/// What follows the head of a series of p = 1/R or -1/R and w = (v/R)^2, nothing far out.  The lanes of a pack do not depend on one
/// another.  The tail can be narrow, and so can be the middle beside a result of the size of R, or but for its first row beside one R times
/// as large as the series.
template <class Middle, class Tail, int wide, class T>
LOGBESSEL_HD T middle_and_tail(T w, T p, radius<T> R) {
    using N = narrow<T>;
    const scalar_of<T> without_tail = format<T>::is_double ? 130 : 64;
    const scalar_of<T> without_middle = format<T>::is_double ? 600 : 256;
    T rest(0);
    auto far = at_least(R.square, T(without_middle * without_middle)), not_near = at_least(R.square, T(without_tail * without_tail));
    if (!all(far)) {
        T c = w - T(0.5);
        N tail(0);
        if (!all(not_near)) {
            tail = select(not_near, tail, polynomial2<Tail>(N(c), N(p)));
        }
        rest = select(far, rest, middle_rows<Middle, wide>(c, p, tail));
    }
    return rest;
}

/// The same in the ring, where all has full precision.
template <class Middle, class Ring, class T>
LOGBESSEL_HD T middle_and_ring(T w, T p) {
    T c = w - T(0.5);
    return polynomial2<Middle>(c, p, polynomial2<Ring>(c, p));
}

/// How far in: outside the disc, or down to the logarithm's own radius.
enum class reach { outer, ring };

/// Outside the disc, or in the ring.
template <reach how_far, class Middle, class Tail, class Ring, int wide, class T>
LOGBESSEL_HD T after_head(T w, T p, radius<T> R) {
    if constexpr (how_far == reach::outer) {
        return middle_and_tail<Middle, Tail, wide>(w, p, R);
    } else {
        return middle_and_ring<Middle, Ring>(w, p);
    }
}

/// asinh(v/x) = log((v + R)/x), the logarithm of two words; 2^offset normal_x = x under the logarithm.  `nearest`: relatively accurate for
/// v -> 0, also what two words of v + R have lost
template <bool tight, bool nearest, class T, class Offset>
LOGBESSEL_HD twofold<T> asinh_ratio(T v, T normal_x, Offset offset, radius<T> R) {
    twofold<T> sum = fast_two_sum(R.r.hi, v), tail = two_sum(sum.lo, R.r.lo);
    twofold<T> y = log_ratio<tight>(twofold<T>{sum.hi, tail.hi}, normal_x, -offset);
    if constexpr (nearest) {
        y.lo = y.lo + tail.lo * R.inverse;
    }
    return y;
}

/// T = minuend - subtrahend with the minuend R and the subtrahend v log((v + R)/x); scaled, T - x with the minuend v^2/(R + x).
template <class T>
struct leading_term {
    twofold<T> minuend, subtrahend;
};
/// v_low is a low word of v, the logarithm is log((v + R)/x)
template <scaling scale, class T, class Low>
LOGBESSEL_HD leading_term<T> lead(T v, Low v_low, T x, twofold<T> logarithm, radius<T> R) {
    twofold<T> product = two_prod(v, logarithm.hi);
    product.lo = muladd(v, logarithm.lo, muladd(v_low, logarithm.hi, product.lo));
    if constexpr (scale == scaling::exponential) {
        return {two_prod(v, v) / (two_sum(R.r.hi, x) + R.r.lo), product};
    } else {
        return {R.r, product};
    }
}
template <scaling scale, class T, class Low, class Offset>
LOGBESSEL_HD leading_term<T> lead(T v, Low v_low, T x, T normal_x, Offset offset, radius<T> R) {
    constexpr bool scaled = scale == scaling::exponential, tight = scaled || (format<T>::is_double && second_looks);
    return lead<scale>(v, v_low, x, asinh_ratio<tight, scaled>(v, normal_x, offset, R), R);
}

template <class T>
using tail_of_i = table_for<T, coefficients::log_debye_tail_i, coefficients::log_debye_float_tail_i>;
template <class T>
using tail_of_k = table_for<T, coefficients::log_debye_tail_k, coefficients::log_debye_float_tail_k>;
template <class T>
using ring_of_i = table_for<T, coefficients::log_debye_ring_i, coefficients::log_debye_float_ring_i>;
template <class T>
using ring_of_k = table_for<T, coefficients::log_debye_ring_k, coefficients::log_debye_float_ring_k>;

template <class T>
using middle_of_both = table_for<T, coefficients::log_debye_middle, coefficients::log_debye_float_middle>;

/// Outside the disc
template <int wide, class T>
LOGBESSEL_HD T rest_outside(kind which, T w, T p, radius<T> R) {
    return which == kind::first ? middle_and_tail<middle_of_both<T>, tail_of_i<T>, wide>(w, p, R)
                                : middle_and_tail<middle_of_both<T>, tail_of_k<T>, wide>(w, p, R);
}

template <class T>
LOGBESSEL_HD T rest_in_ring(kind which, T w, T p) {
    return which == kind::first ? middle_and_ring<middle_of_both<T>, ring_of_i<T>>(w, p)
                                : middle_and_ring<middle_of_both<T>, ring_of_k<T>>(w, p);
}

/// S(p) for p = 1/R or -1/R
template <scaling scale, reach how_far, class T>
LOGBESSEL_HD T series(kind which, T v, radius<T> R) {
    T u = v * R.inverse, w = u * u, p = which == kind::first ? R.inverse : -R.inverse, rest(0);
    if constexpr (how_far == reach::outer) {
        rest = rest_outside<scale == scaling::none ? 0 : every_row>(which, w, p, R);
    } else {
        const scalar_of<T> square = ring_of_i<T>::outer * ring_of_i<T>::outer;
        auto outside = at_least(R.square, T(square));
        if (any(outside)) {
            rest = rest_outside<every_row>(which, w, p, R);
        }
        if (!all(outside)) {
            rest = select(outside, rest, rest_in_ring(which, w, p));
        }
    }
    return polynomial2<table_for<T, coefficients::log_debye, coefficients::log_debye_float>, 1>(w, p, rest) * p;
}

/// What stands beside T, log R^2 given as its parts
template <class T>
LOGBESSEL_HD twofold<T> beside(kind which, log_parts<T> log_square, T s) {
    using C = constants<T>;
    const bool first = which == kind::first;
    const T constant(first ? -C::short_half_log_2pi : C::short_half_log_half_pi),
        constant_low(first ? -C::short_half_log_2pi_low : C::short_half_log_half_pi_low);
    T low = muladd(T(-0.25), log_square.rest, muladd(log_square.exponent, T(-C::ln2_low / 4), constant_low));
    return {muladd(log_square.exponent, T(-C::ln2 / 4), constant), low + s};
}

/// The logarithm in two words; R > 5
template <scaling scale, class T>
LOGBESSEL_HD twofold<T> assemble(kind which, leading_term<T> t, twofold<T> rest) {
    const bool first = which == kind::first;
    T part = first ? rest.hi : -rest.hi;
    twofold<T> minuend = scale == scaling::none ? fast_two_sum(t.minuend.hi, part) : two_sum(t.minuend.hi, part);
    twofold<T> y = two_sum(minuend.hi, -t.subtrahend.hi);
    T low = (t.minuend.lo - t.subtrahend.lo) + (minuend.lo + y.lo);
    return {first ? y.hi : -y.hi, first ? rest.lo + low : rest.lo - low};
}

template <scaling scale, reach how_far, class T, class Low, class Offset>
LOGBESSEL_HD twofold<T> expand(kind which, T v, Low v_low, T x, T normal_x, Offset offset) {
    radius<T> R = polar_radius<scale == scaling::exponential>(v, x);
    T s = series<scale, how_far>(which, v, R);
    return assemble<scale>(which, lead<scale>(v, v_low, x, normal_x, offset, R), beside(which, split_log(R.square), s));
}

/// log I_v(x) or log K_v(x) in two words (scaled: minus x, plus x) outside the disc
template <kind which, scaling scale, class T>
LOGBESSEL_HD twofold<T> logarithm(T v, T x) {
    return expand<scale, reach::outer>(which, v, nothing(), x, x, nothing());
}

/// The same also in the ring, where the order has two words, and the argument x = y may be subnormal
template <scaling scale, class T>
LOGBESSEL_METHOD twofold<T> logarithm(kind which, twofold<T> v, T x, normalised<T> y) {
    return expand<scale, reach::ring>(which, v.hi, v.lo, x, y.value, y.offset);
}

/// For scalar orders or arguments whose squares would overflow: T is homogeneous in (v, x), and S is below an ulp.
template <scaling scale, class S>
LOGBESSEL_METHOD twofold<S> logarithm_huge(kind which, S v, S x) {
    const S k = format<S>::is_double ? S(600) : S(80), shrink = power_of_two(-k), grow = power_of_two(k);
    normalised<S> y = normalise(x);
    radius<S> R = polar_radius<scale == scaling::exponential>(v * shrink, x * shrink);
    leading_term<S> t = lead<scale>(v * shrink, nothing(), x * shrink, y.value, y.offset - k, R);
    log_parts<S> log_square = split_log(R.square);
    twofold<S> rest = beside(which, {log_square.exponent + S(2) * k, log_square.rest}, S(0));
    twofold<S> shrunk = assemble<scale>(which, t, {rest.hi * shrink, rest.lo * shrink});
    return {shrunk.hi * grow, shrunk.lo * grow};
}

}  // namespace uniform_expansion
}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
