// A number with its derivative along one direction: polynomials of such numbers are differentiated as they are evaluated.
#pragma once

#include "../portable.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {

template <class T>
struct dual {
    T value, slope;
    LOGBESSEL_HD explicit dual(T value, T slope = T(0)) : value(value), slope(slope) {}
    template <class C>
    LOGBESSEL_HD explicit dual(C constant) : value(T(constant)), slope(T(0)) {}
};
template <class T>
LOGBESSEL_HD dual<T> muladd(dual<T> a, dual<T> b, dual<T> c) {
    return dual<T>(muladd(a.value, b.value, c.value), muladd(a.slope, b.value, muladd(a.value, b.slope, c.slope)));
}
template <class T>
LOGBESSEL_HD dual<T> select(mask_of<T> m, dual<T> a, dual<T> b) {
    return dual<T>(select(m, a.value, b.value), select(m, a.slope, b.slope));
}

}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
