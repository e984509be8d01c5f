// log I_v(x) in two words by its power series, inside the disc near the zero of log I             (DLMF 10.25.2, 10.31.1)
//
//   I_v(x) = (x/2)^v/Gamma(1+v) (1 + s_1),   s_k = z (1 + s_(k+1))/(k (v + k)),   z = x^2/4
//
// as quotients s_k = n_k/d_k: the first M in two words, the next ones, at most 1e-15 of the sum, in one.  d_1 = M! (v+1) ... (v+M) is
// also what shifts Gamma into the reach of Stirling's series:
//
//   I_v(x) = (x/2)^v (n_1 + d_1)/(M! Gamma(v+M+1)).
#pragma once

#include "../elementary_twofold.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {
namespace twofold_series {

constexpr int terms_of_two_words = 26, terms = 42;

/// n_1 and d_1
template <class T>
struct quotient {
    twofold<T> numerator, denominator;
};
template <class T>
LOGBESSEL_HD quotient<T> series(T v, T x) {
    const int M = terms_of_two_words;
    T half = T(0.5) * x, n(0), d(1);
    twofold<T> z = two_prod(half, half);
    LOGBESSEL_LOOP
    for (int k = terms; k > M; k--) {
        n = z.hi * (d + n);
        d = d * (T(k) * (v + T(k)));
    }
    twofold<T> numerator = widen(n / d), denominator = widen(T(1));
    LOGBESSEL_LOOP
    for (int k = M; k > 0; k--) {
        numerator = z * (denominator + numerator);
        denominator = denominator * (two_sum(T(k), v) * T(k));
    }
    return {numerator, denominator};
}

/// log Gamma(V), V >= M + 1                                                                                          (DLMF 5.11.1)
template <class T>
LOGBESSEL_HD twofold<T> log_gamma(twofold<T> V) {
    using C = constants<T>;
    twofold<T> inverse = widen(T(1)) / V;
    twofold<T> tail = polynomial_twofold<coefficients::twofold_stirling>(inverse * inverse) * inverse;
    return (V + T(-0.5)) * log(V) - V + twofold<T>{T(C::half_log_2pi), T(C::half_log_2pi_low)} + tail;
}

template <class T>
LOGBESSEL_HD twofold<T> log_i(T v, T x) {
    using namespace coefficients;
    const int M = terms_of_two_words;
    quotient<T> s = series(v, x);
    twofold<T> log_half_x = log(widen(T(0.5) * x));
    auto small = v < T(1);
    twofold<T> of_small = widen(v), of_large = of_small;
    if (any(small)) {  // relatively accurate for v -> 0
        twofold<T> ratio = polynomial_twofold<twofold_log_gamma_ratio>(two_sum(min(v, T(1)), T(-0.5)));
        of_small = (log_half_x - ratio) * v + log1p_ratio_twofold(s.numerator, s.denominator);
    }
    if (!all(small)) {
        twofold<T> log_factorial{T(twofold_log_factorial::hi), T(twofold_log_factorial::lo)};
        of_large = (log_half_x * v - log_gamma(two_sum(T(M + 1), v))) + (log(s.numerator + s.denominator) - log_factorial);
    }
    return select(small, of_small, of_large);
}

}  // namespace twofold_series
}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
