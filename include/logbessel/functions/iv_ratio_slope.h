// Derivatives of I_v(x)/I_(v-1)(x) for v, x >= 0: d/dx, d/dv
//
//   R >= 34 (float: 16)     derivatives of the uniform expansion                                       DLMF 10.41.3
//   the same, v < 3/2       d/dx: Hankel's expansion with v - 1/2 taken out                            DLMF 10.40.1
//   inside                  d/dx: 1 - r^2 - (2v-1) r/x with the ratio r by recurrence                  DLMF 10.29.1, 10.29.2
//                           d/dv: the series of I_(v-1)^2                                              DLMF 10.31.3
//   inside, v near 1/2      d/dx: where it is very small, as outside
//   inside, v < 1/2         from those of the order v + 1                                              DLMF 10.29.1
//   else                    limits, huge and tiny arguments
#pragma once

#include "../methods/half_order.h"
#include "../methods/i_square_series.h"
#include "../methods/ratio_order_shift.h"
#include "../methods/recurrence_ratio.h"
#include "../methods/uniform_ratio_slope.h"
#include "iv_ratio.h"
#include "second_edges.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {

/// At x = 0 they have a pole for v = 0 only.
struct iv_ratio_derivative {
    template <class S>
    LOGBESSEL_HD static bool pole(S v, S x) {
        return x == S(0) && v == S(0);
    }
};

struct iv_ratio_dx : iv_ratio_derivative {
    enum { outer, disc, half, shifted, extreme, count };
    static constexpr int methods = count;

    /// Is method 0 the one?
    template <class T>
    LOGBESSEL_HD static mask_of<T> common(T v, T x) {
        return region::ordinary_ratio(v, x) & (v >= T(region::half_order_limit<scalar_of<T>>)) & region::outside_disc(v, x);
    }
    template <class T>
    LOGBESSEL_HD static T method(T v, T x) {
        auto outside = region::outside_disc(v, x);
        T anywhere = select(outside, T(outer), select(v < T(0.5), T(shifted), T(disc)));
        anywhere = select(region::near_half_order(v, x, outside), T(half), anywhere);
        return select(region::ordinary_ratio(v, x) & (v >= T(0)), anywhere, T(extreme));
    }

    template <int m, class T>
    LOGBESSEL_HD static T value(T v, T x) {
        if constexpr (m == disc) {
            return of_ratio(v, x, recurrence_ratio::descend<0>(v, x));
        } else if constexpr (m == shifted) {
            T next = v + T(1);
            return ratio_order_shift::in_argument(v, x, iv_ratio::value<iv_ratio::disc>(next, x), value<disc>(next, x));
        } else {
            return m == outer ? uniform_ratio_slope::in_argument(v, x) : half_order::iv_ratio_dx(v, x);
        }
    }
    /// ((1 - r) (1 + r) x - (2 v - 1) r)/x
    template <class T>
    LOGBESSEL_HD static T of_ratio(T v, T x, recurrence_ratio::difference_form<T> d) {
        twofold<T> r = d.below / d.j, y = (d.complement() * x) * (r + T(1)) - r * two_sum(v + v, T(-1));
        return (y.hi + y.lo) / x;
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
        if (v < x && region::vanishing(x)) {
            return ratio_order_shift::tiny<S>(v, x).in_argument();
        }
        if (region::vanishing(x)) {
            return v == S(0) ? -S(F::infinity) : S(0.5) / v;
        }
        S p = second_edges::inverse_radius(v, x);
        return ((v - S(0.5)) * p) * (p / (S(1) + second_edges::direction<S>(v, x).sine));
    }
};

struct iv_ratio_dv : iv_ratio_derivative {
    enum { outer, disc, shifted, extreme, count };
    static constexpr int methods = count;

    /// Is method 0 the one?
    template <class T>
    LOGBESSEL_HD static mask_of<T> common(T v, T x) {
        return region::ordinary_ratio(v, x) & (v >= T(0)) & region::outside_disc(v, x);
    }
    template <class T>
    LOGBESSEL_HD static T method(T v, T x) {
        T anywhere = select(region::outside_disc(v, x), T(outer), select(v < T(0.5), T(shifted), T(disc)));
        return select(region::ordinary_ratio(v, x) & (v >= T(0)), anywhere, T(extreme));
    }

    template <int m, class T>
    LOGBESSEL_HD static T value(T v, T x) {
        if constexpr (m == shifted) {
            T next = v + T(1);
            return ratio_order_shift::in_order(v, x, iv_ratio::value<iv_ratio::disc>(next, x), value<disc>(next, x));
        } else {
            return m == outer ? uniform_ratio_slope::in_order(v, x) : i_square_series::ratio_order_slope(v, x);
        }
    }

    template <class S>
    LOGBESSEL_HD static S edge(S v, S x) {
        using F = format<S>;
        if (!(x >= S(0)) || !(v >= S(0)) || ratios::both_infinite(v, x)) {
            return S(F::not_a_number);
        }
        if (x == S(0) || v == S(F::infinity) || x == S(F::infinity)) {
            return pole(v, x) ? -S(F::infinity) : S(0);
        }
        if (v < x && region::vanishing(x)) {
            return ratio_order_shift::tiny<S>(v, x).in_order();
        }
        if (region::vanishing(x)) {
            return S(-0.5) * (x / v) / v;
        }
        second_edges::direction<S> d(v, x);
        return -(d.cosine * second_edges::inverse_radius(v, x)) / (S(1) + d.sine);
    }
};

}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
