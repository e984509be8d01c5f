// The argument that belongs to a ratio: iv_ratio_inv(v, r) is the x with I_v(x)/I_(v-1)(x) = r, iv_ratio_c_inv(v, c) the one with
// 1 - I_v(x)/I_(v-1)(x) = c; v >= 1/2, 0 <= r, c <= 1.  The concentration of a von Mises-Fisher distribution is one of them, v = p/2.
#pragma once

#include "../methods/ratio_inverse.h"
#include "ratio_regions.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {

/// One function of r and c = 1 - r, of which the smaller is exact.
struct inverse_of_ratio {
    enum { outer, disc, half_order, extreme, count };
    static constexpr int methods = count;

    /// Is method 0 the one?
    template <class T>
    LOGBESSEL_HD static mask_of<T> common(T v, T r, T c) {
        return method(v, r, c) == T(outer);
    }
    template <class T>
    LOGBESSEL_HD static T method(T v, T r, T c) {
        using S = scalar_of<T>;
        auto ordinary = region::ordinary_inverse(v, r, c);
        if (!any(ordinary)) {
            return T(extreme);
        }
        const T inwards(region::inverse_margin_inwards<S>), outwards(region::inverse_margin_outwards<S>);
        T x = ratio_inverse::start(v, r, c);
        auto outside = region::outside_disc(v * inwards, x * inwards);
        T inside = select(region::near_half_order(v, x * outwards, outside), T(half_order), select(outside, T(outer), T(disc)));
        return select(ordinary, inside, T(extreme));
    }

    template <int m, class T>
    LOGBESSEL_HD static T value(T v, T r, T c) {
        using namespace ratio_inverse;
        if constexpr (m == outer) {
            return outside_disc(v, r, c);
        } else {
            return m == disc ? inside_disc(v, r, c) : near_half_order(v, r, c);
        }
    }

    template <class S>
    LOGBESSEL_HD static S edge(S v, S r, S c) {
        using F = format<S>;
        if (!(v >= S(0.5)) || !(r >= S(0)) || !(c >= S(0))) {
            return S(F::not_a_number);
        }
        if (r == S(0)) {
            return S(0);
        }
        if (c == S(0) || v == S(F::infinity)) {
            return S(F::infinity);
        }
        if (r < region::inverse_exact_ratio<S>) {
            return v * ((r + r) / (S(1) - r * r));
        }
        if (region::negligible(c, S(1))) {  // I_v/I_(v-1) = 1 - (v - 1/2)/x, or tanh x for v = 1/2
            if (v == S(0.5)) {
                normalised<S> n = normalise(c);
                return S(-0.5) * sum(log_twofold(n.value, n.offset - S(1)));
            }
            return (v - S(0.5)) / c;
        }
        return v * ((r + r) / (c * (S(1) + r)));
    }
};

struct iv_ratio_inv {
    static constexpr int methods = inverse_of_ratio::methods;

    /// Is method 0 the one?
    template <class T>
    LOGBESSEL_HD static mask_of<T> common(T v, T r) {
        return inverse_of_ratio::common(v, r, T(1) - r);
    }
    template <class T>
    LOGBESSEL_HD static T method(T v, T r) {
        return inverse_of_ratio::method(v, r, T(1) - r);
    }
    template <int m, class T>
    LOGBESSEL_HD static T value(T v, T r) {
        return inverse_of_ratio::value<m>(v, r, T(1) - r);
    }
    template <class S>
    LOGBESSEL_HD static S edge(S v, S r) {
        return inverse_of_ratio::edge(v, r, S(1) - r);
    }
    template <class S>
    LOGBESSEL_HD static bool pole(S, S r) {
        return r == S(1);
    }
};

struct iv_ratio_c_inv {
    static constexpr int methods = inverse_of_ratio::methods;

    /// Is method 0 the one?
    template <class T>
    LOGBESSEL_HD static mask_of<T> common(T v, T c) {
        return inverse_of_ratio::common(v, T(1) - c, c);
    }
    template <class T>
    LOGBESSEL_HD static T method(T v, T c) {
        return inverse_of_ratio::method(v, T(1) - c, c);
    }
    template <int m, class T>
    LOGBESSEL_HD static T value(T v, T c) {
        return inverse_of_ratio::value<m>(v, T(1) - c, c);
    }
    template <class S>
    LOGBESSEL_HD static S edge(S v, S c) {
        return inverse_of_ratio::edge(v, S(1) - c, c);
    }
    template <class S>
    LOGBESSEL_HD static bool pole(S, S c) {
        return c == S(0);
    }
};

}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
