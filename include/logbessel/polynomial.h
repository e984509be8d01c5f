// Horner's rule over a generated table, unrolled at compile time so that every coefficient is an immediate of the machine.
//
// A table is a type: `size` and `c[]`, lowest power first; of two variables, `rows`, `size[k]` and `c[k][]`, row k the coefficient of y^k.
#pragma once

#include "portable.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {

/// The table for T's format: the first for double, the second, shorter one for float.
template <bool is_double, class Double, class Float>
struct table_choice {
    using type = Double;
};
template <class Double, class Float>
struct table_choice<false, Double, Float> {
    using type = Float;
};
template <class T, class Double, class Float>
using table_for = typename table_choice<format<T>::is_double, Double, Float>::type;

/// The same of two tables, for I (sign 1) and for K (sign -1)
template <int sign, class T, class I, class FloatI, class K, class FloatK>
using table_of = typename table_choice<(sign > 0), table_for<T, I, FloatI>, table_for<T, K, FloatK>>::type;

/// c_i + c_(i+1) x + ... + c_(n-1) x^(n-1-i)
template <class Table, int i = 0, class T>
LOGBESSEL_HD T polynomial(T x) {
    constexpr auto c = Table::c[i];
    if constexpr (i + 1 == Table::size) {
        return T(c);
    } else {
        return muladd(polynomial<Table, i + 1>(x), x, T(c));
    }
}

/// Row k of a table of two variables, as a polynomial in x from its power j on.
template <class Table, int k, int j = 0, class T>
LOGBESSEL_HD T polynomial_row(T x) {
    constexpr auto c = Table::c[k][j];
    if constexpr (j + 1 == Table::size[k]) {
        return T(c);
    } else {
        return muladd(polynomial_row<Table, k, j + 1>(x), x, T(c));
    }
}

/// row_first(x) + row_(first+step)(x) y + row_(first+2 step)(x) y^2 + ... over all rows of the table
template <class Table, int first = 0, int step = 1, class T>
LOGBESSEL_HD T polynomial2(T x, T y) {
    T row = polynomial_row<Table, first>(x);
    if constexpr (first + step >= Table::rows) {
        return row;
    } else {
        return muladd(polynomial2<Table, first + step, step>(x, y), y, row);
    }
}

/// The same, `rest` in the place of the row that would come next
template <class Table, int first = 0, int step = 1, class T>
LOGBESSEL_HD T polynomial2(T x, T y, T rest) {
    if constexpr (first >= Table::rows) {
        return rest;
    } else {
        return muladd(polynomial2<Table, first + step, step>(x, y, rest), y, polynomial_row<Table, first>(x));
    }
}

}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
