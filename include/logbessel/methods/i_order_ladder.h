// d/dv log I_v(x) inside the disc for x >= 1, down the ladder of orders to m = v - floor(v), a sum of positive terms:
//
//   -d/dv log I_v = -d/dm log I_m + sum_{k=m}^{v-1} s_k,    -d/dm log I_m = K_0/I_0 + m/x (1 + Q(m, x)),
//
// because at m = 0 the derivative is -K_0/I_0 (DLMF 10.38.4), and the rest divided by m is smooth in both variables.  (A differentiated
// recurrence would find the small result at m = 0 as a difference of large numbers.)
#pragma once

#include "../coefficients/i_order_base.h"
#include "../elementary.h"
#include "order_ladder.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {
namespace i_order_ladder {

/// The ladder begins so many orders above m, with an error of a few percent, which at m is exp(-steps^2/x) of that.
template <class S>
constexpr int steps = format<S>::is_double ? 48 : 26;
/// The last steps, of which the errors reach m
template <class S>
constexpr int near = format<S>::is_double ? 20 : 12;

template <class T>
LOGBESSEL_METHOD T order_slope(T v, T x) {
    using namespace coefficients;
    using S = scalar_of<T>;
    const int N = steps<S>;
    T n = round(v);
    n = select(n > v, n - T(1), n);
    T m = v - n, twice_m = m + m;

    T next = m + T(N + 1), root = sqrt(muladd(next, next, x * x));
    order_ladder<T> ladder(x, (next - T(0.5)) + (root - x), T(1) / root);
    twofold<T> sum{T(0), T(0)};
    LOGBESSEL_LOOP
    for (int k = N; k > near<S>; k--) {
        T rise = ladder.template step<false>({twice_m + T(2 * k), T(0)});
        sum.hi = muladd(select(n >= T(k), ladder.ratio.hi, T(0)), rise, sum.hi);
    }
    LOGBESSEL_LOOP
    for (int k = near<S>; k > 0; k--) {
        T rise = ladder.template step<true>(two_sum(twice_m, T(2 * k))), s = muladd(rise, ladder.ratio.hi, ladder.ratio.lo);
        twofold<T> t = two_sum(sum.hi, select(n >= T(k), s, T(0)));
        sum = {t.hi, sum.lo + t.lo};
    }

    using Base = table_for<T, i_order_base, i_order_base_float>;
    using Zero = table_for<T, i_order_zero, i_order_zero_float>;
    T t = muladd((x - T(Base::centre)) / (x + T(Base::centre)), T(Base::scale), T(Base::shift)), u = muladd(T(7), m / (m + T(2.5)), T(-1));
    T of_zero = exp(T(-2) * x) * polynomial<Zero>(t);
    twofold<T> total = two_sum(sum.hi, m);
    T low = total.lo + muladd(m, polynomial2<Base>(t, u), sum.lo);
    return -((total.hi + muladd(x, of_zero, low)) / x);
}

}  // namespace i_order_ladder
}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
