// d/dx log I_v(x) = v/x + I_(v+1)/I_v and d/dx log(e^-x I_v(x)) = v/x - (1 - I_(v+1)/I_v) for v, x >= 0
//
//   R >= 34 (float: 16)     derivative of the uniform expansion                 DLMF 10.41.3
//   I_v: R >= 21 (10)       the same, with rows of its own
//   inside                  recurrence downwards, in difference form            DLMF 10.29.1, 10.29.2
//   else                    limits, huge and tiny arguments
#pragma once

#include "../methods/recurrence_ratio.h"
#include "../methods/uniform_slope.h"
#include "slope_edges.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {

static_assert(region::log_i_radius<double> == uniform_ratio::ring<1, double>::inner &&
              region::log_i_radius<float> == uniform_ratio::ring<1, float>::inner);

template <uniform_slope::scaling scale>
struct log_i_dx {
    enum { outer, ring, disc, extreme, count };
    static constexpr int methods = count;
    static constexpr bool scaled = scale == uniform_slope::scaling::exponential;

    /// Is method 0 the one?
    template <class T>
    LOGBESSEL_HD static mask_of<T> common(T v, T x) {
        return region::ordinary_ratio(v, x) & (v >= T(0)) & (v < x * T(format<T>::huge)) & region::outside_disc(v, x);
    }
    template <class T>
    LOGBESSEL_HD static T method(T v, T x) {
        T inside = scaled ? T(disc) : select(region::outside(region::log_i_radius<scalar_of<T>>, v, x), T(ring), T(disc));
        T outside = select(v < x * T(format<T>::huge), T(outer), T(extreme));  // v/x stays in range
        T anywhere = select(region::outside_disc(v, x), outside, inside);
        return select(region::ordinary_ratio(v, x) & (v >= T(0)), anywhere, T(extreme));
    }

    template <int m, class T>
    LOGBESSEL_HD static T value(T v, T x) {
        if constexpr (m == outer) {
            return uniform_slope::slope<uniform_slope::kind::first, scale>(v, x);
        } else if constexpr (m == ring) {
            return uniform_slope::slope<uniform_slope::kind::first, scale, uniform_slope::reach::ring>(v, x);
        } else {
            auto d = recurrence_ratio::descend<1>(v, x);
            if constexpr (scaled) {  // the two terms cancel but for 1/(2 x) where v^2 is below x
                return sum(twofold<T>{v, T(0)} / twofold<T>{x, T(0)} - d.complement());
            } else {
                return v / x + d.ratio();
            }
        }
    }

    template <class S>
    LOGBESSEL_HD static S edge(S v, S x) {
        using F = format<S>;
        if (!(x >= S(0)) || !(v >= S(0)) || ratios::both_infinite(v, x)) {
            return S(F::not_a_number);
        }
        if (x == S(F::infinity)) {
            return S(scaled ? 0 : 1);
        }
        if (v == S(F::infinity)) {
            return S(F::infinity);
        }
        if (x == S(0)) {
            return v > S(0) ? S(F::infinity) : S(scaled ? -1 : 0);
        }
        if (region::vanishing(x)) {
            return scaled ? (v - x) / x : v / x + S(0.5) * (x / (v + S(1)));
        }
        if constexpr (scaled) {
            slope_edges::scaled_terms<S> t(v, x);
            return t.lead - t.correction;
        } else {
            return slope_edges::radius_over_x(v, x);
        }
    }
};

using log_iv_dx = log_i_dx<uniform_slope::scaling::none>;
using log_ive_dx = log_i_dx<uniform_slope::scaling::exponential>;

}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
