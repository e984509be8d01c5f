// K_(w+1)/K_w for x >= 1/2 inside the disc, for every order w >= -1/2, and K_w'/K_w for x >= 1/4, by Steed's continued fraction (Temme 1975; DLMF 13.3.7, 10.39.6):
//
//   x K_(w+1)/K_w = w + 1/2 + x + h_1,     h_k = (w^2 - (k - 1/2)^2)/(2 (x + k) + h_(k+1))
//
// and -x K_w'/K_w = 1/2 + x + h_1, for every order w >= 0,
// evaluated from the back as a linear recurrence without divisions, from h_k ~ sqrt(2 x k) - k, which saves a quarter of the terms.
#pragma once

#include "../twofold.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {
namespace steed {

/// Enough at x = 1/4, where it converges most slowly, and from 1/2 and from 1 on.
template <class S>
constexpr int most_terms = format<S>::is_double ? 150 : 40;
template <class S>
constexpr int terms = format<S>::is_double ? 92 : 30;
template <class S>
constexpr int fewer_terms = format<S>::is_double ? 48 : 16;
template <class S>
constexpr S most_below = S(0.5);
template <class S>
constexpr S fewer_from = S(1);

template <int n, class T>
LOGBESSEL_HD T first_fraction(T w, T x) {
    T q(format<T>::tiny), p = q * (sqrt(T(2 * (n + 1)) * x) - T(n + 1));  // h = p/q; they grow much
    LOGBESSEL_LOOP
    for (int k = n; k >= 1; k--) {
        T half = T(k - scalar_of<T>(0.5)), next = muladd(T(2) * (x + T(k)), q, p);
        p = (w - half) * (w + half) * q;
        q = next;
    }
    return p / q;
}

/// h_1 for x >= 1/2
template <class T>
LOGBESSEL_METHOD T first_fraction(T w, T x) {
    using S = scalar_of<T>;
    auto fewer = x >= T(fewer_from<S>);
    T h(0);
    if (!all(fewer)) {
        h = first_fraction<terms<S>>(w, x);
    }
    if (any(fewer)) {
        h = select(fewer, first_fraction<fewer_terms<S>>(w, x), h);
    }
    return h;
}

/// -x K_v'/K_v - x for v >= 0 and x >= 1/4: 1/2 + h_1, or from the order v - 1 the sum (v - x) + x K_(v-1)/K_v of the more digits
template <class T>
LOGBESSEL_HD twofold<T> slope_beside_x(T v, T x) {
    using S = scalar_of<T>;
    auto most = x<T(most_below<S>), below = v> max(x, T(1));
    T w = select(below, v - T(1), v), h(0);
    if (!all(most)) {
        h = first_fraction(w, x);
    }
    if (any(most)) {
        h = select(most, first_fraction<most_terms<S>>(w, x), h);
    }
    T ratio = x * (x / ((w + T(0.5)) + (x + h)));
    return select(below, two_sum(v, -x) + ratio, two_sum(T(0.5), h));
}

template <class T>
LOGBESSEL_HD twofold<T> x_times_kv_ratio(T w, T x) {
    twofold<T> order = two_sum(w, T(0.5)), sum = two_sum(order.hi, x);
    return fast_two_sum(sum.hi, sum.lo + order.lo + first_fraction(w, x));
}

}  // namespace steed
}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
