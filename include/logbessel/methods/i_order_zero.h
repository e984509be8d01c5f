// d/dv log I_v(x) outside the disc for v -> 0: the uniform expansion has the part that is odd in v, and leaves out -K_0(x)/I_0(x), which
// is exponentially small (DLMF 10.38.4).
#pragma once

#include "../coefficients/i_order_base.h"
#include "half_order.h"
#include "uniform_order_slope.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {
namespace i_order_zero {

template <class T>
LOGBESSEL_METHOD T order_slope(T v, T x) {
    using namespace coefficients;
    T odd = uniform_order_slope::order_slope<uniform_order_slope::kind::first>(v, x, x);
    return odd - half_order::exp_minus(x + x) * polynomial<table_for<T, i_order_zero_far, i_order_zero_far_float>>(T(1) / x);
}

}  // namespace i_order_zero
}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
