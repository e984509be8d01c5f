// The ladder of orders: q_k = x I_k/I_(k+1) downwards, or q_k = x K_(k+1)/K_k upwards, together with s_k = d log q_k/dk > 0.  Both obey
//
//   q_new = 2 k + x^2/q,    q_new s_new = 2 - (x^2/q) s                                                               (DLMF 10.29.1)
//
// with positive terms only, and s adds up the derivatives in the order: d/dv log F_v changes by s_k from k to k + 1.  For large x, q is x
// and a little, and x^2 s/q is 1 and a little: what is carried is g = q - x and h = 1 - x^2 s/q, so that nothing is rounded at the size
// of x.
#pragma once

#include "../twofold.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {

template <class T>
struct order_ladder {
    T x, h, inverse;  // 1/q
    twofold<T> g, ratio;  // the ratio is x/q

    /// From q - x and s
    LOGBESSEL_HD order_ladder(T x, T excess, T s) : x(x), g{excess, T(0)} {
        divide<true>();
        h = muladd(-ratio.hi, x * s, T(1));
    }

    /// One step, 2 k given; gives q s.  Not `precise`: without the second words, which the errors of later steps need
    template <bool precise>
    LOGBESSEL_HD T step(twofold<T> twice_order) {
        if constexpr (precise) {
            twofold<T> p = two_prod(ratio.hi, g.hi), d = two_sum(twice_order.hi, -p.hi);
            g = {d.hi, d.lo + (twice_order.lo - (p.lo + muladd(ratio.lo, g.hi, ratio.hi * g.lo)))};
        } else {
            g = {muladd(-ratio.hi, g.hi, twice_order.hi), T(0)};
        }
        divide<precise>();
        T rise = T(1) + h, complement = (T(1) - ratio.hi) - ratio.lo;
        h = muladd(ratio.hi, muladd(-ratio.hi, h, complement), complement);
        return rise;
    }

private:
    template <bool precise>
    LOGBESSEL_HD void divide() {
        twofold<T> q = two_sum(x, g.hi);
        inverse = reciprocal(q.hi);
        ratio = {x * inverse, T(0)};
        if constexpr (precise) {
            ratio.lo = muladd(-ratio.hi, q.lo + g.lo, fma(-ratio.hi, q.hi, x)) * inverse;
        }
    }
};

}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
