// Derivatives of r = I_v/I_(v-1) for R = sqrt(v^2 + x^2) large, by those of Debye's uniform expansion (DLMF 10.41.3).  With x/r = s,
//
//   s     = R + v - (1 - w) sum_k p^k D_k(w),                                 p = 1/R,  w = (v/R)^2,
//   dr/dx = (v (1 + v p) - (1 - w) sum_k p^k E_k(w))/s^2,
//   dr/dv = -x (1 + v p + (1 - w) v p^2 sum_k p^k J_k(w))/s^2.
#pragma once

#include "uniform_ratio.h"
#include "uniform_second.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {
namespace uniform_ratio_slope {

using uniform_expansion::kind;
using uniform_expansion::polar_radius;
using uniform_expansion::radius;

/// dr/dx for v >= 3/2; nearer to 1/2 its terms cancel
template <class T>
LOGBESSEL_HD T in_argument(T v, T x) {
    radius<T> R = polar_radius<false>(v, x);
    T u = v * R.inverse, t = x * R.inverse, s = R.r.hi + muladd(-t * t, uniform_ratio::series<1>(v, R), v);
    return (muladd(v, u, v) - t * t * uniform_second::argument_series(u * u, R.inverse, R)) / (s * s);
}

/// dr/dv for v >= 1/2
template <class T>
LOGBESSEL_HD T in_order(T v, T x) {
    radius<T> R = polar_radius<false>(v, x);
    T u = v * R.inverse, t = x * R.inverse, s = R.r.hi + muladd(-t * t, uniform_ratio::series<1>(v, R), v);
    T rest = u * R.inverse * uniform_second::mixed_series(u * u, R.inverse, R);
    return -x * (T(1) + muladd(t * t, rest, u)) / (s * s);
}

}  // namespace uniform_ratio_slope
}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
