// log I_v(x) and log K_v(x) where they are so near zero that the absolute error of the other methods exceeds an ulp of the result.
//
// Such points lie along one curve, x = 0.66 v and a little (log I for v -> 0: x^2 = 4 v log(1/v) and a little).  They are few, and are
// done again in two words: outside the disc by the uniform expansion, inside log I by its power series and log K from its zero.
// The result is good to an ulp down to a relative distance of 1e-12 from the zero.
#pragma once

#include "../methods/log_k_zero.h"
#include "../methods/twofold_expansion.h"
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

/// The size below which a logarithm is doubtful, given that size in the corner.
template <class T>
LOGBESSEL_HD T doubtful_size(T v, T x, T in_corner) {
    using S = scalar_of<T>;
    T outside = max(T(1), (v + x) * T(region::doubtful_outside<S>));
    T inside = select(region::corner(x), in_corner, T(region::doubtful_inside<S>));
    return select(region::outside_disc(v, x), outside, inside);
}

/// May y, which is about log I_v(x), be wrong by more than an ulp?
template <class T>
LOGBESSEL_HD mask_of<T> doubts_log_i(T v, T x, T y) {
    const scalar_of<T> share = region::doubtful_corner<scalar_of<T>>;
    T in_corner = muladd(T(share), v, T(scalar_of<T>(0.25) * share) * x * x);
    return possible(v) & (abs(y) < doubtful_size(v, x, in_corner));
}

/// May y, which is about log K_v(x), v >= 0, be wrong by more than an ulp?
template <class T>
LOGBESSEL_HD mask_of<T> doubts_log_k(T v, T x, T y) {
    T in_corner = min(T(1) + v, T(region::doubtful_inside<scalar_of<T>>));
    return possible(v) & (abs(y) < doubtful_size(v, x, in_corner));
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
        y = log_k_zero::log_k(select(outside, T(log_k_zero::largest_order), v), select(outside, T(log_k_zero::largest_zero), x));
    }
    if (any(outside)) {
        y = select(outside, sum(twofold_expansion::log_k(v, x)), y);
    }
    return y;
}

}  // namespace near_zero
}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
