// d/dv log I_v(x) for v, x >= 0
//
//   R >= 34 (float: 16)     derivative of the uniform expansion                     DLMF 10.41.3
//   the same, v tiny        and what it leaves out, -K_0/I_0                        DLMF 10.38.4
//   R >= 21 (10), v >= 1    the same, with rows of its own
//   inside, x >= 1          down the ladder of orders                               DLMF 10.29.1, 10.38.4
//   inside, x < 1           power series                                            DLMF 10.38.1
//   else                    limits, huge and tiny arguments
#pragma once

#include "../methods/i_order_ladder.h"
#include "../methods/i_order_series.h"
#include "../methods/i_order_zero.h"
#include "../methods/uniform_order_slope.h"
#include "slope_edges.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {

static_assert(region::log_i_radius<double> == uniform_order_slope::ring<1, double>::inner &&
              region::log_i_radius<float> == uniform_order_slope::ring<1, float>::inner);

struct log_iv_dv {
    enum { outer, ring, disc, small_argument, small_order, extreme, count };
    static constexpr int methods = count;

    /// Orders so small that the derivative is not an odd function of them to the last digit
    template <class T>
    LOGBESSEL_HD static mask_of<T> nearly_zero(T v) {
        return v < T(region::smallest_odd_order<scalar_of<T>>);
    }

    /// Is method 0 the one?
    template <class T>
    LOGBESSEL_HD static mask_of<T> common(T v, T x) {
        return region::ordinary_ratio(v, x) & !nearly_zero(v) & region::outside_disc(v, x);
    }
    template <class T>
    LOGBESSEL_HD static T method(T v, T x) {
        using S = scalar_of<T>;
        auto in_ring = region::outside(region::log_i_radius<S>, v, x) & (v >= T(region::smallest_ring_order<S>));
        T inside = select(in_ring, T(ring), select(region::corner(x), T(small_argument), T(disc)));
        T outside = select(nearly_zero(v), T(small_order), T(outer));
        return select(region::ordinary_ratio(v, x) & (v >= T(0)), select(region::outside_disc(v, x), outside, inside), T(extreme));
    }

    template <int m, class T>
    LOGBESSEL_HD static T value(T v, T x) {
        if constexpr (m == outer) {
            return uniform_order_slope::order_slope<uniform_order_slope::kind::first>(v, x, x);
        } else if constexpr (m == ring) {
            return uniform_order_slope::order_slope<uniform_order_slope::kind::first, uniform_order_slope::reach::ring>(v, x, x);
        } else if constexpr (m == small_order) {
            return i_order_zero::order_slope(v, x);
        } else {
            return m == disc ? i_order_ladder::order_slope(v, x) : i_order_series::order_slope(v, x, log_twofold(x, T(-1)));
        }
    }

    template <class S>
    LOGBESSEL_HD static S edge(S v, S x) {
        using F = format<S>;
        if (!(x >= S(0)) || !(v >= S(0)) || ratios::both_infinite(v, x)) {
            return S(F::not_a_number);
        }
        if (x == S(F::infinity)) {
            return S(0);
        }
        if (v == S(F::infinity) || x == S(0)) {
            return S(-F::infinity);
        }
        if (v >= S(F::huge) || x >= S(F::huge)) {
            return -slope_edges::asinh_ratio(v, x);
        }
        normalised<S> y = normalise(x);
        return region::outside_disc(v, x) ? uniform_order_slope::order_slope<uniform_order_slope::kind::first>(v, x, y.value, y.offset)
                                          : i_order_series::order_slope(v, x, log_twofold(y.value, y.offset - S(1)));
    }
};

}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
