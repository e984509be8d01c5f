// log I_v(x) for small x: the logarithm of I_v(x) = (x/2)^v/Gamma(1+v) (1 + s),  s = sum_{k>=1} z^k/(k! (v+1)_k),  z = x^2/4   (DLMF 10.25.2)
#pragma once

#include "../elementary.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {
namespace power_series {

/// Terms of s: at x = 1 the next one is below 3e-18 (float: 5e-10).
template <class S>
constexpr int terms = format<S>::is_double ? 9 : 6;

/// v log(x/2) - log Gamma(1 + v), given log(x/2); relatively accurate for v -> 0.
template <class T>
LOGBESSEL_METHOD twofold<T> log_leading_factor(T v, twofold<T> log_half_x) {
    twofold<T> small = (log_half_x - log_gamma_ratio(min(v, T(1)))) * v;
    if (all(v < T(1))) {
        return small;
    }
    return select(v < T(1), small, log_half_x * v - log_gamma1p(v));
}

/// log(1 + s), relatively accurate for x -> 0
template <class T>
LOGBESSEL_HD twofold<T> log_series(T v, T x) {
    T half = T(0.5) * x, z = half * half;
    T numerator(0), denominator(1);
    LOGBESSEL_UNROLL
    for (int k = terms<scalar_of<T>>; k >= 1; k--) {  // s_k = z (1 + s_(k+1))/(k (v + k)) as a quotient, without a division
        T next = z * (denominator + numerator);
        denominator = denominator * (T(k) * (v + T(k)));
        numerator = next;
    }
    return log1p_ratio(twofold<T>{numerator, T(0)}, denominator);
}

template <class T>
LOGBESSEL_METHOD twofold<T> log_i(T v, T x, normalised<T> normal_x) {
    return log_leading_factor(v, log_twofold(normal_x.value, normal_x.offset - T(1))) + log_series(v, x);
}

}  // namespace power_series
}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
