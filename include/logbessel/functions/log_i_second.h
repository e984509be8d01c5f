// Second derivatives of log I_v(x) for v, x >= 0: d2/dx2, d2/dvdx, d2/dv2
//
//   R >= 34 (float: 16)     second derivatives of the uniform expansion                                  DLMF 10.41.3
//   the same, v tiny        d2/dvdx: and what it leaves out, 1/(x I_0^2)                                 DLMF 10.38.4
//   inside                  d2/dx2: 1 - r^2 - (2v+1) r/x - v/x^2 with r = I_(v+1)/I_v by recurrence      DLMF 10.29.2
//                           d2/dvdx: the series of I_v^2                                                 DLMF 10.31.3
//                           d2/dv2: mean and variance over the power series                              DLMF 10.38.1
//   else                    limits, huge and tiny arguments
#pragma once

#include "../methods/i_order_variance.h"
#include "../methods/i_square_series.h"
#include "../methods/recurrence_ratio.h"
#include "log_i_dv.h"
#include "second_edges.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {

struct log_iv_dx2 {
    enum { outer, disc, extreme, count };
    static constexpr int methods = count;

    /// Is method 0 the one?
    template <class T>
    LOGBESSEL_HD static mask_of<T> common(T v, T x) {
        return region::ordinary_ratio(v, x) & (v >= T(0)) & (v < x * T(format<T>::huge)) & region::outside_disc(v, x);
    }
    template <class T>
    LOGBESSEL_HD static T method(T v, T x) {
        T outside = select(v < x * T(format<T>::huge), T(outer), T(extreme));  // (v/x)^2 stays in range
        return select(region::ordinary_ratio(v, x) & (v >= T(0)), select(region::outside_disc(v, x), outside, T(disc)), T(extreme));
    }

    template <int m, class T>
    LOGBESSEL_HD static T value(T v, T x) {
        if constexpr (m == outer) {
            return uniform_second::in_argument<uniform_second::kind::first>(v, x);
        } else {
            return of_ratio(v, x, recurrence_ratio::descend<1>(v, x));
        }
    }
    /// ((1 - r) (1 + r) x - (2 v + 1) r - v/x)/x: terms that may cancel but for 1/(2 x)
    template <class T>
    LOGBESSEL_HD static T of_ratio(T v, T x, recurrence_ratio::difference_form<T> d) {
        twofold<T> r = d.below / d.j, c = d.complement();
        twofold<T> y = (c * x) * (r + T(1)) - r * two_sum(v + v, T(1)) - twofold<T>{v, T(0)} / twofold<T>{x, T(0)};
        return (y.hi + y.lo) / x;
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
        if (x == S(0) || v == S(F::infinity)) {
            return v > S(0) ? S(-F::infinity) : S(0.5);
        }
        if (region::vanishing(x)) {
            return S(0.5) / (v + S(1)) - (v / x) / x;
        }
        second_edges::far_terms<S> far(v, x);
        return far.bend - far.slant;
    }
};

struct log_iv_dvdx {
    enum { outer, disc, small_order, extreme, count };
    static constexpr int methods = count;

    /// Is method 0 the one?
    template <class T>
    LOGBESSEL_HD static mask_of<T> common(T v, T x) {
        return region::ordinary_ratio(v, x) & !log_iv_dv::nearly_zero(v) & region::outside_disc(v, x);
    }
    template <class T>
    LOGBESSEL_HD static T method(T v, T x) {
        T outside = select(log_iv_dv::nearly_zero(v), T(small_order), T(outer));
        return select(region::ordinary_ratio(v, x) & (v >= T(0)), select(region::outside_disc(v, x), outside, T(disc)), T(extreme));
    }

    template <int m, class T>
    LOGBESSEL_HD static T value(T v, T x) {
        if constexpr (m == outer) {
            return uniform_second::mixed<uniform_second::kind::first>(v, x);
        } else {
            return m == disc ? i_square_series::mixed_slope(v, x) : i_order_zero::mixed_slope(v, x);
        }
    }

    template <class S>
    LOGBESSEL_HD static S edge(S v, S x) {
        using F = format<S>;
        if (!(x >= S(0)) || !(v >= S(0)) || ratios::both_infinite(v, x)) {
            return S(F::not_a_number);
        }
        if (v == S(F::infinity) || region::vanishing(x)) {
            return x > S(0) ? S(1) / x : S(F::infinity);
        }
        return x == S(F::infinity) ? S(0) : second_edges::mixed(v, x);
    }
};

struct log_iv_dv2 {
    enum { outer, disc, extreme, count };
    static constexpr int methods = count;

    /// Is method 0 the one?
    template <class T>
    LOGBESSEL_HD static mask_of<T> common(T v, T x) {
        return region::ordinary_ratio(v, x) & (v >= T(0)) & region::outside_disc(v, x);
    }
    template <class T>
    LOGBESSEL_HD static T method(T v, T x) {
        T anywhere = select(region::outside_disc(v, x), T(outer), T(disc));
        return select(region::ordinary_ratio(v, x) & (v >= T(0)), anywhere, T(extreme));
    }

    template <int m, class T>
    LOGBESSEL_HD static T value(T v, T x) {
        return m == outer ? uniform_second::in_order<uniform_second::kind::first>(v, x) : i_order_variance::second_slope(v, x);
    }

    template <class S>
    LOGBESSEL_HD static S edge(S v, S x) {
        using F = format<S>;
        if (!(x >= S(0)) || !(v >= S(0)) || ratios::both_infinite(v, x)) {
            return S(F::not_a_number);
        }
        if (v == S(F::infinity) || x == S(F::infinity)) {
            return S(0);
        }
        if (v >= S(F::huge) || x >= S(F::huge)) {
            return -second_edges::inverse_radius(v, x);
        }
        return region::outside_disc(v, x) ? value<outer>(v, x) : value<disc>(v, x);
    }
};

}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
