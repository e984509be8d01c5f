// Derivatives of log I_v(x) and log K_v(x) where v or x is huge: what is left of Debye's expansion.
#pragma once

#include "../methods/uniform_order_slope.h"
#include "ratio_regions.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {
namespace slope_edges {

/// sqrt(v^2 + x^2)/x for v >= 0, x > 0
template <class S>
LOGBESSEL_HD S radius_over_x(S v, S x) {
    if (region::negligible(x, v)) {
        return v / x;
    }
    ratios::far_point<S> far(v, x);
    return sqrt(far.v * far.v + far.x * far.x) / far.x;
}

/// (sqrt(v^2 + x^2) - x)/x, and (1 - w)/(2 x) with w = v^2/(v^2 + x^2)
template <class S>
struct scaled_terms {
    S lead, correction;
    LOGBESSEL_HD scaled_terms(S v, S x) {
        ratios::far_point<S> far(v, x);
        S r = sqrt(far.v * far.v + far.x * far.x), t = far.x / r;
        lead = region::negligible(x, v) ? v / x : (v / x) * (far.v / (r + far.x));
        correction = t * (t * (S(0.5) / x));
    }
};

/// asinh(v/x) for v >= 0, x > 0
template <class S>
LOGBESSEL_HD S asinh_ratio(S v, S x) {
    if (region::negligible(v, x)) {
        return v / x;
    }
    const S k = format<S>::is_double ? S(600) : S(80), shrink = power_of_two(-k);
    normalised<S> y = normalise(x);
    auto R = uniform_expansion::polar_radius<true>(v * shrink, x * shrink);
    return sum(uniform_expansion::asinh_ratio<true, true>(v * shrink, y.value, y.offset - k, R));
}

}  // namespace slope_edges
}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
