// Second derivatives of K_(v-1)/K_v for x >= 0 and real v, by the methods of the first ones: d2/dx2, d2/dvdx, and d2/dv2, even in v.
#pragma once

#include "kv_ratio_slope.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {

struct k_ratio_argument_twice {
    static constexpr bool odd_about_half = true;
    template <class T>
    LOGBESSEL_HD static T uniform(T v, T x) {
        return uniform_k_ratio::dx2(v, x);
    }
    template <class T>
    LOGBESSEL_HD static T quadrature(T v, T x) {
        return k_ratio_quadrature::dx2(v, x);
    }
    template <class T>
    LOGBESSEL_HD static T of(k_ratio_series::derivatives<T> y) {
        return y.dx2;
    }
    template <class T>
    LOGBESSEL_HD static T reflected(T v, T x, T y) {
        return y + (T(4) / x) * (v / x / x);
    }
    /// At v = 3/2 the ratio is x/(1 + x).
    template <class S>
    LOGBESSEL_HD static S at_zero(S v) {
        const S infinity = format<S>::infinity;
        return v > S(1.5) || v == S(0.5) ? S(0) : v == S(1.5) ? S(-2) : v < S(0.5) ? infinity : -infinity;
    }
    template <class S>
    LOGBESSEL_HD static S far(second_edges::direction<S> d, S p) {
        S plus = S(1) + d.sine, lead = d.sine * (plus + S(1)) / (plus * plus);
        return -(d.cosine * p) * (p * (lead - p * (S(1) - S(4) * d.sine * d.sine)));
    }
};

struct k_ratio_argument_and_order {
    static constexpr bool odd_about_half = false;
    template <class T>
    LOGBESSEL_HD static T uniform(T v, T x) {
        return uniform_k_ratio::dvdx(v, x);
    }
    template <class T>
    LOGBESSEL_HD static T quadrature(T v, T x) {
        return k_ratio_quadrature::dvdx(v, x);
    }
    template <class T>
    LOGBESSEL_HD static T of(k_ratio_series::derivatives<T> y) {
        return y.dvdx;
    }
    template <class T>
    LOGBESSEL_HD static T reflected(T, T x, T y) {
        T half = T(1) / x / x;
        return half + (half - y);
    }
    template <class S>
    LOGBESSEL_HD static S at_zero(S v) {
        S m = v - S(1);
        return m > S(0) ? S(-0.5) / m / m : v > S(0.5) ? S(-format<S>::infinity) : S(format<S>::infinity);
    }
    template <class S>
    LOGBESSEL_HD static S far(second_edges::direction<S> d, S p) {
        S plus = S(1) + d.sine;
        return p * (p * ((S(1) - d.sine * plus) / plus));
    }
};

struct k_ratio_order_twice {
    static constexpr bool odd_about_half = false;
    template <class T>
    LOGBESSEL_HD static T uniform(T v, T x) {
        return uniform_k_ratio::dv2(v, x);
    }
    template <class T>
    LOGBESSEL_HD static T quadrature(T v, T x) {
        return k_ratio_quadrature::dv2(v, x);
    }
    template <class T>
    LOGBESSEL_HD static T of(k_ratio_series::derivatives<T> y) {
        return y.dv2;
    }
    template <class T>
    LOGBESSEL_HD static T reflected(T, T, T y) {
        return y;
    }
    template <class S>
    LOGBESSEL_HD static S at_zero(S v) {
        return abs(v) > S(0.5) ? S(0) : S(format<S>::infinity);
    }
    template <class S>
    LOGBESSEL_HD static S far(second_edges::direction<S> d, S p) {
        return d.cosine * p * p;
    }
};

using kv_ratio_dx2 = kv_ratio_derivative<k_ratio_argument_twice>;
using kv_ratio_dvdx = kv_ratio_derivative<k_ratio_argument_and_order>;
using kv_ratio_dv2 = kv_ratio_derivative<k_ratio_order_twice>;

}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
