// The x with I_v(x)/I_(v-1)(x) = r, from r and c = 1 - r of which the smaller is exact: a start and a fixed number of steps for the
// logarithm of the smaller.  The slope comes with the ratio; three Newton steps serve where the start is right to 0.3%, Halley's elsewhere.
#pragma once

#include "../elementary.h"
#include "half_order.h"
#include "recurrence_ratio.h"
#include "uniform_ratio.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {
namespace ratio_inverse {

/// x ~ r (2 v - r^2)/(1 - r^2)  (Banerjee et al. 2005), and not below the solution atanh r at v = 1/2.
/// Within 5% for v >= 1, 12% for v >= 1/2.
template <class T>
LOGBESSEL_HD T start(T v, T r, T c) {
    T x = r * (((v + v) - r * r) / (c * (T(1) + r)));
    auto near_half = v < T(1);
    if (any(near_half)) {
        twofold<T> l = log_quick((T(1) + r) / c);
        x = select(near_half, max(x, select(r < T(0.125), r, T(0.5) * (l.hi + l.lo))), x);
    }
    return x;
}

/// f = log(y/target) as 2 (q - 1)/(q + 1), y the smaller of r and c, with df/dlog x.
template <class T>
struct residual {
    T f, slope;
    mask_of<T> of_ratio;
    LOGBESSEL_HD residual(ratio<T> at, T r, T c) : of_ratio(r < c) {
        T target = select(of_ratio, r, c), y = select(of_ratio, at.r, at.c);
        f = T(2) * ((y - target) / (y + target));
        slope = select(of_ratio, at.slope, -(at.slope * (at.r / at.c)));
    }
};

/// Newton's step
template <class T>
LOGBESSEL_HD T newton(T x, ratio<T> at, T r, T c) {
    residual<T> e(at, r, c);
    return x - x * (e.f / e.slope);
}

/// Halley's step; x^2 f'' from Riccati's equation r' = 1 - r^2 - (2 v - 1) r/x, differentiated
template <class T>
LOGBESSEL_HD T halley(T v, T x, ratio<T> at, T r, T c) {
    residual<T> e(at, r, c);
    T first = at.r * at.slope, second = (v + v - T(1)) * (at.r - first) - T(2) * x * (at.r * first);  // x r' and x^2 r''
    T curvature = select(e.of_ratio, second / at.r, -(second / at.c)) - e.slope * e.slope;
    curvature = select(x > T(1000), T(1), curvature);  // where that has lost its digits, c ~ 1/x
    T h = -e.f / e.slope, damped = max(T(1) + h * curvature / (e.slope + e.slope), T(0.25));
    return muladd(x, max(h / damped, T(-0.9375)), x);
}

/// v >= 3/2
template <class T>
LOGBESSEL_HD T outside_disc(T v, T r, T c) {
    T x = start(v, r, c);
    LOGBESSEL_LOOP
    for (int i = 0; i < 3; i++) {
        x = newton(x, uniform_ratio::iv_ratio_and_slope(v, x), r, c);
    }
    return x;
}

template <class T>
LOGBESSEL_HD T inside_disc(T v, T r, T c) {
    T x = start(v, r, c);
    LOGBESSEL_LOOP
    for (int i = 0; i < 4; i++) {
        x = halley(v, x, recurrence_ratio::iv_ratio_and_slope(v, x), r, c);
    }
    return x;
}

/// v < 3/2: where exp(-2 x) and (v - 1/2)/x are of a size in c, the start is at its worst.
template <class T>
LOGBESSEL_HD T near_half_order(T v, T r, T c) {
    T x = start(v, r, c);
    LOGBESSEL_LOOP
    for (int i = 0; i < 5; i++) {
        x = halley(v, x, half_order::iv_ratio_and_slope(v, x), r, c);
    }
    return x;
}

}  // namespace ratio_inverse
}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
