// The second derivatives of log K_v(x) inside the disc for x >= 3/8 or v >= 8: variances and the covariance under the density in
//
//   2 K_v(x) = int_-inf^inf exp(v t - x cosh t) dt                                                                     (DLMF 10.32.9)
//
//   d2/dx2 = Var cosh t,    d2/dvdx = -Cov(t, cosh t),    d2/dv2 = Var t.
//
// With t = asinh(v/x) + s, the exponent is -E(s) and its largest value, x cosh t is E(s) + v s and R = sqrt(v^2 + x^2), and
//
//   E(-s) = (R - v)(cosh s - 1) + v (exp(-s) - 1 + s),    E(s) = E(-s) + 2 v (sinh s - s),
//
// where the terms are positive for s > 0.  The trapezoidal rule takes the nodes -s and s = j h together: what is odd in v keeps its digits.
#pragma once

#include "../coefficients/quadrature_second.h"
#include "k_order_quadrature.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {
namespace k_second_quadrature {

/// Functions of s = j h by sums of positive terms: cosh s - 1 and sinh s - s by second differences, exp(-s) - 1 + s by first ones
template <class T>
struct node {
    T h, bend, decay;  // h, 2 (cosh h - 1), 1 - exp(-h)
    T s, cosh, cosh_rise, sinh, sinh_rise, exp, exp_rise, fall;
    LOGBESSEL_HD explicit node(T h) : h(h), s(h) {
        cosh = cosh_rise = quadrature::cosh_minus_1(h);
        sinh = sinh_rise = k_order_quadrature::sinh_minus(h);
        exp = exp_rise = cosh - sinh;
        bend = cosh + cosh;
        fall = decay = h - exp;
    }
    LOGBESSEL_HD void advance(T index) {
        cosh_rise = muladd(bend, T(1) + cosh, cosh_rise);
        sinh_rise = muladd(bend, s + sinh, sinh_rise);
        exp_rise = muladd(decay, fall, exp_rise);
        fall = muladd(-decay, fall, fall);
        cosh = cosh + cosh_rise;
        sinh = sinh + sinh_rise;
        exp = exp + exp_rise;
        s = index * h;
    }
};

/// Of s and of y = E + v s, which is x cosh t but for a constant
template <class T>
struct moments {
    T variance_s, covariance, variance_y;
    LOGBESSEL_HD moments(T v, T x) {
        using Rule = table_for<T, coefficients::quadrature_second, coefficients::quadrature_second_float>;
        T R = sqrt(muladd(v, v, x * x)), rest = x * (x / (R + v)), twice_v = v + v;
        const twofold<T> zero{T(0), T(0)};
        twofold<T> weight{T(1), T(0)}, s = zero, y = zero, ss = zero, sy = zero, yy = zero;

        node<T> at(T(Rule::scale) / sqrt(R + T(Rule::shift)));
        LOGBESSEL_ROLLED
        for (int j = 1; j < Rule::size; j++) {
            T exponent = muladd(rest, at.cosh, v * at.exp), gap = twice_v * at.sinh, vs = v * at.s;
            T left = exp(-exponent), loss = left * one_minus_exp(gap), right = left - loss, both = left + right;
            T y_left = exponent - vs, y_right = (exponent + gap) + vs, left_y = left * y_left, right_y = right * y_right;
            accumulate(weight, both, T(1));
            accumulate(s, -loss, at.s);
            accumulate(y, left_y + right_y, T(1));
            accumulate(ss, both * at.s, at.s);
            accumulate(sy, muladd(both, vs, muladd(right, gap, -loss * exponent)), at.s);
            accumulate(yy, left_y, y_left);
            accumulate(yy, right_y, y_right);
            at.advance(T(j + 1));
        }
        T unit = T(1) / sum(weight), mean_s = unit * sum(s), mean_y = unit * sum(y);
        variance_s = muladd(-mean_s, mean_s, unit * sum(ss));
        covariance = muladd(-mean_s, mean_y, unit * sum(sy));
        variance_y = muladd(-mean_y, mean_y, unit * sum(yy));
    }
};

template <class T>
LOGBESSEL_METHOD T dx2(T v, T x) {
    return moments<T>(v, x).variance_y / x / x;
}
template <class T>
LOGBESSEL_METHOD T dvdx(T v, T x) {
    return -moments<T>(v, x).covariance / x;
}
template <class T>
LOGBESSEL_METHOD T dv2(T v, T x) {
    return moments<T>(v, x).variance_s;
}

}  // namespace k_second_quadrature
}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
