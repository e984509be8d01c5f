// Second derivatives of r = x/s from those of s, with n = s - x s_x, so that dr/dx = n/s^2.
//
// For r = I_v/I_(v-1) nothing cancels in d2r/dx2; d2r/dvdx has a zero near x = 1.27 v.
#pragma once

#include "../portable.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {
namespace ratio_second {

/// d2r/dx2
template <class T>
LOGBESSEL_HD T in_argument(T s, T s_x, T n, T n_x) {
    return (n_x - T(2) * n * (s_x / s)) / (s * s);
}

/// d2r/dvdx from x s_x - n
template <class T>
LOGBESSEL_HD T mixed(T s, T difference, T s_v, T x_s_vx) {
    return (s_v * (difference / s) - x_s_vx) / (s * s);
}

}  // namespace ratio_second
}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
