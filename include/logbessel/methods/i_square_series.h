// d2/dvdx log I_v(x) inside the disc, by the series of I_v^2 with positive terms (DLMF 10.31.3):
//
//   x d2/dvdx log I_v = sum_k v/(v + k) a_k/sum_k a_k,    a_(k+1)/a_k = x^2 (v + k + 1/2)/((k + 1) (v + k + 1) (2 v + k + 1)),
//
// because y = d2/dvdx log I_v solves (x I_v^2 y)' = 2 v I_v^2/x, which is Bessel's equation as one for I_v'/I_v, differentiated in v.
// The first weight is 1, also at v = 0.  The mean E_k over the terms from k on is c v/(v + k) + (1 - c) E_(k+1), c the share of term k.
#pragma once

#include "../portable.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {
namespace i_square_series {

/// Terms: at the edge of the disc, where the largest is that of k = R, the others are below 1e-17 of all (float: 1e-9).
template <class S>
constexpr int terms = format<S>::is_double ? 78 : 38;

template <class T>
LOGBESSEL_METHOD T mixed_slope(T v, T x) {
    T sum(1), mean(0);
    LOGBESSEL_LOOP
    for (int k = terms<scalar_of<T>>; k > 1; k--) {
        T order = v + T(k), other = T(k) * (v + order), inverse = reciprocal(order * other), c = reciprocal(sum);
        mean = muladd(c, muladd(v * other, inverse, -mean), mean);
        sum = muladd((x * (order - T(0.5))) * (x * inverse), sum, T(1));  // not x^2, whose rounding error would count k times
    }
    T inverse = reciprocal(v + T(1));
    mean = muladd(reciprocal(sum), muladd(v, inverse, -mean), mean);
    sum = muladd((T(0.5) * x) * (x * inverse), sum, T(1));
    return muladd(reciprocal(sum), T(1) - mean, mean) / x;
}

/// d/dv I_v/I_(v-1) for v >= 1/2: d2/dvdx log I_(v-1) - 1/x, minus the mean of k/(v - 1 + k) over x
template <class T>
LOGBESSEL_METHOD T ratio_order_slope(T v, T x) {
    T below = v - T(1), sum(1), mean(0);
    LOGBESSEL_LOOP
    for (int k = terms<scalar_of<T>>; k > 1; k--) {
        T order = v + T(k - 1), other = below + order, inverse = reciprocal(T(k) * order * other), c = reciprocal(sum);
        mean = muladd(c, muladd(T(k) * T(k) * other, inverse, -mean), mean);
        sum = muladd((x * (order - T(0.5))) * (x * inverse), sum, T(1));
    }
    T inverse = reciprocal(v), half = T(0.5) * (x * inverse);
    mean = muladd(reciprocal(sum), inverse - mean, mean);
    return -(half * sum * mean) / muladd(half * x, sum, T(1));
}

/// d2/dv2 I_v/I_(v-1) for v >= 1/2: with f_k = k/(v - 1 + k), the mean of f_k/(v - 1 + k) minus the covariance of f_k and d/dv log a_k, over
/// x.  A share c of term k, away from the mean of what follows in one and by -rise in the other, adds c (1 - c) times both to the covariance.
/// Nothing cancels for v >= 1, and little below.
template <class T>
LOGBESSEL_METHOD T ratio_order_bend(T v, T x) {
    T below = v - T(1), sum(1), mean(0), value(0), rise(0);
    LOGBESSEL_LOOP
    for (int k = terms<scalar_of<T>>; k > 1; k--) {
        T order = v + T(k - 1), other = below + order, inverse = reciprocal(T(k) * order * other), c = reciprocal(sum), rest = T(1) - c;
        T unit = T(k) * other * inverse, f = T(k) * unit, away = f - mean;
        value = muladd(c, muladd(rest * away, rise, muladd(f, unit, -value)), value);
        mean = muladd(c, away, mean);
        rise = muladd(rest, rise, unit * (T(0.5) * reciprocal(order - T(0.5))) - T(2 * k) * order * inverse);
        sum = muladd((x * (order - T(0.5))) * (x * inverse), sum, T(1));
    }
    T inverse = reciprocal(v), half = T(0.5) * (x * inverse), c = reciprocal(sum), rest = T(1) - c, away = inverse - mean;
    value = muladd(c, muladd(rest * away, rise, muladd(inverse, inverse, -value)), value);
    mean = muladd(c, away, mean);
    rise = muladd(rest, rise, -inverse);
    c = reciprocal(muladd(half * x, sum, T(1)));
    return half * (sum * c) * muladd(-c * mean, rise, value);
}

}  // namespace i_square_series
}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
