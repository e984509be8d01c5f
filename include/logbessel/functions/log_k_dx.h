// d/dx log K_v(x) and d/dx log(e^x K_v(x)) for x >= 0 and real v; even in v (DLMF 10.27.3)
//
//   R >= 34 (float: 16)            derivative of the uniform expansion                 DLMF 10.41.4
//   K_v: R >= 16 (6)               the same, with rows of its own
//   inside, x >= 1/4               Steed's continued fraction                          DLMF 13.3.7, 10.39.6
//   inside, x < 1/4                -(v/x + K_(v-1)/K_v) by Temme's series              DLMF 10.29.2
//   else                           limits, huge and tiny arguments
#pragma once

#include "../methods/steed.h"
#include "../methods/temme_ratio.h"
#include "../methods/uniform_slope.h"
#include "slope_edges.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {

static_assert(region::log_k_radius<double> == uniform_ratio::ring<-1, double>::inner &&
              region::log_k_radius<float> == uniform_ratio::ring<-1, float>::inner);

template <uniform_slope::scaling scale>
struct log_k_dx {
    enum { outer, ring, disc, small_argument, extreme, count };
    static constexpr int methods = count;
    static constexpr int needs_registers = 1;
    static constexpr bool scaled = scale == uniform_slope::scaling::exponential;

    /// Is method 0 the one?
    template <class T>
    LOGBESSEL_HD static mask_of<T> common(T v, T x) {
        return region::ordinary_ratio(abs(v), x) & (abs(v) < x * T(format<T>::huge)) & region::outside_disc(abs(v), x);
    }
    template <class T>
    LOGBESSEL_HD static T method(T v, T x) {
        T inside = select(x < T(region::temme_slope_argument<scalar_of<T>>), T(small_argument), T(disc));
        if constexpr (!scaled) {
            inside = select(region::outside(region::log_k_radius<scalar_of<T>>, abs(v), x), T(ring), inside);
        }
        T outside = select(abs(v) < x * T(format<T>::huge), T(outer), T(extreme));  // v/x stays in range
        return select(region::ordinary_ratio(abs(v), x), select(region::outside_disc(abs(v), x), outside, inside), T(extreme));
    }

    template <int m, class T>
    LOGBESSEL_HD static T value(T v, T x) {
        v = abs(v);
        if constexpr (m == outer) {
            return uniform_slope::slope<uniform_slope::kind::second, scale>(v, x);
        } else if constexpr (m == ring) {
            return uniform_slope::slope<uniform_slope::kind::second, scale, uniform_slope::reach::ring>(v, x);
        } else if constexpr (m == disc) {
            twofold<T> beside = steed::slope_beside_x(v, x);
            return -(scaled ? beside : beside + x).hi / x;
        } else {
            return -of_small_argument(v, x) / x;
        }
    }
    /// v + x K_(v-1)/K_v, which for v < 1/2 is K_(1-v)/K_v; scaled, minus x
    template <class T>
    LOGBESSEL_HD static T of_small_argument(T v, T x) {
        auto large = v >= T(0.5);
        twofold<T> y = temme_ratio::x_times_kv_ratio(select(large, v - T(1), -v), x);
        twofold<T> below = select(large, two_prod(x, x) / y, y), order{v, T(0)};
        return sum((scaled ? two_sum(v, -x) : order) + below);
    }

    template <class S>
    LOGBESSEL_HD static S edge(S v, S x) {
        using F = format<S>;
        if (!(x >= S(0)) || v != v || ratios::both_infinite(v, x)) {
            return S(F::not_a_number);
        }
        v = abs(v);
        if (x == S(F::infinity)) {
            return S(scaled ? 0 : -1);
        }
        if (x == S(0) || v == S(F::infinity)) {
            return S(-F::infinity);
        }
        if (region::vanishing(x)) {
            return -(v < S(0.5) ? v / x + temme_ratio::of_tiny_argument(-v, x, false) : v / x);
        }
        if constexpr (scaled) {
            slope_edges::scaled_terms<S> t(v, x);
            return -(t.lead + t.correction);
        } else {
            return -slope_edges::radius_over_x(v, x);
        }
    }
};

using log_kv_dx = log_k_dx<uniform_slope::scaling::none>;
using log_kve_dx = log_k_dx<uniform_slope::scaling::exponential>;

}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
