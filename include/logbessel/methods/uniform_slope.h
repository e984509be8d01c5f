// d/dx log I_v(x) and d/dx log K_v(x) for R = sqrt(v^2 + x^2) large, by the derivative of Debye's uniform expansion (DLMF 10.41.3):
//
//   x I_v'/I_v = R - (1 - w) sum_k p^k D_k(w),   x K_v'/K_v = -R - (1 - w) sum_k (-p)^k D_k(w),     p = 1/R,  w = (v/R)^2,  D_0 = 1/2.
//
// Without the factors exp(x) and exp(-x), x and -x are taken off: R - x = v^2/(R + x).
#pragma once

#include "uniform_ratio.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {
namespace uniform_slope {

using uniform_expansion::kind;
using uniform_expansion::polar_radius;
using uniform_expansion::radius;
using uniform_expansion::reach;
using uniform_expansion::scaling;

/// d/dx of the logarithm
template <kind which, scaling scale, reach how_far = reach::outer, class T>
LOGBESSEL_HD T slope(T v, T x, radius<T> R) {
    constexpr int sign = which == kind::first ? 1 : -1;
    constexpr bool scaled = scale == scaling::exponential;
    constexpr int wide = scaled ? uniform_expansion::every_row : 1;
    T p = signed_by<sign>(R.inverse), higher = p * uniform_ratio::series<sign, 1, how_far, wide>(v, R), u = v * R.inverse;
    T correction = muladd(-u * u, T(0.5) + higher, higher);  // but for D_0 = 1/2
    twofold<T> lead = R.r;
    if constexpr (scaled) {
        lead = two_prod(v, v) / (two_sum(R.r.hi, x) + R.r.lo);
    }
    lead = {signed_by<sign>(lead.hi) - T(0.5), signed_by<sign>(lead.lo) - correction};
    return sum(quotient(lead, twofold<T>{x, T(0)}));
}
template <kind which, scaling scale, reach how_far = reach::outer, class T>
LOGBESSEL_HD T slope(T v, T x) {
    return slope<which, scale, how_far>(v, x, polar_radius<scale == scaling::exponential>(v, x));
}

}  // namespace uniform_slope
}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
