// Second derivatives of I_v(x)/I_(v-1)(x) for v, x >= 0: d2/dx2, d2/dvdx, d2/dv2
//
//   R >= 34 (float: 16)     second derivatives of the uniform expansion                                DLMF 10.41.3
//   the same, v < 3/2       d2/dx2: Hankel's expansion with v - 1/2 taken out                          DLMF 10.40.1
//   inside                  d2/dx2, d2/dvdx: the recurrence, differentiated                            DLMF 10.29.1
//                           d2/dv2: mean and covariance over the series of I_(v-1)^2                   DLMF 10.31.3
//   inside, v < 3/2, x >= 1 d2/dx2: Riccati's equation with the ratio r by recurrence in two words     DLMF 10.29.2
//   inside, v near 1/2      d2/dx2: where it is very small, as outside
//   inside, v < 1/2         from the derivatives for the order v + 1                                   DLMF 10.29.1
//   else                    limits, huge and tiny arguments
#pragma once

#include "../methods/recurrence_ratio_second.h"
#include "../methods/uniform_ratio_second.h"
#include "iv_ratio_slope.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {

struct iv_ratio_dx2 : iv_ratio_derivative {
    enum { outer, disc, close, half, shifted, extreme, count };
    static constexpr int methods = count;
    static constexpr int needs_registers = 2;

    /// Is method 0 the one?
    template <class T>
    LOGBESSEL_HD static mask_of<T> common(T v, T x) {
        return iv_ratio_dx::common(v, x);
    }
    template <class T>
    LOGBESSEL_HD static T method(T v, T x) {
        using S = scalar_of<T>;
        auto outside = region::outside_disc(v, x);
        auto near = region::near_half_order(v, x, outside, region::half_order_bend_excess<S>, region::half_order_bend_argument<S>);
        T inside = select(region::below_half_order_limit(v) & !region::corner(x), T(close), T(disc));
        T anywhere = select(near, T(half), select(outside, T(outer), select(v < T(0.5), T(shifted), inside)));
        return select(region::ordinary_ratio(v, x) & (v >= T(0)), anywhere, T(extreme));
    }

    template <int m, class T>
    LOGBESSEL_HD static T value(T v, T x) {
        if constexpr (m == close) {
            return of_ratio(v, x, recurrence_ratio::descend<0>(v, x));
        } else if constexpr (m == half) {
            return half_order::iv_ratio_dx2(v, x);
        } else if constexpr (m == shifted) {
            T next = v + T(1), q = iv_ratio::value<iv_ratio::disc>(next, x), q_x = iv_ratio_dx::value<iv_ratio_dx::disc>(next, x);
            return ratio_order_shift::twice_in_argument(v, x, q, q_x, value<disc>(next, x));
        } else {
            return m == outer ? uniform_ratio_second::in_argument(v, x) : recurrence_ratio_second::in_argument(v, x);
        }
    }
    /// -(2 r x y + (2 v - 1) (y - r))/x^2 with y = x r' = ((1 - r) (1 + r) x - (2 v - 1) r)
    template <class T>
    LOGBESSEL_HD static T of_ratio(T v, T x, recurrence_ratio::difference_form<T> d) {
        twofold<T> r = d.below / d.j, twice = two_sum(v + v, T(-1)), y = (d.complement() * x) * (r + T(1)) - r * twice;
        twofold<T> bend = (r * y) * (T(2) * x) + (y - r) * twice;
        return -(bend.hi + bend.lo) / (x * x);
    }

    template <class S>
    LOGBESSEL_HD static S edge(S v, S x) {
        using F = format<S>;
        if (!(x >= S(0)) || !(v >= S(0)) || ratios::both_infinite(v, x)) {
            return S(F::not_a_number);
        }
        if (x == S(0) || v == S(F::infinity) || x == S(F::infinity)) {
            return pole(v, x) ? S(F::infinity) : S(0);
        }
        if (v < x && region::vanishing(x)) {
            return ratio_order_shift::tiny<S>(v, x).twice_in_argument();
        }
        if (region::vanishing(x)) {
            return -(x / v) * (S(0.75) / (v + S(1))) / v;
        }
        second_edges::direction<S> d(v, x);
        S p = second_edges::inverse_radius(v, x), above = S(1) + d.sine;
        return -(d.sine * d.cosine * (S(1) + above) / (above * above)) * p * p;
    }
};

struct iv_ratio_dvdx : iv_ratio_derivative {
    enum { outer, disc, shifted, extreme, count };
    static constexpr int methods = count;
    static constexpr int needs_registers = 2;

    /// Is method 0 the one?
    template <class T>
    LOGBESSEL_HD static mask_of<T> common(T v, T x) {
        return iv_ratio_dv::common(v, x);
    }
    template <class T>
    LOGBESSEL_HD static T method(T v, T x) {
        return iv_ratio_dv::method(v, x);
    }

    template <int m, class T>
    LOGBESSEL_HD static T value(T v, T x) {
        if constexpr (m == shifted) {
            T next = v + T(1), q = iv_ratio::value<iv_ratio::disc>(next, x), q_x = iv_ratio_dx::value<iv_ratio_dx::disc>(next, x);
            return ratio_order_shift::mixed(v, x, q, q_x, iv_ratio_dv::value<iv_ratio_dv::disc>(next, x), value<disc>(next, x));
        } else {
            return m == outer ? uniform_ratio_second::mixed(v, x) : recurrence_ratio_second::mixed(v, x);
        }
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
            return ratio_order_shift::tiny<S>(v, x).mixed();
        }
        if (region::vanishing(x)) {
            return v == S(0) ? S(F::infinity) : S(-0.5) / v / v;
        }
        second_edges::direction<S> d(v, x);
        S p = second_edges::inverse_radius(v, x), sine = d.sine, above = S(1) + sine;
        return (((d.cosine - sine) * (d.cosine + sine) - sine * sine * sine) / (above * above)) * p * p;
    }
};

struct iv_ratio_dv2 : iv_ratio_derivative {
    enum { outer, disc, shifted, extreme, count };
    static constexpr int methods = count;
    static constexpr int needs_registers = 2;

    /// Is method 0 the one?
    template <class T>
    LOGBESSEL_HD static mask_of<T> common(T v, T x) {
        return iv_ratio_dv::common(v, x);
    }
    template <class T>
    LOGBESSEL_HD static T method(T v, T x) {
        return iv_ratio_dv::method(v, x);
    }

    template <int m, class T>
    LOGBESSEL_HD static T value(T v, T x) {
        if constexpr (m == shifted) {
            T next = v + T(1), q = iv_ratio::value<iv_ratio::disc>(next, x), q_v = iv_ratio_dv::value<iv_ratio_dv::disc>(next, x);
            return ratio_order_shift::twice_in_order(v, x, q, q_v, value<disc>(next, x));
        } else {
            return m == outer ? uniform_ratio_second::in_order(v, x) : i_square_series::ratio_order_bend(v, x);
        }
    }

    template <class S>
    LOGBESSEL_HD static S edge(S v, S x) {
        using F = format<S>;
        if (!(x >= S(0)) || !(v >= S(0)) || ratios::both_infinite(v, x)) {
            return S(F::not_a_number);
        }
        if (x == S(0) || v == S(F::infinity) || x == S(F::infinity)) {
            return pole(v, x) ? S(F::infinity) : S(0);
        }
        if (v < x && region::vanishing(x)) {
            return ratio_order_shift::tiny<S>(v, x).twice_in_order();
        }
        if (region::vanishing(x)) {
            return (x / v) / v / v;
        }
        S p = second_edges::inverse_radius(v, x);
        return second_edges::direction<S>(v, x).cosine * p * p;
    }
};

}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
