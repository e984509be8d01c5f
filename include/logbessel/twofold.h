// A number as the unevaluated sum of two, hi + lo with |lo| <= ulp(hi)/2: error-free transformations and the arithmetic on top of them.
// Source: Dekker (1971), Knuth (TAOCP 2, 4.2.2), Joldes, Muller & Popescu (2017).
#pragma once

#include "portable.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {

template <class T>
struct twofold {
    T hi, lo;
};

/// a + b exactly.
template <class T>
LOGBESSEL_HD twofold<T> two_sum(T a, T b) {
    T s = a + b, t = s - a;
    return {s, (a - (s - t)) + (b - t)};
}

/// a + b exactly, for |a| >= |b| or a = 0.
template <class T>
LOGBESSEL_HD twofold<T> fast_two_sum(T a, T b) {
    T s = a + b;
    return {s, b - (s - a)};
}

/// a b exactly.
template <class T>
LOGBESSEL_HD twofold<T> two_prod(T a, T b) {
    T p = a * b;
    return {p, fma(a, b, -p)};
}

#if defined(__CUDA_ARCH__)  // to put them in order costs less than to do without
/// a^2 + b^2 in two words, for a, b >= 0.
template <class T>
LOGBESSEL_HD twofold<T> sum_of_squares(T a, T b) {
    T low = smaller(a, b), high = larger(a, b), square = high * high, s = fma(low, low, square);
    return {s, fma(low, low, square - s) + fma(high, high, -square)};
}
#else
template <class T>
LOGBESSEL_HD twofold<T> sum_of_squares(T a, T b) {
    twofold<T> aa = two_prod(a, a), bb = two_prod(b, b), s = two_sum(aa.hi, bb.hi);
    return {s.hi, s.lo + (aa.lo + bb.lo)};
}
#endif

/// The number as one word.
template <class T>
LOGBESSEL_HD T sum(twofold<T> a) {
    return a.hi + a.lo;
}

template <class T>
LOGBESSEL_HD twofold<T> operator-(twofold<T> a) {
    return {-a.hi, -a.lo};
}

template <class T>
LOGBESSEL_HD twofold<T> operator+(twofold<T> a, T b) {
    twofold<T> s = two_sum(a.hi, b);
    return fast_two_sum(s.hi, s.lo + a.lo);
}

/// Accurate also when hi parts cancel.
template <class T>
LOGBESSEL_HD twofold<T> operator+(twofold<T> a, twofold<T> b) {
    twofold<T> s = two_sum(a.hi, b.hi), t = two_sum(a.lo, b.lo);
    s = fast_two_sum(s.hi, s.lo + t.hi);
    return fast_two_sum(s.hi, s.lo + t.lo);
}

template <class T>
LOGBESSEL_HD twofold<T> operator-(twofold<T> a, twofold<T> b) {
    return a + (-b);
}

template <class T>
LOGBESSEL_HD twofold<T> operator*(twofold<T> a, T b) {
    twofold<T> p = two_prod(a.hi, b);
    return fast_two_sum(p.hi, muladd(a.lo, b, p.lo));
}

template <class T>
LOGBESSEL_HD twofold<T> operator*(twofold<T> a, twofold<T> b) {
    twofold<T> p = two_prod(a.hi, b.hi);
    return fast_two_sum(p.hi, muladd(a.hi, b.lo, muladd(a.lo, b.hi, p.lo)));
}

/// sum + a b with its rounding error
template <class T>
LOGBESSEL_HD void accumulate(twofold<T>& sum, T a, T b) {
    twofold<T> p = two_prod(a, b), s = two_sum(sum.hi, p.hi);
    sum = {s.hi, sum.lo + (s.lo + p.lo)};
}

/// a / b as a rounded quotient and what it lacks, which may be an ulp and more; relative error of a few 2^-104.
template <class T>
LOGBESSEL_HD twofold<T> quotient(twofold<T> a, twofold<T> b) {
    T r = reciprocal(b.hi), q = a.hi * r;
    return {q, (fma(-q, b.hi, a.hi) + muladd(-q, b.lo, a.lo)) * r};
}

template <class T>
LOGBESSEL_HD twofold<T> operator/(twofold<T> a, twofold<T> b) {
    twofold<T> q = quotient(a, b);
    return fast_two_sum(q.hi, q.lo);
}

template <class T>
LOGBESSEL_HD twofold<T> select(mask_of<T> m, twofold<T> a, twofold<T> b) {
    return {select(m, a.hi, b.hi), select(m, a.lo, b.lo)};
}

}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
