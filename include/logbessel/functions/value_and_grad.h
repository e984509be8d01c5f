// log I_v(x) or log K_v(x) and their derivatives at once: outside the disc and in the ring they share R, its powers and log((v + R)/x).
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

/// For v >= 0 outside the disc or in the ring, where each of the three is given by Debye's uniform expansion.
template <kind which, uniform_expansion::reach how_far, class T>
LOGBESSEL_HD value_and_grad<T> uniform_value_and_grad(T v, T x) {
    using namespace uniform_expansion;
    radius<T> R = polar_radius<true>(v, x);
    twofold<T> logarithm = asinh_ratio<true, true>(v, x, nothing(), R);
    leading_term<T> t = lead<scaling::none>(v, nothing(), x, logarithm, R);
    T s = series<scaling::none, how_far>(which, v, R);
    return {sum(assemble<scaling::none>(which, t, beside(which, split_log(R.square), s))),
            uniform_order_slope::order_slope<which, how_far>(v, logarithm, R),
            uniform_slope::slope<which, scaling::none, how_far>(v, x, R)};
}

/// A joint function: its three functions, and what they do together outside the disc and in the ring.
template <kind which, class Value, class Dv, class Dx>
struct joint {
    using value = Value;
    using dv = Dv;
    using dx = Dx;
    /// The methods of the logarithm, of which those of its derivatives are much the same, and beside the edge cases orders where they are not
    enum { outer, ring, disc, small_argument, edge, count };
    static_assert(int(ring) == region::ring && int(ring) == Dv::ring && int(ring) == Dx::ring);
    static_assert(int(small_argument) == region::small_argument && int(count) == Value::methods);
    static constexpr int methods = count;
    static constexpr int needs_registers = 2;

    template <class T>
    LOGBESSEL_HD static mask_of<T> common(T v, T x) {
        return (v >= T(0)) & Value::common(v, x) & Dv::common(v, x) & Dx::common(v, x);
    }
    template <class T>
    LOGBESSEL_HD static T method(T v, T x) {
        T m = Value::method(v, x);
        auto in_ring = (v >= T(0)) & (Dv::method(v, x) == T(ring)) & (Dx::method(v, x) == T(ring));
        return select(m == T(ring), select(in_ring, T(ring), T(edge)), m);
    }
    /// Outside the disc or in the ring
    template <int m = outer, class T>
    LOGBESSEL_HD static value_and_grad<T> together(T v, T x) {
        using uniform_expansion::reach;
        return uniform_value_and_grad<which, m == outer ? reach::outer : reach::ring>(v, x);
    }
};

using log_iv_value_and_grad = joint<kind::first, log_iv, log_iv_dv, log_iv_dx>;
using log_kv_value_and_grad = joint<kind::second, log_kv, log_kv_dv, log_kv_dx>;

}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
