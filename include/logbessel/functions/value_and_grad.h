// log I_v(x) or log K_v(x) and their derivatives at once: outside the disc they share R, its powers and log((v + R)/x).
#pragma once

#include "log_i.h"
#include "log_i_dv.h"
#include "log_i_dx.h"
#include "log_k.h"
#include "log_k_dv.h"
#include "log_k_dx.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {

template <class T>
struct value_and_grad {
    T value, dv, dx;
};

/// For v >= 0 outside the disc, where each of the three is given by Debye's uniform expansion.
template <kind which, class T>
LOGBESSEL_HD value_and_grad<T> uniform_value_and_grad(T v, T x) {
    using namespace uniform_expansion;
    radius<T> R = polar_radius<true>(v, x);
    twofold<T> logarithm = asinh_ratio<true, true>(v, x, nothing(), R);
    leading_term<T> t = lead<scaling::none>(v, nothing(), x, logarithm, R);
    T s = series<scaling::none, reach::outer>(which, v, R);
    return {sum(assemble<scaling::none>(which, t, beside(which, split_log(R.square), s))),
            uniform_order_slope::order_slope<which>(v, logarithm, R), uniform_slope::slope<which, scaling::none>(v, x, R)};
}

/// A joint function: its three functions, and what they do together where all three have method 0.
template <kind which, class Value, class Dv, class Dx>
struct joint {
    using value = Value;
    using dv = Dv;
    using dx = Dx;
    /// Room for the methods of each, and for its method 0 where it is not common to all three
    static constexpr int methods = 1 + (Value::methods > Dv::methods ? Value::methods : Dv::methods);
    static_assert(Dx::methods < methods);
    static constexpr int needs_registers = 2;

    template <class T>
    LOGBESSEL_HD static mask_of<T> common(T v, T x) {
        return (v >= T(0)) & Value::common(v, x) & Dv::common(v, x) & Dx::common(v, x);
    }
    template <class T>
    LOGBESSEL_HD static value_and_grad<T> together(T v, T x) {
        return uniform_value_and_grad<which>(v, x);
    }
};

using log_iv_value_and_grad = joint<kind::first, log_iv, log_iv_dv, log_iv_dx>;
using log_kv_value_and_grad = joint<kind::second, log_kv, log_kv_dv, log_kv_dx>;

}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
