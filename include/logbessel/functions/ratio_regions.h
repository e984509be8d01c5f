// Where each method of the ratios serves, with the thresholds of regions.h, and what their edge cases share.
#pragma once

#include "../regions.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {

namespace region {

/// Is x so small that its square vanishes beside that of any other number in the formulas?
template <class T>
LOGBESSEL_HD mask_of<T> vanishing(T x) {
    return x < T(1 / format<T>::huge);
}

/// Orders v >= 0 and arguments whose squares neither overflow nor vanish.
template <class T>
LOGBESSEL_HD mask_of<T> ordinary_ratio(T v, T x) {
    using F = format<T>;
    return (v < T(F::huge)) & (x >= T(1 / F::huge)) & (x < T(F::huge));
}

/// Orders above 1/2 near enough for 1 - I_v/I_(v-1) to be very small
template <class T>
LOGBESSEL_HD mask_of<T> below_half_order_limit(T v) {
    return v < T(half_order_limit<scalar_of<T>>);
}

/// Is 1 - I_v/I_(v-1) so small that the factor v - 1/2 must be taken out?
template <class T>
LOGBESSEL_HD mask_of<T> near_half_order(T v, T x, mask_of<T> outside, scalar_of<T> excess = half_order_excess<scalar_of<T>>,
                                        scalar_of<T> argument = half_order_argument<scalar_of<T>>) {
    auto inside = (abs(v - T(0.5)) < T(excess)) & (x >= T(argument));
    return below_half_order_limit(v) & (outside | inside);
}

/// Can the x that belongs to the ratio r = 1 - c be found by iteration?  (Elsewhere a term of some expansion tells it.)
template <class T>
LOGBESSEL_HD mask_of<T> ordinary_inverse(T v, T r, T c) {
    using S = scalar_of<T>;
    T smallest = select(below_half_order_limit(v), T(inverse_smallest_complement<S>), T(inverse_small_complement<S>));
    return (v >= T(0.5)) & (v < T(inverse_largest_order<S>)) & (r >= T(inverse_small_ratio<S>)) & (r <= T(1)) & (c >= smallest) &
           (c <= T(1));
}

/// Is 1 + a/b = 1?
template <class S>
LOGBESSEL_HD bool negligible(S a, S b) {
    return a * (S(1) / negligible_quotient<S>) < b;
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
