// Logarithm and polynomials with both words correct (relative error about 2^-101), for the few points that need them.
//
// They are double's alone: a float that needs more digits is computed in another way.
#pragma once

#include "coefficients/twofold.h"
#include "elementary.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {

template <class T>
LOGBESSEL_HD twofold<T> widen(T a) {
    return {a, T(0)};
}

/// c_i + c_(i+1) x + ..., the coefficients below `words` in two words, the others so small that one word is enough.
template <class Table, int i = 0, class T>
LOGBESSEL_HD twofold<T> polynomial_twofold(twofold<T> x) {
    if constexpr (i == Table::words) {
        return widen(polynomial<Table, i>(x.hi));
    } else {
        twofold<T> p = polynomial_twofold<Table, i + 1>(x) * x, s = two_sum(T(Table::c[i]), p.hi);
        return fast_two_sum(s.hi, s.lo + (p.lo + T(Table::low[i])));
    }
}

/// Row k of a table of two variables with all its coefficients in two words.
template <class Table, int k, int j = 0, class T>
LOGBESSEL_HD twofold<T> polynomial_row_twofold(twofold<T> x) {
    const twofold<T> c{T(Table::c[k][j]), T(Table::low[k][j])};
    if constexpr (j + 1 == Table::size[k]) {
        return c;
    } else {
        return polynomial_row_twofold<Table, k, j + 1>(x) * x + c;
    }
}

/// row_k(x) + row_(k+1)(x) y + ... + row_rows y^(rows-k), the row after the table's last one given as `rest`
template <class Table, int k = 0, class T>
LOGBESSEL_HD twofold<T> polynomial2_twofold(twofold<T> x, twofold<T> y, twofold<T> rest) {
    if constexpr (k == Table::rows) {
        return rest;
    } else {
        return polynomial2_twofold<Table, k + 1>(x, y, rest) * y + polynomial_row_twofold<Table, k>(x);
    }
}

template <class T>
LOGBESSEL_HD twofold<T> times_ln2(T k) {
    return twofold<T>{T(coefficients::twofold_ln2::hi), T(coefficients::twofold_ln2::lo)} * k;
}

/// log(1 + n/d) for n > -d, d > 0, relatively accurate for n -> 0: k log 2 + 2 atanh(s) with 1 + n/d = 2^k (1 + s)/(1 - s).
template <class T>
LOGBESSEL_HD twofold<T> log1p_ratio_twofold(twofold<T> n, twofold<T> d) {
    twofold<T> a = d + n;
    T k = split(a.hi / d.hi).exponent, scale = power_of_two(k);
    twofold<T> b{d.hi * scale, d.lo * scale};
    twofold<T> difference = select(k == T(0), n, a - b), s = difference / (a + b);
    return polynomial_twofold<coefficients::twofold_atanh>(s * s) * s + times_ln2(k);
}

/// log a, a > 0
template <class T>
LOGBESSEL_HD twofold<T> log(twofold<T> a) {
    return log1p_ratio_twofold(a + T(-1), widen(T(1)));
}

}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
