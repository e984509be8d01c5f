// log K_v(x) inside the disc near its zero x_0(v), by Taylor's series in u = log(x/x_0) of the derivative g = x K_v'(x)/K_v(x):
//
//   dg/du = x^2 + v^2 - g^2                                                                                     (from DLMF 10.25.1)
//
// g = t_0 + t_1 + ... with t_(k+1) = u/(k + 1) (s_k - sum_(i=0)^k t_i t_(k-i)), s_0 = x_0^2 + v^2, s_k = x_0^2 (2 u)^k/k!, and
//
//   log K_v(x) = u (t_0 + t_1/2 + t_2/3 + ...)
//
// K_v has no zeros for |arg x| <= pi/2, for v < 3/2 none for |arg x| < pi (DLMF 10.42), so the series converges for |u| < pi/2 or pi; |u| is
// at most 2.2 where it is asked for, below 3/2, and about 2/sqrt(x^2 + v^2) for larger orders.
// Tables give x_0 and t_0 in two words; t_1 to t_4 need them too, as differences of larger numbers, the smaller terms do not.
#pragma once

#include "../coefficients/log_k_zero.h"
#include "../elementary_twofold.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {
namespace log_k_zero {

/// Zeros of larger orders lie outside the disc.  The last one, nearly.
constexpr double largest_order = coefficients::log_k_zero_4::upper, largest_zero = 19.6875;

/// The polynomial of that piece of a table to which v belongs.
template <class Piece, class... Above, class T>
LOGBESSEL_HD twofold<T> tabulated(T v) {
    auto above = v > T(Piece::upper);
    twofold<T> y{T(0), T(0)};
    if (!all(above)) {
        y = polynomial_twofold<Piece>(two_sum(v, T(-Piece::centre)) * T(1 / Piece::half_width));
    }
    if constexpr (sizeof...(Above) != 0) {
        if (any(above)) {
            y = select(above, tabulated<Above...>(v), y);
        }
    }
    return y;
}

/// x_0
template <class T>
LOGBESSEL_HD twofold<T> zero(T v) {
    using namespace coefficients;
    return tabulated<log_k_zero_0, log_k_zero_1, log_k_zero_2, log_k_zero_3, log_k_zero_4>(v);
}

/// t_0
template <class T>
LOGBESSEL_HD twofold<T> slope(T v) {
    using namespace coefficients;
    return tabulated<log_k_slope_0, log_k_slope_1, log_k_slope_2, log_k_slope_3, log_k_slope_4>(v);
}

/// Of these, 66 are needed at most (v = 0.29, x = 0.055).
constexpr int most_terms = 72;

/// v <= largest_order
template <class T>
LOGBESSEL_HD T log_k(T v, T x) {
    const twofold<T> third{T(1.0 / 3), T(0x1.5555555555555p-56)};
    const twofold<T> x0 = zero(v), square = x0 * x0, u = -log_ratio(x0, x), s1 = square * u, s2 = s1 * u, s3 = s2 * u * third;
    const twofold<T> t0 = slope(v), t1 = (square + two_prod(v, v) - t0 * t0) * u, t2 = (s1 - t0 * t1) * u,
                     t3 = ((s2 - t0 * t2) * T(2) - t1 * t1) * u * third, t4 = (s3 - (t0 * t3 + t1 * t2) * T(0.5)) * u;
    T t[most_terms] = {t0.hi, t1.hi, t2.hi, t3.hi, t4.hi}, s = T(4) * s3.hi, rest = T(0.2) * t4.hi;
    auto more = v == v;
    for (int k = 4; k + 1 < most_terms; k++) {
        s = s * (u.hi * T(2.0 / k));
        T products(0);
        for (int i = 0; 2 * i < k; i++) {
            products = muladd(t[i], t[k - i], products);
        }
        products = products + products;
        if (k % 2 == 0) {
            products = muladd(t[k / 2], t[k / 2], products);
        }
        t[k + 1] = u.hi * T(1.0 / (k + 1)) * (s - products);
        more = more & (abs(t[k]) + abs(t[k + 1]) > T(0x1p-60) * abs(t0.hi));
        if (!any(more)) {
            break;
        }
        rest = select(more, muladd(t[k + 1], T(1.0 / (k + 2)), rest), rest);
    }
    twofold<T> higher = t1 * T(0.5) + (t2 * third + t3 * T(0.25));
    return sum((t0 + (higher + rest)) * u);
}

}  // namespace log_k_zero
}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
