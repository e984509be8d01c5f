// Ratios of neighbouring orders for R = sqrt(v^2 + x^2) large, from the derivative of Debye's uniform expansion (DLMF 10.41.3, 10.29.2):
//
//   x I_(v-1)/I_v = x I_v'/I_v + v =  R + v - (1 - w) sum_k p^k D_k(w),         p = 1/R,  w = (v/R)^2,  D_0 = 1/2,
//   x K_(v-1)/K_v = -x K_v'/K_v - v = R - v + (1 - w) sum_k (-p)^k D_k(w).
#pragma once

#include "../coefficients/log_debye_slope.h"
#include "ratio.h"
#include "uniform_expansion.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {
namespace uniform_ratio {

using uniform_expansion::polar_radius;
using uniform_expansion::radius;
using uniform_expansion::reach;

template <int sign, class T>
using tail = table_of<sign, T, coefficients::log_debye_slope_tail_i, coefficients::log_debye_slope_float_tail_i,
                      coefficients::log_debye_slope_tail_k, coefficients::log_debye_slope_float_tail_k>;
template <int sign, class T>
using ring = table_of<sign, T, coefficients::log_debye_slope_ring_i, coefficients::log_debye_slope_float_ring_i,
                      coefficients::log_debye_slope_ring_k, coefficients::log_debye_slope_float_ring_k>;

/// sum_k (sign p)^k D_(first+k)(w)
template <int sign, int first = 0, reach how_far = reach::outer, int wide = uniform_expansion::every_row, class T>
LOGBESSEL_HD T series(T v, radius<T> R) {
    using namespace coefficients;
    using Middle = table_for<T, log_debye_slope_middle, log_debye_slope_float_middle>;
    T u = v * R.inverse, w = u * u, p = signed_by<sign>(R.inverse);
    T rest = uniform_expansion::after_head<how_far, Middle, tail<sign, T>, ring<sign, T>, wide>(w, p, R);
    return polynomial2<table_for<T, log_debye_slope, log_debye_slope_float>, first>(w, p, rest);
}

/// x I_(v-1)/I_v = x + N with N in two words, free of cancellation for v >= 3/2:
///   N = (R - x) + (v - 1/2) + m,   m = 1/2 - (1 - w) sum_k p^k D_k(w)
template <class T>
struct excess {
    twofold<T> n, sum;
    T m, r;
    LOGBESSEL_HD excess(T v, T x) {
        radius<T> R = polar_radius<true>(v, x);
        T t = x * R.inverse;  // 1 - w = t^2
        m = T(0.5) - t * t * series<1>(v, R);
        r = R.r.hi;
        twofold<T> difference = two_sum(r, -x), order = two_sum(v, T(-0.5)), s = two_sum(difference.hi, order.hi);
        n = fast_two_sum(s.hi, (s.lo + difference.lo) + (order.lo + R.r.lo + m));
        sum = two_sum(n.hi, x);
        sum.lo = sum.lo + n.lo;
    }
};

/// I_v/I_(v-1)
template <class T>
LOGBESSEL_HD T iv_ratio(T v, T x) {
    return (twofold<T>{x, T(0)} / excess<T>(v, x).sum).hi;
}

/// 1 - I_v/I_(v-1) for v >= 3/2
template <class T>
LOGBESSEL_HD T iv_ratio_c(T v, T x) {
    excess<T> e(v, x);
    return (e.n / e.sum).hi;
}

/// Both, and d log r/d log x = (v - 1/4 + 2 R m + m^2)/(x + N), for v >= 3/2
template <class T>
LOGBESSEL_HD ratio<T> iv_ratio_and_slope(T v, T x) {
    excess<T> e(v, x);
    return {(twofold<T>{x, T(0)} / e.sum).hi, (e.n / e.sum).hi, muladd(e.m, e.r + e.r + e.m, v - T(0.25)) / e.sum.hi};
}

/// K_(v-1)/K_v for any v: x/(R + v) = (R - v)/x, whichever does not cancel
template <class T>
LOGBESSEL_HD T kv_ratio(T v, T x) {
    radius<T> R = polar_radius<true>(abs(v), x);
    twofold<T> sum = two_sum(R.r.hi, abs(v)), far = fast_two_sum(sum.hi, sum.lo + R.r.lo), near{x, T(0)};
    auto positive = v >= T(0);
    twofold<T> lead = select(positive, near, far) / select(positive, far, near);
    return lead.hi + (lead.lo + (x * R.inverse) * (series<-1>(v, R) * R.inverse));
}

}  // namespace uniform_ratio
}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
