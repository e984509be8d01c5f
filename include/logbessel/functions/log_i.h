// log I_v(x) and log(e^-x I_v(x)) for x >= 0 and real v
//
//   R >= 34 (float: 16)     uniform expansion                     DLMF 10.41.3
//   R >= 21 (float: 10)     the same, with rows of its own
//   inside, x >= 1          uniform expansion and order shift     DLMF 10.29.1
//   inside, x < 1           power series                          DLMF 10.25.2
//   else                    limits, negative orders, huge and tiny arguments
//   log I nearly zero       a second look, in two words
#pragma once

#include "../methods/order_shift.h"
#include "../methods/power_series.h"
#include "../regions.h"
#include "log_k.h"
#include "near_zero.h"
#include "second_look.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {

static_assert(region::log_i_radius<double> == uniform_expansion::ring_of_i<double>::inner &&
              region::log_i_radius<float> == uniform_expansion::ring_of_i<float>::inner);

template <scaling scale>
struct log_i_of_positive_order {
    static constexpr int methods = region::count;
    static constexpr bool scaled = scale == scaling::exponential, looks_twice = !scaled;

    template <class T>
    LOGBESSEL_HD static mask_of<T> second_look(T v, T x, T y) {
        return near_zero::doubts_log_i(v, x, y);
    }
    template <class T>
    LOGBESSEL_HD static T precise(T v, T x) {
        return near_zero::log_i(v, x);
    }

    /// Is method 0 the one?
    template <class T>
    LOGBESSEL_HD static mask_of<T> common(T v, T x) {
        if constexpr (scale == scaling::none && saddle_point::serves<T>) {
            return region::common_saddle_point(v, x);
        }
        return region::common_logarithm(v, x);
    }
    template <class T>
    LOGBESSEL_HD static T method(T v, T x) {
        return region::of_logarithm(region::log_i_radius<scalar_of<T>>, v, x);
    }

    template <int m, class T>
    LOGBESSEL_HD static T value(T v, T x) {
        if constexpr (m == region::outer && scale == scaling::none && saddle_point::serves<T>) {
            return saddle_point::logarithm<kind::first>(v, x);
        } else if constexpr (m == region::outer) {
            return sum(uniform_expansion::logarithm<kind::first, scale>(v, x));
        } else if constexpr (m == region::ring) {
            return sum(uniform_expansion::logarithm<scale>(kind::first, twofold<T>{v, T(0)}, x, {x, T(0)}));
        } else {
            return sum(scale_down(m == region::disc ? order_shift::log_i(v, x) : power_series::log_i(v, x, {x, T(0)}), x));
        }
    }

    template <class S>
    LOGBESSEL_HD static S edge(S v, S x) {
        using F = format<S>;
        if (!(x >= S(0)) || v != v) {
            return (v + x) * S(F::not_a_number);
        }
        if (v == S(F::infinity)) {
            return x == S(F::infinity) ? S(F::not_a_number) : S(-F::infinity);
        }
        if (x == S(F::infinity)) {
            return scaled ? S(-F::infinity) : S(F::infinity);
        }
        if (x == S(0)) {
            return v == S(0) ? S(0) : S(-F::infinity);
        }
        return sum(words_anywhere(v, x));
    }

    /// Any finite orders and arguments x > 0, also huge and tiny ones
    template <class S>
    LOGBESSEL_METHOD static twofold<S> words_anywhere(S v, S x) {
        if (v >= S(format<S>::huge) || x >= S(format<S>::huge)) {
            return uniform_expansion::logarithm_huge<scale>(kind::first, v, x);
        }
        normalised<S> y = normalise(x);
        if (region::outside(region::log_i_radius<S>, v, x)) {
            return uniform_expansion::logarithm<scale>(kind::first, twofold<S>{v, S(0)}, x, y);
        }
        return scale_down(region::corner(x) ? power_series::log_i(v, x, y) : order_shift::log_i(v, x), x);
    }

    template <class T>
    LOGBESSEL_HD static twofold<T> scale_down(twofold<T> y, T x) {
        if constexpr (scaled) {
            return y + -x;
        } else {
            return y;
        }
    }
};

/// I_-n = I_n for an integer n, else I_-v = I_v + (2/pi) sin(v pi) K_v                                         (DLMF 10.27.1, 10.27.2)
template <scaling scale>
struct log_i : log_i_of_positive_order<scale> {
    using positive = log_i_of_positive_order<scale>;

    template <class S>
    LOGBESSEL_HD static S edge(S v, S x) {
        if (!(v < S(0) && x >= S(0))) {
            return positive::edge(v, x);
        }
        return v == S(-format<S>::infinity) ? S(format<S>::not_a_number) : negative_order(-v, x);
    }

    template <class S>
    LOGBESSEL_HD static S negative_order(S v, S x) {
        using F = format<S>;
        S n = v < S(F::integer_ulp) ? floor_scalar(v + S(0.5)) : v, f = v - n;
        if (f == S(0) || x >= S(F::huge)) {  // K_v is as nothing beside I_v for x huge and v < 2^52
            S y = positive::edge(v, x);
            if constexpr (looks_twice<positive, S>) {
                if (positive::second_look(v, x, y)) {
                    y = positive::precise(v, x);
                }
            }
            return y;
        }
        S sign = is_odd(n) == (f < S(0)) ? S(1) : S(-1);  // of sin(v pi)
        if (x == S(0)) {
            return sign > S(0) ? S(F::infinity) : S(F::not_a_number);
        }
        const twofold<S> log_two_over_pi{S(-2 * constants<S>::half_log_half_pi), S(-2 * constants<S>::half_log_half_pi_low)};
        twofold<S> i = positive::words_anywhere(v, x), k = log_k<scale>::words_anywhere(v, x);
        if constexpr (scale == scaling::exponential) {
            k = k + S(-2) * x;
        }
        return log_sum(i, sign, k + (log_abs_sin_pi(f) + log_two_over_pi));
    }
};

using log_iv = log_i<scaling::none>;
using log_ive = log_i<scaling::exponential>;

}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
