// log I_v(x) inside the disc, by a shift of the order: the uniform expansion at v + N, where it serves, and down from there by
//
//   I_(n-1)(x) = (2 n/x) I_n(x) + I_(n+1)(x)                                                                          (DLMF 10.29.1)
//
// with positive terms only.  The ratio I_(v+N+1)/I_(v+N) to start from is found by M more steps of the same recurrence from a bound
// (Amos 1974) so far up that its error dies out.  Each number of the recurrence carries a first-order error word.
#pragma once

#include "uniform_expansion.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {
namespace order_shift {

/// N: the inner radius of the expansion, so that v + N lies outside.  M: the start's error falls below half an ulp (measured at x = N, v = 0).
template <class S>
constexpr int shift = uniform_expansion::ring_of_i<S>::inner;
template <class S>
constexpr int warm_up = format<S>::is_double ? 14 : 5;

template <class T>
LOGBESSEL_METHOD twofold<T> log_i(T v, T x) {
    using S = scalar_of<T>;
    using namespace uniform_expansion;
    const int N = shift<S>, M = warm_up<S>;

    twofold<T> top = two_sum(T(N), v);
    T one_over_x = reciprocal(x), two_over_x = T(2) * one_over_x, two_over_x_low = fma(-two_over_x, x, T(2)) * one_over_x;

    T q = top.hi + T(M + 0.5), b = quotient(x, q + sqrt_and_inverse(muladd(q + T(1), q + T(1), x * x)).value), a(1);
    T first = top.hi * two_over_x, above(M);
    LOGBESSEL_LOOP
    for (int i = M; i > 0; i--) {
        T next = muladd(muladd(above, two_over_x, first), a, b);
        b = a;
        a = next;
        above = above - T(1);
    }

    b = quotient(b, a);
    a = T(1);
    T a_low(0), b_low(0), n = top.hi;
    LOGBESSEL_LOOP
    for (int i = 0; i < N; i++) {
        T step = a * two_over_x;
        T step_low = muladd(two_over_x, a_low, muladd(a, two_over_x_low, fma(a, two_over_x, -step)));
        twofold<T> product = two_prod(n, step), sum = two_sum(product.hi, b);
        T low = muladd(n, step_low, muladd(top.lo, step, b_low + (sum.lo + product.lo)));
        b = a;
        b_low = a_low;
        a = sum.hi;
        a_low = low;
        n = n - T(1);
    }

    twofold<T> log_top = logarithm<scaling::none>(kind::first, top, x, {x, T(0)});
    twofold<T> log_gain = log_quick(a), sum = two_sum(log_top.hi, log_gain.hi);
    return {sum.hi, sum.lo + (log_top.lo + (log_gain.lo + quotient(a_low, a)))};
}

}  // namespace order_shift
}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
