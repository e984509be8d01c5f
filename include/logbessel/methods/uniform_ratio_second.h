// Second derivatives of r = I_v/I_(v-1) for R = sqrt(v^2 + x^2) large, by those of s = x/r in Debye's uniform expansion (DLMF 10.41.3):
//
//   s   = R + v - (1 - w) sum_k p^k D_k(w),                             p = 1/R,  w = (v/R)^2,
//   n   = s - x s_x = v (1 + v p) - (1 - w) sum_k p^k E_k(w),
//   n_x = -x p^2 (v^2 p + sum_k p^k A_k(w)),
//   s_v = 1 + v p + (1 - w) v p^2 sum_k p^k J_k(w),
//   x s_vx = -(1 - w) v p (1 + p sum_k p^k B_k(w)),
//   s_vv   = (1 - w) p (1 + p sum_k p^k C_k(w)).
#pragma once

#include "../coefficients/log_debye_third.h"
#include "ratio_second.h"
#include "uniform_ratio.h"
#include "uniform_second.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {
namespace uniform_ratio_second {

using uniform_expansion::polar_radius;
using uniform_expansion::radius;

/// sum_k p^k A_k(w), sum_k p^k B_k(w), sum_k p^k C_k(w), for p = 1/R or -1/R
template <class T>
LOGBESSEL_HD T argument_series(T w, T p, radius<T> R) {
    using namespace coefficients;
    return uniform_second::series<table_for<T, log_debye_dx3, log_debye_dx3_float>,
                                  table_for<T, log_debye_dx3_middle, log_debye_dx3_float_middle>,
                                  table_for<T, log_debye_dx3_tail, log_debye_dx3_float_tail>>(w, p, R);
}
template <class T>
LOGBESSEL_HD T mixed_series(T w, T p, radius<T> R) {
    using namespace coefficients;
    return uniform_second::series<table_for<T, log_debye_dvdx2, log_debye_dvdx2_float>,
                                  table_for<T, log_debye_dvdx2_middle, log_debye_dvdx2_float_middle>,
                                  table_for<T, log_debye_dvdx2_tail, log_debye_dvdx2_float_tail>>(w, p, R);
}
template <class T>
LOGBESSEL_HD T order_series(T w, T p, radius<T> R) {
    using namespace coefficients;
    return uniform_second::series<table_for<T, log_debye_dv2dx, log_debye_dv2dx_float>,
                                  table_for<T, log_debye_dv2dx_middle, log_debye_dv2dx_float_middle>,
                                  table_for<T, log_debye_dv2dx_tail, log_debye_dv2dx_float_tail>>(w, p, R);
}

/// d2r/dx2 for v >= 3/2; nearer to 1/2 the terms of n cancel
template <class T>
LOGBESSEL_HD T in_argument(T v, T x) {
    radius<T> R = polar_radius<false>(v, x);
    T p = R.inverse, u = v * p, t = x * p, w = u * u, tt = t * t;
    T slope = uniform_ratio::series<1>(v, R), bend = uniform_second::argument_series(w, p, R);
    T s = R.r.hi + muladd(-tt, slope, v), n = muladd(v, u, v) - tt * bend;
    T s_x = muladd(t * p, bend - slope, t), n_x = -(t * p) * muladd(v, u, argument_series(w, p, R));
    return ratio_second::in_argument(s, s_x, n, n_x);
}

/// d2r/dvdx for v >= 1/2
template <class T>
LOGBESSEL_HD T mixed(T v, T x) {
    radius<T> R = polar_radius<false>(v, x);
    T p = R.inverse, u = v * p, t = x * p, w = u * u, tt = t * t;
    T slope = uniform_ratio::series<1>(v, R), bend = uniform_second::argument_series(w, p, R);
    T s = R.r.hi + muladd(-tt, slope, v), rest = muladd(tt, (bend - slope) + bend, -v);
    T s_v = T(1) + muladd(tt * u * p, uniform_second::mixed_series(w, p, R), u), m = tt * u;
    return ratio_second::mixed(s, muladd(x - v, (x + v) * p, rest), s_v, -muladd(m * p, mixed_series(w, p, R), m));
}

/// d2r/dv2 for v >= 1/2
template <class T>
LOGBESSEL_HD T in_order(T v, T x) {
    radius<T> R = polar_radius<false>(v, x);
    T p = R.inverse, u = v * p, t = x * p, w = u * u, tt = t * t;
    T s = R.r.hi + muladd(-tt, uniform_ratio::series<1>(v, R), v);
    T s_v = T(1) + muladd(tt * u * p, uniform_second::mixed_series(w, p, R), u);
    T s_vv = tt * muladd(p * p, order_series(w, p, R), p);
    return (x / s) * ((T(2) * s_v * (s_v / s) - s_vv) / s);
}

}  // namespace uniform_ratio_second
}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
