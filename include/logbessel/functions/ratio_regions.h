// Where each method of the ratios serves, and what their edge cases share.
#pragma once

#include "../regions.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {

namespace region {

/// Orders and arguments whose squares neither overflow nor vanish beside those of the order.
template <class T>
LOGBESSEL_HD mask_of<T> ordinary_ratio(T v, T x) {
    using F = format<T>;
    return (v < T(F::huge)) & (x >= T(1 / F::huge)) & (x < T(F::huge));
}

/// Is 1 - I_v/I_(v-1) so small that the factor v - 1/2 must be taken out?  Outside the disc it is where v < 3/2.  Inside the
/// recurrence is good down to about 1e-12 (float: 1e-4), which leaves v - 1/2 < 2^-30, x >= 16 (float: 2^-14, 6).
template <class T>
LOGBESSEL_HD mask_of<T> near_half_order(T v, T x, mask_of<T> outside) {
    const bool is_double = format<T>::is_double;
    auto inside = (v - T(0.5) < T(is_double ? 0x1p-30 : 0x1p-14)) & (x >= T(is_double ? 16 : 6));
    return (v < T(1.5)) & (outside | inside);
}

/// Is 1 + a/b = 1?
template <class S>
LOGBESSEL_HD bool negligible(S a, S b) {
    return a * (format<S>::is_double ? S(0x1p60) : S(0x1p30)) < b;
}

}  // namespace region

namespace ratios {

/// v and x, one of them huge, scaled so that their squares are harmless: where only v/x counts.
template <class S>
struct far_point {
    S v, x;
    LOGBESSEL_HD far_point(S order, S argument) {
        const S exponent = format<S>::is_double ? S(490) : S(58);
        S scale = power_of_two(exponent - split(max(abs(order), argument)).exponent);
        v = order * scale;
        x = argument * scale;
    }
};

/// x/(2 v) without an overflow of 2 v
template <class S>
LOGBESSEL_HD S over_twice(S x, S v) {
    return S(2) * v < S(format<S>::infinity) ? x / (S(2) * v) : (S(0.5) * x) / v;
}

template <class S>
LOGBESSEL_HD bool both_infinite(S v, S x) {
    return abs(v) == S(format<S>::infinity) && x == S(format<S>::infinity);
}

}  // namespace ratios

}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
