// Derivatives of q = K_(v-1)/K_v for v >= 0 and an argument of which x^2 vanishes: with D = x K_(m-1)/K_m = 2 P/phi of k_ratio_series.h,
// 0 <= m <= 1/2, and h = 2 m - 1 + D, x dD/dx = D (1 + h),
//
//   q = D/x for v = m,    q = x/D for v = 1 - m,    q = x g, g = 1/(2 m + D) for v = 1 + m; beyond that D vanishes beside 2 (v - 1).
#pragma once

#include "k_ratio_series.h"
#include "temme_ratio.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {
namespace k_ratio_tiny {

using k_ratio_series::derivatives;

/// D and its first two derivatives over D, however small D is
template <class S>
struct logarithmic {
    S value, first, second;
    LOGBESSEL_HD logarithmic(S m, S x) {
        using C = logbessel::constants<S>;
        normalised<S> n = normalise(x);
        S L = -sum(log_twofold(n.value, n.offset - S(1)) + twofold<S>{S(C::euler_gamma), S(C::euler_gamma_low)});
        S y = S(2) * m * L, exponential = exp(-y);
        k_second_series::factors<S> f(m, S(0));
        jet<S> power{S(1), S(-2) * L, S(4) * L * L}, gamma = even(f.a, m) + odd(f.o, m);
        jet<S> phi =
            S(2) * L * k_second_series::exponential_integral(y, exponential, L) + S(2) * exponential * power * even(f.o, m) / gamma;
        jet<S> d = S(2) * power * ((even(f.a, m) - odd(f.o, m)) / gamma) / phi;
        value = exponential * d.value;
        first = d.first / d.value;
        second = d.second / d.value;
    }
};

/// v < 1, but for 1/2
template <class S>
LOGBESSEL_HD derivatives<S> of_small_order(S v, S x) {
    bool lower = v < S(0.5);
    S m = lower ? v : S(1) - v, q = temme_ratio::of_tiny_argument(-m, x, !lower);
    logarithmic<S> D(m, x);
    S b = m + m - S(1), h = b + D.value, slope = muladd(D.value, D.first, S(2));
    if (lower) {
        return {q * h / x, q * D.first, q * muladd(h, D.value + h, -b) / x / x, q * muladd(D.first, h, slope) / x, q * D.second};
    }
    S bend = muladd(h, h + S(1), -(D.value * (S(1) + h)));
    return {-(q * h) / x, q * D.first, q * bend / x / x, q * muladd(-D.first, h, slope) / x,
            q * muladd(S(2) * D.first, D.first, -D.second)};
}

/// v >= 1; `below` is K_(v-2)/K_(v-1) for v < 3
template <class S>
LOGBESSEL_HD derivatives<S> of_large_order(S v, S x, S below) {
    S m = v - S(1), d(0), rise(0), bend(0);
    if (m <= S(0.5)) {
        logarithmic<S> D(m, x);
        d = D.value;
        rise = d * D.first;
        bend = d * D.second;
    }
    S g = S(1) / (m + m + d), slope = g * (S(2) + rise), two_v = v + v;
    S dx2 = v < S(3) ? g * ((two_v + S(1)) * (x * g) - (two_v - S(1)) * below) : S(-0.75) * (x / m) / m / (v - S(2));
    return {g * (S(1) - d), -x * (g * slope), dx2, -g * muladd(slope, S(1) - d, rise), x * (g * muladd(S(2) * slope, slope, -g * bend))};
}

}  // namespace k_ratio_tiny
}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
