// d2/dv2 log I_v(x) inside the disc, from the power series: with weights proportional to t_k = (x^2/4)^k/(k! Gamma(v+k+1)),
//
//   d2/dv2 log I_v = Var psi(v+k+1) - E psi'(v+k+1)                                                                   (DLMF 10.38.1).
//
// The mean E_k and the variance of what follows from term k on come from those from term k + 1 on, without the differences of large sums:
// with the weight c of term k in it, and the step d = psi(v+k+2) - psi(v+k+1) + E_(k+1) from there to the mean of the others,
//
//   E_k = (1 - c) d,    Var_k = (1 - c) Var_(k+1) + c (1 - c) d^2.
#pragma once

#include "../twofold.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {
namespace i_order_variance {

/// Terms: at the edge of the disc, where the largest is that of k = R/2, the others are below 1e-17 of all (float: 1e-9).
template <class S>
constexpr int terms = format<S>::is_double ? 50 : 24;

/// psi'(y) for y > 50 (float: 24; DLMF 5.15.8)
template <class T>
LOGBESSEL_HD T trigamma(T y) {
    T r = reciprocal(y), q = r * r, tail = muladd(q, muladd(q, T(1.0 / 42), T(-1.0 / 30)), T(1.0 / 6));
    return muladd(r * q, tail, muladd(T(0.5), q, r));
}

/// For v, x >= 0
template <class T>
LOGBESSEL_METHOD T second_slope(T v, T x) {
    const int N = terms<scalar_of<T>>;
    T half = T(0.5) * x, z = half * half, sum(1), mean(0), value = -trigamma(v + T(N + 1));
    twofold<T> psi{-value, T(0)};
    LOGBESSEL_LOOP
    for (int k = N; k > 0; k--) {  // from term k on, sum is that of the weights over the first; now from k - 1 on
        T step = reciprocal(v + T(k));
        sum = muladd(z * step * T(1 / scalar_of<T>(k)), sum, T(1));
        T c = reciprocal(sum), d = step + mean;
        accumulate(psi, step, step);
        mean = muladd(-c, d, d);
        value = muladd(c, muladd(d, mean, -value - psi.hi) - psi.lo, value);
    }
    return value;
}

}  // namespace i_order_variance
}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
