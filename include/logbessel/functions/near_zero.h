// log I_v(x) and log K_v(x) where they are so near zero that the absolute error of the other methods exceeds an ulp of the result.
//
// Such points lie along one curve, x = 0.66 v and a little (log I for v -> 0: x^2 = 4 v log(1/v) and a little).  They are few, and are
// done again in two words: outside the disc by the uniform expansion, inside log I by its power series and log K by quadrature.
// The result is good to an ulp down to a relative distance of 1e-12 from the zero.
#pragma once

#include "../methods/twofold_expansion.h"
#include "../methods/twofold_quadrature.h"
#include "../methods/twofold_series.h"
#include "../regions.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {
namespace near_zero {

/// Orders whose squares do not overflow.
template <class T>
LOGBESSEL_HD mask_of<T> possible(T v) {
    return (v >= T(0)) & (v < T(format<T>::huge));
}

/// Outside the disc the error is below half an ulp of this (measured; R = 0.73 (v + x) near the zeros).
template <class T>
LOGBESSEL_HD T bound_outside(T v, T x) {
    return max(T(1), (v + x) * T(1.0 / 1024));
}

/// May y, which is about log I_v(x), be wrong by more than an ulp?
template <class T>
LOGBESSEL_HD mask_of<T> doubts_log_i(T v, T x, T y) {
    T in_corner = muladd(T(0.5), v, T(0.125) * x * x), inside = select(region::corner(x), in_corner, T(2));
    return possible(v) & (abs(y) < select(region::outside_disc(v, x), bound_outside(v, x), inside));
}

/// May y, which is about log K_v(x), v >= 0, be wrong by more than an ulp?
template <class T>
LOGBESSEL_HD mask_of<T> doubts_log_k(T v, T x, T y) {
    T inside = select(region::corner(x), min(T(1) + v, T(2)), T(2));
    return possible(v) & (abs(y) < select(region::outside_disc(v, x), bound_outside(v, x), inside));
}

template <class T>
LOGBESSEL_HD T log_i(T v, T x) {
    auto outside = region::outside_disc(v, x);
    T y(0);
    if (!all(outside)) {
        y = sum(twofold_series::log_i(v, x));
    }
    if (any(outside)) {
        y = select(outside, sum(twofold_expansion::log_i(v, x)), y);
    }
    return y;
}

template <class T>
LOGBESSEL_HD T log_k(T v, T x) {
    auto outside = region::outside_disc(v, x);
    T y(0);
    if (!all(outside)) {
        y = sum(twofold_quadrature::log_k(v, x));
    }
    if (any(outside)) {
        y = select(outside, sum(twofold_expansion::log_k(v, x)), y);
    }
    return y;
}

}  // namespace near_zero
}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
