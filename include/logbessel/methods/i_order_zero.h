// d/dv log I_v(x) and its derivative in x outside the disc for v -> 0: the uniform expansion has the part that is odd in v, and leaves out
// -K_0(x)/I_0(x), which is exponentially small (DLMF 10.38.4), and its derivative 1/(x I_0^2) (DLMF 10.28.2).
#pragma once

#include "../coefficients/i_order_base.h"
#include "half_order.h"
#include "uniform_order_slope.h"
#include "uniform_second.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {
namespace i_order_zero {

template <class T>
LOGBESSEL_METHOD T order_slope(T v, T x) {
    using namespace coefficients;
    T odd = uniform_order_slope::order_slope<uniform_order_slope::kind::first>(v, x, x);
    return odd - half_order::exp_minus(x + x) * polynomial<table_for<T, i_order_zero_far, i_order_zero_far_float>>(T(1) / x);
}

/// 1/(x I_0^2) = 2 pi exp(-2 (x + S)), S the rest of Debye's expansion of log I_0
template <class T>
LOGBESSEL_METHOD T mixed_slope(T v, T x) {
    using namespace uniform_expansion;
    T s = series<scaling::none, reach::outer>(kind::first, T(0), polar_radius<false>(T(0), x));
    T e = half_order::exp_minus(x), of_zero = e * (T(2 * constants<T>::pi) * e * exp(T(-2) * s));  // subnormal only as a result
    return uniform_second::mixed<kind::first>(v, x) + of_zero;
}

}  // namespace i_order_zero
}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
