// d/dv log K_v(x) inside the disc, up the ladder of orders from m and m + 1, m = v - n between -3/8 and 5/8, a sum of positive terms:
//
//   d/dv log K_v = d/dm log K_(m+1) + sum_{k=m+1}^{v-1} s_k for n >= 1,    d/dm log K_m for n = 0.
#pragma once

#include "../twofold.h"
#include "order_ladder.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {
namespace k_order_ladder {

template <class S>
constexpr int largest_order = format<S>::is_double ? 35 : 17;

template <class T>
struct split_order {
    T n, m;
    LOGBESSEL_HD explicit split_order(T v) {
        n = round(v - T(0.125));
        m = v - n;
    }
};

/// x K_(m+1)/K_m - x, and the derivatives of log K_m and log K_(m+1) in the order
template <class T>
struct foot {
    T excess, lower, upper;
};

template <class T>
LOGBESSEL_METHOD T climb(split_order<T> v, T x, foot<T> start) {
    order_ladder<T> ladder(x, start.excess, start.upper - start.lower);
    twofold<T> sum{select(v.n < T(0.5), start.lower, start.upper), T(0)};
    LOGBESSEL_LOOP
    for (int k = 1; k < largest_order<scalar_of<T>>; k++) {
        auto above = v.n > T(k);
        if (!any(above)) {
            break;
        }
        T order = v.m + T(k), s = ladder.template step<false>({order + order, T(0)}) * ladder.inverse;
        twofold<T> t = two_sum(sum.hi, select(above, s, T(0)));
        sum = {t.hi, sum.lo + t.lo};
    }
    return sum.hi + sum.lo;
}

}  // namespace k_order_ladder
}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
