// Second derivatives of log I_v(x) and log K_v(x) for R = sqrt(v^2 + x^2) large, by those of Debye's uniform expansion (DLMF 10.41.3, 10.41.4);
// upper signs for I, lower ones for K:
//
//   d2/dx2  = -+v^2 p/x^2 + p^2 sum_k (+-p)^k E_k(w),          p = 1/R,  w = (v/R)^2,
//   d2/dvdx = v p/x (+-1 + (1 - w) p sum_k (+-p)^k J_k(w)),
//   d2/dv2  = -+p (1 +- p sum_k (+-p)^k H_k(w)).
#pragma once

#include "../coefficients/log_debye_second.h"
#include "uniform_expansion.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {
namespace uniform_second {

using uniform_expansion::kind;
using uniform_expansion::polar_radius;
using uniform_expansion::radius;

template <kind which>
constexpr int sign = which == kind::first ? 1 : -1;

/// sum_k p^k polynomial_k(w) of a table in three pieces
template <class Head, class Middle, class Tail, class T>
LOGBESSEL_HD T series(T w, T p, radius<T> R) {
    return polynomial2<Head>(w, p, uniform_expansion::middle_and_tail<Middle, Tail, uniform_expansion::every_row>(w, p, R));
}
template <class T>
LOGBESSEL_HD T argument_series(T w, T p, radius<T> R) {
    using namespace coefficients;
    return series<table_for<T, log_debye_dx2, log_debye_dx2_float>, table_for<T, log_debye_dx2_middle, log_debye_dx2_float_middle>,
                  table_for<T, log_debye_dx2_tail, log_debye_dx2_float_tail>>(w, p, R);
}
template <class T>
LOGBESSEL_HD T mixed_series(T w, T p, radius<T> R) {
    using namespace coefficients;
    return series<table_for<T, log_debye_dvdx, log_debye_dvdx_float>, table_for<T, log_debye_dvdx_middle, log_debye_dvdx_float_middle>,
                  table_for<T, log_debye_dvdx_tail, log_debye_dvdx_float_tail>>(w, p, R);
}
template <class T>
LOGBESSEL_HD T order_series(T w, T p, radius<T> R) {
    using namespace coefficients;
    return series<table_for<T, log_debye_dv2, log_debye_dv2_float>, table_for<T, log_debye_dv2_middle, log_debye_dv2_float_middle>,
                  table_for<T, log_debye_dv2_tail, log_debye_dv2_float_tail>>(w, p, R);
}

template <kind which, class T>
LOGBESSEL_HD T in_argument(T v, T x) {
    radius<T> R = polar_radius<false>(v, x);
    T u = v * R.inverse, p = T(sign<which>) * R.inverse, slant = v / x;
    return muladd(p * p, argument_series(u * u, p, R), -p * (slant * slant));
}

template <kind which, class T>
LOGBESSEL_HD T mixed(T v, T x) {
    radius<T> R = polar_radius<false>(v, x);
    T u = v * R.inverse, t = x * R.inverse, p = T(sign<which>) * R.inverse;
    return (v / x) * muladd(t * t * (p * p), mixed_series(u * u, p, R), p);
}

template <kind which, class T>
LOGBESSEL_HD T in_order(T v, T x) {
    radius<T> R = polar_radius<false>(v, x);
    T u = v * R.inverse, p = T(sign<which>) * R.inverse;
    return -muladd(p * p, order_series(u * u, p, R), p);
}

}  // namespace uniform_second
}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
