// Debye's uniform expansion as a logarithm, for R = sqrt(v^2 + x^2) large (DLMF 10.41.3, 10.41.4):
//
//   log I_v(x) =  T - log(R)/2 - log(2 pi)/2 + S(1/R),     T = R - v log((v + R)/x),
//   log K_v(x) = -T - log(R)/2 + log(pi/2)/2 + S(-1/R),    S(p) = sum_k p^k Q_k((v/R)^2).
//
// T comes in two words with a relative error of about 2^-62 (where nothing is looked at twice 2^-59, float 2^-30); everything after it is small beside it or added with its rounding error.
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
    twofold<T> vv = two_prod(v, v), xx = two_prod(x, x), s = two_sum(vv.hi, xx.hi);
    root<T> r = sqrt_and_inverse(s.hi);
    if constexpr (nearest) {
        r.value = nearest_root(s.hi, r);
    }
    T rest = fma(-r.value, r.value, s.hi) + (s.lo + (vv.lo + xx.lo));
    return {{r.value, T(0.5) * r.inverse * rest}, s.hi, r.inverse};
}

/// What follows the head of a series of p = 1/R or -1/R and w = (v/R)^2, nothing far out.  The lanes of a pack do not depend on one another.
template <class Middle, class Tail, class T>
LOGBESSEL_HD T middle_and_tail(T w, T p, radius<T> R) {
    const scalar_of<T> without_tail = format<T>::is_double ? 130 : 64;
    const scalar_of<T> without_middle = format<T>::is_double ? 600 : 256;
    T middle(0), tail(0);
    auto far = R.square >= T(without_middle * without_middle), not_near = R.square >= T(without_tail * without_tail);
    if (!all(far)) {
        if (!all(not_near)) {
            tail = select(not_near, tail, T(polynomial2<Tail>(narrow<T>(w - T(0.5)), narrow<T>(p))));
        }
        middle = select(far, middle, polynomial2<Middle>(w, p, tail));
    }
    return middle;
}

/// T (scaled: T - x = v^2/(R + x) - v log((v + R)/x)); v_low is a low word of v, 2^offset normal_x = x under the logarithm.
template <scaling scale, class T, class Low, class Offset>
LOGBESSEL_HD twofold<T> leading_term(T v, Low v_low, T x, T normal_x, Offset offset, radius<T> R) {
    twofold<T> sum = fast_two_sum(R.r.hi, v), tail = two_sum(sum.lo, R.r.lo);
    constexpr bool tight = scale == scaling::exponential || (format<T>::is_double && second_looks);
    twofold<T> logarithm = log_ratio<tight>(twofold<T>{sum.hi, tail.hi}, normal_x, -offset);
    if constexpr (scale == scaling::exponential) {  // v << x: what two words of v + R have lost
        logarithm.lo = logarithm.lo + tail.lo * R.inverse;
    }
    twofold<T> product = two_prod(v, logarithm.hi);
    product.lo = muladd(v, logarithm.lo, muladd(v_low, logarithm.hi, product.lo));
    if constexpr (scale == scaling::exponential) {
        twofold<T> difference = two_prod(v, v) / (two_sum(R.r.hi, x) + R.r.lo);
        twofold<T> t = two_sum(difference.hi, -product.hi);
        return {t.hi, t.lo + (difference.lo - product.lo)};
    } else {
        twofold<T> t = two_sum(R.r.hi, -product.hi);
        return {t.hi, t.lo + (R.r.lo - product.lo)};
    }
}

/// S(p) for p = 1/R or -1/R
template <class T>
LOGBESSEL_HD T series(T v, radius<T> R, T p) {
    using namespace coefficients;
    T u = v * R.inverse, w = u * u;
    T rest = middle_and_tail<table_for<T, log_debye_middle, log_debye_float_middle>, table_for<T, log_debye_tail, log_debye_float_tail>>(
        w, p, R);
    return polynomial2<table_for<T, log_debye, log_debye_float>, 1>(w, p, rest) * p;
}

/// The logarithm in two words from T, log(R)/2 and S; R > 11
template <kind which, class T>
LOGBESSEL_HD twofold<T> assemble(twofold<T> t, twofold<T> half_log, T s) {
    using C = constants<T>;
    const bool first = which == kind::first;
    const T constant(first ? -C::half_log_2pi : C::half_log_half_pi), constant_low(first ? -C::half_log_2pi_low : C::half_log_half_pi_low);
    twofold<T> lead = first ? t : -t, rest = fast_two_sum(-half_log.hi, constant), sum = two_sum(lead.hi, rest.hi);
    return {sum.hi, sum.lo + ((lead.lo - half_log.lo) + (rest.lo + constant_low) + s)};
}

template <kind which, scaling scale, class T, class Low, class Offset>
LOGBESSEL_HD twofold<T> expand(T v, Low v_low, T x, T normal_x, Offset offset) {
    radius<T> R = polar_radius<scale == scaling::exponential>(v, x);
    twofold<T> t = leading_term<scale>(v, v_low, x, normal_x, offset, R), half_log = log_quick(R.square, 0.25);
    return assemble<which>(t, half_log, series(v, R, which == kind::first ? R.inverse : -R.inverse));
}

/// log I_v(x) or log K_v(x) in two words (scaled: minus x, plus x)
template <kind which, scaling scale, class T>
LOGBESSEL_HD twofold<T> logarithm(T v, T x) {
    return expand<which, scale>(v, nothing(), x, x, nothing());
}

/// The same where the order has two words
template <kind which, scaling scale, class T>
LOGBESSEL_METHOD twofold<T> logarithm(twofold<T> v, T x) {
    return expand<which, scale>(v.hi, v.lo, x, x, nothing());
}

/// The same where the argument may be subnormal
template <kind which, scaling scale, class S>
LOGBESSEL_METHOD twofold<S> logarithm(S v, S x, normalised<S> y) {
    return expand<which, scale>(v, nothing(), x, y.value, y.offset);
}

/// For scalar orders or arguments whose squares would overflow: T is homogeneous in (v, x), and S is below an ulp.
template <kind which, scaling scale, class S>
LOGBESSEL_METHOD twofold<S> logarithm_huge(S v, S x) {
    using C = constants<S>;
    const S k = format<S>::is_double ? S(600) : S(80), shrink = power_of_two(-k), grow = power_of_two(k);
    normalised<S> y = normalise(x);
    radius<S> R = polar_radius<scale == scaling::exponential>(v * shrink, x * shrink);
    twofold<S> t = leading_term<scale>(v * shrink, nothing(), x * shrink, y.value, y.offset - k, R), half_log = log_quick(R.square, 0.25);
    t = {t.hi * grow, t.lo * grow};
    half_log = {muladd(S(0.5) * k, S(C::ln2), half_log.hi), muladd(S(0.5) * k, S(C::ln2_low), half_log.lo)};
    if (abs(t.hi) == S(format<S>::infinity)) {
        return which == kind::first ? t : -t;
    }
    return assemble<which>(t, half_log, S(0));
}

}  // namespace uniform_expansion
}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
