// Second derivatives of log K_v(x) for x >= 0 and real v: d2/dx2 and d2/dv2, even in v, and d2/dvdx, odd in v (DLMF 10.27.3)
//
//   R >= 34 (float: 16)            second derivatives of the uniform expansion                        DLMF 10.41.4
//   inside, x >= 3/8 or v >= 8     variances and covariance by quadrature                             DLMF 10.32.9
//   inside, else                   series for a small order, up the ladder of orders                  DLMF 10.27.4, 10.29.1
//   else                           limits, huge and tiny arguments
#pragma once

#include "../methods/i_order_variance.h"
#include "../methods/k_second_quadrature.h"
#include "../methods/k_second_series.h"
#include "second_edges.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {

namespace k_second {

enum { outer, disc, small_argument, extreme, count };

template <class T>
LOGBESSEL_HD mask_of<T> small(T a, T x) {
    using S = scalar_of<T>;
    return (x < T(region::second_series_argument<S>)) & (a < T(region::second_series_order<S>));
}

/// Is method 0 the one?
template <class T>
LOGBESSEL_HD mask_of<T> common(T a, T x) {
    return region::ordinary_ratio(a, x) & (a < x * T(format<T>::huge)) & region::outside_disc(a, x);
}
template <class T>
LOGBESSEL_HD T method(T a, T x) {
    T outside = select(a < x * T(format<T>::huge), T(outer), T(extreme));  // (v/x)^2 stays in range
    T anywhere = select(region::outside_disc(a, x), outside, select(small(a, x), T(small_argument), T(disc)));
    return select(region::ordinary_ratio(a, x), anywhere, T(extreme));
}

}  // namespace k_second

/// D has the three ways to the derivative for v >= 0, and its limits.
template <class D>
struct log_k_second {
    static constexpr int methods = k_second::count;
    static constexpr int needs_registers = 2;

    template <class T>
    LOGBESSEL_HD static mask_of<T> common(T v, T x) {
        return k_second::common(abs(v), x);
    }
    template <class T>
    LOGBESSEL_HD static T method(T v, T x) {
        return k_second::method(abs(v), x);
    }

    template <int m, class T>
    LOGBESSEL_HD static T value(T v, T x) {
        T a = abs(v);
        if constexpr (m == k_second::outer) {
            return with_sign(v, D::uniform(a, x));
        } else {
            return with_sign(v, m == k_second::disc ? D::quadrature(a, x) : D::series(a, x, log_twofold(x, T(-1))));
        }
    }
    template <class T>
    LOGBESSEL_HD static T with_sign(T v, T y) {
        return D::odd ? select(v < T(0), -y, y) : y;
    }

    template <class S>
    LOGBESSEL_HD static S edge(S v, S x) {
        using F = format<S>;
        S a = abs(v);
        if (!(x >= S(0)) || v != v || ratios::both_infinite(v, x)) {
            return S(F::not_a_number);
        }
        if (x == S(F::infinity) || (D::odd && v == S(0))) {
            return S(0);
        }
        if (x == S(0) || a == S(F::infinity)) {
            return with_sign(v, a == S(F::infinity) ? D::at_infinity(x) : D::at_zero(a));
        }
        if (a >= S(F::huge) || x >= S(F::huge) || region::outside_disc(a, x)) {
            return with_sign(v, D::far(a, x));
        }
        normalised<S> y = normalise(x);
        return with_sign(v, k_second::small(a, x) ? D::series(a, x, log_twofold(y.value, y.offset - S(1))) : D::quadrature(a, x));
    }
};

struct k_second_argument {
    static constexpr bool odd = false;
    template <class T>
    LOGBESSEL_HD static T uniform(T v, T x) {
        return uniform_second::in_argument<uniform_second::kind::second>(v, x);
    }
    template <class T>
    LOGBESSEL_HD static T quadrature(T v, T x) {
        return k_second_quadrature::dx2(v, x);
    }
    template <class T>
    LOGBESSEL_HD static T series(T v, T x, twofold<T> log_half_x) {
        return k_second_series::dx2(v, x, log_half_x);
    }
    template <class S>
    LOGBESSEL_HD static S at_zero(S) {
        return S(format<S>::infinity);
    }
    template <class S>
    LOGBESSEL_HD static S at_infinity(S) {
        return S(format<S>::infinity);
    }
    template <class S>
    LOGBESSEL_HD static S far(S v, S x) {
        second_edges::far_terms<S> far(v, x);
        return far.bend + far.slant;
    }
};

struct k_second_mixed {
    static constexpr bool odd = true;
    template <class T>
    LOGBESSEL_HD static T uniform(T v, T x) {
        return uniform_second::mixed<uniform_second::kind::second>(v, x);
    }
    template <class T>
    LOGBESSEL_HD static T quadrature(T v, T x) {
        return k_second_quadrature::dvdx(v, x);
    }
    /// Proportional to v for v -> 0, where v may be subnormal and the result not
    template <class T>
    LOGBESSEL_HD static T series(T v, T x, twofold<T> log_half_x) {
        using F = format<T>;
        const T grow = power_of_two(T(F::is_double ? 400 : 60)), shrink = power_of_two(T(F::is_double ? -400 : -60));
        auto tiny = v < T(F::tiny);
        T y = k_second_series::dvdx(select(tiny, v * grow, v), x, log_half_x);
        return select(tiny, y * shrink, y);
    }
    template <class S>
    LOGBESSEL_HD static S at_zero(S) {
        return S(-format<S>::infinity);
    }
    template <class S>
    LOGBESSEL_HD static S at_infinity(S x) {
        return S(-1) / x;
    }
    template <class S>
    LOGBESSEL_HD static S far(S v, S x) {
        return -second_edges::mixed(v, x);
    }
};

struct k_second_order {
    static constexpr bool odd = false;
    template <class T>
    LOGBESSEL_HD static T uniform(T v, T x) {
        return uniform_second::in_order<uniform_second::kind::second>(v, x);
    }
    template <class T>
    LOGBESSEL_HD static T quadrature(T v, T x) {
        return k_second_quadrature::dv2(v, x);
    }
    template <class T>
    LOGBESSEL_HD static T series(T v, T x, twofold<T> log_half_x) {
        return k_second_series::dv2(v, x, log_half_x);
    }
    /// psi'(v) = 1/v^2 + psi'(v + 1)
    template <class S>
    LOGBESSEL_HD static S at_zero(S v) {
        return v < region::disc_radius<S> ? S(1) / v / v - i_order_variance::second_slope(v, S(0)) : far(v, S(0));
    }
    template <class S>
    LOGBESSEL_HD static S at_infinity(S) {
        return S(0);
    }
    template <class S>
    LOGBESSEL_HD static S far(S v, S x) {
        return v < S(format<S>::huge) && x < S(format<S>::huge) ? uniform(v, x) : second_edges::inverse_radius(v, x);
    }
};

using log_kv_dx2 = log_k_second<k_second_argument>;
using log_kv_dvdx = log_k_second<k_second_mixed>;

/// At x = 0 it has a pole for v = 0 only.
struct log_kv_dv2 : log_k_second<k_second_order> {
    template <class S>
    LOGBESSEL_HD static bool pole(S v, S x) {
        return x == S(0) && v == S(0);
    }
};

}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
