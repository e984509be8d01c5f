// Second derivatives of log I_v(x) and log K_v(x) where v or x is huge: what is left of Debye's expansion.
#pragma once

#include "../methods/uniform_second.h"
#include "ratio_regions.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {
namespace second_edges {

/// v/R and x/R for v >= 0, x > 0
template <class S>
struct direction {
    S sine, cosine;
    LOGBESSEL_HD direction(S v, S x) {
        ratios::far_point<S> far(v, x);
        S p = S(1) / sqrt(far.v * far.v + far.x * far.x);
        sine = far.v * p;
        cosine = far.x * p;
    }
};

/// 1/R
template <class S>
LOGBESSEL_HD S inverse_radius(S v, S x) {
    direction<S> d(v, x);
    return v > x ? d.sine / v : d.cosine / x;
}

/// v/(x R)
template <class S>
LOGBESSEL_HD S mixed(S v, S x) {
    return direction<S>(v, x).sine / x;
}

/// v^2/(x^2 R) and (x^2 - v^2)/(2 R^4)
template <class S>
struct far_terms {
    S slant, bend;
    LOGBESSEL_HD far_terms(S v, S x) {
        direction<S> d(v, x);
        S p = inverse_radius(v, x);
        slant = (v / x) * d.sine / x;
        bend = S(0.5) * (d.cosine - d.sine) * (d.cosine + d.sine) * p * p;
    }
};

}  // namespace second_edges
}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
