// d/dv log K_v(x) for x >= 0 and real v; odd in v (DLMF 10.27.3)
//
//   R >= 34 (float: 16)     derivative of the uniform expansion                                   DLMF 10.41.4
//   R >= 16 (6)             the same, with rows of its own
//   inside, x >= 1/8        quadrature for two small orders, up the ladder of orders              DLMF 10.32.9, 10.29.1
//   inside, x < 1/8         Temme's series for two small orders, up the ladder of orders          DLMF 10.27.4, 10.29.1
//   else                    limits, huge and tiny arguments
#pragma once

#include "../methods/k_order_quadrature.h"
#include "../methods/k_order_series.h"
#include "../methods/uniform_order_slope.h"
#include "slope_edges.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {

static_assert(region::log_k_radius<double> == uniform_order_slope::ring<-1, double>::inner &&
              region::log_k_radius<float> == uniform_order_slope::ring<-1, float>::inner);

struct log_kv_dv {
    enum { outer, ring, disc, small_argument, extreme, count };
    static constexpr int methods = count;

    /// Is method 0 the one?
    template <class T>
    LOGBESSEL_HD static mask_of<T> common(T v, T x) {
        return region::ordinary_ratio(abs(v), x) & region::outside_disc(abs(v), x);
    }
    template <class T>
    LOGBESSEL_HD static T method(T v, T x) {
        T inside = select(x < T(region::temme_order_argument<scalar_of<T>>), T(small_argument), T(disc));
        inside = select(region::outside(region::log_k_radius<scalar_of<T>>, abs(v), x), T(ring), inside);
        return select(region::ordinary_ratio(abs(v), x), select(region::outside_disc(abs(v), x), T(outer), inside), T(extreme));
    }

    template <int m, class T>
    LOGBESSEL_HD static T value(T v, T x) {
        T a = abs(v), y;
        if constexpr (m == outer) {
            y = uniform_order_slope::order_slope<uniform_order_slope::kind::second>(a, x, x);
        } else if constexpr (m == ring) {
            y = uniform_order_slope::order_slope<uniform_order_slope::kind::second, uniform_order_slope::reach::ring>(a, x, x);
        } else {
            y = m == disc ? k_order_quadrature::order_slope(a, x) : k_order_series::order_slope(a, x, log_twofold(x, T(-1)));
        }
        return select(v < T(0), -y, y);
    }

    template <class S>
    LOGBESSEL_HD static S edge(S v, S x) {
        using F = format<S>;
        if (!(x >= S(0)) || v != v || ratios::both_infinite(v, x)) {
            return S(F::not_a_number);
        }
        if (v == S(0) || x == S(F::infinity)) {
            return S(0);
        }
        if (abs(v) == S(F::infinity) || x == S(0)) {
            return v > S(0) ? S(F::infinity) : S(-F::infinity);
        }
        S y = of_positive_order(abs(v), x);
        return v < S(0) ? -y : y;
    }
    template <class S>
    LOGBESSEL_HD static S of_positive_order(S v, S x) {
        using F = format<S>;
        if (v >= S(F::huge) || x >= S(F::huge)) {
            return slope_edges::asinh_ratio(v, x);
        }
        normalised<S> y = normalise(x);
        return region::outside_disc(v, x) ? uniform_order_slope::order_slope<uniform_order_slope::kind::second>(v, x, y.value, y.offset)
                                          : k_order_series::order_slope(v, x, log_twofold(y.value, y.offset - S(1)));
    }
};

}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
