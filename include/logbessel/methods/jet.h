// A function with its first two derivatives.  That of an even function of m is taken in m^2/2: where its power series has positive terms,
// so have those of the derivatives, and nothing is divided by m.
#pragma once

#include "../elementary.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {

template <class T>
struct jet {
    T value, first, second;
};
template <class T>
LOGBESSEL_HD jet<T> operator+(jet<T> a, jet<T> b) {
    return {a.value + b.value, a.first + b.first, a.second + b.second};
}
template <class T>
LOGBESSEL_HD jet<T> operator-(jet<T> a, jet<T> b) {
    return {a.value - b.value, a.first - b.first, a.second - b.second};
}
template <class T>
LOGBESSEL_HD jet<T> operator*(T k, jet<T> a) {
    return {k * a.value, k * a.first, k * a.second};
}
template <class T>
LOGBESSEL_HD jet<T> operator*(jet<T> a, jet<T> b) {
    return {a.value * b.value, muladd(a.first, b.value, a.value * b.first),
            muladd(a.second, b.value, muladd(T(2) * a.first, b.first, a.value * b.second))};
}
template <class T>
LOGBESSEL_HD jet<T> operator/(jet<T> a, jet<T> b) {
    T unit = T(1) / b.value, q = a.value * unit, first = unit * muladd(-q, b.first, a.first);
    return {q, first, unit * (a.second - muladd(T(2) * first, b.first, q * b.second))};
}

template <class T>
LOGBESSEL_HD jet<T> select(mask_of<T> m, jet<T> a, jet<T> b) {
    return {select(m, a.value, b.value), select(m, a.first, b.first), select(m, a.second, b.second)};
}

/// The second derivative of log(1 + a)
template <class T>
LOGBESSEL_HD T bend_of_log1p(jet<T> a) {
    T unit = T(1) / (T(1) + a.value), rate = a.first * unit;
    return muladd(-rate, rate, a.second * unit);
}

/// A polynomial in m^2, as a function of m^2/2
template <class Table, int i = 0, class T>
LOGBESSEL_HD jet<T> polynomial_in_square(T square) {
    constexpr auto c = Table::c[i];
    if constexpr (i + 1 == Table::size) {
        return {T(c), T(0), T(0)};
    } else {
        jet<T> p = polynomial_in_square<Table, i + 1>(square);
        return {muladd(p.value, square, T(c)), muladd(p.first, square, p.value + p.value), muladd(p.second, square, T(4) * p.first)};
    }
}

/// f as a function of m, from one of m^2/2, and m f
template <class T>
LOGBESSEL_HD jet<T> even(jet<T> f, T m) {
    return {f.value, m * f.first, muladd(m * m, f.second, f.first)};
}
template <class T>
LOGBESSEL_HD jet<T> odd(jet<T> f, T m) {
    return {m * f.value, muladd(m * m, f.first, f.value), m * muladd(m * m, f.second, T(3) * f.first)};
}

}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
