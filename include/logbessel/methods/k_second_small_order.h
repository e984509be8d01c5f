// The second derivatives of log K_m(x) for x < 3/8 and orders 0 <= m < 9/16, from the difference of I_(-m) and I_m (DLMF 10.27.4) with its
// cancellation divided out.  With z = x^2/4, L = -log(x/2) - gamma > 1, s = m L,
//
//   G(m) = exp(gamma m) Gamma(1+m),    S(m) = sum_k z^k/(k! (1-m)_k),    G(m) S(m) = A + m B, A and B even in m,
//
//   K_m = (exp(s) G(m) S(m) - exp(-s) G(-m) S(-m))/(2 m) = A F,    F = sinh(s)/m + r cosh(s),    r = B/A,
//
//   x dF/dx = -N,    N = k cosh(s) + r m sinh(s),    k = 1 - 2 z dr/dz.
//
// For the derivatives in m of F'/F and N/F the cancelling terms are taken together, which leaves positive ones and small ones:
//
//   F F'' - F'^2 = (sinh(s)^2 - s^2)/m^4 + r (sinh(2s) - 2s)/m^3 + r^2 L^2 + terms in r' and r'',
//   N' F - N F' = k (sinh(2s) - 2s)/(2 m^2) + 2 r sinh(s)^2/m + r^2 (sinh(s) cosh(s) + s) + terms in k' and r'.
#pragma once

#include "../coefficients/digamma.h"
#include "jet.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {
namespace k_second_series {

/// The terms of the series that count at x = 3/8
template <class S>
constexpr int terms = format<S>::is_double ? 9 : 6;

/// G(m) = a + m o; S(m) = even + m odd, z times its derivative in z, z^2 times the second one: all as functions of m^2/2.  The first two are
/// without their terms of k = 0 and 1: these are 1 + first (1 + m) and first (1 + m).
template <class T>
struct factors {
    jet<T> square, one{T(1), T(0), T(0)}, zero{T(0), T(0), T(0)}, first, a, o;
    jet<T> even = zero, odd = zero, even_rise = zero, odd_rise = zero, even_bend = zero, odd_bend = zero;
    LOGBESSEL_HD factors(T m, T z) : square{m * m, T(2), T(0)} {
        using namespace coefficients;
        jet<T> unit = one / (one - square);
        a = unit * polynomial_in_square<table_for<T, gamma_even, gamma_even_float>>(square.value);
        o = square * unit * polynomial_in_square<table_for<T, gamma_odd, gamma_odd_float>>(square.value);
        jet<T> e = first = z * unit, f = first;
        LOGBESSEL_ROLLED
        for (int k = 2; k < terms<scalar_of<T>>; k++) {
            T d = T(1) / (T(k * k) - square.value), dd = d * (d + d);
            jet<T> factor = (z / T(k)) * jet<T>{d, dd, T(4) * d * dd}, next = factor * (T(k) * e + square * f);
            f = factor * (T(k) * f + e);
            e = next;
            even = even + e;
            odd = odd + f;
            even_rise = even_rise + T(k) * e;
            odd_rise = odd_rise + T(k) * f;
            even_bend = even_bend + T(k * (k - 1)) * e;
            odd_bend = odd_bend + T(k * (k - 1)) * f;
        }
    }
};

template <class T>
struct second_derivatives {
    T dx2, dvdx, dv2;  // times x^2, x, 1
};

template <class T>
LOGBESSEL_METHOD second_derivatives<T> of_small_order(T m, T x, T L, factors<T> const& f) {
    jet<T> even = f.one + (f.first + f.even), odd = f.first + f.odd, even_rise = f.first + f.even_rise, odd_rise = f.first + f.odd_rise;
    jet<T> A = f.a * even + f.square * f.o * odd, B = f.a * odd + f.o * even;
    jet<T> A_rise = f.a * even_rise + f.square * f.o * odd_rise, B_rise = f.a * odd_rise + f.o * even_rise;
    jet<T> r = B / A, rate = A_rise / A, r_rise = B_rise / A - r * rate;  // rate and r_rise are z d/dz of log A and of r

    // In units of exp(s)/2: sinh(s)/s, cosh(s), F; and of its square: 1, (sinh(2s) - 2s)/s^3, (sinh(s)^2 - s^2)/s^4
    const scalar_of<T> limit = 1.25;
    T s = max(m * L, T(format<T>::tiny)), above = one_minus_exp(s + s), e = exp(-(s + s)), w = f.square.value;
    T sinh = above / s, cosh = T(1) + e, F = muladd(L, sinh, r.value * cosh), unit = T(4) * e;
    T y = min(s, T(limit)), far = max(s, T(limit)), inverse = T(1) / far, third(1), fourth(1);
    y = T(4) * y * y;
    LOGBESSEL_UNROLL
    for (int k = format<T>::is_double ? 12 : 7; k >= 1; k--) {
        third = muladd(y * third, T(1.0 / ((2 * k + 2) * (2 * k + 3))), T(1));
        fourth = muladd(y * fourth, T(1.0 / ((2 * k + 3) * (2 * k + 4))), T(1));
    }
    auto small = s < T(limit);
    third = select(small, T(4.0 / 3) * unit * third, T(2) * (sinh * cosh - unit) * inverse * inverse);
    fourth = select(small, T(1.0 / 3) * unit * fourth, muladd(sinh, sinh, -unit) * inverse * inverse);

    T p = r.value, LL = L * L, LLL = LL * L, inverse_F = T(1) / F, inverse_FF = inverse_F * inverse_F;
    T slope_A = A.first / A.value, of_A = muladd(w, muladd(-slope_A, slope_A, A.second / A.value), slope_A);
    T bend = LL * muladd(LL, fourth, p * muladd(L, third, p * unit));
    bend = bend + muladd(w * r.first, muladd(LLL, third, -r.first * cosh * cosh), muladd(w, r.second, r.first) * cosh * F);

    T k = muladd(T(-2), r_rise.value, T(1));  // x dF/dx = -(k cosh(s) + r m sinh(s)), in units as above
    T mixed = muladd(T(0.5) * k * LLL, third, p * muladd(T(2) * LL * sinh, sinh, p * L * muladd(sinh, cosh, unit)));
    mixed = mixed + muladd(T(-2) * r_rise.first * cosh, F, r.first * muladd(T(2) * r_rise.value * cosh, cosh, -unit));

    T P = muladd(muladd(k, cosh, p * m * above), inverse_F, T(-2) * rate.value);  // -x d/dx log K
    return {muladd(x, x, muladd(-P, P, w)) + P, m * (T(2) * rate.first - mixed * inverse_FF), muladd(bend, inverse_FF, of_A)};
}

}  // namespace k_second_series
}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
