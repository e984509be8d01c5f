// log I_v(x) and log K_v(x) in two words outside the disc near their zeros: the uniform expansion of uniform_expansion.h,
//
//   log I = T - log(2 pi R)/2 + S(1/R),   log K = -T + log(pi/(2 R))/2 + S(-1/R),   S(p) = sum_k p^k Q_k(w),   w = (v/R)^2,
//
// with T = R - v log((v + R)/x).  The zeros lie at x = 0.66 v and a little, so Q_k is needed for w = 0.69 +- 0.045 only.
#pragma once

#include "../elementary_twofold.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {
namespace twofold_expansion {

template <class T>
LOGBESSEL_HD twofold<T> square_root(twofold<T> a) {
    T r = sqrt(a.hi);
    return fast_two_sum(r, (fma(-r, r, a.hi) + a.lo) / (r + r));
}

template <class T>
struct polar {
    twofold<T> lead, half_log, inverse, angle;  // T, log(R)/2, 1/R, w - 0.69
    LOGBESSEL_HD polar(T v, T x) {
        twofold<T> R = square_root(two_prod(v, v) + two_prod(x, x));
        lead = R - log((R + v) / widen(x)) * v;
        half_log = log(R) * T(0.5);
        inverse = widen(T(1)) / R;
        twofold<T> u = inverse * v;
        angle = u * u - twofold<T>{T(coefficients::twofold_debye_centre::hi), T(coefficients::twofold_debye_centre::lo)};
    }
};

/// S(p)
template <class T>
LOGBESSEL_HD twofold<T> series(twofold<T> angle, twofold<T> p) {
    using namespace coefficients;
    twofold<T> tail = widen(polynomial2<twofold_log_debye_tail>(angle.hi, p.hi));
    return polynomial2_twofold<twofold_log_debye>(angle, p, tail) * p;
}

template <class T>
LOGBESSEL_HD twofold<T> log_i(T v, T x) {
    using C = constants<T>;
    polar<T> q(v, x);
    return ((q.lead - q.half_log) - twofold<T>{T(C::half_log_2pi), T(C::half_log_2pi_low)}) + series(q.angle, q.inverse);
}

template <class T>
LOGBESSEL_HD twofold<T> log_k(T v, T x) {
    using C = constants<T>;
    polar<T> q(v, x);
    return (twofold<T>{T(C::half_log_half_pi), T(C::half_log_half_pi_low)} - (q.lead + q.half_log)) + series(q.angle, -q.inverse);
}

}  // namespace twofold_expansion
}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
