// iv_ratio(v, x) = I_v(x)/I_(v-1)(x), v >= 0, and iv_ratio_c(v, x) = 1 - I_v(x)/I_(v-1)(x), v >= 1/2, for x >= 0
//
//   R >= 34 (float: 16)            derivative of the uniform expansion                 DLMF 10.41.3
//   inside                         recurrence downwards, in difference form            DLMF 10.29.1
//   complement, v near 1/2         Hankel's expansion with v - 1/2 taken out           DLMF 10.40.1
//   else                           limits, huge and tiny arguments
#pragma once

#include "../methods/half_order.h"
#include "../methods/recurrence_ratio.h"
#include "../methods/uniform_ratio.h"
#include "ratio_regions.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {

struct iv_ratio {
    enum { outer, disc, extreme, count };
    static constexpr int methods = count;

    /// Is method 0 the one?
    template <class T>
    LOGBESSEL_HD static mask_of<T> common(T v, T x) {
        return region::ordinary_ratio(v, x) & (v >= T(0)) & region::outside_disc(v, x);
    }
    template <class T>
    LOGBESSEL_HD static T method(T v, T x) {
        T inside = select(region::outside_disc(v, x), T(outer), T(disc));
        return select(region::ordinary_ratio(v, x) & (v >= T(0)), inside, T(extreme));
    }

    template <int m, class T>
    LOGBESSEL_HD static T value(T v, T x) {
        return m == outer ? uniform_ratio::iv_ratio(v, x) : recurrence_ratio::iv_ratio(v, x);
    }

    template <class S>
    LOGBESSEL_HD static S edge(S v, S x) {
        using F = format<S>;
        if (!(x >= S(0)) || !(v >= S(0)) || ratios::both_infinite(v, x)) {
            return S(F::not_a_number);
        }
        if (x == S(F::infinity)) {
            return S(1);
        }
        if (v == S(F::infinity)) {
            return S(0);
        }
        if (x == S(0) && v == S(0)) {
            return S(F::infinity);
        }
        if (region::negligible(x, v)) {
            return ratios::over_twice(x, v);
        }
        if (v >= S(F::huge) || x >= S(F::huge)) {
            ratios::far_point<S> far(v, x);
            return uniform_ratio::iv_ratio(far.v, far.x);
        }
        return S(1) / (S(2) * (v / x) + S(0.5) * x);  // both tiny: x/(2 v + x^2/2)
    }
};

struct iv_ratio_c {
    enum { outer, disc, half_order, extreme, count };
    static constexpr int methods = count;

    /// Is method 0 the one?
    template <class T>
    LOGBESSEL_HD static mask_of<T> common(T v, T x) {
        return region::ordinary_ratio(v, x) & region::outside_disc(v, x) & !region::below_half_order_limit(v);
    }
    template <class T>
    LOGBESSEL_HD static T method(T v, T x) {
        auto outside = region::outside_disc(v, x);
        T inside = select(region::near_half_order(v, x, outside), T(half_order), select(outside, T(outer), T(disc)));
        return select(region::ordinary_ratio(v, x) & (v >= T(0.5)), inside, T(extreme));
    }

    template <int m, class T>
    LOGBESSEL_HD static T value(T v, T x) {
        if constexpr (m == outer) {
            return uniform_ratio::iv_ratio_c(v, x);
        } else {
            return m == disc ? recurrence_ratio::iv_ratio_c(v, x) : half_order::iv_ratio_and_slope(v, x).c;
        }
    }

    template <class S>
    LOGBESSEL_HD static S edge(S v, S x) {
        using F = format<S>;
        if (!(x >= S(0)) || !(v >= S(0.5)) || ratios::both_infinite(v, x)) {
            return S(F::not_a_number);
        }
        if (x == S(F::infinity)) {
            return S(0);
        }
        if (region::vanishing(x) || v == S(F::infinity)) {
            return S(1);
        }
        if (region::negligible(v, x)) {
            return (v - S(0.5)) / x;
        }
        ratios::far_point<S> far(v, x);
        return uniform_ratio::iv_ratio_c(far.v, far.x);
    }
};

}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
