// Debye's uniform expansion as a logarithm, for R = sqrt(v^2 + x^2) large (DLMF 10.41.3, 10.41.4):
//
//   log I_v(x) =  T - log(2 pi R)/2 + (E + O),      T = R - v log((v + R)/x),
//   log K_v(x) = -T + log(pi/(2 R))/2 + (E - O),    E + O = sum_k R^-k Q_k((v/R)^2), the even k in E, the odd k in O.
//
// T comes in two words with a relative error of about 2^-62; everything after it is small beside it or added with its rounding error.
#pragma once

#include "../coefficients/log_debye.h"
#include "../elementary.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {
namespace uniform_expansion {

/// Is the factor exp(-x) of I and exp(x) of K taken out?
enum class scaling { none, exponential };

template <class T>
struct expansion {
    twofold<T> lead;      // T, or T - x when scaled
    twofold<T> half_log;  // log(R)/2
    T even, odd;          // E and O
};

/// R in two words with 1/R, from v + v_low and x.
template <class T>
struct radius {
    twofold<T> r;
    T square, inverse;
};
template <class T>
LOGBESSEL_HD radius<T> polar_radius(T v, T x) {
    twofold<T> vv = two_prod(v, v), xx = two_prod(x, x), s = two_sum(vv.hi, xx.hi);
    root<T> r = sqrt_and_inverse(s.hi);
    T rest = fma(-r.value, r.value, s.hi) + (s.lo + (vv.lo + xx.lo));
    return {{r.value, T(0.5) * r.inverse * rest}, s.hi, r.inverse};
}

/// T (scaled: T - x = v^2/(R + x) - v log((v + R)/x)); v_low is a low word of v, 2^offset normal_x = x under the logarithm.
template <scaling scale, class T, class Low, class Offset>
LOGBESSEL_HD twofold<T> leading_term(T v, Low v_low, T x, T normal_x, Offset offset, radius<T> R) {
    twofold<T> sum = fast_two_sum(R.r.hi, v), tail = two_sum(sum.lo, R.r.lo);
    twofold<T> logarithm = log_ratio(twofold<T>{sum.hi, tail.hi}, normal_x, -offset);
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

/// E and O, with fewer terms far out; the lanes of a pack do not depend on one another.
template <class T>
LOGBESSEL_HD void series(T v, radius<T> R, T& even, T& odd) {
    using namespace coefficients;
    using Head = table_for<T, log_debye, log_debye_float>;
    using Tail = table_for<T, log_debye_tail, log_debye_float_tail>;
    const scalar_of<T> far_radius = format<T>::is_double ? 130 : 64;
    T p2 = R.inverse * R.inverse, u = v * R.inverse, w = u * u, even_rest(0), odd_rest(0);
    auto far = R.square >= T(far_radius * far_radius);
    if (!all(far)) {
        narrow<T> y(w - T(0.5)), q2(p2);
        even_rest = select(far, even_rest, T(polynomial2<Tail, 0, 2>(y, q2)));
        odd_rest = select(far, odd_rest, T(polynomial2<Tail, 1, 2>(y, q2)));
    }
    even = polynomial2<Head, 2, 2>(w, p2, even_rest) * p2;
    odd = polynomial2<Head, 1, 2>(w, p2, odd_rest) * R.inverse;
}

template <scaling scale, class T, class Low, class Offset>
LOGBESSEL_HD expansion<T> expand(T v, Low v_low, T x, T normal_x, Offset offset) {
    radius<T> R = polar_radius(v, x);
    expansion<T> e;
    e.lead = leading_term<scale>(v, v_low, x, normal_x, offset, R);
    twofold<T> log_square = log_quick(R.square);
    e.half_log = {T(0.25) * log_square.hi, T(0.25) * log_square.lo};
    series(v, R, e.even, e.odd);
    return e;
}

/// log I_v(x) in two words (scaled: minus x)
template <class T>
LOGBESSEL_HD twofold<T> log_i(expansion<T> e) {
    using C = constants<T>;
    twofold<T> a = two_sum(e.lead.hi, -e.half_log.hi), b = two_sum(a.hi, T(-C::half_log_2pi));
    return {b.hi, b.lo + ((a.lo + e.lead.lo) - (e.half_log.lo + T(C::half_log_2pi_low)) + (e.even + e.odd))};
}

/// log K_v(x) in two words (scaled: plus x)
template <class T>
LOGBESSEL_HD twofold<T> log_k(expansion<T> e) {
    using C = constants<T>;
    twofold<T> a = two_sum(-e.lead.hi, -e.half_log.hi), b = two_sum(a.hi, T(C::half_log_half_pi));
    return {b.hi, b.lo + ((a.lo - e.lead.lo) - (e.half_log.lo - T(C::half_log_half_pi_low)) + (e.even - e.odd))};
}

/// For scalar orders or arguments whose squares would overflow: T is homogeneous in (v, x), and E, O are below an ulp.
template <scaling scale, class S>
LOGBESSEL_HD expansion<S> expand_huge(S v, S x) {
    using C = constants<S>;
    const S k = format<S>::is_double ? S(600) : S(80), shrink = power_of_two(-k), grow = power_of_two(k);
    normalised<S> y = normalise(x);
    radius<S> R = polar_radius(v * shrink, x * shrink);
    twofold<S> t = leading_term<scale>(v * shrink, nothing(), x * shrink, y.value, y.offset - k, R);
    twofold<S> log_square = log_quick(R.square);
    expansion<S> e;
    e.lead = {t.hi * grow, t.lo * grow};
    e.half_log = {muladd(S(0.5) * k, S(C::ln2), S(0.25) * log_square.hi), muladd(S(0.5) * k, S(C::ln2_low), S(0.25) * log_square.lo)};
    e.even = e.odd = S(0);
    return e;
}

template <scaling scale, class S>
LOGBESSEL_HD twofold<S> log_i_huge(S v, S x) {
    expansion<S> e = expand_huge<scale>(v, x);
    return abs(e.lead.hi) == S(format<S>::infinity) ? e.lead : log_i(e);
}

template <scaling scale, class S>
LOGBESSEL_HD twofold<S> log_k_huge(S v, S x) {
    expansion<S> e = expand_huge<scale>(v, x);
    return abs(e.lead.hi) == S(format<S>::infinity) ? -e.lead : log_k(e);
}

}  // namespace uniform_expansion
}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
