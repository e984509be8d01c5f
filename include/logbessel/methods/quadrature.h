// log K_v(x) inside the disc for x >= 1: the trapezoidal rule for two small orders, then upwards in the order.
//
//   e^x K_mu(x) = int_0^inf exp(-x (cosh t - 1)) cosh(mu t) dt,   mu = v - round(v) and mu + 1                         (DLMF 10.32.9)
//   K_(n+1)(x) = (2 n/x) K_n(x) + K_(n-1)(x)                                                                          (DLMF 10.29.1)
//
// The rule converges geometrically, for the integrand is entire and falls off doubly exponentially; the recurrence has positive terms.
#pragma once

#include "../coefficients/quadrature.h"
#include "../elementary.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {
namespace quadrature {

/// cosh(y) - 1 for |y| <= 0.65
template <class T>
LOGBESSEL_HD T cosh_minus_1(T y) {
    T q = y * y, p = T(1);
    LOGBESSEL_UNROLL
    for (int k = format<T>::is_double ? 14 : 8; k > 2; k -= 2) {
        p = muladd(q * p, T(1.0 / (k * (k - 1))), T(1));
    }
    return T(0.5) * q * p;
}

/// cosh(mu j h), j = 0, 1, ..., by second differences, which keep it accurate where it is near 1.
template <class T>
struct cosh_sequence {
    T value, difference, factor;
    LOGBESSEL_HD explicit cosh_sequence(T step) {
        T c = cosh_minus_1(step);
        value = T(1) + c;
        difference = c;
        factor = c + c;
    }
    LOGBESSEL_HD void advance() {
        difference = muladd(factor, value, difference);
        value = value + difference;
    }
};

/// x's range of the rule chooses its step and its nodes.
template <class T>
struct step_choice {
    mask_of<T> first, last;
    LOGBESSEL_HD explicit step_choice(T x, T upper0, T upper1) : first(x < upper0), last(!(x < upper1)) {}
    LOGBESSEL_HD T operator()(T a, T b, T c) const { return select(first, a, select(last, c, b)); }
};

/// log K_v(x) + x in two words
template <class T>
LOGBESSEL_METHOD twofold<T> log_k_scaled(T v, T x) {
    using Rule = table_for<T, coefficients::quadrature, coefficients::quadrature_float>;
    const step_choice<T> choose(x, T(Rule::upper[0]), T(Rule::upper[1]));
    T n = round(v), mu = v - n, h = choose(T(Rule::step[0]), T(Rule::step[1]), T(Rule::step[2]));

    cosh_sequence<T> c0(mu * h), c1((mu + T(1)) * h);
    twofold<T> k0{T(0.5), T(0)}, k1{T(0.5), T(0)};
    LOGBESSEL_UNROLL_LONG
    for (int j = 1; j < Rule::size[0]; j++) {
        T c = choose(T(Rule::c[0][j]), T(Rule::c[1][j]), T(Rule::c[2][j])), exponent = -x * c, weight = exp(exponent);
        weight = muladd(weight, fma(-x, c, -exponent), weight);  // what the product has lost, up to an ulp of the weight times its size
        accumulate(k0, weight, c0.value);
        accumulate(k1, weight, c1.value);
        c0.advance();
        c1.advance();
    }

    T one_over_x = reciprocal(x), two_over_x = T(2) * one_over_x, two_over_x_low = fma(-two_over_x, x, T(2)) * one_over_x, index(1);
    LOGBESSEL_LOOP
    for (int i = 1; i < int(Rule::upper[2]); i++) {  // no order is larger than the largest argument
        auto above = n > index;
        if (!any(above)) {
            break;
        }
        T order = mu + index, step = k1.hi * two_over_x;
        index = index + T(1);
        T step_low = muladd(two_over_x, k1.lo, muladd(k1.hi, two_over_x_low, fma(k1.hi, two_over_x, -step)));
        twofold<T> product = two_prod(order, step), sum = two_sum(product.hi, k0.hi);
        sum.lo = muladd(order, step_low, k0.lo + (sum.lo + product.lo));
        k0 = select(above, k1, k0);
        k1 = select(above, sum, k1);
    }

    twofold<T> k = select(n > T(0.5), k1, k0), integral = two_prod(k.hi, h), y = log_quick(integral.hi);
    twofold<T> sum = fast_two_sum(y.hi, y.lo);
    return {sum.hi, sum.lo + quotient(muladd(k.lo, h, integral.lo), integral.hi)};
}

}  // namespace quadrature
}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
