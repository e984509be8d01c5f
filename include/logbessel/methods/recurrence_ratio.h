// I_v/I_(v-1) and its complement inside the disc, by the recurrence of DLMF 10.29.1 downwards from order v + N + M,
//
//   J_(k-1) = 2 k J_k + x^2 J_(k+1),                     J_k ~ x^-k I_k(x), all terms positive,
//
// or, where the complement is wanted, in its difference form with E_k ~ x^(1-k) (I_(k-1) - I_k):
//
//   E_k = 2 k J_k - x E_(k+1),    J_(k-1) = x J_k + E_k.
//
// A bound (Amos 1974) starts it; that error, and those of the first M steps, die out.  The last N steps carry a first-order error word,
// so that a complement of 1e-12 still has all its digits.
#pragma once

#include "../twofold.h"
#include "ratio.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {
namespace recurrence_ratio {

/// N and M: an error at the order v + n reaches v with the factor (I_(v+n)/I_v)^2 ~ exp(-n^2/x), at the edge of the disc exp(-25) from
/// N on and exp(-67) from N + M on (float: exp(-15), exp(-37)).
template <class S>
constexpr int steps = format<S>::is_double ? 30 : 16;
template <class S>
constexpr int warm_up = format<S>::is_double ? 20 : 9;

/// Twice the order v + N - i in two words; the last one, v itself, exactly, however small it is.
template <class T>
LOGBESSEL_HD twofold<T> twice_order(T v, twofold<T> top, int i) {
    return i < steps<scalar_of<T>> ? twofold<T>{T(2) * (top.hi - T(i)), T(2) * top.lo} : twofold<T>{T(2) * v, T(0)};
}

/// I_(q+1)/I_q from above, with a relative error of a few percent of 1/q.
template <class T>
LOGBESSEL_HD T upper_bound_divided_by_x(T q, T x) {
    T next = q + T(1);
    return T(1) / ((q + T(0.5)) + sqrt(muladd(next, next, x * x)));
}

/// I_v/I_(v-1) for v >= 0
template <class T>
LOGBESSEL_METHOD T iv_ratio(T v, T x) {
    const int N = steps<scalar_of<T>>, M = warm_up<scalar_of<T>>;
    twofold<T> top = two_sum(T(N), v), xx = two_prod(x, x);
    T above(M), a(1), b = upper_bound_divided_by_x(top.hi + above, x);
    LOGBESSEL_LOOP
    for (int i = M; i > 0; i--) {
        T next = muladd(T(2) * (top.hi + above), a, xx.hi * b);
        b = a;
        a = next;
        above = above - T(1);
    }
    b = b / a;
    a = T(1);
    T a_low(0), b_low(0);
    LOGBESSEL_LOOP
    for (int i = 0; i <= N; i++) {
        twofold<T> k = twice_order(v, top, i), p = two_prod(k.hi, a), q = two_prod(xx.hi, b), s = two_sum(p.hi, q.hi);
        T low = muladd(k.hi, a_low, muladd(k.lo, a, p.lo)) + (muladd(xx.hi, b_low, muladd(xx.lo, b, q.lo)) + s.lo);
        b = a;
        b_low = a_low;
        a = s.hi;
        a_low = low;
    }
    twofold<T> numerator = two_prod(x, b);
    numerator.lo = muladd(x, b_low, numerator.lo);
    return (numerator / fast_two_sum(a, a_low)).hi;
}

/// J_(k-1), E_k and x J_k
template <class T>
struct difference_form {
    twofold<T> j, e, below;
    LOGBESSEL_HD T ratio() const { return (below / j).hi; }
    LOGBESSEL_HD twofold<T> complement() const { return e / j; }
};

/// For k = v, or one step less, k = v + 1
template <int steps_less, class T>
LOGBESSEL_METHOD difference_form<T> descend(T v, T x) {
    const int N = steps<scalar_of<T>>, M = warm_up<scalar_of<T>>;
    twofold<T> top = two_sum(T(N), v);
    T above(M), j(1), e = T(1) - x * upper_bound_divided_by_x(top.hi + above, x);
    LOGBESSEL_LOOP
    for (int i = M; i > 0; i--) {
        e = muladd(T(2) * (top.hi + above), j, -(x * e));
        j = muladd(x, j, e);
        above = above - T(1);
    }
    e = e / j;
    j = T(1);
    T j_low(0), e_low(0);
    twofold<T> below{T(0), T(0)};  // x J_k
    LOGBESSEL_LOOP
    for (int i = 0; i <= N - steps_less; i++) {
        twofold<T> k = twice_order(v, top, i), p = two_prod(k.hi, j), q = two_prod(x, e), s = two_sum(p.hi, -q.hi);
        e_low = muladd(k.hi, j_low, muladd(k.lo, j, p.lo)) - (muladd(x, e_low, q.lo) - s.lo);
        below = two_prod(x, j);
        below.lo = muladd(x, j_low, below.lo);
        twofold<T> t = two_sum(below.hi, s.hi);
        j_low = below.lo + (t.lo + e_low);
        e = s.hi;
        j = t.hi;
    }
    return {fast_two_sum(j, j_low), {e, e_low}, below};
}

/// I_v/I_(v-1), its complement and its slope for v >= 1/2, by the difference form
template <class T>
LOGBESSEL_HD ratio<T> iv_ratio_and_slope(T v, T x) {
    difference_form<T> d = descend<0>(v, x);
    T r = d.ratio(), c = d.complement().hi;
    return {r, c, x * c * (T(1) + r) / r - (v + v - T(1))};
}

/// 1 - I_v/I_(v-1) for v >= 1/2
template <class T>
LOGBESSEL_HD T iv_ratio_c(T v, T x) {
    return iv_ratio_and_slope(v, x).c;
}

}  // namespace recurrence_ratio
}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
