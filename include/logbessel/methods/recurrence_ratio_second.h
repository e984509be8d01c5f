// d2/dx2 and d2/dvdx I_v/I_(v-1) inside the disc: the recurrence (DLMF 10.29.1) of s = x I_(v-1)/I_v, + for the order v + 1, differentiated,
//
//   s = 2 v + x^2/s_+,      n   = s - x s_x = 2 v - r_+^2 n_+,                    n_x    = -r_+ (2 (n_+/s_+)^2 + r_+ n_x+),
//   r_+ = x/s_+,            s_v = 1 + (1 - r_+^2) - r_+^2 (s_v+ - 1),             x s_vx = -r_+^2 (2 n_+ s_v+/s_+ + x s_vx+).
//
// Where x is large, s is little more than x and s_v than 1: it is built on what they are more, s - x = 2 v - r_+ (s_+ - x), and on
// 1 - r_+^2 = (1 + r_+) (s_+ - x)/s_+.
//
// What Debye's expansion begins with starts it; that error, and those of the steps before the last few, die out as r_+^2 ... does.
#pragma once

#include "ratio_second.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {
namespace recurrence_ratio_second {

/// Steps: an error at the order v + n reaches v with the factor (I_(v+n)/I_v)^2 ~ exp(-n^2/x), at the edge of the disc exp(-42)
/// (float: exp(-20)).
template <class S>
constexpr int steps = format<S>::is_double ? 38 : 18;

/// v/R, x/R and s at the order q = v + steps
template <class T>
struct start {
    T q, u, t, s;
    LOGBESSEL_HD start(T v, T x) {
        q = v + T(steps<scalar_of<T>>);
        T radius = sqrt(muladd(q, q, x * x)), p = T(1) / radius;
        u = q * p;
        t = x * p;
        s = radius + muladd(T(-0.5) * t, t, q);
    }
};

/// d2/dx2 for v >= 1/2; for x large beside v - 1/2 the terms of n cancel
template <class T>
LOGBESSEL_METHOD T in_argument(T v, T x) {
    start<T> from(v, x);
    T beyond = from.s - x, n = muladd(from.q, from.u, from.q), n_x = -from.t * (from.u * from.u), s_x(0);
    LOGBESSEL_LOOP
    for (int k = steps<scalar_of<T>>; k > 0; k--) {
        T twice = T(2) * (v + T(k - 1)), g = reciprocal(x + beyond), r = x * g, n_s = n * g, rest = beyond * g * (r + T(1));
        n_x = -(r * muladd(T(2) * n_s, n_s, r * n_x));
        n = muladd(rest, n, twice - n);
        s_x = muladd(r, n_s, r);
        beyond = muladd(-r, beyond, twice);
    }
    return ratio_second::in_argument(x + beyond, s_x, n, n_x);
}

/// d2/dvdx for v >= 1/2
template <class T>
LOGBESSEL_METHOD T mixed(T v, T x) {
    start<T> from(v, x);
    T beyond = from.s - x, n = muladd(from.q, from.u, from.q), rise = from.u, x_s_vx = -(from.t * from.t * from.u);
    LOGBESSEL_LOOP
    for (int k = steps<scalar_of<T>>; k > 0; k--) {
        T twice = T(2) * (v + T(k - 1)), g = reciprocal(x + beyond), r = x * g, rr = r * r, two_n_s = T(2) * (n * g);
        x_s_vx = -(rr * (muladd(two_n_s, rise, two_n_s) + x_s_vx));
        n = muladd(-rr, n, twice);
        rise = muladd(beyond * g, r + T(1), -(rr * rise));
        beyond = muladd(-r, beyond, twice);
    }
    T s = x + beyond;
    return ratio_second::mixed(s, muladd(T(-2), n, s), rise + T(1), x_s_vx);
}

}  // namespace recurrence_ratio_second
}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
