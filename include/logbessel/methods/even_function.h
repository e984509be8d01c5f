// Even functions of a small number m together with their derivative divided by m, which is even as well: with these two, sums of positive
// terms stay so when they are differentiated, and the derivative keeps its digits for m -> 0.
#pragma once

#include "../elementary.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {

/// An even function of m, and its derivative divided by m
template <class T>
struct even_function {
    T value, slope;
};
template <class T>
LOGBESSEL_HD even_function<T> operator+(even_function<T> a, even_function<T> b) {
    return {a.value + b.value, a.slope + b.slope};
}
template <class T>
LOGBESSEL_HD even_function<T> operator*(even_function<T> a, even_function<T> b) {
    return {a.value * b.value, muladd(a.slope, b.value, a.value * b.slope)};
}
template <class T>
LOGBESSEL_HD even_function<T> operator*(T k, even_function<T> a) {
    return {k * a.value, k * a.slope};
}

/// A polynomial in w = m^2
template <class Table, int i = 0, class T>
LOGBESSEL_HD even_function<T> even_polynomial(T w) {
    constexpr auto c = Table::c[i];
    if constexpr (i + 1 == Table::size) {
        return {T(c), T(0)};
    } else {
        even_function<T> higher = even_polynomial<Table, i + 1>(w);
        return {muladd(higher.value, w, T(c)), muladd(higher.slope, w, higher.value + higher.value)};
    }
}

/// With s = m L: cosh(s), sinh(s)/m, exp(s)
template <class T>
struct hyperbolic {
    even_function<T> cosh, sinh;
    T exponential;
    LOGBESSEL_HD hyperbolic(T m, T L) {
        const scalar_of<T> limit = 2.5;  // from here on sinh(s)/s may be taken from cosh(s)
        const int terms = format<T>::is_double ? 13 : 7;
        T s = m * L, a = abs(s), y = min(s * s, T(limit * limit)), LL = L * L;
        T sinhc(1), third(1);  // sinh(s)/s, (s cosh s - sinh s) 3/s^3
        LOGBESSEL_UNROLL
        for (int k = terms; k >= 1; k--) {
            sinhc = muladd(y * sinhc, T(1.0 / (2 * k * (2 * k + 1))), T(1));
            third = muladd(y * third, T(1.0 / (2 * k * (2 * k + 3))), T(1));
        }
        T e = exp(a), inverse = T(1) / e, c = T(0.5) * (e + inverse), safe = max(a, T(limit)), quotient = T(0.5) * (e - inverse) / safe;
        auto small = a < T(limit);
        sinhc = select(small, sinhc, quotient);
        third = select(small, third * T(1.0 / 3), (c - quotient) / (safe * safe));
        cosh = {c, LL * sinhc};
        sinh = {L * sinhc, LL * (L * third)};
        exponential = select(m < T(0), inverse, e);
    }
};

}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
