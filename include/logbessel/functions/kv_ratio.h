// kv_ratio(v, x) = K_(v-1)(x)/K_v(x) for x >= 0 and real v
//
//   R >= 34 (float: 16)            derivative of the uniform expansion                 DLMF 10.41.4
//   inside, x >= 1/2               Steed's continued fraction                          DLMF 13.3.7, 10.39.6
//   inside, x < 1/2                Temme's series, recurrence upwards                  DLMF 10.27.4, 10.29.1
//   else                           limits, huge and tiny arguments
#pragma once

#include "../methods/steed.h"
#include "../methods/temme_ratio.h"
#include "../methods/uniform_ratio.h"
#include "ratio_regions.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {

struct kv_ratio {
    enum { outer, disc, small_argument, extreme, count };
    static constexpr int methods = count;

    /// Is method 0 the one?
    template <class T>
    LOGBESSEL_HD static mask_of<T> common(T v, T x) {
        return region::ordinary_ratio(abs(v), x) & region::outside_disc(abs(v), x) & (abs(v) < x * T(format<T>::huge));
    }
    template <class T>
    LOGBESSEL_HD static T method(T v, T x) {
        T inside = select(x < T(region::temme_ratio_argument<scalar_of<T>>), T(small_argument), T(disc));
        T outside = select(abs(v) < x * T(format<T>::huge), T(outer), T(extreme));  // (v/x)^2 stays in range
        return select(region::ordinary_ratio(abs(v), x), select(region::outside_disc(abs(v), x), outside, inside), T(extreme));
    }

    /// The ratio is K_w/K_(w+1) with w = v - 1 for v >= 1/2, else K_(w+1)/K_w with w = -v: w is exact, and w >= -1/2.
    template <class T>
    LOGBESSEL_HD static T base_order(T v) {
        return select(v >= T(0.5), v - T(1), -v);
    }

    template <int m, class T>
    LOGBESSEL_HD static T value(T v, T x) {
        if constexpr (m == outer) {
            return uniform_ratio::kv_ratio(v, x);
        } else {
            T w = base_order(v);
            twofold<T> above = m == disc ? steed::x_times_kv_ratio(w, x) : temme_ratio::x_times_kv_ratio(w, x), below{x, T(0)};
            auto inverse = v >= T(0.5);
            return (select(inverse, below, above) / select(inverse, above, below)).hi;
        }
    }

    template <class S>
    LOGBESSEL_HD static S edge(S v, S x) {
        using F = format<S>;
        if (!(x >= S(0)) || v != v || ratios::both_infinite(v, x)) {
            return S(F::not_a_number);
        }
        if (x == S(F::infinity) || v == S(0.5)) {
            return S(1);
        }
        S w = base_order(v);
        if (x == S(0) || abs(v) == S(F::infinity)) {
            return v > S(0.5) ? S(0) : S(F::infinity);
        }
        if (region::vanishing(x) && w <= S(0.5)) {
            return temme_ratio::of_tiny_argument(w, x, v > S(0.5));
        }
        if (region::vanishing(x) || region::negligible(x, w)) {
            return v > S(0.5) ? ratios::over_twice(x, w) : S(2) * (w / x);
        }
        ratios::far_point<S> far(v, x);
        return uniform_ratio::kv_ratio(far.v, far.x);
    }
};

}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
