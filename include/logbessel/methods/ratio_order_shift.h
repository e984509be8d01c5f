// Derivatives of r = I_v/I_(v-1) for 0 <= v < 1/2 from those of q = I_(v+1)/I_v: the recurrence r = x/G, G = 2 v + x q (DLMF 10.29.1),
// differentiated.  With A = x^2 q_x, N = A - 2 v, C = x q_v + 2
//
//   r_x = -N/G^2,      r_xx = (2 A^2 - 4 v (2 A + x q) - x^3 q_xx G)/(x G^3),
//   r_v = -x C/G^2,    r_vx = (2 N C - (x^2 q_vx - 2) G)/G^3,                    r_vv = x (2 C^2 - x q_vv G)/G^3.
//
// r_x, r_xx and r_vx have zeros, where the terms with v cancel the others.  G may be so small that its square vanishes.
#pragma once

#include "../portable.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {
namespace ratio_order_shift {

template <class T>
LOGBESSEL_HD T in_argument(T v, T x, T q, T q_x) {
    T g = muladd(x, q, v + v), n = muladd(x * x, q_x, T(-2) * v);
    return -(n / g) / g;
}

template <class T>
LOGBESSEL_HD T in_order(T v, T x, T q, T q_v) {
    T g = muladd(x, q, v + v);
    return -(muladd(x, q_v, T(2)) * (x / g)) / g;
}

template <class T>
LOGBESSEL_HD T twice_in_argument(T v, T x, T q, T q_x, T q_xx) {
    T b = x * q, g = b + (v + v), a = x * x * q_x, n = T(2) * (a * (a / g) - (T(2) * (v / g)) * muladd(T(2), a, b));
    return muladd(-(x * x), x * q_xx, n) / g / g / x;
}

template <class T>
LOGBESSEL_HD T mixed(T v, T x, T q, T q_x, T q_v, T q_vx) {
    T g = muladd(x, q, v + v), n = muladd(x * x, q_x, T(-2) * v), c = muladd(x, q_v, T(2));
    return (T(2) * (n / g) * c - muladd(x * x, q_vx, T(-2))) / g / g;
}

template <class T>
LOGBESSEL_HD T twice_in_order(T v, T x, T q, T q_v, T q_vv) {
    T g = muladd(x, q, v + v), c = muladd(x, q_v, T(2));
    return ((x / g) * (T(2) * c * (c / g) - x * q_vv)) / g;
}

/// v and x so small that r = 2/h, h = 4 v/x + x
template <class S>
struct tiny {
    S x, steep, h;
    LOGBESSEL_HD tiny(S order, S argument) : x(argument), steep(S(4) * order / argument), h(steep + argument) {}

    LOGBESSEL_HD S in_argument() const { return S(2) * ((steep - x) / h) / h / x; }
    LOGBESSEL_HD S in_order() const { return S(-8) / h / h / x; }
    LOGBESSEL_HD S twice_in_argument() const { return S(-4) * ((S(3) * steep - x) / h) / h / h / x; }
    LOGBESSEL_HD S mixed() const { return S(8) * ((S(3) * x - steep) / h) / h / h / x / x; }
    LOGBESSEL_HD S twice_in_order() const { return S(64) / h / h / h / x / x; }
};

}  // namespace ratio_order_shift
}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
