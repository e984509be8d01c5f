// d/dv log I_v(x) and d/dv log K_v(x) for R = sqrt(v^2 + x^2) large, by the derivative of Debye's uniform expansion (DLMF 10.41.3, 10.41.4):
//
//   d/dv log I_v = -asinh(v/x) - v p^2 sum_k p^k G_k(w),   d/dv log K_v = asinh(v/x) - v p^2 sum_k (-p)^k G_k(w),   p = 1/R,  w = (v/R)^2.
#pragma once

#include "../coefficients/log_debye_order.h"
#include "uniform_expansion.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {
namespace uniform_order_slope {

using uniform_expansion::asinh_ratio;
using uniform_expansion::kind;
using uniform_expansion::polar_radius;
using uniform_expansion::radius;
using uniform_expansion::reach;

template <int sign, class T>
using tail = table_of<sign, T, coefficients::log_debye_order_tail_i, coefficients::log_debye_order_float_tail_i,
                      coefficients::log_debye_order_tail_k, coefficients::log_debye_order_float_tail_k>;
template <int sign, class T>
using ring = table_of<sign, T, coefficients::log_debye_order_ring_i, coefficients::log_debye_order_float_ring_i,
                      coefficients::log_debye_order_ring_k, coefficients::log_debye_order_float_ring_k>;

/// sum_k (sign p)^k G_k(w)
template <int sign, reach how_far, class T>
LOGBESSEL_HD T series(T v, radius<T> R) {
    using namespace coefficients;
    using Middle = table_for<T, log_debye_order_middle, log_debye_order_float_middle>;
    T u = v * R.inverse, w = u * u, p = signed_by<sign>(R.inverse);
    T rest = uniform_expansion::after_head<how_far, Middle, tail<sign, T>, ring<sign, T>, 1>(w, p, R);
    return polynomial2<table_for<T, log_debye_order, log_debye_order_float>>(w, p, rest);
}

/// From the logarithm asinh(v/x)
template <kind which, reach how_far = reach::outer, class T>
LOGBESSEL_HD T order_slope(T v, twofold<T> logarithm, radius<T> R) {
    constexpr int sign = which == kind::first ? 1 : -1;
    T correction = v * R.inverse * (R.inverse * series<sign, how_far>(v, R));
    return signed_by<-sign>(logarithm.hi + (logarithm.lo + signed_by<sign>(correction)));
}

/// For v >= 0; 2^offset normal_x = x under the logarithm
template <kind which, reach how_far = reach::outer, class T, class Offset = nothing>
LOGBESSEL_HD T order_slope(T v, T x, T normal_x, Offset offset = {}) {
    radius<T> R = polar_radius<true>(v, x);
    return order_slope<which, how_far>(v, asinh_ratio<true, true>(v, normal_x, offset, R), R);
}

}  // namespace uniform_order_slope
}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
