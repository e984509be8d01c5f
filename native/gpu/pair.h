// The lane type of a GPU's thread: two numbers side by side, in the vocabulary of portable.h, so that neither waits for itself.
#pragma once

#include "logbessel/polynomial.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {

/// Two numbers of type S, which may also be the unsigned integer that holds the bits of a float or double, or bool.
template <class S>
struct pair {
    S a, b;

    pair() = default;
    LOGBESSEL_HD pair(S a, S b) : a(a), b(b) {}
    LOGBESSEL_HD explicit pair(S both) : a(both), b(both) {}
    template <class Other>
    LOGBESSEL_HD explicit pair(pair<Other> other) : a(S(other.a)), b(S(other.b)) {}

    LOGBESSEL_HD friend pair operator-(pair p) { return {-p.a, -p.b}; }
    LOGBESSEL_HD friend pair operator!(pair p) { return {!p.a, !p.b}; }
    LOGBESSEL_HD friend pair operator>>(pair p, int n) { return {p.a >> n, p.b >> n}; }
    LOGBESSEL_HD friend pair operator<<(pair p, int n) { return {p.a << n, p.b << n}; }
#define LOGBESSEL_OPERATOR(op, result) \
    LOGBESSEL_HD friend pair<result> operator op(pair p, pair q) { return {result(p.a op q.a), result(p.b op q.b)}; }
    LOGBESSEL_OPERATOR(+, S)
    LOGBESSEL_OPERATOR(-, S)
    LOGBESSEL_OPERATOR(*, S)
    LOGBESSEL_OPERATOR(/, S)
    LOGBESSEL_OPERATOR(|, S)
    LOGBESSEL_OPERATOR(&, S)
    LOGBESSEL_OPERATOR(<, bool)
    LOGBESSEL_OPERATOR(<=, bool)
    LOGBESSEL_OPERATOR(>, bool)
    LOGBESSEL_OPERATOR(>=, bool)
    LOGBESSEL_OPERATOR(==, bool)
#undef LOGBESSEL_OPERATOR
};

template <class S>
struct format<pair<S>> : format<S> {
    using integer = pair<typename format<S>::integer>;
    using mask = pair<bool>;
};

template <class S>
struct narrow_format<pair<S>> {
    using type = pair<typename narrow_format<S>::type>;
};

LOGBESSEL_HD bool any(pair<bool> m) { return m.a | m.b; }
LOGBESSEL_HD bool all(pair<bool> m) { return m.a & m.b; }

template <class S>
LOGBESSEL_HD pair<S> select(pair<bool> m, pair<S> p, pair<S> q) {
    return {m.a ? p.a : q.a, m.b ? p.b : q.b};
}
template <class S>
LOGBESSEL_HD pair<S> abs(pair<S> p) {
    return {abs(p.a), abs(p.b)};
}
template <class S>
LOGBESSEL_HD pair<S> sqrt(pair<S> p) {
    return {sqrt(p.a), sqrt(p.b)};
}
template <class S>
LOGBESSEL_HD pair<S> fma(pair<S> p, pair<S> q, pair<S> r) {
    return {fma(p.a, q.a, r.a), fma(p.b, q.b, r.b)};
}
template <class S>
LOGBESSEL_HD pair<S> reciprocal(pair<S> p) {
    return {reciprocal(p.a), reciprocal(p.b)};
}
template <class S>
LOGBESSEL_HD pair<S> quotient(pair<S> p, pair<S> q) {
    return {quotient(p.a, q.a), quotient(p.b, q.b)};
}
template <class S>
LOGBESSEL_HD pair<S> binary_logarithm(pair<S> p) {
    return {binary_logarithm(p.a), binary_logarithm(p.b)};
}
template <class S>
LOGBESSEL_HD root<pair<S>> sqrt_and_inverse(pair<S> p) {
    root<S> a = sqrt_and_inverse(p.a), b = sqrt_and_inverse(p.b);
    return {{a.value, b.value}, {a.inverse, b.inverse}};
}
template <class S>
LOGBESSEL_HD pair<bool> within(pair<S> p, pair<S> low, pair<S> high) {
    return {within(p.a, low.a, high.a), within(p.b, low.b, high.b)};
}
template <class S>
LOGBESSEL_HD pair<S> larger(pair<S> p, pair<S> q) {
    return {larger(p.a, q.a), larger(p.b, q.b)};
}
template <class S>
LOGBESSEL_HD pair<S> smaller(pair<S> p, pair<S> q) {
    return {smaller(p.a, q.a), smaller(p.b, q.b)};
}
template <class S>
LOGBESSEL_HD pair<bool> at_least(pair<S> p, pair<S> low) {
    return {at_least(p.a, low.a), at_least(p.b, low.b)};
}

template <class S>
LOGBESSEL_HD auto to_bits(pair<S> p) {
    return pair<typename format<S>::integer>(to_bits(p.a), to_bits(p.b));
}
LOGBESSEL_HD pair<double> from_bits(pair<unsigned long long> p) { return {from_bits(p.a), from_bits(p.b)}; }
LOGBESSEL_HD pair<float> from_bits(pair<unsigned int> p) { return {from_bits(p.a), from_bits(p.b)}; }

// One polynomial after the other, which the assembler interleaves: a compiler takes long over long expressions of pairs.
template <class Table, int i = 0, class S>
LOGBESSEL_HD pair<S> polynomial(pair<S> x) {
    return {polynomial<Table, i>(x.a), polynomial<Table, i>(x.b)};
}
template <class Table, int first = 0, int step = 1, class S>
LOGBESSEL_HD pair<S> polynomial2(pair<S> x, pair<S> y) {
    return {polynomial2<Table, first, step>(x.a, y.a), polynomial2<Table, first, step>(x.b, y.b)};
}
template <class Table, int first = 0, int step = 1, class S>
LOGBESSEL_HD pair<S> polynomial2(pair<S> x, pair<S> y, pair<S> rest) {
    return {polynomial2<Table, first, step>(x.a, y.a, rest.a), polynomial2<Table, first, step>(x.b, y.b, rest.b)};
}

}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
