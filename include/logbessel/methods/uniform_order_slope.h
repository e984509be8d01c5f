// d/dv log I_v(x) and d/dv log K_v(x) for R = sqrt(v^2 + x^2) large, by the derivative of Debye's uniform expansion (DLMF 10.41.3, 10.41.4):
//
//   d/dv log I_v = -asinh(v/x) - v p^2 sum_k p^k G_k(w),   d/dv log K_v = asinh(v/x) - v p^2 sum_k (-p)^k G_k(w),   p = 1/R,  w = (v/R)^2.
#pragma once

#include "../coefficients/log_debye_order.h"
#include "uniform_expansion.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {
namespace uniform_order_slope {

using uniform_expansion::kind;
using uniform_expansion::polar_radius;
using uniform_expansion::radius;

/// asinh(v/x) = log((v + R)/x), relatively accurate for v -> 0; 2^offset normal_x = x under the logarithm
template <class T, class Offset>
LOGBESSEL_HD twofold<T> asinh_ratio(T v, T normal_x, Offset offset, radius<T> R) {
    twofold<T> sum = fast_two_sum(R.r.hi, v), tail = two_sum(sum.lo, R.r.lo);
    twofold<T> y = log_ratio(twofold<T>{sum.hi, tail.hi}, normal_x, -offset);
    y.lo = y.lo + tail.lo * R.inverse;
    return y;
}

/// sum_k (sign p)^k G_k(w)
template <int sign, class T>
LOGBESSEL_HD T series(T v, radius<T> R) {
    using namespace coefficients;
    using Middle = table_for<T, log_debye_order_middle, log_debye_order_float_middle>;
    using Tail = table_for<T, log_debye_order_tail, log_debye_order_float_tail>;
    T u = v * R.inverse, w = u * u, p = T(sign) * R.inverse;
    T rest = uniform_expansion::middle_and_tail<Middle, Tail, T>(w, p, R);
    return polynomial2<table_for<T, log_debye_order, log_debye_order_float>>(w, p, rest);
}

/// For v >= 0; 2^offset normal_x = x under the logarithm
template <kind which, class T, class Offset = nothing>
LOGBESSEL_HD T order_slope(T v, T x, T normal_x, Offset offset = {}) {
    constexpr int sign = which == kind::first ? 1 : -1;
    radius<T> R = polar_radius<true>(v, x);
    twofold<T> y = asinh_ratio(v, normal_x, offset, R);
    T correction = v * R.inverse * (R.inverse * series<sign>(v, R));
    return T(-sign) * (y.hi + muladd(T(sign), correction, y.lo));
}

}  // namespace uniform_order_slope
}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
