// Derivatives of q = K_(v-1)/K_v inside the disc for v >= 0, x >= 3/8 or v >= 8: joint cumulants under the density of
// k_second_quadrature.h.  q is the mean of exp(-t), and with t = asinh(v/x) + s, R = sqrt(v^2 + x^2), f = x/(R + v), a = exp(-s) - 1 and
// y = x cosh t - R,
//
//   dq/dv = f k(a, s),    dq/dx = -f/x k(a, y),    d2q/dv2 = f k(a, s, s),    d2q/dvdx = -f/x k(a, s, y),    d2q/dx2 = f/x^2 k(a, y, y).
//
// Those in x cancel for v >> x.  For v > x (the last one: v > x/2), after integrations by parts, for x cosh t = x exp(-t) + x sinh t,
//
//   dq/dx = f/x (1 + E a - x f k(a, a)),    d2q/dvdx = f/x (k(a, s) - x f k(a, a, s)),    d2q/dx2 = f^2/x (x f k(a, a, a) - 3 k(a, a)).
//
// and near to the origin, where all terms of Riccati's equation are of one size, its derivative (DLMF 10.29.2) has the last one.
//
// Each variable is a sum of a part that is even in s and an odd one.  So are their products, and sums over the nodes -s and s keep their
// digits.
#pragma once

#include "../coefficients/quadrature_ratio.h"
#include "k_second_quadrature.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {
namespace k_ratio_quadrature {

/// Within this radius Riccati's equation loses less than either.
template <class S>
constexpr S riccati_radius = S(2);

/// A function of s as its even and its odd part
template <class T>
struct parity {
    T even, odd;
};
template <class T>
LOGBESSEL_HD parity<T> operator*(parity<T> a, parity<T> b) {
    return {muladd(a.even, b.even, a.odd * b.odd), muladd(a.even, b.odd, a.odd * b.even)};
}

/// A function's values at -s and s, whose weights are of that sum and that difference
template <class T>
LOGBESSEL_HD void add(twofold<T>& sum, T both, T loss, parity<T> f) {
    accumulate(sum, muladd(both, f.even, -loss * f.odd), T(1));
}

/// s; y, or in its place a where it is steep
enum class variable { order, argument };

template <variable which, class T>
LOGBESSEL_HD parity<T> pick(mask_of<T> steep, parity<T> s, parity<T> a, parity<T> y) {
    return which == variable::order ? s : parity<T>{select(steep, a.even, y.even), select(steep, a.odd, y.odd)};
}

/// E a, k(a, b) and k(a, b, c)
template <class T>
struct cumulants {
    T first, second, third;
};
template <variable of_b, variable of_c, class T>
LOGBESSEL_HD cumulants<T> joint_cumulants(T v, T x, T R, mask_of<T> steep) {
    using Rule = table_for<T, coefficients::quadrature_ratio, coefficients::quadrature_ratio_float>;
    T rest = x * (x / (R + v)), twice_v = v + v;
    const twofold<T> zero{T(0), T(0)};
    twofold<T> weight{T(1), T(0)}, A = zero, B = zero, C = zero, AB = zero, AC = zero, BC = zero, ABC = zero;

    k_second_quadrature::node<T> at(T(Rule::scale) / sqrt(R + T(Rule::shift)));
    LOGBESSEL_ROLLED
    for (int j = 1; j < Rule::size; j++) {
        T left = exp(-muladd(rest, at.cosh, v * at.exp)), loss = left * one_minus_exp(twice_v * at.sinh), both = left + (left - loss);
        T sinh = at.s + at.sinh;
        parity<T> s{T(0), at.s}, a{at.cosh, -sinh}, y{R * at.cosh, v * sinh};
        parity<T> b = pick<of_b>(steep, s, a, y), c = pick<of_c>(steep, s, a, y), ab = a * b;
        accumulate(weight, both, T(1));
        add(A, both, loss, a);
        add(B, both, loss, b);
        add(C, both, loss, c);
        add(AB, both, loss, ab);
        add(AC, both, loss, a * c);
        add(BC, both, loss, b * c);
        add(ABC, both, loss, ab * c);
        at.advance(T(j + 1));
    }
    T unit = T(1) / sum(weight), a = unit * sum(A), b = unit * sum(B), c = unit * sum(C), ab = unit * sum(AB), bc = unit * sum(BC);
    T second = muladd(-a, b, ab);
    return {a, second, muladd(-a, muladd(-b, c, bc), muladd(-b, muladd(-a, c, unit * sum(AC)), muladd(-c, ab, unit * sum(ABC))))};
}

template <class T>
LOGBESSEL_HD T argument_slope(cumulants<T> k, T x, T unit, mask_of<T> steep) {
    return unit * select(steep, T(1) + muladd(-x * (x * unit), k.second, k.first), -k.second);
}

template <class T>
LOGBESSEL_METHOD T dx(T v, T x) {
    T R = sqrt(muladd(v, v, x * x)), unit = T(1) / (R + v);
    auto steep = v > x;
    return argument_slope(joint_cumulants<variable::argument, variable::argument>(v, x, R, steep), x, unit, steep);
}
template <class T>
LOGBESSEL_METHOD T dv(T v, T x) {
    T R = sqrt(muladd(v, v, x * x));
    return joint_cumulants<variable::order, variable::order>(v, x, R, v < v).second * (x / (R + v));
}
template <class T>
LOGBESSEL_METHOD T dx2(T v, T x) {
    T R = sqrt(muladd(v, v, x * x)), unit = T(1) / (R + v), f = x * unit;
    auto steep = v > T(0.5) * x;
    cumulants<T> k = joint_cumulants<variable::argument, variable::argument>(v, x, R, steep);
    T y = unit * select(steep, f * muladd(x * f, k.third, T(-3) * k.second), k.third / x);
    T q = muladd(f, k.first, f), slope = argument_slope(k, x, unit, steep);
    return select(R < T(riccati_radius<scalar_of<T>>), muladd(T(2) * q, slope, (v + v - T(1)) * ((slope - q / x) / x)), y);
}
template <class T>
LOGBESSEL_METHOD T dvdx(T v, T x) {
    T R = sqrt(muladd(v, v, x * x)), unit = T(1) / (R + v);
    auto steep = v > x;
    cumulants<T> k = joint_cumulants<variable::order, variable::argument>(v, x, R, steep);
    return unit * select(steep, muladd(-x * (x * unit), k.third, k.second), -k.third);
}
template <class T>
LOGBESSEL_METHOD T dv2(T v, T x) {
    T R = sqrt(muladd(v, v, x * x));
    return joint_cumulants<variable::order, variable::order>(v, x, R, v < v).third * (x / (R + v));
}

}  // namespace k_ratio_quadrature
}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
