// d/dv log K_v(x) inside the disc for x >= 1/8: the trapezoidal rule for two small orders and their derivatives, then upwards.
//
//   e^x K_mu(x) = int_0^inf exp(-x (cosh t - 1)) cosh(mu t) dt,    its derivative in mu has t sinh(mu t) there         (DLMF 10.32.9)
#pragma once

#include "../coefficients/quadrature_order.h"
#include "k_order_ladder.h"
#include "quadrature.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {
namespace k_order_quadrature {

using quadrature::cosh_minus_1;

/// sinh(y) - y for |y| <= 0.6
template <class T>
LOGBESSEL_HD T sinh_minus(T y) {
    T q = y * y, p = T(1);
    LOGBESSEL_UNROLL
    for (int k = format<T>::is_double ? 15 : 9; k > 3; k -= 2) {
        p = muladd(q * p, T(1.0 / (k * (k - 1))), T(1));
    }
    return y * q * T(1.0 / 6) * p;
}

/// f(j) with f(j+1) - f(j) = f(j) - f(j-1) + factor f(j), in two words
template <class T>
struct sequence {
    twofold<T> value, difference;
    LOGBESSEL_HD void advance(T factor) {
        twofold<T> p = two_prod(factor, value.hi), d = fast_two_sum(difference.hi, p.hi);
        difference = {d.hi, (difference.lo + d.lo) + muladd(factor, value.lo, p.lo)};
        twofold<T> s = two_sum(value.hi, difference.hi);
        value = {s.hi, (value.lo + s.lo) + difference.lo};
    }
};

/// The two integrals of one order
template <class T>
struct integrals {
    T factor;
    sequence<T> cosh, sinh;  // of mu j h
    twofold<T> value{T(0.5), T(0)}, slope{T(0), T(0)};
    LOGBESSEL_HD explicit integrals(T step) {
        T c = cosh_minus_1(step);
        twofold<T> s = fast_two_sum(step, sinh_minus(step));
        factor = c + c;
        cosh = {fast_two_sum(T(1), c), {c, T(0)}};
        sinh = {s, s};
    }
    LOGBESSEL_HD void add(T weight, T index) {
        accumulate(value, weight, cosh.value.hi + cosh.value.lo);
        accumulate(slope, weight * index, sinh.value.hi + sinh.value.lo);
        cosh.advance(factor);
        sinh.advance(factor);
    }
};

template <class T>
LOGBESSEL_METHOD T order_slope(T v, T x) {
    using Rule = table_for<T, coefficients::quadrature_order, coefficients::quadrature_order_float>;
    const quadrature::step_choice<T> choose(x, T(Rule::upper[0]), T(Rule::upper[1]));
    k_order_ladder::split_order<T> order(v);
    T h = choose(T(Rule::step[0]), T(Rule::step[1]), T(Rule::step[2]));

    integrals<T> lower(order.m * h), upper((order.m + T(1)) * h);
    LOGBESSEL_UNROLL_LONG
    for (int j = 1; j < Rule::size[0]; j++) {
        T weight = exp(-x * choose(T(Rule::c[0][j]), T(Rule::c[1][j]), T(Rule::c[2][j])));
        lower.add(weight, T(j));
        upper.add(weight, T(j));
    }
    T rise = (upper.value - lower.value).hi;
    return k_order_ladder::climb(order, x,
                                 {x * (rise / lower.value.hi), h * (lower.slope / lower.value).hi, h * (upper.slope / upper.value).hi});
}

}  // namespace k_order_quadrature
}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
