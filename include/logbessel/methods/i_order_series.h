// d/dv log I_v(x) for x < 1, from the power series (DLMF 10.38.1), as a sum of positive terms:
//
//   -d/dv log I_v = -log(x/2) + psi(1 + v) + sum_k t_k h_k/sum_k t_k,    t_k = z^k/(k! (v+1)_k),  h_k = 1/(v+1) + ... + 1/(v+k),  z = x^2/4,
//
// with psi(1 + v) = -gamma + (v - n) (...) + 1/(v - n + 1) + ... + 1/v, n = floor(v), as -log(x/2) - gamma > 0.1; for large v, Stirling's
// series (DLMF 5.11.2).
#pragma once

#include "../coefficients/digamma.h"
#include "../elementary.h"
#include "power_series.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {
namespace i_order_series {

/// From this order on Stirling's series: the terms left out are below 6e-17 (float: 1e-12)
template <class S>
constexpr int stirling_from = format<S>::is_double ? 11 : 5;

/// sum_k t_k h_k/sum_k t_k as a quotient
template <class T>
LOGBESSEL_HD T mean_of_harmonic_sums(T v, T x) {
    T half = T(0.5) * x, z = half * half;
    T sum(1), weighted(0), factorials(1), product(1);
    LOGBESSEL_UNROLL
    for (int k = power_series::terms<scalar_of<T>>; k >= 1; k--) {
        T order = v + T(k);
        weighted = z * muladd(weighted, order, sum * product);
        factorials = factorials * (T(k) * order);
        sum = muladd(z, sum, factorials);
        product = product * order;
    }
    return weighted / (sum * product);
}

/// -log(x/2) + psi(1 + v)
template <class T>
LOGBESSEL_HD twofold<T> leading_term(T v, twofold<T> log_half_x) {
    using C = logbessel::constants<T>;
    using Ratio = table_for<T, coefficients::digamma_ratio, coefficients::digamma_ratio_float>;
    const int M = stirling_from<scalar_of<T>>;
    auto large = v >= T(M);
    twofold<T> y{T(0), T(0)};
    if (!all(large)) {
        T n = round(v);
        n = select(n > v, n - T(1), n);
        T m = v - n, numerator(0), denominator(1);
        LOGBESSEL_LOOP
        for (int k = 1; k < M; k++) {
            T order = m + T(k);
            auto below = n >= T(k);
            numerator = select(below, muladd(numerator, order, denominator), numerator);
            denominator = select(below, denominator * order, denominator);
        }
        y = -(log_half_x + twofold<T>{T(C::euler_gamma), T(C::euler_gamma_low)});
        y = y + muladd(m, polynomial<Ratio>(m), numerator / denominator);
    }
    if (any(large)) {
        T V = max(v, T(M)) + T(1), r = T(1) / V, q = r * r;
        T rest = muladd(T(-0.5), r, q * polynomial<coefficients::digamma_stirling>(q));
        y = select(large, (log_twofold(V) - log_half_x) + rest, y);
    }
    return y;
}

template <class T>
LOGBESSEL_METHOD T order_slope(T v, T x, twofold<T> log_half_x) {
    twofold<T> lead = leading_term(v, log_half_x);
    return -(lead.hi + (lead.lo + mean_of_harmonic_sums(v, x)));
}

}  // namespace i_order_series
}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
