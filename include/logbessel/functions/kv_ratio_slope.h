// Derivatives of K_(v-1)/K_v for x >= 0 and real v: d/dx and d/dv.  Those of negative orders follow from K_(v-1)/K_v = -v/x - d/dx log K_v,
// of which the last term is even in v.
//
//   R >= 34 (float: 16)            derivatives of the uniform expansion                               DLMF 10.41.4
//   inside, x >= 3/8 or v >= 8     covariances by quadrature                                          DLMF 10.32.9
//   inside, else                   series for a small order, up the ladder of orders                  DLMF 10.27.4, 10.29.1
//   else                           limits, huge and tiny arguments
#pragma once

#include "../methods/k_ratio_quadrature.h"
#include "../methods/k_ratio_tiny.h"
#include "../methods/uniform_k_ratio.h"
#include "kv_ratio.h"
#include "log_k_second.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {

/// D has the three ways to the derivative for v >= 0, the way from there to negative orders, and the limits.
template <class D>
struct kv_ratio_derivative {
    enum { outer, disc, small_argument, extreme, count };
    static constexpr int methods = count;
    static constexpr int needs_registers = 2;

    /// Is method 0 the one?
    template <class T>
    LOGBESSEL_HD static mask_of<T> common(T v, T x) {
        return region::ordinary_ratio(abs(v), x) & region::outside_disc(abs(v), x);
    }
    template <class T>
    LOGBESSEL_HD static T method(T v, T x) {
        T inside = select(k_second::small(abs(v), x), T(small_argument), T(disc));
        return select(region::ordinary_ratio(abs(v), x), select(region::outside_disc(abs(v), x), T(outer), inside), T(extreme));
    }

    template <int m, class T>
    LOGBESSEL_HD static T value(T v, T x) {
        T a = abs(v);
        if constexpr (m == outer) {
            return of_any_order(v, x, D::uniform(a, x));
        } else {
            return of_any_order(v, x, m == disc ? D::quadrature(a, x) : D::of(k_ratio_series::at(a, x, log_twofold(x, T(-1)))));
        }
    }
    template <class T>
    LOGBESSEL_HD static T of_any_order(T v, T x, T y) {
        return select(v < T(0), D::reflected(-v, x, y), y);
    }

    template <class S>
    LOGBESSEL_HD static S edge(S v, S x) {
        using F = format<S>;
        S a = abs(v);
        if (!(x >= S(0)) || v != v || ratios::both_infinite(v, x)) {
            return S(F::not_a_number);
        }
        if (x == S(F::infinity) || v == S(F::infinity)) {
            return S(0);
        }
        if (v == S(-F::infinity)) {
            return D::reflected(S(F::infinity), x, S(0));
        }
        if (x == S(0)) {
            return D::at_zero(v);
        }
        if (D::odd_about_half && v == S(0.5)) {
            return S(0);
        }
        S y =
            a >= S(F::huge) || x >= S(F::huge) ? D::far(second_edges::direction<S>(a, x), second_edges::inverse_radius(a, x)) : tiny(a, x);
        return v < S(0) && abs(y) == S(F::infinity) ? D::at_zero(v) : of_any_order(v, x, y);
    }
    template <class S>
    LOGBESSEL_HD static S tiny(S v, S x) {
        return D::of(v < S(1) ? k_ratio_tiny::of_small_order(v, x)
                              : k_ratio_tiny::of_large_order(v, x, v < S(3) ? kv_ratio::edge(v - S(1), x) : S(0)));
    }
};

struct k_ratio_argument {
    static constexpr bool odd_about_half = true;
    template <class T>
    LOGBESSEL_HD static T uniform(T v, T x) {
        return uniform_k_ratio::dx(v, x);
    }
    template <class T>
    LOGBESSEL_HD static T quadrature(T v, T x) {
        return k_ratio_quadrature::dx(v, x);
    }
    template <class T>
    LOGBESSEL_HD static T of(k_ratio_series::derivatives<T> y) {
        return y.dx;
    }
    template <class T>
    LOGBESSEL_HD static T reflected(T v, T x, T y) {
        return y - (T(2) / x) * (v / x);  // without an overflow on the way
    }
    template <class S>
    LOGBESSEL_HD static S at_zero(S v) {
        return v > S(1) ? S(0.5) / (v - S(1)) : v == S(0.5) ? S(0) : v < S(0.5) ? S(-format<S>::infinity) : S(format<S>::infinity);
    }
    template <class S>
    LOGBESSEL_HD static S far(second_edges::direction<S> d, S p) {
        return p * (d.sine / (S(1) + d.sine) - p * (S(0.5) - d.sine * d.sine));
    }
};

struct k_ratio_order {
    static constexpr bool odd_about_half = false;
    template <class T>
    LOGBESSEL_HD static T uniform(T v, T x) {
        return uniform_k_ratio::dv(v, x);
    }
    template <class T>
    LOGBESSEL_HD static T quadrature(T v, T x) {
        return k_ratio_quadrature::dv(v, x);
    }
    template <class T>
    LOGBESSEL_HD static T of(k_ratio_series::derivatives<T> y) {
        return y.dv;
    }
    template <class T>
    LOGBESSEL_HD static T reflected(T, T x, T y) {
        T half = T(-1) / x;  // -2/x may overflow, and the result not
        return half + (half - y);
    }
    template <class S>
    LOGBESSEL_HD static S at_zero(S v) {
        return v > S(0.5) ? S(0) : S(-format<S>::infinity);
    }
    template <class S>
    LOGBESSEL_HD static S far(second_edges::direction<S> d, S p) {
        return -(d.cosine * p) / (S(1) + d.sine);
    }
};

using kv_ratio_dx = kv_ratio_derivative<k_ratio_argument>;
using kv_ratio_dv = kv_ratio_derivative<k_ratio_order>;

}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
