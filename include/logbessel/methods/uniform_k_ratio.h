// Derivatives of q = K_(v-1)/K_v, v >= 0, for R = sqrt(v^2 + x^2) large, by those of Debye's uniform expansion (DLMF 10.41.4).  With
// p = 1/R, u = v/R, t = x/R, w = u^2 and the series of uniform_second.h, E = sum_k (-p)^k E_k(w), J = sum_k (-p)^k J_k(w),
//
//   dq/dx   = p^2 (v/(1 + u) - E),                 d2q/dx2  = -t p^2 (u (2 + u)/(1 + u)^2 - p (2 E - E')),
//   dq/dv   = -t p (1/(1 + u) + u p J),            d2q/dvdx = p^2 ((1 - u - u^2)/(1 + u) + u p (2 E - E')),
//   d2q/dv2 = t p^2 (1 - p ((1 - 4 w) J + w J')),
//
// E' and J' along the direction in which p has the slope -p: w has -2 w with R/t d/dx, and 2 t^2 with R/u d/dv.
#pragma once

#include "dual.h"
#include "uniform_second.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {
namespace uniform_k_ratio {

using uniform_expansion::polar_radius;
using uniform_expansion::radius;

/// 1/R, v/R, x/R
template <class T>
struct polar {
    radius<T> R;
    T p, u, t;
    LOGBESSEL_HD polar(T v, T x) : R(polar_radius<false>(v, x)), p(R.inverse), u(v * p), t(x * p) {}
};

/// A series of uniform_second.h and its derivative
template <class Head, class Middle, class Tail, class T>
LOGBESSEL_HD dual<T> series(polar<T> at, T w_slope) {
    const scalar_of<T> without_tail = format<T>::is_double ? 130 : 64;
    const scalar_of<T> without_middle = format<T>::is_double ? 600 : 256;
    dual<T> w(at.u * at.u, w_slope), p(-at.p, at.p), c(w.value - T(0.5), w_slope), rest(T(0));
    auto far = at_least(at.R.square, T(without_middle * without_middle)), not_near = at_least(at.R.square, T(without_tail * without_tail));
    if (!all(far)) {
        dual<T> tail(T(0));
        if (!all(not_near)) {
            tail = select(not_near, tail, polynomial2<Tail>(c, p));
        }
        rest = select(far, rest, polynomial2<Middle>(c, p, tail));
    }
    return polynomial2<Head>(w, p, rest);
}
template <class T>
LOGBESSEL_HD T rest_in_argument(polar<T> at, T w_slope) {
    using namespace coefficients;
    dual<T> E = series<table_for<T, log_debye_dx2, log_debye_dx2_float>, table_for<T, log_debye_dx2_middle, log_debye_dx2_float_middle>,
                       table_for<T, log_debye_dx2_tail, log_debye_dx2_float_tail>>(at, w_slope);
    return T(2) * E.value - E.slope;
}
template <class T>
LOGBESSEL_HD T rest_in_order(polar<T> at, T w_slope) {
    using namespace coefficients;
    dual<T> J = series<table_for<T, log_debye_dvdx, log_debye_dvdx_float>, table_for<T, log_debye_dvdx_middle, log_debye_dvdx_float_middle>,
                       table_for<T, log_debye_dvdx_tail, log_debye_dvdx_float_tail>>(at, w_slope);
    return muladd(at.u * at.u, muladd(T(-4), J.value, J.slope), J.value);
}

template <class T>
LOGBESSEL_HD T dx(T v, T x) {
    polar<T> at(v, x);
    return at.p * at.p * (v / (T(1) + at.u) - uniform_second::argument_series(at.u * at.u, -at.p, at.R));
}

template <class T>
LOGBESSEL_HD T dv(T v, T x) {
    polar<T> at(v, x);
    T rest = at.u * at.p * uniform_second::mixed_series(at.u * at.u, -at.p, at.R);
    return -at.t * at.p * (T(1) / (T(1) + at.u) + rest);
}

template <class T>
LOGBESSEL_HD T dx2(T v, T x) {
    polar<T> at(v, x);
    T plus = T(1) + at.u, lead = at.u * (plus + T(1)) / (plus * plus);
    return -at.t * (at.p * at.p) * muladd(-at.p, rest_in_argument(at, T(-2) * at.u * at.u), lead);
}

template <class T>
LOGBESSEL_HD T dvdx(T v, T x) {
    polar<T> at(v, x);
    T plus = T(1) + at.u, lead = muladd(-at.u, plus, T(1)) / plus;
    return at.p * at.p * muladd(at.u * at.p, rest_in_argument(at, T(2) * at.t * at.t), lead);
}

template <class T>
LOGBESSEL_HD T dv2(T v, T x) {
    polar<T> at(v, x);
    return at.t * (at.p * at.p) * muladd(-at.p, rest_in_order(at, T(2) * at.t * at.t), T(1));
}

}  // namespace uniform_k_ratio
}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
