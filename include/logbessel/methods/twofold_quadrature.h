// log K_v(x) in two words by the trapezoidal rule, inside the disc near the zero of log K:
//
//   K_v(x) = int_0^inf exp(-x cosh t) cosh(v t) dt = h (exp(-x)/2 + sum_{j>=1} exp(-x cosh j h) cosh(v j h)) + error             (DLMF 10.32.9)
//
// The integrand is entire, so the error falls geometrically with 1/h^2; it is below 1e-30 K for 1/h^2 = 60 + 3.9 R (measured).
// The hyperbolic cosines are powers of exp(h) and exp(v h), so that each node costs one exponential.
#pragma once

#include "../elementary_twofold.h"

namespace logbessel {
inline namespace LOGBESSEL_ISA {
namespace twofold_quadrature {

/// cosh(j y), j = 0, 1, ..., from e^y
template <class T>
struct cosh_of_multiples {
    twofold<T> up, down, power{T(1), T(0)}, inverse{T(1), T(0)};
    LOGBESSEL_HD explicit cosh_of_multiples(twofold<T> y) : up(exp(y)), down(widen(T(1)) / up) {}
    LOGBESSEL_HD twofold<T> next() {
        power = power * up;
        inverse = inverse * down;
        twofold<T> twice = power + inverse;
        return {T(0.5) * twice.hi, T(0.5) * twice.lo};
    }
};

/// So many reach far enough for x = 0.03, below which log K is never near zero.
constexpr int most_nodes = 72;

template <class T>
LOGBESSEL_HD twofold<T> log_k(T v, T x) {
    const T negligible(0x1p-108);
    T h = T(1) / sqrt(muladd(T(3.9), sqrt(muladd(v, v, x * x)), T(60)));
    cosh_of_multiples<T> at(widen(h)), weight(two_prod(v, h));
    twofold<T> sum = exp(widen(-x)) * T(0.5);
    for (int j = 1; j < most_nodes; j += 2) {  // two at a time: they do not wait for each other
        twofold<T> t0 = at.next(), t1 = at.next(), w0 = weight.next(), w1 = weight.next();
        twofold<T> term0 = exp(t0 * -x) * w0, term1 = exp(t1 * -x) * w1;
        auto more = term1.hi > negligible * sum.hi;
        if (!any(more)) {
            break;
        }
        sum = select(more, sum + (term0 + term1), sum);
    }
    return log(sum * h);
}

}  // namespace twofold_quadrature
}  // namespace LOGBESSEL_ISA
}  // namespace logbessel
