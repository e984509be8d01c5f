// log K_v(x) and log(e^x K_v(x)) for x >= 0 and real v; even in v (DLMF 10.27.3)
//
//   R >= 34 (float: 16)     uniform expansion                                                DLMF 10.41.4
//   R >= 16 (float: 6)      the same, with rows of its own
//   inside, x >= 1          quadrature for two small orders, recurrence upwards              DLMF 10.32.9, 10.29.1
//   inside, x < 1           Temme's series for two small orders, recurrence upwards          DLMF 10.27.4, 10.29.1
//   else                    limits, huge and tiny arguments
//   log K nearly zero       a second look, in two words
#pragma once

#include "../methods/quadrature.h"
#include "../methods/saddle_point.h"
#include "../methods/temme.h"
#include "../methods/uniform_expansion.h"
#include "../regions.h"
#include "near_zero.h"
#include "second_look.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {

using uniform_expansion::kind;
using uniform_expansion::scaling;

static_assert(region::log_k_radius<double> == uniform_expansion::ring_of_k<double>::inner &&
              region::log_k_radius<float> == uniform_expansion::ring_of_k<float>::inner);

template <scaling scale>
struct log_k {
    static constexpr int methods = region::count;
    static constexpr bool looks_twice = scale == scaling::none;

    template <class T>
    LOGBESSEL_HD static mask_of<T> second_look(T v, T x, T y) {
        return near_zero::doubts_log_k(abs(v), x, y);
    }
    template <class T>
    LOGBESSEL_HD static T precise(T v, T x) {
        return near_zero::log_k(abs(v), x);
    }

    /// Is method 0 the one?
    template <class T>
    LOGBESSEL_HD static mask_of<T> common(T v, T x) {
        if constexpr (scale == scaling::none && saddle_point::serves<T>) {
            return region::common_saddle_point(abs(v), x);
        }
        return region::common_logarithm(abs(v), x);
    }
    template <class T>
    LOGBESSEL_HD static T method(T v, T x) {
        return region::of_logarithm(region::log_k_radius<scalar_of<T>>, abs(v), x);
    }

    template <int m, class T>
    LOGBESSEL_HD static T value(T v, T x) {
        v = abs(v);
        if constexpr (m == region::outer && scale == scaling::none && saddle_point::serves<T>) {
            return saddle_point::logarithm<kind::second>(v, x);
        } else if constexpr (m == region::outer) {
            return sum(uniform_expansion::logarithm<kind::second, scale>(v, x));
        } else if constexpr (m == region::ring) {
            return sum(uniform_expansion::logarithm<scale>(kind::second, twofold<T>{v, T(0)}, x, {x, T(0)}));
        } else {
            return sum(m == region::disc ? in_disc(v, x) : in_corner(v, x, {x, T(0)}));
        }
    }
    template <class T>
    LOGBESSEL_HD static twofold<T> in_disc(T v, T x) {
        twofold<T> y = quadrature::log_k_scaled(v, x);
        return scale == scaling::none ? y + -x : y;
    }
    template <class T>
    LOGBESSEL_HD static twofold<T> in_corner(T v, T x, normalised<T> normal_x) {
        twofold<T> y = temme::log_k(v, x, normal_x);
        return scale == scaling::none ? y : y + x;
    }

    template <class S>
    LOGBESSEL_HD static S edge(S v, S x) {
        using F = format<S>;
        if (!(x >= S(0)) || v != v) {
            return (v + x) * S(F::not_a_number);
        }
        v = abs(v);
        if (v == S(F::infinity) || x == S(F::infinity)) {
            return v == x ? S(F::not_a_number) : v > x ? S(F::infinity) : S(-F::infinity);
        }
        return x == S(0) ? S(F::infinity) : sum(words_anywhere(v, x));
    }

    /// Any finite orders v >= 0 and arguments x > 0, also huge and tiny ones
    template <class S>
    LOGBESSEL_METHOD static twofold<S> words_anywhere(S v, S x) {
        if (v >= S(format<S>::huge) || x >= S(format<S>::huge)) {
            return uniform_expansion::logarithm_huge<scale>(kind::second, v, x);
        }
        normalised<S> y = normalise(x);
        if (region::outside(region::log_k_radius<S>, v, x)) {
            return uniform_expansion::logarithm<scale>(kind::second, twofold<S>{v, S(0)}, x, y);
        }
        return region::corner(x) ? in_corner(v, x, y) : in_disc(v, x);
    }
};

using log_kv = log_k<scaling::none>;
using log_kve = log_k<scaling::exponential>;

}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
